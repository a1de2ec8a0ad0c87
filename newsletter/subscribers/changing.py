"""Changing what one gets: topics and name. The address is changed by confirming the new one (`signing_up`)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from newsletter.models import Subscriber, SubscriberEvent
from newsletter.subscribers import topics


@transaction.atomic
def change(*, subscriber: Subscriber, name: str, topic_names: Iterable[str], source: str) -> bool:
    """Keep what a reader chose; tells whether anything is different."""
    reader = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if reader is None:
        return False
    chosen = set(topic_names)
    if reader.name == name and set(topics.of(reader)) == chosen:
        return False
    reader.name = name
    reader.save(update_fields=["name"])
    topics.apply(reader, chosen)
    SubscriberEvent.objects.create(subscriber=reader, kind=SubscriberEvent.Kind.CHANGED, source=source)
    return True
