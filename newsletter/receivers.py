"""What the newsletter hears: an edition's page went live, and a picture is withdrawn."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from het_site.core.withdrawing import image_withdrawn
from newsletter.models import EditionPage


def connect() -> None:
    """Listen, once."""
    page_published.connect(_went_live, sender=EditionPage, dispatch_uid="newsletter.edition_went_live")
    image_withdrawn.connect(_was_withdrawn, dispatch_uid="newsletter.picture_was_withdrawn")


def _went_live(sender: type[EditionPage], instance: EditionPage, **kwargs: Any) -> None:
    from newsletter.contributions.publishing import publish_items

    publish_items(instance)


def _was_withdrawn(sender: object, **kwargs: Any) -> None:
    from newsletter.forgetting import forget_pictures

    forget_pictures()
