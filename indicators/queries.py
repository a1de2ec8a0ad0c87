"""What pages show of indicators and figures. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

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


def profile(
    indicator: Indicator,
    setting: Setting,
    settings: IndicatorSettings,
    *,
    compared: tuple[AreaName, ...] | None = None,
) -> Profile:
    """Give everything the figures of one indicator have to say; `compared` are the places beside the line over time."""
    return profiles([indicator], setting, settings, compared=compared)[indicator.pk]


def profiles(
    indicators: Sequence[Indicator],
    setting: Setting,
    settings: IndicatorSettings,
    *,
    compared: tuple[AreaName, ...] | None = None,
) -> dict[int, Profile]:
    """Give the profile of each of some indicators, in as many queries whatever their number."""
    ids, town_id = [indicator.pk for indicator in indicators], setting.town.id
    areas = {area.id for area in (*setting.areas, *(compared or ()))}
    rows = Observation.objects.filter(indicator_id__in=ids, area_id__in=areas).order_by("period_to", "period_from")
    loaded: dict[int, set[datetime]] = {pk: set() for pk in ids}
    figures = {pk: [figure for (figure,) in of_one] for pk, of_one in _of_each(rows, loaded).items()}
    towns = {pk: [figure for figure in figures[pk] if figure.area_id == town_id] for pk in ids}
    ages = {one.pk: headline_age(towns[one.pk], chosen=one.headline_age) for one in indicators}
    inside = _inside(setting, loaded)
    alike = _alike(settings, towns, ages, loaded, town_id=town_id)
    findings, gaps = _findings(indicators, setting), gap_histories(indicators, area_id=town_id)
    return {
        one.pk: profile_of(
            Evidence(
                measure=measure_of(one),
                setting=setting,
                figures=tuple(figures[one.pk]),
                inside=tuple(_of_one_age(inside[one.pk], age=ages[one.pk])),
                alike=tuple(alike[one.pk]),
                title=one.title,
                headline_age=ages[one.pk],
                has_bars=one.value_type not in WITHOUT_BARS,
                findings=findings[one.pk],
                aims=_aims(one),
                polarity=one.polarity,
                gaps=tuple(gaps[one.pk]),
                compared=compared,
                loaded_at=max(loaded[one.pk], default=None),
            )
        )
        for one in indicators
    }


def _aims(indicator: Indicator) -> Aims:
    """Give what the indicator is held against, the nearest day first."""
    targets = indicator.targets.all() if getattr(indicator, "has_targets", True) else ()
    goals = sorted(targets, key=lambda target: target.due_on)
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


def _findings(indicators: Sequence[Indicator], setting: Setting) -> dict[int, dict[str, Said]]:
    """Find what was worked out about the town when its figures were published, by indicator and sex."""
    polarity = {indicator.pk: indicator.polarity for indicator in indicators}
    found: dict[int, dict[str, Said]] = {pk: {} for pk in polarity}
    rows = Finding.objects.current().filter(indicator_id__in=list(polarity), area_id=setting.town.id)
    for row in rows.order_by("sex"):
        found[row.indicator_id][row.sex] = said_of(row, polarity=polarity[row.indicator_id])
    return found


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


def _of_each(
    rows: QuerySet[Observation], loaded: dict[int, set[datetime]], *before: str
) -> dict[int, list[tuple[Any, ...]]]:
    """Part figures by their indicator, each behind the columns that are named; note when their releases were loaded."""
    found: dict[int, list[tuple[Any, ...]]] = {pk: [] for pk in loaded}
    for pk, at, *rest in figures_of(rows, "indicator_id", LOADED_AT, *before):
        loaded[pk].add(at)
        found[pk].append(tuple(rest))
    return found


def _inside(setting: Setting, loaded: dict[int, set[datetime]]) -> dict[int, list[Inside]]:
    """Find the latest figure of each place inside the town, by indicator."""
    group = ("indicator_id", "area_id", "sex", "category_type", "category", "age")
    rows = (
        Observation.objects.filter(indicator_id__in=list(loaded), area__parent_id=setting.town.id)
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
    found = _of_each(rows, loaded, *place)
    has_wards = any(kind == Area.Type.WARD for of_one in found.values() for _, kind, *_ in of_one)
    outlines = _outlines(setting) if has_wards else {}
    return {pk: list(_places(sorted(of_one, key=itemgetter(0)), outlines)) for pk, of_one in found.items()}


def _places(found: Sequence[tuple[Any, ...]], outlines: dict[str, Any]) -> Iterator[Inside]:
    """Give the places of one indicator; of wards in use, the newest boundaries go without saying which they are."""
    newest = newest_edition(
        (vintage, begun_on) for _, kind, vintage, begun_on, ended_on, *_ in found if _is_ward(kind, ended_on)
    )
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
    settings: IndicatorSettings,
    towns: dict[int, list[Figure]],
    ages: dict[int, str | None],
    loaded: dict[int, set[datetime]],
    *,
    town_id: int,
) -> dict[int, list[tuple[Any, ...]]]:
    """Find the figures of places like the town, each behind its name, in the period of the town's latest."""
    wanted = Q(pk__in=[])
    for pk, town in towns.items():
        headline = [figure for figure in town if is_headline(figure, age=ages[pk])]
        sexes = headline_sexes(headline)
        latest = series_of(headline, sex=sexes[0]).latest if sexes else None
        if latest is not None:
            of_age = {} if ages[pk] is None else {"age": ages[pk]}
            wanted |= Q(indicator_id=pk, period_from=latest.start, period_to=latest.end, sex__in=sexes, **of_age)
    rows = Observation.objects.filter(wanted, area__groups=settings.neighbours_id or 0, category_type="")
    return _of_each(rows.exclude(area_id=town_id).order_by("area__name"), loaded, "area__name")
