"""Registers the core app and its checks."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The core app."""

    name = "het_site.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Register checks and receivers, and start the CMS's choosers without inline scripts."""
        from het_site.core import checks, indexing  # noqa: F401  (registers the checks and the receiver)
        from het_site.core.cms.users import use_our_forms
        from het_site.core.cms.widgets import start_without_scripts

        start_without_scripts()
        use_our_forms()
