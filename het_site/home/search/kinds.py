"""The kinds of thing that search finds, in readers' words, and the snippets among them that have an address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.text import slugify
from wagtail.models import Page, get_page_models


@dataclass(frozen=True)
class Kind:
    """One kind: its name in addresses, and what readers call one and several of it."""

    slug: str
    one: str

    @property
    def several(self) -> str:
        """Give the plural: stories, pages, news."""
        if self.one.endswith("s"):
            return self.one
        if self.one.endswith("y") and self.one[-2:-1] not in "aeiou":
            return f"{self.one[:-1]}ies"
        return f"{self.one}s"


@dataclass(frozen=True)
class Snippet:
    """A snippet whose address is its slug below the one page of a class; it is public while both are."""

    model: type[models.Model]
    index_page: type[Page]
    summary_field: str


#: snippet, page that it stands below, field that says in a sentence what it is
SNIPPETS = (
    ("indicators.Indicator", "indicators.IndicatorIndexPage", "in_short"),
    ("priorities.Recommendation", "priorities.RecommendationIndexPage", ""),
)


@cache
def snippets() -> list[Snippet]:
    """List the snippets that search covers."""
    return [
        Snippet(apps.get_model(model), apps.get_model(page), summary_field) for model, page, summary_field in SNIPPETS
    ]


#: wards are places, not pages: the one kind that no model is named after
WARD = Kind("ward", "Ward")


def kind_of(model: type[models.Model]) -> Kind:
    """Give the kind of a page class or snippet: its `kind_title`, else the model's own name."""
    title = str(getattr(model, "kind_title", "") or model._meta.verbose_name)
    return Kind(slugify(title), title[:1].upper() + title[1:])


@cache
def kinds() -> dict[str, Kind]:
    """List all kinds by their names in addresses."""
    found = (kind_of(model) for model in (*get_page_models(), *(snippet.model for snippet in snippets())))
    return {kind.slug: kind for kind in (*found, WARD)}
