"""One step of an item from state to state: held, asked for, done, noted. All actions are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from het_site.core.models import User
from newsletter.contributions.access import LEADS_TO, Action, Who, require
from newsletter.models import Item, ItemEvent

MOST_SAID = 4_000


def items_of() -> QuerySet[Item]:
    """Give the items that the person of an account offers: as long as there is one, the account stays."""
    return Item.objects.filter(owner=OuterRef("pk"))


@contextmanager
def held(item: Item) -> Iterator[Item]:
    """Hold an item's row to the end of the transaction, as it is now: two people's steps come one after the other."""
    with transaction.atomic():
        yield Item.objects.select_for_update().get(pk=item.pk)


@contextmanager
def step(action: Action, item: Item, *, by: User | None, who: Who | None = None, text: str = "") -> Iterator[Item]:
    """Do something to an item: gives it held, then moves its state on and notes what happened.

    Raises `Refused` where it may not be done now. `who` is for the portal's own steps, which nobody signs.
    """
    with held(item) as found:
        require(by, action, found, who=who)
        yield found
        found.state = LEADS_TO.get(action, found.state)
        found.save()
        note(action, found, by=by, text=text)
    item.refresh_from_db()


def note(action: Action | str, item: Item, *, by: User | None, text: str = "") -> ItemEvent:
    """Note that something happened, and what was said with it."""
    return ItemEvent.objects.create(
        item=item,
        action=str(action),
        state=item.state,
        by=by,
        text=text.replace("\0", "").strip()[:MOST_SAID],
        happened_at=timezone.now(),
    )
