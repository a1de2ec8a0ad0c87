"""What moderators do with an item: take it into the basket, ask for changes, or decline it with a reason."""

from __future__ import annotations

from django.utils import timezone

from het_site.core.models import User
from newsletter.basket.picking import drop_item
from newsletter.contributions.access import Action, MovedOnError
from newsletter.contributions.notices import Notice, tell
from newsletter.contributions.pictures import publish_picture, withdraw_public_picture
from newsletter.contributions.steps import step
from newsletter.models import Item


class NothingSaidError(Exception):
    """Changes were asked for, or an item declined, without a word why."""


def accept(*, item: Item, by: User, seen: int | None = None) -> Item:
    """Take an item into the basket; its picture is made ready, if there is consent for it. Raises `Refused`."""
    with step(Action.ACCEPT, item, by=by) as found:
        _require_seen(found, seen)
        found.decided_at, found.spam_reasons = timezone.now(), []
        publish_picture(found, by=by)
        tell(Notice.ACCEPTED, found)
    return item


def ask_changes(*, item: Item, by: User, comment: str, seen: int | None = None) -> Item:
    """Give an item back to its partner with what is to be changed. Raises `Refused`, `NothingSaidError`."""
    if not comment.strip():
        raise NothingSaidError
    with step(Action.ASK_CHANGES, item, by=by, text=comment) as found:
        _require_seen(found, seen)
        found.decided_at, found.saved_at, found.reminded_on = None, timezone.now(), None
        drop_item(found, by=by)
        tell(Notice.CHANGES_NEEDED, found)
    return item


def decline(*, item: Item, by: User, reason: str, seen: int | None = None) -> Item:
    """Say that an item will not be in the newsletter, and why. Raises `Refused`, `NothingSaidError`."""
    if not reason.strip():
        raise NothingSaidError
    with step(Action.DECLINE, item, by=by, text=reason) as found:
        _require_seen(found, seen)
        found.decided_at = timezone.now()
        drop_item(found, by=by)
        withdraw_public_picture(found)
        tell(Notice.DECLINED, found)
    return item


def _require_seen(item: Item, seen: int | None) -> None:
    """Refuse to judge what came in after the moderator looked."""
    if seen is not None and seen != item.revision:
        raise MovedOnError(f"revision {seen} was looked at, the item is at {item.revision}")
