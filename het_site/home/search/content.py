"""What search knows of one page or snippet: read from its search fields, nothing if readers cannot open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Manager
from wagtail.models import Page
from wagtail.search.index import RelatedFields, SearchField

from het_site.core.models import Theme
from het_site.home.search.kinds import WARD, Snippet, kind_of
from het_site.home.search.words import without_controls
from indicators.places.wards import Ward

#: PostgreSQL refuses search vectors over a megabyte; no page that a person wrote comes near
LONGEST_TEXT = 200_000
LONGEST_TITLE = 255


@dataclass(frozen=True)
class Content:
    """One entry's words, address and themes."""

    key: str
    kind: str
    title: str
    url: str
    summary: str
    text: str
    themes: frozenset[int]

    def columns(self) -> dict[str, str]:
        """Give the entry's own columns, without key and themes."""
        return {"kind": self.kind, "title": self.title, "url": self.url, "summary": self.summary, "text": self.text}


def page_key(pk: int) -> str:
    """Name a page in the index."""
    return f"page:{pk}"


def snippet_key(model: type[models.Model], pk: object) -> str:
    """Name a snippet in the index."""
    return f"{model._meta.label_lower}:{pk}"


def of_page(page: Page) -> Content | None:
    """Read a page as its own kind; None if it is a draft, private or outside the site."""
    if not page.live or page.get_view_restrictions().exists():
        return None
    specific = page.specific
    url = path_of(specific)
    if not url:
        return None
    summary = getattr(specific, "summary", "") or specific.search_description
    return _content(specific, key=page_key(page.pk), url=url, summary=summary)


def of_snippet(snippet: Snippet, instance: models.Model, *, index_url: str) -> Content | None:
    """Read a snippet; None if it is a draft, in no list, or the page above it (at `index_url`) is not public."""
    if not index_url or not getattr(instance, "live", False) or not getattr(instance, "is_listed", True):
        return None
    summary = str(getattr(instance, snippet.summary_field)) if snippet.summary_field else ""
    url = f"{index_url}{instance.slug}/"  # type: ignore[attr-defined]  # every snippet listed in `kinds` has a slug
    return _content(instance, key=snippet_key(snippet.model, instance.pk), url=url, summary=summary)


def ward_key(pk: int) -> str:
    """Name a ward in the index."""
    return f"indicators.area:{pk}"


def of_ward(ward: Ward, *, town: str, is_in_use: bool) -> Content:
    """Read a ward, a former one included: people look for the name they know."""
    until = f" until {ward.ended_on.year}" if ward.ended_on else ", earlier borders"
    summary = f"How {ward.name} compares with the other wards of {town}."
    return Content(
        key=ward_key(ward.id),
        kind=WARD.slug,
        title=without_controls(ward.name if is_in_use else f"{ward.name}, a ward{until}")[:LONGEST_TITLE],
        url=ward.url,
        summary=without_controls(summary if is_in_use else f"A former ward of {town}: its borders are no longer used."),
        text=f"{ward.code} ward",
        themes=frozenset(),
    )


def index_url(snippet: Snippet) -> str:
    """Give the address of the page a snippet stands below; empty while there is none that readers can open."""
    page = snippet.index_page._default_manager.live().public().order_by("path").first()
    return path_of(page) if page else ""


def path_of(page: Page) -> str:
    """Give a page's address on its own site, without the host; empty if it stands under no site."""
    parts = page.get_url_parts()
    return str(parts[2] or "") if parts else ""


def _content(instance: Any, *, key: str, url: str, summary: str) -> Content:
    already = {"title", "summary"}
    words = _words(instance, [field for field in instance.get_search_fields() if field.field_name not in already])
    return Content(
        key=key,
        kind=kind_of(type(instance)).slug,
        title=without_controls(str(instance.title))[:LONGEST_TITLE],
        url=url,
        summary=without_controls(summary),
        text=without_controls(" ".join(words))[:LONGEST_TEXT],
        themes=frozenset(_themes(instance)),
    )


def _words(instance: Any, fields: Iterable[Any]) -> Iterator[str]:
    for field in fields:
        if isinstance(field, RelatedFields):
            related = field.get_value(instance)
            for one in related.all() if isinstance(related, Manager) else [related] if related else []:
                yield from _words(one, field.fields)
        elif isinstance(field, SearchField):
            yield from _flat(field.get_value(instance))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _flat(one)
    elif value not in (None, ""):
        yield str(value)


def _themes(instance: Any) -> Iterator[int]:
    if hasattr(instance, "themes"):
        yield from (theme.pk for theme in instance.themes.all())
    theme = getattr(instance, "theme", None)
    if isinstance(theme, Theme):
        yield theme.pk
