"""The page that compares: reads the address, sends every spelling of a question to the one address it has, offers a choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from het_site.core.models import Theme
from indicators.compare import asking, queries
from indicators.compare.asking import Asked
from indicators.compare.comparison import FAULTS, Comparison, compared, listed
from indicators.compare.layouts import MOST_LINES
from indicators.compare.places import Offer, Place, PlaceSet, offer
from indicators.figures import SEX_ORDER
from indicators.models import Indicator, IndicatorSettings
from indicators.profiles import SEXES

#: how one whose place in the set is gone, or never was, stands in the form
BESIDES = "Not in the set"
TITLE = "Compare indicators"
DESCRIPTION = "Set any indicators beside each other, in any places and years, and share the view by its address."


@dataclass(frozen=True)
class Choice:
    """One tick box."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Choices:
    """Tick boxes under one heading, one of them for all where they are a set."""

    title: str
    options: tuple[Choice, ...]
    theme: Theme | None = None
    whole: Choice | None = None
    note: str = ""

    @property
    def has_single(self) -> bool:
        """Tell whether one is ticked by itself."""
        return any(option.selected for option in self.options)


@dataclass(frozen=True)
class Question:
    """An address's question with everything that it names found, or said to be unknown."""

    asked: Asked
    indicators: tuple[Indicator, ...]
    offer: Offer
    settings: IndicatorSettings

    @property
    def comparison(self) -> Comparison | None:
        """Answer it; None while indicators or places are missing."""
        if not self.indicators or not self.asked.areas:
            return None
        country = self.settings.country
        named = (country.pk, country.name) if country else (0, "")
        return compared(self.asked, self.indicators, self.offer, country=named)


def question(request: HttpRequest) -> Question:
    """Read an address and find what it names."""
    asked = asking.asked(request.GET)
    settings = IndicatorSettings.for_request(request)
    places = offer(settings, asked=asked.areas)
    areas, all_areas = places.canonical(asked.areas)
    found = list(queries.indicators_asked(asked.indicators)) if asked.indicators else []
    faults = set(asked.faults)
    if not all_areas:
        faults.add(asking.UNKNOWN_AREA)
    if len(found) < len(asked.indicators):
        faults.add(asking.UNKNOWN_INDICATOR)
    known = {one.slug for one in found}
    slugs = tuple(slug for slug in asked.indicators if slug in known)
    return Question(
        replace(asked, indicators=slugs, areas=areas, faults=frozenset(faults)), tuple(found), places, settings
    )


def other_address(request: HttpRequest, put: Question) -> str:
    """Give the one address of a question that was put in another way; empty where this is it, or something is wrong."""
    asked = put.asked
    if asked.faults or asked.is_choosing or not asked.is_whole:
        return ""
    return asked.address if request.META.get("QUERY_STRING", "") != asked.address else ""


def page_context(put: Question, *, base: str) -> dict[str, Any]:
    """Give what the page shows; `base` is its address without a question."""
    asked = put.asked
    comparison = put.comparison
    choices = list(_indicator_choices(put))
    return {
        "asked": asked,
        "comparison": comparison,
        "indicator_choices": choices,
        "has_match": any(one.options for one in choices),
        "place_choices": list(_place_choices(put)),
        "sexes": [Choice(sex, SEXES[sex], sex == asked.sex) for sex in SEX_ORDER],
        "ages": [Choice(age, age, age == asked.age) for age in comparison.ages] if comparison else [],
        "examples": [] if comparison else list(examples(put, base)),
        "csv_url": f"{reverse('data_compare')}?{asked.address}" if comparison and comparison.has_figures else "",
        "warnings": [] if comparison else [FAULTS[fault] for fault in sorted(asked.faults)],
        "missing": "" if comparison else _missing(asked),
        "base": base,
        "page_title": title_of(comparison) if comparison else TITLE,
        "page_description": DESCRIPTION,
        "indicator_settings": put.settings,
    }


def _missing(asked: Asked) -> str:
    """Say what is still to be chosen once something is; nothing at the start."""
    if asked.indicators:
        return "Now choose at least one place."
    return "Now choose at least one indicator." if asked.areas else ""


def title_of(comparison: Comparison) -> str:
    """Name a comparison by what it is of."""
    titles = [one.title for one in comparison.indicators]
    levels = [part.level for part in comparison.parts if part.level.title]
    few = len(comparison.places) <= MOST_LINES
    what = titles[0] if len(titles) == 1 else f"{len(titles)} indicators"
    where = listed([place.name for place in comparison.places]) if few else f"{len(comparison.places)} places"
    if not few and len(levels) == 1:
        where = f"{levels[0].title[0].lower()}{levels[0].title[1:]}"
    return f"{what}: {where}"


def _indicator_choices(put: Question) -> Iterable[Choices]:
    """Give the set by principle, narrowed by the search but for what is ticked; then what the address names besides."""
    ticked = set(put.asked.indicators)
    words = put.asked.search.casefold().split()
    offered = list(queries.indicators_to_offer())
    for theme, group in groupby(offered, key=lambda one: one.theme):
        options = tuple(
            Choice(one.slug, one.title, one.slug in ticked)
            for one in group
            if one.slug in ticked or all(word in f"{one.title} {one.question}".casefold() for word in words)
        )
        if options and theme is not None:
            yield Choices(f"{theme.number}. {theme.short_title}", options, theme=theme)
    known = {one.pk for one in offered}
    besides = tuple(Choice(one.slug, one.title, selected=True) for one in put.indicators if one.pk not in known)
    if besides:
        yield Choices(BESIDES, besides)


def _place_choices(put: Question) -> Iterable[Choices]:
    ticked = set(put.asked.areas)
    for one in put.offer.sets:
        whole = Choice(one.name, _all_of(one), one.name in ticked) if one.name else None
        yield Choices(one.title, tuple(_choices(one.places, ticked)), whole=whole, note=one.note)
    besides = [place for place in put.offer.besides if place.code in ticked]
    if besides:
        yield Choices("Other places", tuple(_choices(besides, ticked)))


def _all_of(one: PlaceSet) -> str:
    return f"All {len(one.places)}"


def _choices(places: Iterable[Place], ticked: set[str]) -> Iterable[Choice]:
    return (Choice(place.code, place.name, place.code in ticked) for place in places)


@dataclass(frozen=True)
class Example:
    """A comparison to begin with."""

    words: str
    url: str


def examples(put: Question, base: str) -> Iterable[Example]:
    """Give up to three worked examples, each of figures that are there."""
    settings = put.settings
    if settings.town is None:
        return
    beside = [area for area in (settings.town, settings.country, settings.region) if area is not None]
    codes = {place.id: place.code for one in put.offer.sets for place in one.places}
    towns = tuple(codes[area.pk] for area in beside)
    names = " and ".join(area.name for area in beside[:2])
    inside = next((one for one in put.offer.sets if one.places and one.places[0].level), None)
    in_town = queries.best_held([settings.town.pk], most=6)
    if in_town:
        yield Example(f"{in_town[0].title}: {names} over time", _link(base, in_town[:1], towns))
    in_parts = queries.best_held([place.id for place in inside.places], most=1) if inside else []
    if in_parts and inside:
        title = f"{inside.title[0].lower()}{inside.title[1:]}"
        yield Example(f"{in_parts[0].title}: all {title}", _link(base, in_parts, (*towns[:1], inside.name)))
    if len(in_town) > 1:
        yield Example(f"{len(in_town)} indicators side by side: {names}", _link(base, in_town, towns[:2]))


def _link(base: str, indicators: Sequence[Indicator], areas: tuple[str, ...]) -> str:
    return f"{base}?{Asked(indicators=tuple(one.slug for one in indicators), areas=areas).address}"
