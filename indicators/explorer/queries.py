"""What lists of indicators show. Reads what was found when figures were published, never the figures; bounded SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from het_site.core.top_pages import top_page
from indicators.explorer import standings
from indicators.explorer.asked import asked
from indicators.explorer.lines import Line
from indicators.explorer.listing import Entry, Explorer, Names, labels
from indicators.figures import SEX_ORDER
from indicators.models import Area, Finding, Indicator, IndicatorIndexPage, IndicatorSettings
from indicators.profiles import Setting
from indicators.queries import measure_of, setting_for

#: what a line is made from: not the sentences, which are long
LINE = (
    *("indicator", "area", "sex", "period_label", "period_from", "period_to", "age", "reason", "reason_label"),
    *("value", "lower_95", "upper_95", "outcome", "basis", "benchmark", "trend_kind", "trend"),
    *("gap_name", "gap_value", "splits", "spark"),
)
#: the levels of places that the list names
LEVELS = {Area.Type.WARD: standings.WARDS, Area.Type.MSOA: standings.NEIGHBOURHOODS, Area.Type.LSOA: "neighbourhoods"}


@dataclass(frozen=True)
class Summary:
    """What lists say of one indicator: a line for each group of its headline; none without a figure."""

    indicator: Indicator
    url: str
    lines: tuple[Line, ...]


def summaries(indicators: Iterable[Indicator], request: HttpRequest | None) -> list[Summary]:
    """Give the latest figures of some indicators, in their order, for the town and the country beside it."""
    listed = list(indicators)
    setting = setting_for(IndicatorSettings.for_request(request))
    found = findings_of(listed, setting)
    index = top_page(IndicatorIndexPage, request)
    country, today = setting.country.name if setting and setting.country else "", timezone.localdate()
    return [
        Summary(
            indicator,
            f"{index.url}{indicator.slug}/" if index else "",
            tuple(line_of(indicator, row, country=country, today=today) for row in found.get(indicator.pk, [])),
        )
        for indicator in listed
    ]


def findings_of(indicators: Sequence[Indicator], setting: Setting | None) -> dict[int, list[Finding]]:
    """Find what is stored of the town, by indicator, all people's before women's and men's."""
    found: dict[int, list[Finding]] = {}
    if setting is not None and indicators:
        rows = Finding.objects.current().filter(area=setting.town.id, indicator__in=[row.pk for row in indicators])
        for row in sorted(rows.order_by().only(*LINE), key=lambda row: SEX_ORDER.index(row.sex)):
            found.setdefault(row.indicator_id, []).append(row)
    return found


def line_of(indicator: Indicator, row: Finding, *, country: str, today: date) -> Line:
    """Give a stored finding as a line of a list."""
    return Line.of(
        row,
        measure=measure_of(indicator),
        polarity=indicator.polarity,
        is_proxy=indicator.is_proxy,
        country=country,
        today=today,
    )


def current_indicators() -> list[Indicator]:
    """List the set as it stands, by principle."""
    found = Indicator.objects.current().in_brief()
    return list(found.order_by("theme__number", F("number").asc(nulls_last=True)))


def explorer(request: HttpRequest, settings: IndicatorSettings) -> Explorer:
    """Give the list as an address asks for it."""
    setting = setting_for(settings)
    indicators = current_indicators()
    inside = _levels_inside(indicators, setting)
    entries = []
    for summary in summaries(indicators, request):
        reaches = inside.get(summary.indicator.pk, set()) | standings.reaches_of(
            split for line in summary.lines for split in line.finding.splits
        )
        if any(line.gap for line in summary.lines):
            reaches |= {standings.GAP}
        entries.append(Entry(summary.indicator, summary.url, summary.lines, frozenset(reaches)))
    names = names_of(setting)
    return Explorer(entries, asked(request.GET, labels(entries, names)), names)


def names_of(setting: Setting | None) -> Names:
    """Give what the town and the country are called; general words where none is chosen."""
    usual = Names()
    if setting is None:
        return usual
    return Names(setting.town.name, setting.country.name if setting.country else usual.country)


def index_context(request: HttpRequest) -> dict[str, Any]:
    """Give what the index page shows: the indicators that the address asks for."""
    settings = IndicatorSettings.for_request(request)
    return {
        "explorer": explorer(request, settings),
        "indicator_settings": settings,
        "setting": setting_for(settings),
    }


def _levels_inside(indicators: Sequence[Indicator], setting: Setting | None) -> dict[int, set[str]]:
    """Find which levels of places inside the town have figures of an indicator."""
    found: dict[int, set[str]] = {}
    if setting is not None:
        # naming the indicators lets the database find the rows by their key instead of reading every finding there is
        wanted = [row.pk for row in indicators]
        rows = Finding.objects.current().filter(area__parent=setting.town.id, indicator__in=wanted)
        for indicator_id, kind in rows.order_by().values_list("indicator_id", "area__area_type").distinct():
            if kind in LEVELS:
                found.setdefault(indicator_id, set()).add(LEVELS[Area.Type(kind)])
    return found
