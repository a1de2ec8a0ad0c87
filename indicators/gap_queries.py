"""What was found out about the town's gaps when its figures were published. Reads only, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from indicators.models import GapFigure, GapSeries, Indicator
from indicators.profiles import GapHistory, GapInPeriod


def gap_histories(indicators: Iterable[Indicator], *, area_id: int) -> dict[int, list[GapHistory]]:
    """Give every gap of one place over time by indicator, that to the country first."""
    polarity = {indicator.pk: indicator.polarity for indicator in indicators}
    found: dict[int, list[GapHistory]] = {pk: [] for pk in polarity}
    current = GapSeries.objects.current().filter(indicator_id__in=list(polarity), area_id=area_id)
    rows = (
        GapFigure.objects.filter(series__in=current)
        .select_related("series")
        .order_by("series__kind", "series__sex", "series__name", "series_id", "period_to", "period_from")
    )
    for series, figures in groupby(rows, key=lambda row: row.series):
        history = _history(series, figures, polarity[series.indicator_id])
        found[series.indicator_id].append(history)
    return found


def _history(series: GapSeries, figures: Iterable[GapFigure], polarity: str) -> GapHistory:
    return GapHistory(
        kind=series.kind,
        sex=series.sex,
        name=series.name,
        verdict=series.verdict,
        basis=series.basis,
        judgement=series.judgement(polarity),
        is_lead=series.is_lead,
        standing=series.standing_text,
        change=series.change_text,
        since_baseline=series.baseline_text,
        periods=tuple(map(_in_period, figures)),
    )


def _in_period(row: GapFigure) -> GapInPeriod:
    return GapInPeriod(
        start=row.period_from,
        end=row.period_to,
        label=row.period_label,
        difference=row.difference,
        lower=row.lower_95,
        upper=row.upper_95,
        ratio=row.ratio,
        ratio_lower=row.ratio_lower_95,
        ratio_upper=row.ratio_upper_95,
        has_break_before=row.has_break_before,
    )
