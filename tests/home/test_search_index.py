"""The index holds what readers can open, whatever editors do, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, PageViewRestriction, Site

from het_site.home.models import HomePage
from het_site.home.search import actions
from het_site.home.search.models import SearchEntry, SearchWord
from tests.factories.home import make_content_page, make_home
from tests.factories.indicators import make_indicator, make_theme
from tests.factories.priorities import make_recommendation, make_tracker

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Committing) -> Callable[[], AbstractContextManager[Any]]:
    """Give a block whose changes are committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def addresses(**where: Any) -> list[str]:
    """List the addresses that the index knows."""
    return sorted(SearchEntry.objects.filter(**where).values_list("url", flat=True))


def test_a_published_page_is_found_with_its_words_and_themes(committing: Any) -> None:
    theme = make_theme()
    with committing():
        page = make_content_page(
            title="Warm homes", slug="warm", summary="Fewer cold homes.", text="<p>Damp &amp; mould</p>"
        )
        page.themes = [theme]
        page.save()
    entry = SearchEntry.objects.get(url="/warm/")
    assert (entry.title, entry.summary, entry.text, entry.kind) == (
        "Warm homes",
        "Fewer cold homes.",
        "Damp & mould",
        "page",
    )
    assert list(entry.themes.all()) == [theme]
    assert set(SearchWord.objects.values_list("word", flat=True)) >= {"warm", "homes", "damp", "mould"}


def test_a_draft_is_not_found(committing: Any) -> None:
    with committing():
        make_content_page(slug="draft", live=False)
    assert addresses(url="/draft/") == []


def test_the_draft_of_a_published_page_does_not_show(committing: Any) -> None:
    with committing():
        page = make_content_page(title="Old", slug="page")
    with committing():
        page.title = "New"
        page.save_revision()
    assert SearchEntry.objects.get(url="/page/").title == "Old"
    with committing():
        page.latest_revision.publish()
    assert SearchEntry.objects.get(url="/page/").title == "New"


def test_an_unpublished_page_goes(committing: Any) -> None:
    with committing():
        page = make_content_page(slug="page")
    with committing():
        page.unpublish()
    assert addresses(url="/page/") == []


def test_a_deleted_page_goes_with_all_below_it(committing: Any) -> None:
    with committing():
        page = make_content_page(slug="page")
        make_content_page(parent=page, slug="below")
    assert addresses(url__startswith="/page/") == ["/page/", "/page/below/"]
    with committing():
        page.delete()
    assert addresses(url__startswith="/page/") == []


def test_a_new_slug_moves_all_below_it(committing: Any) -> None:
    with committing():
        page = make_content_page(slug="old")
        make_content_page(parent=page, slug="below")
    with committing():
        page.slug = "new"
        page.save()
    assert addresses(url__contains="/old/") == []
    assert addresses(url__startswith="/new/") == ["/new/", "/new/below/"]


def test_a_moved_page_takes_all_below_it_along(committing: Any) -> None:
    with committing():
        page = make_content_page(slug="page")
        make_content_page(parent=page, slug="below")
        target = make_content_page(slug="target")
    with committing():
        page.move(Page.objects.get(pk=target.pk), pos="last-child")
    assert addresses(url__startswith="/page/") == []
    assert addresses(url__startswith="/target/") == ["/target/", "/target/page/", "/target/page/below/"]


def test_a_restricted_page_is_not_found_nor_what_is_below_it(committing: Any) -> None:
    with committing():
        page = make_content_page(slug="page")
        make_content_page(parent=page, slug="below")
    with committing():
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert addresses(url__startswith="/page/") == []
    with committing():
        restriction.delete()
    assert addresses(url__startswith="/page/") == ["/page/", "/page/below/"]


def test_a_page_outside_the_site_is_not_found(committing: Any) -> None:
    make_home()
    root = Page.objects.get(depth=1)
    with committing():
        root.add_child(instance=HomePage(title="Elsewhere", slug="elsewhere", hero_title="?", hero_text="<p>!</p>"))
    assert not SearchEntry.objects.filter(title="Elsewhere").exists()


def test_another_root_changes_every_address(committing: Any) -> None:
    with committing():
        page = make_content_page(slug="page")
        make_content_page(parent=page, slug="below")
    with committing():
        site = Site.objects.get()
        site.root_page = page
        site.save()
    assert addresses() == ["/", "/below/"]


def test_a_snippet_is_found_below_its_index_page_and_goes_with_it(committing: Any) -> None:
    theme = make_theme()
    with committing():
        recommendation = make_recommendation(theme=theme, title="Pay a living wage", slug="living-wage", live=True)
    assert addresses(kind="recommendation") == []
    with committing():
        tracker = make_tracker()
    entry = SearchEntry.objects.get(kind="recommendation")
    assert entry.url == f"{tracker.get_url()}living-wage/"
    assert list(entry.themes.all()) == [theme]
    with committing():
        tracker.unpublish()
    assert addresses(kind="recommendation") == []
    with committing():
        tracker.save_revision().publish()
    assert addresses(kind="recommendation") == [f"{tracker.get_url()}living-wage/"]
    with committing():
        recommendation.unpublish()
    assert addresses(kind="recommendation") == []
    with committing():
        recommendation.save_revision().publish()
        tracker.delete()
    assert addresses(kind="recommendation") == []


def test_a_draft_or_deleted_snippet_is_not_found(committing: Any) -> None:
    with committing():
        make_tracker()
        make_recommendation(slug="draft", live=False)
        public = make_recommendation(slug="public", live=True)
    assert [url.rsplit("/", 2)[1] for url in addresses(kind="recommendation")] == ["public"]
    with committing():
        public.delete()
    assert addresses(kind="recommendation") == []


def test_rebuilding_finds_what_was_changed_behind_djangos_back(committing: Any) -> None:
    with committing():
        page = make_content_page(slug="page", title="Old")
        gone = make_content_page(slug="gone")
        make_indicator()
    Page.objects.filter(pk=page.pk).update(title="Curious")
    Page.objects.filter(pk=gone.pk).update(live=False)
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert addresses() == ["/", "/page/"]
    assert SearchEntry.objects.get(url="/page/").title == "Curious"
    assert set(SearchWord.objects.filter(word__in=["old", "curious"]).values_list("word", flat=True)) == {"curious"}
    assert "2 pages" in said.getvalue()


def test_indexing_a_page_that_is_gone_removes_it() -> None:
    SearchEntry.objects.create(key="page:999999", kind="page", title="Ghost", url="/ghost/")
    actions.index_page(pk=999999)
    actions.index_tree(pk=999999)
    assert addresses(url="/ghost/") == []


def test_a_fault_in_the_index_does_not_stop_an_editor() -> None:
    waiting = len(connection.run_on_commit)
    make_content_page(slug="page").unpublish()
    ours = [
        robust
        for _, act, robust in connection.run_on_commit[waiting:]
        if isinstance(act, partial) and act.func.__module__ == actions.__name__
    ]
    assert ours
    assert all(ours)
