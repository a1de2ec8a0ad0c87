"""Registers the app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators, areas, observations and data releases."""

    name = "indicators"
    verbose_name = "Indicators"
