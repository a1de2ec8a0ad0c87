"""Going: unsubscribing, and being erased. Both take effect at once, for what waits to be sent as well."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from het_site.core.models import User
from newsletter.models import Delivery, SignUp, Subscriber, SubscriberEvent, Suppression

ONE_CLICK, BY_BUTTON, BY_OFFICE = "one click in a mail program", "the page behind the link", "asked the team"

State = Subscriber.State
Reason = Suppression.Reason


@transaction.atomic
def leave(*, subscriber: Subscriber, source: str, by: User | None = None) -> bool:
    """Send somebody nothing more; tells whether that is new. The row stays, so that their links go on working."""
    reader = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if reader is None or reader.state == State.LEFT:
        return False
    reader.state, reader.left_at = State.LEFT, timezone.now()
    reader.save(update_fields=["state", "left_at"])
    SubscriberEvent.objects.create(subscriber=reader, kind=SubscriberEvent.Kind.LEFT, source=source, by=by)
    Suppression.objects.get_or_create(address_key=reader.address_key, defaults={"reason": Reason.LEFT})
    leave_out_of_what_waits(reader)
    return True


@transaction.atomic
def erase(*, subscriber: Subscriber) -> None:
    """Delete somebody and all that is held of them, but for a keyed hash that no import can pass."""
    reader = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if reader is None:
        return
    leave_out_of_what_waits(reader)
    Delivery.objects.filter(address_key=reader.address_key).update(address="", domain="", reply="")
    reader.deliveries.update(address="", domain="", reply="")
    SignUp.objects.filter(address_key=reader.address_key).delete()
    Suppression.objects.update_or_create(
        address_key=reader.address_key, defaults={"reason": Reason.ERASED, "since": timezone.now()}
    )
    reader.delete()


def leave_out_of_what_waits(reader: Subscriber) -> None:
    """Take somebody out of editions that are on their way; what is in a worker's hand is gone already."""
    waiting = Delivery.objects.filter(address_key=reader.address_key, state=Delivery.State.PENDING)
    waiting.update(state=Delivery.State.EXCLUDED, why=Delivery.Why.LEFT_SINCE, changed_at=timezone.now())
