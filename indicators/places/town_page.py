"""The town as a place: every indicator in a line, and its wards. And, in less, a place that stands beside the town."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from indicators.explorer.queries import summaries
from indicators.figures import PERSONS, Figure, headline_age, headline_sexes, is_headline, series_of
from indicators.formatting import number_text
from indicators.models import Area, Indicator, IndicatorSettings
from indicators.places.queries import headlines_of
from indicators.places.wards import Wards
from indicators.profiles import SEXES
from indicators.queries import measure_of
from indicators.tables import NOTHING


def indicators_in_order() -> list[Indicator]:
    """List the set as it stands, by principle."""
    return list(Indicator.objects.current().in_brief().order_by("theme__number", F("number").asc(nulls_last=True)))


def people_of(area: Area) -> str:
    """Say how many people live in a place, by whose count; empty where that is not held."""
    if not area.population:
        return ""
    source = f" ({area.population_source})" if area.population_source else ""
    return f"{number_text(area.population, decimals=0)} people{source}"


def town_context(request: HttpRequest, area: Area, wards: Wards) -> dict[str, Any]:
    """Give what the town's page shows."""
    entries = summaries(indicators_in_order(), request)
    settings = IndicatorSettings.for_request(request)
    groups = groupby(entries, key=lambda entry: entry.indicator.theme)
    return {
        "area": area,
        "people": people_of(area),
        "country": settings.country,
        "wards": wards,
        "groups": [(theme, list(group)) for theme, group in groups],
        "count": len(entries),
    }


@dataclass(frozen=True)
class Pair:
    """One measure of a place that stands beside the town, and the town's of the same period."""

    indicator: Indicator
    title: str
    period: str
    own: str
    town: str


def beside_context(area: Area, settings: IndicatorSettings) -> dict[str, Any]:
    """Give what the page of a place beside the town shows: its latest figures, and the town's of the same periods."""
    town = settings.town
    assert town is not None  # noqa: S101  (asked by whoever calls)
    indicators = indicators_in_order()
    found = headlines_of(indicators, [area.pk, town.pk])
    pairs = [
        pair
        for indicator in indicators
        for pair in _pairs(indicator, found.get(indicator.pk, []), area_id=area.pk, town_id=town.pk)
    ]
    return {
        "area": area,
        "kind": area.get_area_type_display(),
        "town": town,
        "town_url": reverse("place", args=[town.code]),
        "pairs": pairs,
    }


def _pairs(indicator: Indicator, figures: list[Figure], *, area_id: int, town_id: int) -> Iterator[Pair]:
    measure = measure_of(indicator)
    age = headline_age([f for f in figures if f.area_id == town_id] or figures, chosen=indicator.headline_age)
    headline = [figure for figure in figures if is_headline(figure, age=age)]
    for sex in headline_sexes(figure for figure in headline if figure.area_id == area_id):
        own = series_of(headline, area_id=area_id, sex=sex).latest
        if own is None or own.value is None:
            continue
        town = series_of(headline, area_id=town_id, sex=sex).at(own.period)
        value = town.value if town is not None else None
        title = indicator.title if sex == PERSONS else f"{indicator.title}, {SEXES[sex].lower()}"
        theirs = measure.number(value) if value is not None else NOTHING
        yield Pair(indicator, title, own.label, measure.number(own.value), theirs)
