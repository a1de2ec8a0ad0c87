"""Finds what the table of wards shows: the stored findings of wards, and town and country in the same periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest

from het_site.core.top_pages import top_page
from indicators.explorer.heat import Column, Held, Row, beside, cells
from indicators.figures import PERSONS, SEX_ORDER
from indicators.models import Finding, Indicator, IndicatorIndexPage, Observation
from indicators.places.wards import Ward
from indicators.profiles import SEXES, Setting
from indicators.queries import measure_of

COLUMNS = (
    "indicator_id",
    "sex",
    "area_id",
    "value",
    "period_label",
    "period_from",
    "period_to",
    "age",
    "reason",
    "reason_label",
)


@dataclass(frozen=True)
class Spot:
    """One group's headline figure of one period, wherever it is: what figures of several places must share."""

    indicator_id: int
    sex: str
    age: str
    start: date | None
    end: date


def figures_at(spots: Iterable[Spot], areas: Sequence[int]) -> dict[tuple[Spot, int], float]:
    """Find the values of some places at exactly these spots, in one query."""
    wanted = {(one.indicator_id, one.sex, one.age, one.start, one.end): one for one in spots if one.start}
    if not wanted or not areas:
        return {}
    each = (
        Q(indicator_id=indicator_id, sex=sex, age=age, period_from=start, period_to=end)
        for indicator_id, sex, age, start, end in wanted
    )
    rows = Observation.objects.filter(reduce(or_, each), area_id__in=areas, category_type="", value__isnull=False)
    names = ("indicator_id", "sex", "age", "period_from", "period_to", "area_id", "value")
    return {(wanted[row[:5]], row[5]): row[6] for row in rows.order_by().values_list(*names)}


def rows_of(wards: Iterable[Ward]) -> list[Row]:
    """Give the rows without their cells."""
    return [Row(ward.id, ward.code, ward.name, ward.url, ward.deprivation) for ward in wards]


def columns_of(
    indicators: Sequence[Indicator], wards: Sequence[Ward], setting: Setting, request: HttpRequest
) -> list[Column]:
    """Give a column for each group of each indicator that reaches the wards, in the set's order; two queries."""
    index = top_page(IndicatorIndexPage, request)
    held: dict[tuple[int, str], dict[int, Held]] = {}
    ids = [ward.id for ward in wards]
    rows = Finding.objects.current().filter(area_id__in=ids, indicator_id__in=[row.pk for row in indicators])
    for indicator_id, sex, area_id, value, label, start, end, age, reason, reason_label in rows.order_by().values_list(
        *COLUMNS
    ):
        held.setdefault((indicator_id, sex), {})[area_id] = Held(value, label, start, end, age, reason, reason_label)
    base = index.url if index else ""
    found = [
        _column(indicator, sex, here, ids, base=base)
        for indicator in indicators
        for sex in SEX_ORDER
        if (here := held.get((indicator.pk, sex)))
    ]
    places = [setting.town.id, *([setting.country.id] if setting.country else [])]
    values = figures_at((spot for _, spot in found), places)
    return [
        replace(
            column,
            town=beside(values.get((spot, setting.town.id)), column.measure),
            country=beside(values.get((spot, setting.country.id if setting.country else 0)), column.measure),
        )
        for column, spot in found
    ]


def _column(
    indicator: Indicator, sex: str, held: dict[int, Held], wards: Sequence[int], *, base: str
) -> tuple[Column, Spot]:
    measure, group = measure_of(indicator), "" if sex == PERSONS else SEXES[sex].lower()
    label, found, has_shades = cells(held, wards, measure=measure, polarity=indicator.polarity)
    one = next(one for one in held.values() if one.label == label)
    column = Column(
        key=f"{indicator.slug}{f'.{sex}' if group else ''}",
        title=f"{indicator.title}{f', {group}' if group else ''}",
        short=indicator.title,
        url=f"{base}{indicator.slug}/" if base else "",
        theme=indicator.theme,
        measure=measure,
        polarity=indicator.polarity,
        label=label,
        cells=found,
        has_shades=has_shades,
        unit=indicator.unit,
        is_stand_in=indicator.is_proxy,
    )
    return column, Spot(indicator.pk, sex, one.age, one.start, one.end)
