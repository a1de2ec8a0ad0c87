"""What is stored of a comparison, in as many queries whatever is asked, and in as many rows as one page can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, F, Max, Q, QuerySet

from indicators.compare.asking import Asked
from indicators.compare.holdings import Holding
from indicators.figures import Figure
from indicators.models import Finding, Indicator, Observation
from indicators.models.indicator_lists import BRIEF, IndicatorQuerySet
from indicators.open_data import set_as_it_stands
from indicators.profiles import Said
from indicators.queries import figures_of, said_of

#: what a comparison says of an indicator besides what links and rows of figures show
COLUMNS = (*BRIEF, "number", "polarity")


@dataclass(frozen=True)
class Stored:
    """A figure with the number of its row and of its indicator."""

    id: int
    indicator_id: int
    figure: Figure


@dataclass(frozen=True)
class Judged:
    """What was found out about a figure when it was published: it holds for this period and value alone."""

    said: Said
    period: str
    value: float | None


def indicators_to_offer() -> IndicatorQuerySet:
    """Find the indicators that can be chosen: the set as it stands, by principle."""
    found = Indicator.objects.current().with_addresses().only(*COLUMNS)
    return found.order_by("theme__number", "number", "title")


def indicators_asked(slugs: Iterable[str]) -> IndicatorQuerySet:
    """Find the indicators that an address names: whoever knows its address may see a public one, retired or not."""
    found = Indicator.objects.public().filter(slug__in=slugs).with_addresses().only(*COLUMNS)
    return found.order_by(F("number").asc(nulls_last=True), "title", "pk")


def _headline(indicators: Sequence[Indicator], area_ids: Sequence[int], asked: Asked) -> QuerySet[Observation]:
    rows = Observation.objects.filter(indicator__in=indicators, area_id__in=area_ids, category_type="")
    if asked.first is not None:
        rows = rows.filter(period_to__gte=date(asked.first, 1, 1))
    if asked.last is not None:
        rows = rows.filter(period_to__lte=date(asked.last, 12, 31))
    return rows.order_by()


def holdings(indicators: Sequence[Indicator], area_ids: Sequence[int], asked: Asked) -> list[Holding]:
    """Count for each indicator, sex, age and period how many of the places have a figure."""
    rows = _headline(indicators, area_ids, asked)
    if asked.sex:
        rows = rows.filter(sex=asked.sex)
    parts = ("indicator_id", "sex", "age", "period_from", "period_to")
    counted = rows.values_list(*parts).annotate(label=Max("period_label"), rows=Count("area_id"), known=Count("value"))
    return [Holding(*row) for row in counted]


def over_time(
    indicators: Sequence[Indicator], area_ids: Sequence[int], asked: Asked, wanted: Iterable[tuple[int, str, str]]
) -> list[Stored]:
    """Find the figures of some indicators, each for a sex and an age, in all periods asked for."""
    either = [Q(indicator_id=indicator, sex=sex, age=age) for indicator, sex, age in wanted]
    return _stored(_headline(indicators, area_ids, asked), either)


def at_one_time(
    indicators: Sequence[Indicator], area_ids: Sequence[int], asked: Asked, wanted: Iterable[Holding]
) -> list[Stored]:
    """Find the figures of some indicators, each for a sex and an age in one period."""
    either = [
        Q(indicator_id=one.indicator_id, sex=one.sex, age=one.age, period_from=one.start, period_to=one.end)
        for one in wanted
    ]
    return _stored(_headline(indicators, area_ids, asked), either)


def _stored(rows: QuerySet[Observation], either: list[Q]) -> list[Stored]:
    if not either:
        return []
    found = figures_of(
        rows.filter(reduce(or_, either)).order_by("period_to", "period_from", "pk"), "pk", "indicator_id"
    )
    return [Stored(*row) for row in found]


def judged(indicators: Sequence[Indicator], area_ids: Sequence[int]) -> dict[tuple[int, int, str], Judged]:
    """Find what is concluded about the latest figures, by indicator, place and sex."""
    polarity = {indicator.pk: indicator.polarity for indicator in indicators}
    rows = Finding.objects.current().filter(indicator__in=indicators, area_id__in=area_ids).order_by()
    return {
        (row.indicator_id, row.area_id, row.sex): Judged(
            said_of(row, polarity=polarity[row.indicator_id]), row.period_label, row.value
        )
        for row in rows
    }


def best_held(areas: Sequence[int], *, most: int) -> list[Indicator]:
    """Find the indicators of the set that most figures are held of in some places, the best of each principle first."""
    rows = Observation.objects.filter(set_as_it_stands(), area_id__in=areas, category_type="", value__isnull=False)
    counted = dict(rows.order_by().values_list("indicator_id").annotate(held=Count("pk")))
    themes: dict[int | None, int] = {}
    turns = {}
    found = indicators_to_offer().filter(pk__in=counted)
    for one in sorted(found, key=lambda one: (-counted[one.pk], one.number)):
        turns[one] = themes[one.theme_id] = themes.get(one.theme_id, 0) + 1
    return sorted(turns, key=lambda one: (turns[one], -counted[one.pk]))[:most]
