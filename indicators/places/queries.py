"""What the pages of places show. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import F, Q

from indicators.figures import Figure
from indicators.models import Area, Finding, Indicator, Observation, PostcodeLookup
from indicators.places.standings import Reach, Standing, standings
from indicators.places.wards import Ward
from indicators.profiles import Said
from indicators.queries import OF_HEADLINE_AGE, figures_of, said_of

CODE = re.compile(r"[A-Z][0-9]{8}")
#: figures that may stand on a ward's page: headlines, and the measures that are kept beside them
REACHING = Q(category_type="") | Q(category_type=Observation.RELATED_MEASURE)


def place_of(code: str) -> Area | None:
    """Find the place that an address names, without its outline; None where it names none."""
    if not CODE.fullmatch(code):
        return None
    return Area.objects.defer("outline").filter(code=code).first()


def outlines_of(wards: Iterable[Ward]) -> dict[str, Any]:
    """Give the outlines of some wards by code; those without one are left out."""
    rows = Area.objects.filter(pk__in=[ward.id for ward in wards], outline__isnull=False)
    return dict(rows.values_list("code", "outline"))


def lookup_in_use() -> PostcodeLookup | None:
    """Give the lookup of postcodes that readers are answered from; None where none is loaded."""
    found = PostcodeLookup.objects.filter(status=PostcodeLookup.Status.LIVE)
    return found.only("source", "as_of", "licence").first()


@dataclass(frozen=True)
class WardProfile:
    """What is known of a ward: its standings by indicator, and the indicators of the set that do not reach wards."""

    standings: tuple[Standing, ...]
    unknown: tuple[Indicator, ...]


def ward_profile(ward: Ward, wards: Sequence[Ward], *, town_id: int, country_id: int | None) -> WardProfile:
    """Give a ward's standing in every indicator of the set as it stands; five queries."""
    indicators = list(
        Indicator.objects.current().in_brief().only(*BRIEF).order_by("theme__number", F("number").asc(nulls_last=True))
    )
    inside = _latest(indicators, wards)
    beside = _beside(indicators, inside, [town_id, *([country_id] if country_id else [])])
    said = _said(ward, {row.pk: row for row in indicators})
    standing_in = partial(standings, ward=ward, wards=wards, town_id=town_id, country_id=country_id)
    found: list[Standing] = []
    unknown: list[Indicator] = []
    for indicator in indicators:
        reach = Reach(indicator, tuple(inside.get(indicator.pk, ())), tuple(beside.get(indicator.pk, ())))
        here = list(standing_in(reach, said=said.get(indicator.pk, {})))
        found += here
        if not any(not standing.category for standing in here):
            unknown.append(indicator)
    return WardProfile(tuple(found), tuple(unknown))


#: what strips show of an indicator, and what has to be known to write its numbers
BRIEF = (
    *("live", "is_retired", "number", "theme", "title", "slug", "question", "is_proxy", "measure_used"),
    *("headline_age", "value_type", "unit", "unit_short", "decimals", "multiplier", "polarity"),
)


def headlines_of(indicators: Sequence[Indicator], area_ids: Sequence[int]) -> dict[int, list[Figure]]:
    """Find the headline figures of some indicators in some places, by indicator, oldest first."""
    rows = Observation.objects.filter(
        OF_HEADLINE_AGE, indicator__in=indicators, area_id__in=area_ids, category_type=""
    ).order_by("period_to", "period_from")
    return _by_indicator(figures_of(rows, "indicator_id"))


def _latest(indicators: Sequence[Indicator], wards: Sequence[Ward]) -> dict[int, list[Figure]]:
    """Find the latest figure of each group in each ward, by indicator."""
    group = ("indicator_id", "area_id", "category_type", "category", "sex", "age")
    rows = (
        Observation.objects.filter(REACHING, indicator__in=indicators, area_id__in=[ward.id for ward in wards])
        .order_by(*group, "-period_to", "-period_from")
        .distinct(*group)
    )
    return _by_indicator(figures_of(rows, "indicator_id"))


def _beside(
    indicators: Sequence[Indicator], inside: dict[int, list[Figure]], area_ids: Sequence[int]
) -> dict[int, list[Figure]]:
    """Find the figures of town and country in the periods that wards have figures of."""
    ends = {figure.end for figures in inside.values() for figure in figures}
    rows = Observation.objects.filter(
        REACHING, indicator__in=list(inside), area_id__in=area_ids, period_to__in=ends
    ).order_by("period_to", "period_from")
    return _by_indicator(figures_of(rows, "indicator_id"))


def _by_indicator(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = {}
    for key, figure in rows:
        found.setdefault(key, []).append(figure)
    return found


def _said(ward: Ward, indicators: dict[int, Indicator]) -> dict[int, dict[str, Said]]:
    """Find what was found out about the ward at publication, by indicator and sex."""
    found: dict[int, dict[str, Said]] = {}
    rows = Finding.objects.current().filter(area_id=ward.id, indicator_id__in=list(indicators))
    for row in rows:
        said = said_of(row, polarity=indicators[row.indicator_id].polarity)
        found.setdefault(row.indicator_id, {})[row.sex] = said
    return found
