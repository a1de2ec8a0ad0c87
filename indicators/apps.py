"""Registers the app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators, areas, observations and data releases."""

    name = "indicators"
    verbose_name = "Indicators"

    def ready(self) -> None:
        """Listen to what changes the ground of a finding."""
        from indicators.receivers import connect

        connect()
