"""What pages show of indicators and figures. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from indicators.charts import Chart
from indicators.comparators import PARAMETER, comparators
from indicators.figures import Figure, headline_age, headline_sexes, is_headline, series_of
from indicators.gap_queries import gap_histories
from indicators.models import (
    Area,
    Finding,
    Indicator,
    IndicatorSettings,
    Observation,
    edition_of,
    newest_edition,
)
from indicators.profiles import AreaName, Evidence, Inside, Profile, Said, Setting
from indicators.profiles import profile as profile_of
from indicators.sentences import Measure
from indicators.targets import Aim, Aims, Baseline, Goal

#: how many places an address may name; what stands behind them is not looked at
MOST_ASKED = 40
#: figures of the age that stands for all, where a definition names one
OF_HEADLINE_AGE = Q(indicator__headline_age="") | Q(age=F("indicator__headline_age"))
#: kinds of number for which a bar from zero would hide the differences that matter
WITHOUT_BARS = {Indicator.ValueType.LIFE_EXPECTANCY}
#: what the places of a level are called
LEVELS = {Area.Type.WARD: "Wards", Area.Type.MSOA: "Neighbourhoods", Area.Type.LSOA: "Small neighbourhoods"}
#: when the release of a figure was loaded
LOADED_AT = "release__loaded_at"
#: where the parts of a `Figure` are stored, in their order
FIGURE_COLUMNS = (
    "area_id",
    "sex",
    "age",
    "category_type",
    "category",
    "period_from",
    "period_to",
    "period_kind",
    "period_label",
    "value",
    "reason",
    "lower_95",
    "upper_95",
    ExpressionWrapper(Q(limits_from=Observation.LimitsFrom.COUNTS), output_field=BooleanField()),
    "count",
    "denominator",
    "is_provisional",
    "is_revised",
    "has_break_before",
    "published_comparison",
    "note",
    "source",
    "licence",
    "release_id",
)


def setting_for(settings: IndicatorSettings) -> Setting | None:
    """Give the town and what it is set beside; None while no town is chosen."""
    if settings.town is None:
        return None
    town, country, region = (
        AreaName(area.pk, area.name, area.code) if area is not None else None
        for area in (settings.town, settings.country, settings.region)
    )
    assert town is not None  # noqa: S101  (asked above)
    return Setting(town, country, region)


def measure_of(indicator: Indicator) -> Measure:
    """Give what has to be known of an indicator to write its numbers."""
    return Measure(
        unit=indicator.unit,
        decimals=indicator.decimals,
        is_percentage=indicator.is_percentage,
        is_in_years=indicator.value_type == Indicator.ValueType.LIFE_EXPECTANCY,
    )


def figures_of(rows: QuerySet[Observation], *before: str) -> Iterable[tuple[Any, ...]]:
    """Give stored figures as plain values, each behind the columns that are named.

    They are read as columns: a page has hundreds, and a model instance of each takes longer than the page.
    """
    for row in rows.values_list(*before, *FIGURE_COLUMNS):
        yield *row[: len(before)], Figure(*row[len(before) :])


# One indicator


def indicator_context(indicator: Indicator, request: HttpRequest) -> dict[str, Any]:
    """Give what one indicator's page shows."""
    settings = IndicatorSettings.for_request(request)
    setting = setting_for(settings)
    beside = comparators(request.GET.getlist(PARAMETER)[:MOST_ASKED], setting) if setting else None
    shown = profile(indicator, setting, settings, compared=beside.chosen if beside else None) if setting else None
    return {
        "indicator": indicator,
        "indicator_settings": settings,
        "setting": setting,
        "profile": shown,
        "comparators": beside,
        "loaded_at": shown.loaded_at if shown else None,
        "live_charts": live_charts(indicator, shown.charts) if shown else frozenset(),
        "replaced_by": indicator.successor if indicator.is_retired else None,
        "commentary": sorted(indicator.commentary.all(), key=lambda entry: entry.written_on, reverse=True),
        "page_title": indicator.title,
        "page_description": f"{indicator.question} {indicator.measure_used}."[:300],
        "page_url": indicator.get_full_url(request) or "",
    }


def profile(
    indicator: Indicator,
    setting: Setting,
    settings: IndicatorSettings,
    *,
    compared: tuple[AreaName, ...] | None = None,
) -> Profile:
    """Give everything the figures of one indicator have to say; `compared` are the places beside the line over time."""
    areas = {area.id for area in (*setting.areas, *(compared or ()))}
    rows = Observation.objects.filter(indicator=indicator, area_id__in=areas).order_by("period_to", "period_from")
    loaded: set[datetime] = set()
    figures = tuple(figure for (figure,) in _noting(loaded, figures_of(rows, LOADED_AT)))
    town = [figure for figure in figures if figure.area_id == setting.town.id]
    age = headline_age(town, chosen=indicator.headline_age)
    evidence = Evidence(
        measure=measure_of(indicator),
        setting=setting,
        figures=figures,
        inside=tuple(_of_one_age(_inside(indicator, setting, loaded), age=age)),
        alike=tuple(_noting(loaded, _alike(indicator, settings, town, age=age, town_id=setting.town.id))),
        title=indicator.title,
        headline_age=age,
        has_bars=indicator.value_type not in WITHOUT_BARS,
        findings=_findings(indicator, setting),
        aims=_aims(indicator),
        polarity=indicator.polarity,
        gaps=tuple(gap_histories(indicator, area_id=setting.town.id)),
        compared=compared,
        loaded_at=max(loaded, default=None),
    )
    return profile_of(evidence)


def live_charts(indicator: Indicator, charts: Iterable[Chart]) -> frozenset[str]:
    """Name the charts whose stored live figure was made of the very state that they are in now."""
    stored = dict(indicator.stored_charts.values_list("name", "mark"))
    return frozenset(chart.name for chart in charts if stored.get(chart.name) == chart.mark)


def _aims(indicator: Indicator) -> Aims:
    """Give what the indicator is held against, the nearest day first."""
    goals = sorted(indicator.targets.all(), key=lambda target: target.due_on)
    can_compare = indicator.trend_allowed or indicator.periods_comparable
    baseline = Baseline(indicator.baseline_period, can_compare=can_compare, note=indicator.trend_note)
    return Aims(
        goals=tuple(
            Goal(Aim(row.value, row.due_on, row.sex), row.set_by, row.source, row.source_url, row.note) for row in goals
        ),
        baseline=baseline if indicator.baseline_period else None,
        polarity=indicator.polarity,
        today=timezone.localdate(),
    )


def _findings(indicator: Indicator, setting: Setting) -> dict[str, Said]:
    """Find what was worked out about the town when its figures were published."""
    rows = Finding.objects.current().filter(indicator=indicator, area_id=setting.town.id)
    return {row.sex: said_of(row, polarity=indicator.polarity) for row in rows.order_by("sex")}


def said_of(row: Finding, *, polarity: str) -> Said:
    """Give a stored finding as readers see it."""
    return Said(
        outcome=row.outcome,
        basis=row.basis,
        trend=row.trend,
        trend_kind=row.trend_kind,
        trend_judgement=row.trend_judgement(polarity),
        level=row.level_text,
        comparison=row.comparison_text,
        certainty=row.certainty_text,
        trend_text=row.trend_text,
        gap=row.gap_text,
    )


def _noting(loaded: set[datetime], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Take from rows when their release was loaded, the first of their columns, and note it."""
    for at, *rest in rows:
        loaded.add(at)
        yield tuple(rest)


def _inside(indicator: Indicator, setting: Setting, loaded: set[datetime]) -> Iterable[Inside]:
    """Find the latest figure of each place inside the town."""
    group = ("area_id", "sex", "category_type", "category", "age")
    rows = (
        Observation.objects.filter(indicator=indicator, area__parent_id=setting.town.id)
        .exclude(area_id=setting.town.id)
        .order_by(*group, "-period_to", "-period_from")
        .distinct(*group)
    )
    place = (
        "area__name",
        "area__area_type",
        "area__vintage",
        "area__valid_from",
        "area__valid_to",
        "area__hex_q",
        "area__hex_r",
        "area__code",
    )
    found = sorted(_noting(loaded, figures_of(rows, LOADED_AT, *place)), key=itemgetter(0))
    newest = newest_edition(
        (vintage, begun_on) for _, kind, vintage, begun_on, ended_on, *_ in found if _is_ward(kind, ended_on)
    )
    outlines = _outlines(setting) if any(kind == Area.Type.WARD for _, kind, *_ in found) else {}
    for name, kind, vintage, begun_on, ended_on, hex_q, hex_r, code, figure in found:
        edition = edition_of(vintage, begun_on)
        boundaries = f"boundaries of {edition}" if edition else "earlier boundaries" if kind == Area.Type.WARD else ""
        if _is_ward(kind, ended_on) and edition == newest:
            boundaries = ""
        url = reverse("place", args=[code]) if kind == Area.Type.WARD else ""
        level = LEVELS.get(kind, "Places")
        yield Inside(name, level, boundaries, figure, hex_q, hex_r, code, edition, url, outlines.get(code))


def _outlines(setting: Setting) -> dict[str, Any]:
    """Give the outlines of the town's wards by code, where an officer loaded some."""
    rows = Area.objects.filter(parent_id=setting.town.id, area_type=Area.Type.WARD, outline__isnull=False)
    return dict(rows.values_list("code", "outline"))


def _of_one_age(inside: Iterable[Inside], *, age: str | None) -> Iterable[Inside]:
    """Keep the places' figures of the town's headline age; where none of them has it, of the one that stands for all."""
    found = list(inside)
    figures = [place.figure for place in found]
    has_it = any(is_headline(figure, age=age) for figure in figures)
    wanted = age if age is not None and has_it else headline_age(figures)
    return [place for place in found if place.figure.category_type or is_headline(place.figure, age=wanted)]


def _is_ward(kind: str, ended_on: date | None) -> bool:
    """Tell whether a place is a ward in use; of those, the newest boundaries go without saying which they are."""
    return kind == Area.Type.WARD and ended_on is None


def _alike(
    indicator: Indicator, settings: IndicatorSettings, town: Iterable[Figure], *, age: str | None, town_id: int
) -> Iterable[tuple[Any, ...]]:
    """Find the figures of places like the town, in the period of the town's latest, behind when they were loaded."""
    headline = [figure for figure in town if is_headline(figure, age=age)]
    sexes = headline_sexes(headline)
    latest = series_of(headline, sex=sexes[0]).latest if sexes else None
    if latest is None:
        return
    rows = Observation.objects.filter(
        indicator=indicator,
        area__groups=settings.neighbours_id or 0,
        category_type="",
        period_from=latest.start,
        period_to=latest.end,
        sex__in=sexes,
    ).exclude(area_id=town_id)
    if age is not None:
        rows = rows.filter(age=age)
    yield from figures_of(rows.order_by("area__name"), LOADED_AT, "area__name")
