"""What the page about the API shows: addresses to try, and every parameter of every list, taken from what is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rest_framework import serializers

from indicators.api import asking
from indicators.offers import offers

FIGURES = "/api/v1/observations/"


@dataclass(frozen=True)
class Example:
    """An address and what it gives."""

    what: str
    path: str


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, what it does, and the words it may hold."""

    name: str
    meaning: str
    words: tuple[str, ...]
    is_repeatable: bool


@dataclass(frozen=True)
class List:
    """One list of the API."""

    path: str
    what: str
    parameters: tuple[Parameter, ...]


LISTS = (
    ("observations", "Figures", asking.ObservationsAsked),
    ("indicators", "Indicators and their definitions", asking.IndicatorsAsked),
    ("areas", "Places", asking.AreasAsked),
    ("area-groups", "Groups of places to compare with", asking.AreaGroupsAsked),
    ("findings", "What the figures say", asking.FindingsAsked),
    ("gaps", "Whether gaps close", asking.GapsAsked),
    ("releases", "Data releases", asking.ReleasesAsked),
)
#: what every list takes, told once
SHARED = ("page_size", "after", "format")


def examples(*, indicator: str, area: str) -> list[Example]:
    """Give addresses that work here and now; those that need an indicator or a town are left out where there is none."""

    def figures(**asked: str) -> str:
        return f"{FIGURES}?{urlencode(asked)}"

    found = [Example("Every indicator with its definition", "/api/v1/indicators/")]
    if indicator:
        found += [
            Example("One indicator", f"/api/v1/indicators/{indicator}/"),
            Example("Its figures, a thousand at a time", figures(indicator=indicator, page_size="1000")),
            Example(
                "Its headline figures since 2015, as CSV",
                figures(indicator=indicator, category_type="", period_from="2015-01-01", format="csv"),
            ),
            Example("The latest figure of each ward", figures(indicator=indicator, area_type="ward", latest="true")),
        ]
    if area:
        found.append(Example("Everything about the town, newest first", figures(area=area, ordering="-period_to")))
        findings = f"/api/v1/findings/?{urlencode({'area': area, 'outcome': 'worse'})}"
        found.append(Example("Where the town is worse than the country", findings))
        gaps = f"/api/v1/gaps/?{urlencode({'area': area, 'kind': 'country'})}"
        found.append(Example("Whether the town’s gaps to the country close", gaps))
    found += [Example(what, path) for offer in offers() for what, path in offer.examples.items()]
    return [*found, Example("The last releases", "/api/v1/releases/?page_size=5")]


def parameters() -> list[List]:
    """List every list with its own parameters; those that all have come first, once."""
    shared = tuple(_parameter(name, field) for name, field in asking.Asked().get_fields().items() if name in SHARED)
    lists = [List("/api/v1/…/", "Every list", shared)]
    for name, what, form in (*LISTS, *(one for offer in offers() for one in offer.lists)):
        own = [(key, field) for key, field in form().get_fields().items() if key not in SHARED]
        lists.append(List(f"/api/v1/{name}/", what, tuple(_parameter(key, field) for key, field in own)))
    return lists


def _parameter(name: str, field: serializers.Field[Any, Any, Any, Any]) -> Parameter:
    holder = field.child if isinstance(field, asking.Several) else field
    words = tuple(str(word) for word in getattr(holder, "choices", ()))
    meaning = str(field.help_text or "The order of the rows; a minus turns it round.")
    return Parameter(name, meaning, words, isinstance(field, asking.Several))
