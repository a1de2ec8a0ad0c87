"""Everything that is held of one reader, as plain values for themselves and for the team."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from newsletter.models import SignUp, Subscriber, Suppression
from newsletter.subscribers import topics, wording


def held(subscriber: Subscriber) -> dict[str, Any]:
    """Give all of it: the row, what happened, what they were sent, and what waits for their confirmation."""
    events = subscriber.events.order_by("happened_at", "pk")
    deliveries = subscriber.deliveries.select_related("sending__edition").order_by("pk")
    suppression = Suppression.objects.filter(address_key=subscriber.address_key).first()
    waiting = SignUp.objects.filter(address_key=subscriber.address_key) | subscriber.moves.all()
    return {
        "made_at": timezone.now(),
        "email": subscriber.email,
        "hash_of_email": subscriber.address_key,
        "name": subscriber.name,
        "state": subscriber.get_state_display(),
        "topics": topics.words(subscriber) or ["Everything"],
        "asked_first_at": subscriber.created_at,
        "confirmed_at": subscriber.confirmed_at,
        "left_at": subscriber.left_at,
        "emails_that_came_back_in_a_row": subscriber.soft_bounces,
        "not_written_to": {"why": suppression.get_reason_display(), "since": suppression.since}
        if suppression
        else None,
        "what_happened": [
            {
                "when": event.happened_at,
                "what": event.get_kind_display(),
                "where": event.source,
                "words_agreed_to": wording.VERSIONS.get(event.wording, event.wording),
            }
            for event in events
        ],
        "what_you_were_sent": [
            {
                "edition": row.sending.edition.title,
                "subject": row.sending.subject,
                "state": row.get_state_display(),
                "why_left_out": row.get_why_display(),
                "address": row.address,
                "mail_server_said": row.reply,
                "when": row.changed_at,
            }
            for row in deliveries
        ],
        "asked_for": [
            {"when": row.asked_at, "used_at": row.used_at, "email": row.email, "name": row.name, "topics": row.topics}
            for row in waiting.order_by("asked_at")
        ],
    }
