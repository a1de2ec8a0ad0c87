"""Bounces and complaints: taken with the provider's signature alone, done once however often they are told."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from newsletter.addresses import address_key
from newsletter.models import Delivery, Subscriber, Suppression
from newsletter.subscribers.bouncing import note_soft_bounce
from tests.factories.newsletter import make_subscriber
from tests.newsletter.subscribers.test_links import make_delivery

pytestmark = pytest.mark.django_db
State, Reason = Subscriber.State, Suppression.Reason
KEY = "a-signing-key-of-the-provider"
ADDRESS = "reader@demo.example"


@pytest.fixture(params=["mailgun", "mailersend"])
def provider(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.EMAIL_PROVIDER, settings.EMAIL_WEBHOOK_KEY = request.param, KEY
    return str(request.param)


def mailgun(kind: str, *, message: str, email: str, at: float | None = None) -> dict[str, Any]:
    """Give what Mailgun posts, with its signature inside."""
    moment, token = str(int(time.time() if at is None else at)), uuid4().hex
    signature = hmac.new(KEY.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    events: dict[str, dict[str, Any]] = {
        "hard": {"event": "failed", "severity": "permanent", "reason": "bounce"},
        "soft": {"event": "failed", "severity": "permanent", "reason": "old"},
        "later": {"event": "failed", "severity": "temporary", "reason": "generic"},
        "complaint": {"event": "complained"},
        "unsubscribed": {"event": "unsubscribed"},
        "arrived": {"event": "delivered"},
        "opened": {"event": "opened"},
    }
    data = events[kind] | {"recipient": email, "timestamp": moment, "message": {"headers": {"message-id": message}}}
    return {"signature": {"timestamp": moment, "token": token, "signature": signature}, "event-data": data}


def mailersend(kind: str, *, message: str, email: str) -> dict[str, Any]:
    """Give what MailerSend posts."""
    names = {
        "hard": "hard_bounced",
        "soft": "soft_bounced",
        "later": "sent",
        "complaint": "spam_complaint",
        "unsubscribed": "unsubscribed",
        "arrived": "delivered",
        "opened": "opened",
    }
    data = {"type": names[kind], "id": "e1", "created_at": "2026-11-22T10:00:00.000000Z", "email": {}, "morph": None}
    data["email"] = {"recipient": {"email": email}, "message": {"id": message}}
    return {"type": f"activity.{names[kind]}", "data": data}


def tell(provider: str, kind: str, *, message: str = "m1", email: str = ADDRESS, key: str = KEY) -> Any:
    """Tell one thing as a provider does."""
    if provider == "mailgun":
        body, headers = json.dumps(mailgun(kind, message=message, email=email)), {}
    else:
        body = json.dumps(mailersend(kind, message=message, email=email))
        headers = {"signature": hmac.new(key.encode(), body.encode(), hashlib.sha256).hexdigest()}
    return post(provider, body, headers)


def post(provider: str, body: str | bytes, headers: dict[str, str] | None = None) -> Any:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client.post(f"/newsletter/told/{provider}/", body, content_type="application/json", headers=headers or {})


def test_a_mailbox_that_is_gone_is_suppressed_at_once(provider: str) -> None:
    row = make_subscriber(email=ADDRESS)
    pending = make_delivery(row, "pending")
    for _ in range(2):
        assert tell(provider, "hard").status_code == 200
    row.refresh_from_db()
    assert row.state == State.STOPPED
    assert Suppression.objects.get().reason == Reason.HARD_BOUNCE
    event = row.events.get()
    assert (event.kind, "m1" in event.source) == ("bounced", True)
    pending.refresh_from_db()
    assert pending.state == Delivery.State.EXCLUDED


def test_a_complaint_suppresses_at_once(provider: str) -> None:
    row = make_subscriber(email=ADDRESS)
    assert tell(provider, "complaint").status_code == 200
    row.refresh_from_db()
    assert (row.state, row.events.get().kind) == (State.STOPPED, "complained")
    assert Suppression.objects.get().reason == Reason.COMPLAINT


def test_the_third_refusal_in_a_row_ends_it_and_each_message_counts_once(provider: str) -> None:
    row = make_subscriber(email=ADDRESS)
    for message in ("m1", "m1", "m2"):
        tell(provider, "soft", message=message)
    row.refresh_from_db()
    assert (row.soft_bounces, row.state) == (2, State.CONFIRMED)
    tell(provider, "soft", message="m3")
    row.refresh_from_db()
    assert row.state == State.STOPPED
    assert row.events.count() == 3
    assert Suppression.objects.get().reason == Reason.SOFT_BOUNCES


def test_an_email_that_arrives_begins_the_count_anew(provider: str) -> None:
    row = make_subscriber(email=ADDRESS)
    for message, kind in (("m1", "soft"), ("m2", "soft"), ("m3", "arrived"), ("m4", "soft"), ("m5", "later")):
        assert tell(provider, kind, message=message).status_code == 200
    row.refresh_from_db()
    assert (row.soft_bounces, row.state) == (1, State.CONFIRMED)


def test_an_edition_in_between_that_nobody_refused_begins_the_count_anew() -> None:
    row = make_subscriber(email=ADDRESS)
    for message in ("m1", "m2"):
        note_soft_bounce(address=ADDRESS, source=message)
    for _ in range(2):
        make_delivery(row, "accepted")
    note_soft_bounce(address=ADDRESS, source="m4")
    row.refresh_from_db()
    assert (row.soft_bounces, row.state) == (1, State.CONFIRMED)


def test_a_provider_passes_on_that_somebody_unsubscribed(provider: str) -> None:
    row = make_subscriber(email=ADDRESS)
    tell(provider, "unsubscribed")
    row.refresh_from_db()
    assert (row.state, Suppression.objects.get().reason) == (State.LEFT, Reason.LEFT)


def test_nothing_is_lost_of_who_is_no_reader_and_nothing_kept_of_what_we_do_not_ask(provider: str) -> None:
    assert tell(provider, "hard", email="gone@demo.example").status_code == 200
    assert Suppression.objects.get().address_key == address_key("gone@demo.example")
    row = make_subscriber(email=ADDRESS)
    assert tell(provider, "opened").status_code == 200
    assert tell(provider, "hard", email="not an address").status_code == 200
    assert row.events.count() == 0


def test_who_left_stays_who_left(provider: str) -> None:
    row = make_subscriber(email=ADDRESS, state="left")
    Suppression.objects.create(address_key=row.address_key, reason=Reason.LEFT)
    tell(provider, "hard")
    row.refresh_from_db()
    assert (row.state, Suppression.objects.get().reason) == (State.LEFT, Reason.LEFT)


def hostile(provider: str) -> list[tuple[str | bytes, dict[str, str]]]:
    """Give what is not signed, or wrongly, or long ago."""
    if provider == "mailersend":
        body = json.dumps(mailersend("hard", message="m", email=ADDRESS))
        right = hmac.new(KEY.encode(), body.encode(), hashlib.sha256).hexdigest()
        bodies: list[tuple[str | bytes, dict[str, str]]] = [
            (body, {}),
            (body, {"signature": "0" * 64}),
            (body + " ", {"signature": right}),
        ]
    else:
        good = mailgun("hard", message="m", email=ADDRESS)
        wrong = good | {"signature": good["signature"] | {"signature": "0" * 64}}
        none = {"event-data": good["event-data"]}
        odd = good | {"signature": good["signature"] | {"token": "\N{SNOWMAN}"}}
        number = good | {"signature": good["signature"] | {"signature": 5}}
        old = mailgun("hard", message="m", email=ADDRESS, at=time.time() - 100_000)
        bodies = [(json.dumps(one), {}) for one in (wrong, none, odd, number, old)]
        bodies += [(json.dumps(good | {"signature": good["signature"] | {"timestamp": "nan"}}), {})]
    return [*bodies, ("[]", {}), ("", {}), ("{", {}), (b"\xff\xfe", {}), ("[" * 100_000, {}), ("x" * 3_000_000, {})]


def test_what_is_not_signed_is_refused_and_logged_and_changes_nothing(
    provider: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = make_subscriber(email=ADDRESS)
    for body, headers in hostile(provider):
        caplog.clear()
        answer = post(provider, body, headers)
        assert answer.status_code == 400, body[:80]
        assert "django.security" in caplog.text, body[:80]
    row.refresh_from_db()
    assert (row.state, row.events.count(), Suppression.objects.count()) == (State.CONFIRMED, 0, 0)
    assert tell(provider, "hard").status_code == 200


def test_only_the_provider_that_the_settings_name_is_there(provider: str, settings: Any) -> None:
    other = {"mailgun": "mailersend", "mailersend": "mailgun"}[provider]
    assert tell(other, "hard").status_code == 404
    assert Client().get(f"/newsletter/told/{provider}/").status_code == 405
    settings.EMAIL_WEBHOOK_KEY = ""
    assert tell(provider, "hard").status_code == 404
    settings.EMAIL_PROVIDER = ""
    assert tell(provider, "hard").status_code == 404
    assert post("sendgrid", "{}").status_code == 404


def test_a_failure_of_ours_has_the_provider_tell_again(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsletter.subscribers import bouncing

    row = make_subscriber(email=ADDRESS)
    with monkeypatch.context() as broken:
        broken.setattr(bouncing, "_suppress", lambda *args: 1 / 0)
        assert tell(provider, "hard").status_code == 500
    assert row.events.count() == 0
    assert tell(provider, "hard").status_code == 200
    assert row.events.count() == 1


def test_a_signature_is_good_for_the_words_that_it_came_with(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Mailgun signs no words: who has seen one signed message could write another with it."""
    settings.EMAIL_PROVIDER, settings.EMAIL_WEBHOOK_KEY = "mailgun", KEY
    row, other = make_subscriber(email=ADDRESS), make_subscriber(email="other@demo.example")
    signed = mailgun("arrived", message="m1", email=ADDRESS)
    replayed = mailgun("hard", message="m2", email=other.email) | {"signature": signed["signature"]}
    for _ in range(3):
        assert post("mailgun", json.dumps(signed)).status_code == 200
        assert post("mailgun", json.dumps(replayed)).status_code == 400
    assert "under other words" in caplog.text
    assert other.email not in caplog.text
    other.refresh_from_db()
    assert (other.state, row.events.count(), Suppression.objects.count()) == (State.CONFIRMED, 0, 0)
