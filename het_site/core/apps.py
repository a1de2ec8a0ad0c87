"""Registers the core app and its checks."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The core app."""

    name = "het_site.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from het_site.core import checks, indexing  # noqa: F401  (registers the checks and the receiver)
