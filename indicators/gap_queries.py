"""What was found out about the town's gaps when its figures were published. Reads only, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from indicators.models import GapFigure, GapSeries, Indicator, judgement_of_gap
from indicators.profiles import GapHistory, GapInPeriod

#: what is read of a gap, and of each of its periods; as columns, for there may be a hundred rows
OF_SERIES = (
    *("series_id", "series__indicator_id", "series__kind", "series__sex", "series__name", "series__verdict"),
    *("series__basis", "series__change", "series__is_lead", "series__standing_text", "series__change_text"),
    "series__baseline_text",
)
OF_PERIOD = (
    *("period_from", "period_to", "period_label", "difference", "lower_95", "upper_95"),
    *("ratio", "ratio_lower_95", "ratio_upper_95", "has_break_before"),
)


def gap_histories(indicators: Iterable[Indicator], *, area_id: int) -> dict[int, list[GapHistory]]:
    """Give every gap of one place over time by indicator, that to the country first."""
    polarity = {indicator.pk: indicator.polarity for indicator in indicators}
    found: dict[int, list[GapHistory]] = {pk: [] for pk in polarity}
    current = GapSeries.objects.current().filter(indicator_id__in=list(polarity), area_id=area_id)
    rows = GapFigure.objects.filter(series__in=current).order_by(
        "series__kind", "series__sex", "series__name", "series_id", "period_to", "period_from"
    )
    for _, figures in groupby(rows.values_list(*OF_SERIES, *OF_PERIOD), key=itemgetter(0)):
        listed = list(figures)
        _, pk, kind, sex, name, verdict, basis, change, is_lead, standing, text, since = listed[0][: len(OF_SERIES)]
        judgement = judgement_of_gap(polarity[pk], verdict=verdict, basis=basis, change=change)
        periods = tuple(GapInPeriod(*row[len(OF_SERIES) :]) for row in listed)
        found[pk].append(
            GapHistory(kind, sex, name, verdict, basis, judgement, is_lead, standing, text, since, periods)
        )
    return found
