"""Writes the index: one entry, everything below a page, or all of it. Drafts and private pages lose their entries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from het_site.home.search.content import Content, index_url, of_page, of_snippet, page_key, snippet_key
from het_site.home.search.kinds import Snippet, snippets
from het_site.home.search.models import SearchEntry, SearchWord
from het_site.home.search.words import vocabulary

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
def rebuild() -> int:
    """Write the whole index anew, words included; returns the number of entries."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    for page in Page.objects.live().public().order_by("path").specific().iterator(chunk_size=BATCH):
        _store(of_page(page), key=page_key(page.pk))
    for snippet in snippets():
        index_snippets(snippet=snippet)
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
