"""What the newsletter hears from Wagtail: an edition's page went live."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from newsletter.models import EditionPage


def connect() -> None:
    """Listen, once."""
    page_published.connect(_went_live, sender=EditionPage, dispatch_uid="newsletter.edition_went_live")


def _went_live(sender: type[EditionPage], instance: EditionPage, **kwargs: Any) -> None:
    from newsletter.contributions.publishing import publish_items

    publish_items(instance)
