"""What the newsletter hears: an edition's page went live, its words were frozen to be sent, a picture is withdrawn."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.search import index
from wagtail.signals import page_published

from het_site.core.withdrawing import image_withdrawn
from newsletter.models import EditionPage, Sending


def connect() -> None:
    """Listen, once."""
    page_published.connect(_went_live, sender=EditionPage, dispatch_uid="newsletter.edition_went_live")
    post_save.connect(_was_frozen, sender=Sending, dispatch_uid="newsletter.edition_was_frozen")
    image_withdrawn.connect(_was_withdrawn, dispatch_uid="newsletter.picture_was_withdrawn")


def _went_live(sender: type[EditionPage], instance: EditionPage, **kwargs: Any) -> None:
    from newsletter.contributions.publishing import publish_items

    publish_items(instance)


def _was_withdrawn(sender: object, **kwargs: Any) -> None:
    from newsletter.forgetting import forget_pictures

    forget_pictures()


def _was_frozen(sender: type[Sending], instance: Sending, created: bool, **kwargs: Any) -> None:  # noqa: FBT001  (Django's own signature)
    """Let the archive's search find what is sent, which may say more or less than when the page was published."""
    if created:
        index.insert_or_update_object(instance.edition)
