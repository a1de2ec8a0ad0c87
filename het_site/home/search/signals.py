"""Tells the index when something public may have changed. Decides nothing: what is public is read again each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move, published

from het_site.core.indexing import is_held_back
from het_site.home.search import actions
from het_site.home.search.content import page_key, snippet_key
from het_site.home.search.kinds import Snippet, snippets
from indicators.models import Area, IndicatorSettings


def after_commit(act: Callable[..., Any], **kwargs: Any) -> None:
    """Do something to the index once the change that asks for it is certain; its failure is logged, not the editor's."""
    if not is_held_back():
        transaction.on_commit(partial(act, **kwargs), robust=True)


def page_changed(instance: models.Model, **kwargs: Any) -> None:
    """Index a page that was saved, published or unpublished."""
    if isinstance(instance, Page):
        after_commit(actions.index_page, pk=instance.pk)


def page_deleted(instance: Page, **kwargs: Any) -> None:
    """Forget a page that was deleted."""
    after_commit(actions.remove, keys=[page_key(instance.pk)])


def tree_changed(instance: Page, **kwargs: Any) -> None:
    """Index a page and all below it: their addresses changed."""
    after_commit(actions.index_tree, pk=instance.pk)


def restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Index a page and all below it: who may read them changed."""
    after_commit(actions.index_tree, pk=instance.page_id)


def site_changed(**kwargs: Any) -> None:
    """Index everything: the site may have another root, which changes every address."""
    after_commit(actions.rebuild)


def snippet_changed(instance: models.Model, **kwargs: Any) -> None:
    """Index a snippet that was saved, published or unpublished."""
    for snippet in snippets():
        if isinstance(instance, snippet.model):
            after_commit(actions.index_snippet, snippet=snippet, pk=instance.pk)


def snippet_deleted(instance: models.Model, **kwargs: Any) -> None:
    """Forget a snippet that was deleted."""
    after_commit(actions.remove, keys=[snippet_key(type(instance), instance.pk)])


def place_changed(instance: models.Model, **kwargs: Any) -> None:
    """Index the wards: one of them, or the town that they lie in, was saved or deleted."""
    if getattr(instance, "area_type", Area.Type.WARD) in {Area.Type.WARD, Area.Type.LOCAL_AUTHORITY}:
        after_commit(actions.index_wards)


def connect() -> None:
    """Listen to pages, to restrictions, to sites, to places and to the snippets that search covers."""
    post_save.connect(page_changed, dispatch_uid="search_page_saved")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="search_page_deleted")
    for moved in (page_slug_changed, post_page_move):
        moved.connect(tree_changed, dispatch_uid="search_tree_changed")
    for restricted in (post_save, post_delete):
        restricted.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="search_restriction")
    post_save.connect(site_changed, sender=Site, dispatch_uid="search_site")
    for changed in (post_save, post_delete):
        changed.connect(place_changed, sender=Area, dispatch_uid="search_area")
    post_save.connect(place_changed, sender=IndicatorSettings, dispatch_uid="search_town")
    for snippet in snippets():
        _connect_snippet(snippet)


def _connect_snippet(snippet: Snippet) -> None:
    label = snippet.model._meta.label_lower
    for changed in (post_save, published):
        changed.connect(snippet_changed, sender=snippet.model, dispatch_uid=f"search_changed_{label}")
    post_delete.connect(snippet_deleted, sender=snippet.model, dispatch_uid=f"search_deleted_{label}")
    post_delete.connect(
        partial(_index_page_deleted, snippet),
        sender=snippet.index_page,
        weak=False,
        dispatch_uid=f"search_above_{label}",
    )


def _index_page_deleted(snippet: Snippet, **kwargs: Any) -> None:
    after_commit(actions.index_snippets, snippet=snippet)
