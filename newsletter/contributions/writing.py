"""What partners do: start an item, save what they wrote, send it, take it back, delete it, and take it away."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from het_site.core.models import User
from newsletter.basket.picking import drop_item
from newsletter.contributions.access import Action, require
from newsletter.contributions.missing import Missing, looks_like_spam, one_line, what_is_missing
from newsletter.contributions.notices import Notice, tell
from newsletter.contributions.pictures import withdraw_public_picture
from newsletter.contributions.steps import held, note, step
from newsletter.models import Contributor, EditionPage, Item, ItemPicture
from newsletter.models.contributions import KEPT_HEADLINE, KEPT_LINK, KEPT_NAME, KEPT_TEXT

TRAPPED = "A field that people cannot see was filled in."


@transaction.atomic
def start(*, by: User) -> Item:
    """Start an item; the organisation is the one that they gave last."""
    last = Item.objects.filter(owner=by).exclude(organisation="").order_by("-saved_at").first()
    item = Item.objects.create(owner=by, organisation=last.organisation if last else "")
    note("start", item, by=by)
    return item


def save(
    *, item: Item, by: User, headline: str, text: str, link: str, organisation: str, wanted: EditionPage | None
) -> bool:
    """Store what was written, of which only the shape is looked at; tells whether all of it was kept. Raises `Refused`."""
    given = {
        "headline": one_line(headline),
        "text": text.replace("\0", "").replace("\r\n", "\n"),
        "link": one_line(link),
        "organisation": one_line(organisation),
    }
    most = {"headline": KEPT_HEADLINE, "text": KEPT_TEXT, "link": KEPT_LINK, "organisation": KEPT_NAME}
    with held(item) as found:
        require(by, Action.SAVE, found)
        for name, value in given.items():
            setattr(found, name, value[: most[name]])
        found.wanted = wanted
        touch(found)
    item.refresh_from_db()
    return all(len(value) <= most[name] for name, value in given.items())


def touch(item: Item) -> None:
    """Count it as work on the item, so that no draft goes that somebody is busy with."""
    item.saved_at, item.reminded_on, item.revision = timezone.now(), None, item.revision + 1
    item.save()


def missing_from(item: Item) -> list[Missing]:
    """Give everything that stands against sending an item."""
    picture = picture_of(item)
    return what_is_missing(
        headline=item.headline,
        text=item.text,
        link=item.link,
        organisation=item.organisation,
        picture=picture.lacks if picture else (),
    )


def picture_of(item: Item) -> ItemPicture | None:
    """Give the picture that goes with an item; one that was withdrawn does not."""
    return ItemPicture.objects.filter(item=item, withdrawn_at=None).select_related("image").first()


@transaction.atomic
def send(*, item: Item, by: User, signs: Collection[str] = ()) -> Item:
    """Hand an item in, for the first time or after changes. What is missing is asked before. Raises `Refused`."""
    with step(Action.SEND, item, by=by) as found:
        if found.number is None:
            found.number = (Item.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
        found.submitted_at, found.reminded_on = timezone.now(), None
        found.spam_reasons = [*signs, *looks_like_spam(found.text)]
        Contributor.objects.get_or_create(user=by)
        tell(Notice.SENT, found)
    return item


def withdraw(*, item: Item, by: User) -> Item:
    """Take an item back from us. Raises `Refused`."""
    with step(Action.WITHDRAW, item, by=by) as found:
        found.decided_at = timezone.now()
        drop_item(found, by=by)
        withdraw_public_picture(found)
    return item


def delete(*, item: Item, by: User) -> None:
    """Delete an item with everything that belongs to it, for good. Raises `Refused`."""
    with held(item) as found:
        require(by, Action.DELETE, found)
        drop_item(found, by=by)
        withdraw_public_picture(found)
        found.delete()


def all_of(item: Item, *, by: User) -> dict[str, Any]:
    """Give everything that is kept of an item and its partner may see, as plain values. Raises `Refused`."""
    require(by, Action.TAKE_AWAY, item)
    picture = picture_of(item)
    moments = ("created_at", "saved_at", "submitted_at", "decided_at", "published_at")
    told = ("alt", "credit", "shown", "holder", "guardian", "reference", "in_newsletter", "given_on", "expires_on")
    return {
        "number": item.called,
        "state": item.get_state_display(),
        "headline": item.headline,
        "text": item.text,
        "link": item.link,
        "organisation": item.organisation,
        **{name: _iso(getattr(item, name)) for name in moments},
        "picture": {"file": name_of(picture)} | {name: _iso(getattr(picture, name)) for name in told}
        if picture
        else None,
        "what_happened": [
            {"what": event.action, "at": _iso(event.happened_at), "text": event.text} for event in item.events.all()
        ],
    }


def name_of(picture: ItemPicture) -> str:
    """Name the picture as it is taken away."""
    return f"picture{PurePath(str(picture.file.name)).suffix}"


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
