"""What time does to readers: nothing is kept longer than it serves."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from newsletter.models import Delivery, SignUp, Subscriber, SubscriberImport
from newsletter.subscribers.signing_up import KEPT_FOR

#: how long the row of somebody who left is kept, to show what they had agreed to; their hash stays suppressed
LEFT_KEPT_FOR = timedelta(days=365)
#: how long a file that nobody brought in waits
FILE_KEPT_FOR = timedelta(days=7)

State = Subscriber.State


def forget_old() -> None:
    """Delete sign-ups that nobody confirmed, readers who left long ago, and files that nobody brought in."""
    now = timezone.now()
    with transaction.atomic():
        SignUp.objects.filter(asked_at__lte=now - KEPT_FOR).delete()
        asked = SignUp.objects.filter(address_key=OuterRef("address_key"), used_at=None)
        pending = Subscriber.objects.filter(state=State.PENDING, created_at__lte=now - KEPT_FOR)
        pending.filter(~Exists(asked)).delete()
    with transaction.atomic():
        gone = Subscriber.objects.filter(state__in=(State.LEFT, State.STOPPED), left_at__lte=now - LEFT_KEPT_FOR)
        keys = list(gone.values_list("address_key", flat=True))
        Delivery.objects.filter(address_key__in=keys).update(address="", domain="", reply="")
        gone.filter(address_key__in=keys).delete()
    stale = SubscriberImport.objects.filter(state=SubscriberImport.State.CHECKED, received_at__lte=now - FILE_KEPT_FOR)
    for row in stale:
        discard(row)


def discard(row: SubscriberImport) -> None:
    """Delete a file that came in, and keep that it did."""
    row.file.delete(save=False)
    row.state = SubscriberImport.State.DISCARDED
    row.save()
