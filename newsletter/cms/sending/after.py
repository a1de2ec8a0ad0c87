"""What came of a sending: why copies were refused, who came back, who left; nobody is watched for it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min
from django.db.models.functions import Left

from newsletter.models import Delivery, Sending, SubscriberEvent
from newsletter.sending.counting import reasons_of
from newsletter.visits import visits_of

Row, Kind = Delivery.State, SubscriberEvent.Kind
#: who leaves within so many days is told beside the edition; later it is hardly about it
LEFT_WITHIN = timedelta(days=14)
MOST_REASONS = 20
ADDRESS = re.compile(r"[^\s<>()\[\]\"';:,]+@[^\s<>()\[\]\"';:,]+")


def context_of(sending: Sending) -> dict[str, Any]:
    """Give what the page shows of it."""
    return {
        "left_out": [(why.label, number) for why, number in reasons_of(sending).items()],
        "refusals": refusals(sending),
        "bounced": _told(sending, Kind.BOUNCED, source__contains=sending.key),
        "complained": _told(sending, Kind.COMPLAINED, source__contains=sending.key),
        "unsubscribed": _told(sending, Kind.LEFT, happened_at__lt=sending.start_at + LEFT_WITHIN),
        "left_within": LEFT_WITHIN.days,
        "visits": visits_of(sending.edition),
    }


def refusals(sending: Sending) -> list[tuple[str, int]]:
    """Give what the mail server said of copies that it refused, with how often, most often first; without addresses."""
    rows = (
        Delivery.objects.filter(sending=sending, state=Row.FAILED)
        .order_by()
        .values(code=Left("reply", 9))
        .annotate(number=Count("pk"), said=Min("reply"))
        .order_by("-number", "code")
    )
    return [(words(row["said"]), row["number"]) for row in rows[:MOST_REASONS]]


def words(reply: str) -> str:
    """Give what a mail server said, without the addresses in it."""
    return ADDRESS.sub("…", reply) or "Nothing is kept of what the mail server said."


def _told(sending: Sending, kind: SubscriberEvent.Kind, **which: Any) -> int:
    """Count the readers who were sent it and of whom something was told since it began."""
    events = SubscriberEvent.objects.filter(kind=kind, happened_at__gte=sending.start_at, **which)
    got = Delivery.objects.filter(sending=sending, state__in=[Row.ACCEPTED, Row.UNCERTAIN])
    return got.filter(subscriber__in=events.values("subscriber")).count()
