"""What happens to email on its way: a mailbox that is gone, one that refuses for now, a reader who calls us spam.

Providers tell it, and our own mail server when it refuses (`newsletter.sending.refusals`). Told twice, it is done once:
providers tell again what they were not answered. Who is no reader any more is suppressed too.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from newsletter.addresses import address_key
from newsletter.models import Delivery, Subscriber, SubscriberEvent, Suppression
from newsletter.subscribers.leaving import leave_out_of_what_waits

#: so many refusals in a row are taken for a mailbox that is gone
MOST_SOFT = 3

State, Kind, Reason = Subscriber.State, SubscriberEvent.Kind, Suppression.Reason


def note_hard_bounce(*, address: str, source: str) -> None:
    """Write no more to a mailbox that does not exist; `address` is tidied, `source` says who told and of which message."""
    _stop(address, Kind.BOUNCED, Reason.HARD_BOUNCE, source)


def note_complaint(*, address: str, source: str) -> None:
    """Write no more to somebody who called an email spam."""
    _stop(address, Kind.COMPLAINED, Reason.COMPLAINT, source)


@transaction.atomic
def note_soft_bounce(*, address: str, source: str) -> None:
    """Count that a mailbox refused for now; the third in a row ends it. One message is counted once."""
    reader = _reader(address)
    if reader is None or _is_told(reader, Kind.BOUNCED, source):
        return
    if _has_arrived_since_last(reader):
        reader.soft_bounces = 0
    reader.soft_bounces += 1
    reader.save(update_fields=["soft_bounces"])
    SubscriberEvent.objects.create(subscriber=reader, kind=Kind.BOUNCED, source=source)
    if reader.soft_bounces >= MOST_SOFT:
        _suppress(reader.address_key, Reason.SOFT_BOUNCES, reader)


@transaction.atomic
def note_arrival(*, address: str) -> None:
    """Begin to count anew: an email arrived."""
    Subscriber.objects.filter(address_key=address_key(address)).exclude(soft_bounces=0).update(soft_bounces=0)


@transaction.atomic
def _stop(address: str, kind: SubscriberEvent.Kind, reason: Suppression.Reason, source: str) -> None:
    reader = _reader(address)
    if reader is not None:
        if _is_told(reader, kind, source):
            return  # they may have confirmed again since
        SubscriberEvent.objects.create(subscriber=reader, kind=kind, source=source)
    _suppress(address_key(address), reason, reader)


def _suppress(key: str, reason: Suppression.Reason, reader: Subscriber | None) -> None:
    """Suppress an address; what was said earlier stays, for somebody who left has told us more than a server can."""
    Suppression.objects.get_or_create(address_key=key, defaults={"reason": reason})
    if reader is None:
        return
    leave_out_of_what_waits(reader)
    if reader.state in {State.PENDING, State.CONFIRMED}:
        reader.state, reader.left_at = State.STOPPED, timezone.now()
        reader.save(update_fields=["state", "left_at"])


def _reader(address: str) -> Subscriber | None:
    return Subscriber.objects.select_for_update().filter(address_key=address_key(address)).first()


def _is_told(reader: Subscriber, kind: SubscriberEvent.Kind, source: str) -> bool:
    return SubscriberEvent.objects.filter(subscriber=reader, kind=kind, source=source).exists()


def _has_arrived_since_last(reader: Subscriber) -> bool:
    """Tell whether two emails were taken since the last refusal: the one that is refused now, and one that was not."""
    last = reader.events.filter(kind=Kind.BOUNCED).order_by("-happened_at").first()
    if last is None:
        return False
    taken = Delivery.objects.filter(subscriber=reader, state=Delivery.State.ACCEPTED, changed_at__gt=last.happened_at)
    return taken.count() > 1
