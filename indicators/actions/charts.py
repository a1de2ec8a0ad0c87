"""Builds the live figures of charts when what they show is published, and stores them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from indicators.models import DataRelease, Indicator, IndicatorSettings, StoredChart
from indicators.queries import profile, setting_for


@transaction.atomic
def record_charts(*, release: DataRelease, indicators: Iterable[Indicator]) -> int:
    """Write the live figures of some indicators' charts anew; gives how many.

    Called after the findings, which charts may show, and in their transaction.
    """
    listed = list(indicators)
    StoredChart.objects.filter(indicator__in=listed).delete()
    settings = IndicatorSettings.of_default_site()
    made = [chart for indicator in listed for chart in _charts(indicator, settings, release)] if settings else []
    StoredChart.objects.bulk_create(made)
    return len(made)


def _charts(indicator: Indicator, settings: IndicatorSettings, release: DataRelease) -> Iterator[StoredChart]:
    from indicators.plots import plot  # brings plotly, which no web process should hold

    setting = setting_for(settings)
    if setting is None:
        return
    for chart in profile(indicator, setting, settings).charts:
        figure = plot(chart)
        if figure is not None:
            yield StoredChart(indicator=indicator, name=chart.name, mark=chart.mark, figure=figure, release=release)
