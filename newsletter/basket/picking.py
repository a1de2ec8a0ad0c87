"""What an officer does with the basket: put a thing into a draft, take it out, move it, leave it out with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from het_site.core.models import User
from newsletter.basket.blocks import Raw, body_of, drafted, put_body, value_of
from newsletter.contributions.access import MODERATORS, Action, Refused, require
from newsletter.models import EditionPage, Item, Pick, Sending

MOST_REASON = 300


class NotADraftError(Exception):
    """The edition cannot be changed; the words say why."""


class TwiceError(Exception):
    """The thing is in an edition already; the words say in which."""


def why_not(edition: EditionPage, by: User) -> str:
    """Say why somebody may not put anything into an edition; empty where they may."""
    sending: Sending | None = getattr(edition, "sending", None)
    if sending is not None and sending.state != Sending.State.CANCELLED:
        return "It is frozen: it is being sent, or was."
    if edition.live or edition.first_published_at is not None:
        return "It is out already."
    permissions = edition.permissions_for_user(by)
    if not permissions.can_edit():
        return "You may not change it."
    if permissions.page_locked():
        return "It is locked."
    return ""


@contextmanager
def drafting(edition: EditionPage, by: User) -> Iterator[EditionPage]:
    """Give the newest draft of an edition, held, and save what was done to it. Raises `NotADraftError`."""
    with transaction.atomic():
        row = EditionPage.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        if why := why_not(row, by):
            raise NotADraftError(why)
        draft: EditionPage = row.get_latest_revision_as_object()
        yield draft
        draft.save_revision(user=by, log_action=True)


def where_else(kind: str, thing: str, *, but: int | None = None) -> list[EditionPage]:
    """Give the editions that hold a thing, by what was put in and is still there."""
    picks = Pick.objects.filter(kind=kind, thing=thing).exclude(edition=None).exclude(edition=but)
    found = []
    for pick in picks.select_related("edition__latest_revision"):
        edition = pick.edition
        if edition is not None and is_there(pick, drafted(edition)):
            found.append(edition)
    return found


def is_there(pick: Pick, blocks: list[Raw]) -> bool:
    """Tell whether the block that was put in is still among those of an edition."""
    return any(str(block.get("id")) == str(pick.block) for block in blocks)


@transaction.atomic
def put_in(*, kind: str, thing: str, edition: EditionPage, by: User, again: bool = False) -> Pick:
    """Put a thing at the end of a draft. Raises `NotADraftError`, `TwiceError`, `Refused`, `LookupError`.

    `again` says that the officer knows of the other edition that holds it. In one edition nothing stands twice.
    """
    _require_moderator(by)
    if kind == Pick.Kind.ITEM:
        item = Item.objects.select_for_update().filter(pk=int(thing)).first()
        if item is None:
            raise LookupError(thing)
        require(by, Action.PICK, item)
    with drafting(edition, by) as draft:
        name, value = value_of(kind, thing)
        if name not in draft.body.stream_block.child_blocks:
            raise NotADraftError("It cannot hold such a block.")
        old = Pick.objects.filter(kind=kind, thing=thing, edition=edition).first()
        if old is not None and is_there(old, body_of(draft)):
            raise TwiceError(f"It is in Edition {draft.number} already.")
        if not again and (others := where_else(kind, thing, but=edition.pk)):
            raise TwiceError(f"It is in {' and '.join(f'Edition {one.number}' for one in others)} already.")
        Pick.objects.filter(kind=kind, thing=thing, edition=None).delete()
        pick, _ = Pick.objects.update_or_create(
            kind=kind, thing=thing, edition=edition, defaults={"block": uuid.uuid4(), "by": by}
        )
        put_body(draft, [*body_of(draft), {"type": name, "value": value, "id": str(pick.block)}])
    return pick


def take_out(*, block: str, edition: EditionPage, by: User) -> None:
    """Take out of a draft what was put in from the basket. Raises `NotADraftError`, `Refused`."""
    _require_moderator(by)
    with drafting(edition, by) as draft:
        picks = Pick.objects.filter(edition=edition, block=uuid.UUID(block))
        if picks.delete()[0]:
            put_body(draft, [one for one in body_of(draft) if str(one.get("id")) != block])


def move(*, block: str, edition: EditionPage, by: User, up: bool) -> None:
    """Put a block of a draft one place up or down. Raises `NotADraftError`, `Refused`."""
    _require_moderator(by)
    with drafting(edition, by) as draft:
        blocks = body_of(draft)
        here = next((place for place, one in enumerate(blocks) if str(one.get("id")) == block), None)
        there = None if here is None else here - 1 if up else here + 1
        if here is not None and there is not None and 0 <= there < len(blocks):
            blocks[here], blocks[there] = blocks[there], blocks[here]
            put_body(draft, blocks)


def leave_out(*, kind: str, thing: str, reason: str, by: User) -> Pick:
    """Note that a thing will be in no edition, and why. Raises `Refused`, `ValueError` without a reason."""
    _require_moderator(by)
    words = " ".join(reason.replace("\0", "").split())[:MOST_REASON]
    if not words:
        raise ValueError("Say why it is left out.")
    pick, _ = Pick.objects.update_or_create(
        kind=Pick.Kind(kind), thing=thing, edition=None, defaults={"reason": words, "by": by}
    )
    return pick


def offer_again(*, kind: str, thing: str, by: User) -> None:
    """Have a thing that was left out among the others again. Raises `Refused`."""
    _require_moderator(by)
    Pick.objects.filter(kind=kind, thing=thing, edition=None).delete()


@transaction.atomic
def drop_item(item: Item, *, by: User | None) -> int:
    """Take an item that is not wanted any more out of every draft, whoever asks; gives of how many.

    What is out, or frozen, is not touched: nobody may withdraw an item then.
    """
    done = 0
    for pick in Pick.objects.filter(kind=Pick.Kind.ITEM, thing=str(item.pk)).exclude(edition=None):
        row = EditionPage.objects.select_for_update(of=("self",)).get(pk=pick.edition_id)
        if row.live or Sending.objects.filter(edition=row).exclude(state=Sending.State.CANCELLED).exists():
            continue
        draft = row.get_latest_revision_as_object()
        blocks = body_of(draft)
        left = [one for one in blocks if str(one.get("id")) != str(pick.block)]
        pick.delete()
        if len(left) < len(blocks):
            put_body(draft, left)
            draft.save_revision(user=by, log_action=True)
            done += 1
    return done


def _require_moderator(by: User) -> None:
    if not by.has_perm(MODERATORS):
        raise Refused("Only who judges items may use the basket.")
