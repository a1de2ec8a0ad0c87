"""What was found out about the town's gaps when its figures were published. Reads only, in one query."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from indicators.models import GapFigure, GapSeries, Indicator
from indicators.profiles import GapHistory, GapInPeriod


def gap_histories(indicator: Indicator, *, area_id: int) -> Iterator[GapHistory]:
    """Give every gap of one place over time, that to the country first."""
    rows = (
        GapFigure.objects.filter(series__in=GapSeries.objects.current().filter(indicator=indicator, area_id=area_id))
        .select_related("series")
        .order_by("series__kind", "series__sex", "series__name", "series_id", "period_to", "period_from")
    )
    for series, found in groupby(rows, key=lambda row: row.series):
        yield GapHistory(
            kind=series.kind,
            sex=series.sex,
            name=series.name,
            verdict=series.verdict,
            basis=series.basis,
            judgement=series.judgement(indicator.polarity),
            is_lead=series.is_lead,
            standing=series.standing_text,
            change=series.change_text,
            since_baseline=series.baseline_text,
            periods=tuple(map(_in_period, found)),
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
