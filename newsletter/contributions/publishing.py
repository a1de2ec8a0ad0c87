"""What happens to items when their edition goes out, whichever way: its page is published, or it has been sent."""

from __future__ import annotations

import contextlib

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from newsletter.basket.blocks import items_in
from newsletter.contributions.access import Action, Refused, Who
from newsletter.contributions.notices import Notice, tell
from newsletter.contributions.steps import step
from newsletter.models import EditionPage, Item, Pick, Sending


def publish_items(edition: EditionPage) -> int:
    """Move the items that an edition holds on to out, and tell their partners; gives how many. Done twice, it is done once."""
    there = items_in(edition if edition.live else edition.get_latest_revision_as_object())
    done = 0
    for item in Item.objects.filter(key__in=there, state=Item.State.ACCEPTED):
        # somebody else's step came first: the item says so itself
        with contextlib.suppress(Refused), step(Action.PUBLISH, item, by=None, who=Who.PORTAL) as found:
            found.published_at, found.edition = timezone.now(), edition
            tell(Notice.OUT, found)
            done += 1
    return done


def editions_that_went_out() -> QuerySet[EditionPage]:
    """Find the editions that are out and still hold items whose partners have not heard."""
    waiting = [str(pk) for pk in Item.objects.filter(state=Item.State.ACCEPTED).values_list("pk", flat=True)]
    is_out = Q(live=True) | Q(sending__state=Sending.State.FINISHED)
    return EditionPage.objects.filter(is_out, picks__kind=Pick.Kind.ITEM, picks__thing__in=waiting).distinct()


def public_address(item: Item) -> str:
    """Give where everybody reads an item that is out; nothing while its edition has no public page."""
    edition = item.edition
    if edition is None or not edition.live:
        return ""
    block = items_in(edition).get(str(item.key))
    # as the page names its items, so that each can be linked to
    anchor = f"#item-{block.replace('-', '')[:8]}" if block else ""
    return f"{settings.SITE_URL}{edition.url}{anchor}"
