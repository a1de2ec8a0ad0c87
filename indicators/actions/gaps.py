"""Works out how the town's gaps changed over time, in the transaction that publishes figures, and keeps it with the release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from indicators.figures import DEPRIVATION, INEQUALITY, Figure
from indicators.models import Area, DataRelease, GapFigure, GapSeries, Indicator, Observation
from indicators.queries import figures_of, measure_of

if TYPE_CHECKING:
    from indicators.findings import GapResult, Rules

BATCH = 1000
#: what gaps are worked out from: the headline, the split by deprivation and what publishers sum up
OF_GAPS = Q(category_type="") | Q(category_type__startswith=DEPRIVATION) | Q(category_type=INEQUALITY)


def rules_of(indicator: Indicator) -> Rules:
    """Give what a definition permits to be concluded."""
    from indicators.findings import Rules

    return Rules(
        measure=measure_of(indicator),
        polarity=indicator.polarity,  # type: ignore[arg-type]  # the field's choices are the same words
        comparison=indicator.comparison_allowed,
        comparison_note=indicator.comparison_note,
        has_trend=indicator.trend_allowed,
        trend_note=indicator.trend_note,
        has_comparable_periods=indicator.periods_comparable,
        baseline_period=indicator.baseline_period,
        headline_age=indicator.headline_age,
        is_proportion=indicator.value_type == Indicator.ValueType.PROPORTION,
    )


@transaction.atomic
def record_gaps(*, release: DataRelease, indicators: Iterable[Indicator], town: Area, country: Area | None) -> int:
    """End what was known of the town's gaps, write what follows from the figures that are live; gives how many."""
    listed = list(indicators)
    earlier = GapSeries.objects.current().filter(indicator__in=listed)
    earlier.filter(release=release).delete()
    earlier.update(ended_by=release)
    made = [one for indicator in listed for one in _gaps(indicator, town=town, country=country, release=release)]
    GapSeries.objects.bulk_create([series for series, _ in made], batch_size=BATCH)
    figures = [figure for _, figures in made for figure in figures]
    GapFigure.objects.bulk_create(figures, batch_size=BATCH)
    return len(made)


def _gaps(
    indicator: Indicator, *, town: Area, country: Area | None, release: DataRelease
) -> Iterator[tuple[GapSeries, list[GapFigure]]]:
    """Go through one indicator's gaps: the series of each and its figures, none of them saved."""
    from indicators.findings import gap_results  # brings SciPy, which no web process should hold

    areas = [town.pk, *([country.pk] if country and country != town else [])]
    rows = Observation.objects.filter(OF_GAPS, indicator=indicator, area_id__in=areas).order_by("period_to")
    figures: list[Figure] = [figure for (figure,) in figures_of(rows)]
    found = gap_results(
        [figure for figure in figures if figure.area_id == town.pk],
        place=town.name,
        country=country.name if country else "",
        beside=[figure for figure in figures if figure.area_id != town.pk],
        rules=rules_of(indicator),
    )
    for result in found:
        compared = country if result.line.kind == "country" else None
        series = GapSeries(
            indicator=indicator, area=town, compared_with=compared, release=release, **_series_values(result, indicator)
        )
        yield series, [GapFigure(series=series, **values) for values in _figure_values(result)]


def _series_values(result: GapResult, indicator: Indicator) -> dict[str, Any]:
    recent, since = result.recent, result.baseline
    values: dict[str, Any] = {
        "kind": result.line.kind,
        "sex": result.line.sex,
        "name": result.line.name,
        "verdict": recent.verdict,
        "basis": recent.basis,
        "from_label": recent.first.label if recent.first else "",
        "to_label": recent.last.label if recent.last else "",
        "change": recent.change.value,
        "change_lower_95": recent.change.lower,
        "change_upper_95": recent.change.upper,
        "is_lead": recent.is_lead,
        "standing_text": result.standing_text,
        "change_text": result.recent_text,
    }
    if since is not None:
        values |= {
            "baseline_label": indicator.baseline_period,
            "baseline_verdict": since.verdict,
            "baseline_basis": since.basis,
            "baseline_change": since.change.value,
            "baseline_change_lower_95": since.change.lower,
            "baseline_change_upper_95": since.change.upper,
            "baseline_text": result.baseline_text,
        }
    return values


def _figure_values(result: GapResult) -> Iterator[dict[str, Any]]:
    for point in result.line.points:
        yield {
            "period_from": point.start,
            "period_to": point.end,
            "period_label": point.label,
            "difference": point.difference.value,
            "lower_95": point.difference.lower,
            "upper_95": point.difference.upper,
            "ratio": point.ratio.value,
            "ratio_lower_95": point.ratio.lower,
            "ratio_upper_95": point.ratio.upper,
            "own_value": point.own,
            "other_value": point.other,
            "has_break_before": point.has_break_before,
        }
