"""What mail providers tell of our email, taken only with their signature; django-anymail checks it and reads the message.

Only providers are here whose signature can be checked without another library.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from newsletter.addresses import address_key, tidy
from newsletter.models import Subscriber
from newsletter.subscribers import bouncing
from newsletter.subscribers.leaving import leave
from newsletter.webhooks.mailgun import refuse_what_is_not_mailguns

logger = logging.getLogger(__name__)

LONGEST_SOURCE = 200


@dataclass(frozen=True)
class Provider:
    """Where django-anymail reads one provider, and what it calls the key of its signature."""

    view: str
    key_name: str


MAILGUN = "mailgun"
PROVIDERS: Mapping[str, Provider] = {
    "mailersend": Provider("anymail.webhooks.mailersend.MailerSendTrackingWebhookView", "signing_secret"),
    MAILGUN: Provider("anymail.webhooks.mailgun.MailgunTrackingWebhookView", "webhook_signing_key"),
}


@csrf_exempt
def told_by_provider(request: HttpRequest, provider: str) -> HttpResponse:
    """Take what the one provider that the settings name tells; unsigned or wrongly signed it is refused with 400 and logged."""
    found = PROVIDERS.get(provider)
    if found is None or provider != settings.EMAIL_PROVIDER or not settings.EMAIL_WEBHOOK_KEY:
        raise Http404
    if provider == MAILGUN and request.method == "POST":
        refuse_what_is_not_mailguns(request, key=settings.EMAIL_WEBHOOK_KEY)
    view = import_string(found.view).as_view(**{found.key_name: settings.EMAIL_WEBHOOK_KEY})
    response: HttpResponse = view(request)
    return response


def connect() -> None:
    """Listen to what django-anymail has read."""
    from anymail.signals import tracking  # not at the top: settings are read when it is imported

    tracking.connect(note, dispatch_uid="newsletter.webhooks.note")


def note(event: Any, esp_name: str, **kwargs: Any) -> None:
    """Do what one thing that was told asks for. Raises nothing for an address that is none: it is nobody's."""
    try:
        address = tidy(event.recipient or "")
    except ValidationError:
        logger.warning("%s told of an email to what is no address.", esp_name)
        return
    source = f"{esp_name}: {event.message_id or event.event_id or 'a message without a name'}"[:LONGEST_SOURCE]
    kind, reason = str(event.event_type), str(event.reject_reason or "")
    if kind == "complained" or (kind == "rejected" and reason == "spam"):
        bouncing.note_complaint(address=address, source=source)
    elif kind == "unsubscribed" or (kind == "rejected" and reason == "unsubscribed"):
        _leave(address, source)
    elif kind == "delivered":
        bouncing.note_arrival(address=address)
    elif kind in {"bounced", "rejected"}:
        note_bounce = bouncing.note_hard_bounce if _is_final(event) else bouncing.note_soft_bounce
        note_bounce(address=address, source=source)


def _is_final(event: Any) -> bool:
    """Tell whether the mailbox is gone. Anymail calls all failures bounces; providers say which kind in their own words."""
    data = (event.esp_event or {}).get("data")
    if isinstance(data, dict) and data.get("type") in {"soft_bounced", "hard_bounced"}:
        return bool(data["type"] == "hard_bounced")
    return str(event.reject_reason) in {"bounced", "invalid"}


def _leave(address: str, source: str) -> None:
    reader = Subscriber.objects.filter(address_key=address_key(address)).first()
    if reader is not None:
        leave(subscriber=reader, source=source)
