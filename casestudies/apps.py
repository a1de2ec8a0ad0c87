"""Registers the app."""

from django.apps import AppConfig


class CasestudiesConfig(AppConfig):
    """The library of partners' stories."""

    name = "casestudies"
    verbose_name = "Case studies"
