"""Registers the app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators, areas, observations and data releases."""

    name = "indicators"
    verbose_name = "Indicators"
    #: offered for the body of every page (`het_site.core.blocks.BodyBlock`)
    body_blocks = {
        "indicator_figure": "indicators.body.blocks.IndicatorFigureBlock",
        "indicator_chart": "indicators.body.blocks.IndicatorChartBlock",
        "indicator_table": "indicators.body.blocks.IndicatorTableBlock",
        "ward_map": "indicators.body.blocks.WardMapBlock",
    }

    def ready(self) -> None:
        """Listen to what changes the ground of a finding."""
        from indicators.receivers import connect

        connect()
