"""Registers the app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The top of the house."""

    name = "het_site.home"
    label = "home"
    verbose_name = "Home"
