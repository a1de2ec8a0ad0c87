"""Registers the app."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """News and events."""

    name = "newsletter"
    verbose_name = "Newsletter"
