"""Writes the index: one entry, everything below a page, or all of it. Drafts and private pages lose their entries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from het_site.home.search.content import (
    Content,
    index_url,
    of_page,
    of_snippet,
    of_ward,
    page_key,
    snippet_key,
    ward_key,
)
from het_site.home.search.kinds import WARD, Snippet, snippets
from het_site.home.search.models import SearchEntry, SearchWord
from het_site.home.search.words import vocabulary
from indicators.models import IndicatorSettings
from indicators.places.wards import wards_of_town

BATCH = 200


@transaction.atomic
def index_page(*, pk: int) -> None:
    """Bring one page's entry in step with it, and the snippets whose addresses lie below it."""
    page = Page.objects.filter(pk=pk).first()
    _store(of_page(page) if page else None, key=page_key(pk))
    for snippet in snippets():
        if page and issubclass(page.specific_class or Page, snippet.index_page):
            index_snippets(snippet=snippet)


@transaction.atomic
def index_tree(*, pk: int) -> None:
    """Bring a page and everything below it in step: after a move, a new slug or a changed restriction."""
    top = Page.objects.filter(pk=pk).first()
    for below in top.get_descendants(inclusive=True).values_list("pk", flat=True) if top else []:
        index_page(pk=below)


@transaction.atomic
def index_snippet(*, snippet: Snippet, pk: object) -> None:
    """Bring one snippet's entry in step with it."""
    instance = snippet.model._default_manager.filter(pk=pk).first()
    content = of_snippet(snippet, instance, index_url=index_url(snippet)) if instance else None
    _store(content, key=snippet_key(snippet.model, pk))


@transaction.atomic
def index_snippets(*, snippet: Snippet) -> None:
    """Bring all snippets of a kind in step: when the page above them appears, moves or goes."""
    above = index_url(snippet)
    for instance in snippet.model._default_manager.iterator(chunk_size=BATCH):
        _store(of_snippet(snippet, instance, index_url=above), key=snippet_key(snippet.model, instance.pk))


@transaction.atomic
def index_wards() -> None:
    """Bring the town's wards in step, all of them: which are in use depends on the others."""
    settings = IndicatorSettings.of_default_site()
    town = settings.town if settings else None
    wards = wards_of_town(town.pk if town else None)
    found = {ward_key(ward.id): ward for ward in (*wards.in_use, *wards.earlier)}
    SearchEntry.objects.filter(kind=WARD.slug).exclude(key__in=list(found)).delete()
    columns = ("kind", "title", "url", "summary", "text")
    held = {key: tuple(rest) for key, *rest in SearchEntry.objects.filter(kind=WARD.slug).values_list("key", *columns)}
    for key, ward in found.items():
        content = of_ward(ward, town=town.name if town else "", is_in_use=wards.is_in_use(ward))
        if held.get(key) != tuple(content.columns()[name] for name in columns):
            _store(content, key=key)


@transaction.atomic
def rebuild() -> int:
    """Write the whole index anew, words included; returns the number of entries."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    for page in Page.objects.live().public().order_by("path").specific().iterator(chunk_size=BATCH):
        _store(of_page(page), key=page_key(page.pk))
    for snippet in snippets():
        index_snippets(snippet=snippet)
    index_wards()
    return SearchEntry.objects.count()


def remove(*, keys: Iterable[str]) -> None:
    """Take entries out of the index."""
    SearchEntry.objects.filter(key__in=list(keys)).delete()


def _store(content: Content | None, *, key: str) -> None:
    if content is None:
        remove(keys=[key])
        return
    entry, _ = SearchEntry.objects.update_or_create(key=key, defaults=content.columns())
    entry.themes.set(content.themes)
    words = vocabulary(f"{content.title} {content.summary} {content.text}")
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(words)], ignore_conflicts=True)
