"""The spine chart: one place in each indicator between the country and the range of places like the town."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils import timezone

from het_site.core.models import Theme
from het_site.core.top_pages import top_page
from indicators.explorer.lines import Line
from indicators.explorer.listing import Way
from indicators.explorer.queries import current_indicators, findings_of, line_of, names_of
from indicators.explorer.spine_scale import FEWEST, Scale, Spread, scale, spread
from indicators.explorer.wards import Spot, figures_at
from indicators.models import Area, Finding, Indicator, IndicatorIndexPage, IndicatorSettings
from indicators.profiles import AreaName, Setting
from indicators.queries import measure_of, setting_for
from indicators.sentences import Measure

NO_FIGURE = "No published figure"


@dataclass(frozen=True)
class Place:
    """A place that the chart may be about, or whose figure is a part of the range."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Drawn:
    """Positions of one row from 0 to 1."""

    first: float
    quarter: float
    three_quarters: float
    last: float
    own: float


@dataclass(frozen=True)
class SpineRow:
    """One indicator for one group of people; without `drawn`, `reason` says why."""

    indicator: Indicator
    url: str
    measure: Measure
    line: Line | None
    spread: Spread | None = None
    drawn: Drawn | None = None
    count: int = 0
    reason: str = ""

    @property
    def is_judged(self) -> bool:
        """Tell whether one end is better."""
        return self.indicator.polarity != Indicator.Polarity.NO_JUDGEMENT

    @property
    def left(self) -> str:
        """Give the figure of the left end: the worst, or the lowest where neither is better."""
        return self.measure.number(self.spread.first) if self.spread else ""

    @property
    def right(self) -> str:
        """Give the figure of the right end."""
        return self.measure.number(self.spread.last) if self.spread else ""

    @property
    def half(self) -> str:
        """Give the two figures between which the middle half of the places lie, from the left."""
        if self.spread is None:
            return ""
        return f"{self.measure.number(self.spread.quarter)} to {self.measure.number(self.spread.three_quarters)}"


@dataclass(frozen=True)
class Spine:
    """The page: its rows, the place it is about, and the other places."""

    rows: tuple[SpineRow, ...]
    place: Place
    places: tuple[Place, ...]
    range_text: str
    is_town: bool

    @property
    def groups(self) -> Iterator[tuple[Theme | None, list[SpineRow]]]:
        """Give the rows by theme."""
        for theme, rows in groupby(self.rows, key=lambda row: row.indicator.theme):
            yield theme, list(rows)

    @property
    def here(self) -> str:
        """Give the address of exactly this view."""
        return "?" if self.is_town else f"?area={self.place.code}"

    @property
    def file(self) -> str:
        """Give the address of this view as a file."""
        return f"{self.here}{'' if self.is_town else '&'}format=csv"

    @property
    def ways(self) -> list[Way]:
        """Give the places that the chart may be about."""
        return [Way(one.name, one.code, one.id == self.place.id) for one in self.places]


def spine_row(indicator: Indicator, line: Line | None, others: Sequence[float], *, url: str, country: str) -> SpineRow:
    """Give the row of one line; `others` are the figures of all places of the range, its own among them."""
    measure = measure_of(indicator)
    row = SpineRow(indicator, url, measure, line, count=len(others))
    if line is None or line.finding.value is None:
        return SpineRow(indicator, url, measure, line, reason=NO_FIGURE)
    is_turned = indicator.polarity == Indicator.Polarity.LOW_IS_GOOD
    found = spread(others, is_turned=is_turned) if len(others) >= FEWEST else None
    benchmark, reason = line.finding.benchmark, ""
    if found is None:
        held = f"Only {len(others)} place{'s' if len(others) > 1 else ''} with a figure of {line.period}"
        reason = f"{held}: too few for a range"
    elif benchmark is None:
        reason = f"No figure for {country} of {line.period} to put in the middle"
    drawn = None
    if found is not None and benchmark is not None:
        drawn = _drawn(scale(others, benchmark=benchmark, is_turned=is_turned), found, line.finding.value)
    return SpineRow(indicator, url, measure, line, found, drawn, row.count, reason)


def _drawn(on: Scale, found: Spread, own: float) -> Drawn:
    marks = (found.first, found.quarter, found.three_quarters, found.last, own)
    return Drawn(*(round(on.place(value), 4) for value in marks))


def spine(request: HttpRequest, settings: IndicatorSettings) -> Spine | None:
    """Give the chart that an address asks for; None while no town is chosen."""
    setting, code = setting_for(settings), request.GET.get("area", "")
    if setting is None:
        if code:
            raise Http404
        return None
    alike = _alike(settings)
    places = {place.code: place for place in alike}
    town = next(place for place in alike if place.id == setting.town.id)
    place = places.get(code) or _other(code) if code else town
    if place is None:
        raise Http404
    return Spine(
        tuple(_rows(request, setting, place, {one.id for one in alike} | {place.id})),
        place,
        tuple(alike if place in alike else [*alike, place]),
        _range_text(settings, setting, len(alike) - 1),
        place == town,
    )


def _alike(settings: IndicatorSettings) -> list[Place]:
    """List the town, then the places like it."""
    columns = ("pk", "code", "name")
    found = Area.objects.filter(groups=settings.neighbours_id or 0).exclude(pk=settings.town_id)
    town = Area.objects.filter(pk=settings.town_id).values_list(*columns)
    return [Place(*row) for row in (*town, *found.order_by("name", "code").values_list(*columns))]


def _other(code: str) -> Place | None:
    """Find another town of which something is known."""
    has_any = Exists(Finding.objects.current().filter(area=OuterRef("pk"), indicator__live=True))
    found = Area.objects.filter(has_any, code=code[:9], area_type=Area.Type.LOCAL_AUTHORITY)
    return next((Place(*row) for row in found.values_list("pk", "code", "name") if row[1] == code), None)


def _range_text(settings: IndicatorSettings, setting: Setting, count: int) -> str:
    group = settings.neighbours
    if group is None or not count:
        return ""
    return f"{setting.town.name} and {count} places like it ({group.name[:1].lower()}{group.name[1:]})"


def _rows(request: HttpRequest, setting: Setting, place: Place, ids: set[int]) -> Iterator[SpineRow]:
    indicators = current_indicators()
    about = Setting(AreaName(place.id, place.name), setting.country, setting.region)
    found = findings_of(indicators, about)
    country, today = setting.country.name if setting.country else "the country", timezone.localdate()
    spots = {row.pk: _spot(row) for rows in found.values() for row in rows}
    values: dict[Spot, list[float]] = {}
    for (spot, _), value in figures_at(spots.values(), sorted(ids)).items():
        values.setdefault(spot, []).append(value)
    index = top_page(IndicatorIndexPage, request)
    for indicator in indicators:
        url = f"{index.url}{indicator.slug}/" if index else ""
        rows = found.get(indicator.pk)
        if not rows:
            yield spine_row(indicator, None, [], url=url, country=country)
        for row in rows or []:
            line, others = line_of(indicator, row, country=country, today=today), values.get(spots[row.pk], [])
            yield spine_row(indicator, line, others, url=url, country=country)


def _spot(row: Finding) -> Spot:
    return Spot(row.indicator_id, row.sex, row.age, row.period_from, row.period_to)


def context(request: HttpRequest) -> dict[str, Any]:
    """Give what the page shows."""
    settings = IndicatorSettings.for_request(request)
    names, found = names_of(setting_for(settings)), spine(request, settings)
    name = found.place.name if found else names.town
    return {
        "page_title": "Spine chart" if found is None or found.is_town else f"Spine chart of {name}",
        "page_description": f"Every indicator of {name} between {names.country} and the range of places like the town.",
        "lede": (
            f"Each row is one indicator. The line in the middle is {names.country}, the bar reaches from the worst of the "
            f"places to the best, and the mark is {name}."
        ),
        "found": found,
        "place": name,
        "country": names.country,
        "indicator_settings": settings,
    }


SHEET = (
    *("place_code", "place", "number", "principle", "indicator", "stand_in", "group", "unit", "period", "value"),
    *("country_value", "compared", "verdict_by", "places", "left_end", "left_quarter", "right_quarter", "right_end"),
    *("right_is", "note"),
)
RIGHT = {"high_is_good": "better, higher", "low_is_good": "better, lower", "no_judgement": "higher"}


def sheet_rows(found: Spine) -> Iterator[list[Any]]:
    """Give a row for each row of the chart, with the figures as they are stored."""
    for row in found.rows:
        one, line, ends = row.indicator, row.line, row.spread
        finding = line.finding if line else None
        yield [
            *(found.place.code, found.place.name, one.number, one.theme.short_title if one.theme else ""),
            *(one.title, one.is_proxy, line.group if line else "", one.unit, line.period if line else ""),
            *((finding.value, finding.benchmark) if finding else (None, None)),
            *((line.status_text, "publisher" if line.is_publishers else "") if line else ("No figure yet", "")),
            row.count,
            *((ends.first, ends.quarter, ends.three_quarters, ends.last) if ends else (None,) * 4),
            RIGHT[one.polarity],
            row.reason,
        ]
