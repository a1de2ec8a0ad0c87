"""Registers the app."""

from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    """Principles, priority areas, projects, recommendations, organisations and groups."""

    name = "priorities"
    verbose_name = "Priorities"
