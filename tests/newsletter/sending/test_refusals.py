"""What a refusal for good says of a reader: by its enhanced status code, told once, and never on one bad day of a server."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from newsletter.models import Delivery, Sending, SendingEvent, Subscriber, SubscriberEvent, Suppression
from newsletter.sending import clock, run
from newsletter.sending.carriers import Answer, Said
from newsletter.sending.claiming import Claimed
from newsletter.sending.mailing import Letters
from newsletter.sending.refusals import Fault, fault_of, tell_of
from newsletter.subscribers.signing_up import confirm
from tests.factories.newsletter import make_subscriber
from tests.newsletter.sending.conftest import Freeze, Remembering, work

READER = "reader@demo.example"


class Saying(Remembering):
    """Refuses everybody, or those whose address begins with `gone`, in a mail server's own words."""

    def __init__(self, words: str, *, only: str = "") -> None:
        super().__init__()
        self.words, self.only = words, only

    def send(self, letters: Letters, row: Claimed) -> Said:
        if row.address.startswith(self.only):
            return Said(Answer.REFUSED, self.words)
        return super().send(letters, row)


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("550 5.1.1 The email account that you tried to reach does not exist", Fault.GONE),
        ("550-5.1.1 In two\n5.1.1 lines", Fault.GONE),
        ("550 5.1.2 no such domain", Fault.GONE),
        ("553 5.1.3 bad address", Fault.GONE),
        ("551 5.1.6 moved", Fault.GONE),
        ("556 5.1.10 null MX", Fault.GONE),
        ("550 5.2.1 disabled", Fault.GONE),
        ("552 5.2.2 full", Fault.TROUBLE),
        ("550 5.1.0 rejected", Fault.TROUBLE),
        ("550 no such mailbox here", Fault.TROUBLE),
        ("553 not allowed", Fault.TROUBLE),
        ("452 4.2.2 full until the end", Fault.TROUBLE),
        ("450 4.1.1 unknown for now", Fault.TROUBLE),
        ("550 5.7.1 user unknown, says our policy", Fault.NOT_THEIRS),
        ("550 5.7.26 no SPF", Fault.NOT_THEIRS),
        ("554 5.7.0 spam", Fault.NOT_THEIRS),
        ("550 5.1.8 your sender's address", Fault.NOT_THEIRS),
        ("552 5.2.3 too large", Fault.NOT_THEIRS),
        ("552 5.3.4 too large", Fault.NOT_THEIRS),
        ("550 5.4.1 nobody answers", Fault.NOT_THEIRS),
        ("554 5.6.0 content", Fault.NOT_THEIRS),
        ("451 4.7.1 greylisted", Fault.NOT_THEIRS),
        ("554 not wanted, 5.1.1", Fault.NOT_THEIRS),
        ("503 5.5.1 order", Fault.NOT_THEIRS),
        ("250 5.1.1", Fault.NOT_THEIRS),
        ("", Fault.NOT_THEIRS),
        ("This is no address that an email can go to.", Fault.NOT_THEIRS),
    ],
)
def test_the_code_says_whose_fault_it_is(reply: str, fault: Fault) -> None:
    assert fault_of(reply) is fault


def send(frozen: Freeze, words: str) -> Subscriber:
    """Send an edition to a reader whose server says this, and to another who takes it."""
    reader = Subscriber.objects.filter(email=READER).first() or make_subscriber(email=READER)
    frozen(1)
    work(Saying(words, only=READER))
    reader.refresh_from_db()
    return reader


@pytest.mark.django_db
def test_a_mailbox_that_is_gone_is_suppressed_at_once(frozen: Freeze) -> None:
    reader = send(frozen, f"550 5.1.1 <{READER}> no such user")
    assert (reader.state, Suppression.objects.get().reason) == ("stopped", "hard_bounce")
    event = reader.events.get()
    row = Delivery.objects.get(subscriber=reader)
    assert (event.kind, event.source) == ("bounced", f"our mail server: {row.message_id}")
    assert READER not in event.source
    send(frozen, "550 5.1.1 no such user")
    assert Delivery.objects.filter(subscriber=reader).last().state == "excluded"  # type: ignore[union-attr]  # it is there


@pytest.mark.django_db
def test_a_rule_against_us_is_not_the_readers_fault(frozen: Freeze) -> None:
    for words in ("550 5.7.1 policy", "554 5.7.26 no DKIM", "552 5.3.4 too large", "554 no") * 2:
        reader = send(frozen, words)
    assert (reader.state, reader.events.count(), Suppression.objects.count()) == ("confirmed", 0, 0)


@pytest.mark.django_db
def test_the_third_edition_in_a_row_that_a_full_mailbox_refuses_is_the_last(frozen: Freeze) -> None:
    for count in (1, 2):
        reader = send(frozen, "552 5.2.2 full")
        assert (reader.state, reader.soft_bounces) == ("confirmed", count)
    reader = send(frozen, "550 mailbox unavailable")
    assert (reader.state, Suppression.objects.get().reason) == ("stopped", "soft_bounces")


@pytest.mark.django_db
def test_it_is_told_once_however_often_somebody_looks(frozen: Freeze) -> None:
    reader = send(frozen, "552 5.2.2 full")
    sending = Sending.objects.get()
    Sending.objects.update(state="running")
    for _ in range(3):
        assert tell_of(sending) == 0
        clock.tick()
    reader.refresh_from_db()
    assert (reader.soft_bounces, reader.events.count()) == (1, 1)


@pytest.mark.django_db
def test_who_has_confirmed_again_since_is_not_stopped_again(frozen: Freeze) -> None:
    from newsletter.subscribers.signing_up import ask

    send(frozen, "550 5.1.1 no such user")
    assert confirm(key=ask(email=READER, name="", topic_names=[], source="here").key)
    assert tell_of(Sending.objects.get()) == 0
    row = Subscriber.objects.get(email=READER)
    assert (row.state, Suppression.objects.count()) == ("confirmed", 0)


@pytest.mark.django_db
def test_what_a_killed_worker_did_not_tell_is_told_by_the_clock(frozen: Freeze) -> None:
    make_subscriber(email=READER)
    sending = frozen(0)
    Delivery.objects.update(state="failed", reply="550 5.1.1 no such user", changed_at=timezone.now())
    clock.tick()
    sending.refresh_from_db()
    assert (sending.state, Subscriber.objects.get().state) == ("finished", "stopped")


@pytest.mark.django_db
def test_a_server_that_refuses_everybody_takes_nobody_off_the_list(frozen: Freeze) -> None:
    """One wrong line in a mail server's settings, and it knows none of our readers."""
    sending = frozen(run.REFUSALS_IN_A_ROW + 5)
    work(Saying("550 5.1.1 User unknown in relay recipient table"))
    sending.refresh_from_db()
    assert sending.state == "paused"
    assert Suppression.objects.count() == 0
    assert Subscriber.objects.filter(state="confirmed", soft_bounces=1).count() == run.REFUSALS_IN_A_ROW
    Sending.objects.update(state="running", note="")
    work(Remembering())
    assert Suppression.objects.count() == 0
    assert SubscriberEvent.objects.count() == run.REFUSALS_IN_A_ROW


@pytest.mark.django_db
def test_the_reason_for_a_pause_names_nobody(frozen: Freeze, caplog: pytest.LogCaptureFixture) -> None:
    """Mail servers repeat the address that they refuse; the log and the history are kept longer than the reader may be."""
    make_subscriber(email=READER)
    frozen(0)

    class Naming(Saying):
        def send(self, letters: Letters, row: Claimed) -> Said:
            return Said(Answer.SENDER_REFUSED, f"550 <{row.address.upper()}> not from you")

    work(Naming(""))
    note = Sending.objects.get().note
    assert "550 <…> not from you" in note
    for words in (note, caplog.text, *SendingEvent.objects.values_list("note", flat=True)):
        assert READER not in words.lower()


@pytest.mark.django_db
def test_a_real_servers_refusal_reaches_the_list(frozen: Freeze, tmp_path: Any, settings: Any) -> None:
    from tests import mail_server

    make_subscriber(email="not-known-1@demo.example")
    make_subscriber(email="refused-1@demo.example")
    frozen(2)
    with mail_server.running(tmp_path) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        run.send_some(seconds=5)
        assert len(server.received()) == 2
    states = dict(Subscriber.objects.exclude(email__startswith="reader").values_list("email", "state"))
    assert states == {"not-known-1@demo.example": "stopped", "refused-1@demo.example": "confirmed"}
