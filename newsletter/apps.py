"""Registers the app."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """News and events."""

    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self) -> None:
        """Listen to what mail providers tell."""
        from newsletter.webhooks import connect

        connect()
