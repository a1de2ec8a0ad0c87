"""One copy each, whatever the mail server does and whenever somebody pauses, cancels or leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import MagicMock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from newsletter.models import Delivery, Sending, SendingEvent, Subscriber, Suppression
from newsletter.sending import actions, arming, claiming, clock, run
from newsletter.sending.carriers import Answer
from newsletter.sending.claiming import Claimed
from newsletter.sending.counting import counts_of, reasons_of
from newsletter.subscribers.signing_up import ask_to_move, confirm
from tests.factories.newsletter import make_subscriber
from tests.newsletter.sending.conftest import Freeze, Remembering, choose, work

pytestmark = pytest.mark.django_db


def row_of(local: str) -> Delivery:
    return Delivery.objects.get(address=f"{local}@demo.example")


def now_due() -> None:
    Delivery.objects.filter(state="pending").update(not_before=timezone.now())


def test_everybody_is_sent_one_copy_and_the_sending_finishes(frozen: Freeze, carrier: Remembering) -> None:
    sending = frozen(7)
    assert work(carrier) is None
    sending.refresh_from_db()
    assert sorted(carrier.addresses) == sorted(Subscriber.objects.values_list("email", flat=True))
    assert sending.state == Sending.State.FINISHED
    assert sending.finished_at
    assert (counts_of(sending).accepted, counts_of(sending).adds_up) == (7, True)
    assert carrier.closed == 1
    work(carrier)
    assert len(carrier.sent) == 7


def test_what_the_server_said_is_kept_without_the_address(frozen: Freeze, carrier: Remembering) -> None:
    make_subscriber(email="known@demo.example")
    frozen(0)
    work(carrier)
    row = row_of("known")
    assert (row.state, row.reply, row.attempts) == ("accepted", "accepted for …", 1)
    assert row.worker


def test_a_copy_that_is_refused_for_now_is_tried_again_later(frozen: Freeze) -> None:
    make_subscriber(email="busy@demo.example")
    sending = frozen(1)
    carrier = Remembering(busy=[Answer.LATER])
    wait = work(carrier)
    row = row_of("busy")
    assert row.state == "pending"
    assert 50 < (row.not_before - timezone.now()).total_seconds() <= 60
    assert wait is not None
    assert 50 < wait <= 60
    now_due()
    work(carrier)
    assert row_of("busy").state == "accepted"
    assert row_of("busy").attempts == 2
    sending.refresh_from_db()
    assert sending.state == "finished"


def test_a_copy_that_is_always_refused_for_now_fails_in_the_end(frozen: Freeze) -> None:
    make_subscriber(email="busy@demo.example")
    sending = frozen(0)
    carrier = Remembering(busy=[Answer.LATER] * 50)
    waits = []
    for _ in range(20):
        before = timezone.now()
        work(carrier)
        waits.append(round((row_of("busy").not_before - before).total_seconds() / 60))
        now_due()
    assert row_of("busy").state == "failed"
    assert row_of("busy").attempts == len(run.BACK_OFF) + 1
    assert waits[: len(run.BACK_OFF)] == list(run.BACK_OFF)
    sending.refresh_from_db()
    assert sending.state == "finished"
    assert counts_of(sending).adds_up


def test_a_refusal_for_good_is_not_tried_again(frozen: Freeze) -> None:
    make_subscriber(email="gone@demo.example")
    frozen(2)
    carrier = Remembering(gone=[Answer.REFUSED])
    work(carrier)
    now_due()
    work(carrier)
    assert (row_of("gone").state, row_of("gone").attempts) == ("failed", 1)
    assert len(carrier.sent) == 2


def test_a_line_that_breaks_after_the_message_leaves_it_uncertain_for_ever(frozen: Freeze) -> None:
    make_subscriber(email="dropped@demo.example")
    sending = frozen(2)
    carrier = Remembering(dropped=[Answer.UNKNOWN])
    for _ in range(3):
        work(carrier)
    assert row_of("dropped").state == "uncertain"
    assert len(carrier.sent) == 2
    sending.refresh_from_db()
    assert (sending.state, counts_of(sending).uncertain) == ("finished", 1)


def test_a_line_that_breaks_before_is_tried_at_once(frozen: Freeze) -> None:
    make_subscriber(email="broken@demo.example")
    frozen(2)
    carrier = Remembering(broken=[Answer.NOT_SENT])
    work(carrier)
    assert (row_of("broken").state, row_of("broken").attempts) == ("accepted", 2)


def test_nobody_is_touched_while_the_server_is_away(frozen: Freeze, carrier: Remembering) -> None:
    sending = frozen(2)
    carrier.away = True
    assert work(carrier) == run.LEFT_ALONE.total_seconds()
    assert set(Delivery.objects.values_list("state", "attempts", "worker")) == {("pending", 0, "")}
    sending.refresh_from_db()
    assert "away" in sending.note
    carrier.away = False
    work(carrier)
    assert len(carrier.sent) == 2


def test_a_server_that_takes_nothing_from_us_pauses_it(frozen: Freeze) -> None:
    make_subscriber(email="first@demo.example")
    sending = frozen(3)
    carrier = Remembering(first=[Answer.SENDER_REFUSED])
    work(carrier)
    sending.refresh_from_db()
    assert (sending.state, carrier.sent) == ("paused", [])
    assert "takes nothing" in sending.note
    assert not Delivery.objects.exclude(state="pending").exists()


def test_many_refusals_in_a_row_pause_it(frozen: Freeze) -> None:
    sending = frozen(run.REFUSALS_IN_A_ROW + 5)
    names = Subscriber.objects.values_list("email", flat=True)
    carrier = Remembering(**{name.partition("@")[0].replace("-", "_"): [Answer.REFUSED] for name in names})
    work(carrier)
    sending.refresh_from_db()
    assert sending.state == "paused"
    assert counts_of(sending).failed == run.REFUSALS_IN_A_ROW
    assert counts_of(sending).pending == 5


@pytest.mark.parametrize("how", ["left", "erased", "stopped", "suppressed"])
def test_somebody_who_left_after_the_freeze_is_left_out(frozen: Freeze, carrier: Remembering, how: str) -> None:
    reader = make_subscriber(email="leaves@demo.example")
    sending = frozen(2)
    key = reader.address_key
    if how == "erased":
        reader.delete()
    elif how == "suppressed":
        Suppression.objects.create(address_key=key, reason="complaint")
    else:
        Subscriber.objects.filter(pk=reader.pk).update(state=how)
    work(carrier)
    row = Delivery.objects.get(address_key=key)
    assert (row.state, row.address) == ("excluded", "")
    assert row.why == ("left_since" if how in ("left", "erased") else "suppressed")
    assert len(carrier.sent) == 2
    assert counts_of(sending).adds_up


def test_somebody_who_moved_after_the_freeze_gets_the_one_copy_that_was_frozen(
    frozen: Freeze, carrier: Remembering
) -> None:
    reader = make_subscriber(email="old@demo.example")
    frozen(1)
    sign_up = ask_to_move(subscriber=reader, email="new@demo.example", source="test")
    assert confirm(key=sign_up.key)
    work(carrier)
    assert len(carrier.sent) == 2
    assert "old@demo.example" in carrier.addresses
    assert "new@demo.example" not in carrier.addresses


def test_somebody_who_leaves_while_it_is_sent_is_left_out_at_once(frozen: Freeze, carrier: Remembering) -> None:
    sending = frozen(5)
    last = Delivery.objects.order_by("pk").last()
    assert last

    def leave(row: Claimed) -> None:
        Subscriber.objects.filter(pk=last.subscriber_id).update(state="left")

    carrier.before = leave
    work(carrier)
    assert len(carrier.sent) == 4
    assert reasons_of(sending) == {Delivery.Why.LEFT_SINCE: 1}


def test_a_copy_of_the_site_does_not_write_to_strangers(frozen: Freeze, carrier: Remembering, settings: Any) -> None:
    settings.EMAIL_KNOWN_RECIPIENTS = None
    make_subscriber(email="someone@elsewhere.example")
    sending = frozen(1)
    settings.EMAIL_KNOWN_RECIPIENTS = ["@demo.example"]
    work(carrier)
    assert len(carrier.sent) == 1
    assert reasons_of(sending) == {Delivery.Why.STRANGER: 1}


@pytest.mark.parametrize("what", ["pause", "cancel"])
def test_it_stops_at_the_next_message(frozen: Freeze, carrier: Remembering, what: str) -> None:
    sending = frozen(6)

    def stop(row: Claimed) -> None:
        if len(carrier.sent) == 1:
            getattr(actions, what)(sending=sending, by=None)

    carrier.before = stop
    work(carrier)
    assert len(carrier.sent) == 2
    counts = counts_of(sending)
    assert (counts.accepted, counts.adds_up) == (2, True)
    if what == "pause":
        assert counts.pending == 4
        assert not Delivery.objects.filter(state="pending").exclude(worker="").exists()
        actions.resume(sending=sending, by=None)
        work(carrier)
        assert len(carrier.sent) == 6
    else:
        assert reasons_of(sending) == {Delivery.Why.CANCELLED: 4}


def test_time_that_runs_out_while_it_is_sent_ends_it(frozen: Freeze, carrier: Remembering) -> None:
    sending = frozen(4)

    def run_out(row: Claimed) -> None:
        earlier = timezone.now() - timedelta(hours=2)
        Sending.objects.filter(pk=sending.pk).update(start_at=earlier, latest_at=timezone.now())

    carrier.before = run_out
    work(carrier)
    clock.tick()
    sending.refresh_from_db()
    assert (len(carrier.sent), sending.state) == (1, "finished")
    assert reasons_of(sending) == {Delivery.Why.LATE: 3}
    assert counts_of(sending).adds_up
    assert sending.note == "3 readers were not sent it: its time was over."


def test_two_workers_never_have_the_same_row(frozen: Freeze) -> None:
    sending = frozen(9)
    one = claiming.claim(sending.pk, "one", most=5)
    two = claiming.claim(sending.pk, "two", most=5)
    assert (len(one.rows), len(two.rows)) == (5, 4)
    assert not {row.pk for row in one.rows} & {row.pk for row in two.rows}
    assert claiming.claim(sending.pk, "three").rows == []
    assert not claiming.advance("two", done=None, to=one.rows[0]), "only whose claim it is"


def test_a_claim_that_has_run_out_is_anybodys_and_no_longer_its_workers(frozen: Freeze) -> None:
    sending = frozen(2)
    old = claiming.claim(sending.pk, "old").rows
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert not claiming.advance("old", done=None, to=old[0])
    new = claiming.claim(sending.pk, "new").rows
    assert len(new) == 2
    assert not claiming.advance("old", done=None, to=old[1])
    assert claiming.advance("new", done=None, to=new[0])


def test_a_marked_row_whose_worker_is_gone_is_uncertain_and_its_worker_may_still_tell(frozen: Freeze) -> None:
    sending = frozen(1)
    (row,) = claiming.claim(sending.pk, "slow").rows
    assert claiming.advance("slow", done=None, to=row)
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert clock.give_up_lost_rows() == 1
    assert counts_of(sending).uncertain == 1
    outcome = claiming.Outcome(row, Delivery.State.ACCEPTED, "250 ok")
    claiming.advance("slow", done=outcome, to=None)
    assert counts_of(sending).accepted == 1


def test_a_commit_that_nobody_confirmed_is_made_once(frozen: Freeze) -> None:
    sending = frozen(2)
    one, two = claiming.claim(sending.pk, "w").rows
    assert claiming.advance("w", done=None, to=one)
    done = claiming.Outcome(one, Delivery.State.ACCEPTED, "250 ok")
    for _ in range(2):
        assert claiming.advance("w", done=done, to=two)
    assert set(Delivery.objects.values_list("state", "attempts")) == {("accepted", 1), ("sending", 1)}


def test_marks_are_flushed_to_disk_even_where_the_database_is_set_not_to(frozen: Freeze) -> None:
    sending = frozen(1)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        claiming.claim(sending.pk, "w")
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


def test_work_on_the_ledger_waits_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Any] = [OperationalError(), OperationalError(), "written"]
    away = MagicMock(in_atomic_block=False)

    def write() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    monkeypatch.setattr(claiming, "connection", away)
    assert claiming.insisting(write) == "written"
    assert away.close.call_count == 2
    monkeypatch.setattr(claiming, "PATIENCE", 0)
    answers[:] = [OperationalError()] * 3
    with pytest.raises(OperationalError):
        claiming.insisting(write)


def test_counts_that_do_not_add_up_stop_it(frozen: Freeze, carrier: Remembering) -> None:
    sending = frozen(3)
    Sending.objects.filter(pk=sending.pk).update(candidates=4)
    work(carrier)
    sending.refresh_from_db()
    assert sending.state == "paused"
    assert "do not add up" in sending.note
    assert carrier.sent == []


def test_nothing_is_sent_while_disarmed(frozen: Freeze, carrier: Remembering) -> None:
    frozen(2)
    from newsletter.models import Arming

    Arming.objects.update(place="another server")
    assert work(carrier) is None
    assert carrier.sent == []
    assert SendingEvent.objects.get().kind == "disarmed"
    arming.arm(by=None)
    work(carrier)
    assert len(carrier.sent) == 2


def test_limits_hold_for_all_workers_together(frozen: Freeze, carrier: Remembering) -> None:
    choose(per_minute=40, domain_per_minute=0)  # two at once, then one every 1.7 seconds
    frozen(9)
    assert work(carrier, seconds=0.2) is not None
    assert len(carrier.sent) == 2
    work(carrier, seconds=0.2)
    assert len(carrier.sent) == 2


def test_a_provider_that_is_at_its_limit_does_not_keep_others_waiting(
    frozen: Freeze, carrier: Remembering, settings: Any
) -> None:
    settings.EMAIL_KNOWN_RECIPIENTS = None
    choose(per_minute=0, domain_per_minute=1)
    for number in range(4):
        make_subscriber(email=f"one-{number}@big.example")
    for number in range(3):
        make_subscriber(email=f"one@small-{number}.example")
    frozen(0)
    wait = work(carrier, seconds=0.5)
    assert sorted(address.partition("@")[2] for address in carrier.addresses) == [
        "big.example",
        *(f"small-{number}.example" for number in range(3)),
    ]
    assert wait is not None
    assert 50 < wait <= 65
