"""What people may decide, when, and that each decision is written down; and what the clock and the jobs do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from het_site.core.models import User
from newsletter.models import Arming, Delivery, NewsletterSettings, Sending, SendingEvent
from newsletter.sending import actions, arming, claiming, clock, lanes
from newsletter.sending.actions import NotNowError
from newsletter.sending.counting import counts_of, reasons_of
from newsletter.sending.freezing import AlreadySentError
from tests.factories.newsletter import make_edition
from tests.newsletter.sending.conftest import RENDERED, Freeze, Remembering, choose, make_readers, work

pytestmark = pytest.mark.django_db

State = Sending.State


@pytest.fixture
def officer() -> User:
    user: User = User.objects.create_user(email="officer@demo.example")
    return user


def kinds() -> list[str]:
    return list(SendingEvent.objects.values_list("kind", flat=True))


def jobs() -> list[tuple[str, bool]]:
    found = ProcrastinateJob.objects.filter(task_name="newsletter.tasks.send_some", status="todo").order_by("pk")
    return [(job.queue_name, job.scheduled_at is not None) for job in found]


def test_a_plan_leaves_time_to_undo_and_asks_for_a_worker_then(officer: User, carrier: Remembering) -> None:
    make_readers(2)
    choose(undo_minutes=5)
    sending = actions.plan(edition=make_edition(), rendered=RENDERED, by=officer)
    assert timedelta(minutes=4, seconds=50) < sending.start_at - timezone.now() <= timedelta(minutes=5)
    assert jobs() == [("newsletter", True)]
    event = SendingEvent.objects.get()
    assert (event.kind, event.by, event.note) == ("planned", officer, "2 readers: everybody who gets the newsletter")
    work(carrier)
    assert carrier.sent == []


def test_a_later_time_is_kept(officer: User) -> None:
    at = timezone.now() + timedelta(days=2)
    assert actions.plan(edition=make_edition(), rendered=RENDERED, by=officer, at=at).start_at == at


def test_an_undone_edition_can_be_sent_anew(officer: User) -> None:
    make_readers(2)
    edition = make_edition()
    sending = actions.plan(edition=edition, rendered=RENDERED, by=officer)
    with pytest.raises(AlreadySentError):
        actions.plan(edition=edition, rendered=RENDERED, by=officer)
    actions.undo(sending=sending, by=officer)
    assert not Sending.objects.exists()
    assert not Delivery.objects.exists()
    assert kinds() == ["planned", "undone"]
    assert set(SendingEvent.objects.values_list("edition", flat=True)) == {edition.pk}
    assert actions.plan(edition=edition, rendered=RENDERED, by=officer).candidates == 2


def test_what_has_begun_cannot_be_undone(frozen: Freeze, carrier: Remembering, officer: User) -> None:
    sending = frozen(3)
    work(carrier)
    with pytest.raises(NotNowError):
        actions.undo(sending=sending, by=officer)
    Sending.objects.update(state=State.PLANNED)  # whatever its state says
    with pytest.raises(NotNowError):
        actions.undo(sending=sending, by=officer)
    assert Delivery.objects.count() == 3


def test_what_a_worker_holds_cannot_be_undone_though_it_was_paused(frozen: Freeze, officer: User) -> None:
    """A statement that began before the pause may mark the row after it: undone and sent anew, its reader would get two."""
    sending = frozen(2)
    held = claiming.claim(sending.pk, "a worker", most=1).rows
    actions.pause(sending=sending, by=officer)
    with pytest.raises(NotNowError):
        actions.undo(sending=sending, by=officer)
    claiming.give_back("a worker", held)
    actions.undo(sending=sending, by=officer)
    assert not Sending.objects.exists()


def test_nothing_is_planned_while_sending_is_switched_off(frozen: Freeze, officer: User) -> None:
    frozen(1)
    Arming.objects.update(is_armed=False)
    with pytest.raises(NotNowError):
        actions.plan(edition=make_edition(), rendered=RENDERED, by=officer)


def test_pause_and_resume_and_cancel_are_written_down(frozen: Freeze, carrier: Remembering, officer: User) -> None:
    sending = frozen(3)
    actions.pause(sending=sending, by=officer)
    work(carrier)
    assert carrier.sent == []
    with pytest.raises(NotNowError):
        actions.pause(sending=sending, by=officer)
    actions.resume(sending=sending, by=officer)
    with pytest.raises(NotNowError):
        actions.resume(sending=sending, by=officer)
    actions.cancel(sending=sending, by=officer, note="A wrong date.")
    sending.refresh_from_db()
    assert (sending.state, sending.note) == ("cancelled", "A wrong date.")
    assert sending.finished_at
    assert reasons_of(sending) == {Delivery.Why.CANCELLED: 3}
    assert counts_of(sending).adds_up
    for action in (actions.pause, actions.resume, actions.cancel):
        with pytest.raises(NotNowError):
            action(sending=sending, by=officer)
    work(carrier)
    assert carrier.sent == []
    assert kinds() == ["paused", "resumed", "cancelled"]


def test_a_plan_that_was_paused_waits_for_its_time_again(frozen: Freeze, officer: User) -> None:
    later = timezone.now() + timedelta(hours=1)
    sending = frozen(1, state=State.PLANNED, start_at=later, latest_at=later + timedelta(hours=1))
    actions.pause(sending=sending, by=officer)
    actions.resume(sending=sending, by=officer)
    sending.refresh_from_db()
    assert sending.state == "planned"


@pytest.mark.parametrize("was_sent", [True, False])
def test_an_uncertain_row_is_settled_by_a_person(
    frozen: Freeze, carrier: Remembering, officer: User, *, was_sent: bool
) -> None:
    sending = frozen(2)
    row = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=row.pk).update(state="uncertain", attempts=1, worker="gone")
    work(carrier)
    sending.refresh_from_db()
    assert (len(carrier.sent), sending.state) == (1, "finished")
    actions.settle(delivery=row, was_sent=was_sent, by=officer, note="I asked her.")
    event = SendingEvent.objects.get(delivery=row)
    assert (event.kind, event.by, event.note) == ("was_sent" if was_sent else "send_again", officer, "I asked her.")
    work(carrier)
    row.refresh_from_db()
    sending.refresh_from_db()
    assert (row.state, len(carrier.sent), sending.state) == ("accepted", 1 if was_sent else 2, "finished")
    assert counts_of(sending).accepted == 2
    with pytest.raises(NotNowError):
        actions.settle(delivery=row, was_sent=was_sent, by=officer)


@pytest.mark.parametrize("values", [{"state": "cancelled"}, {"latest_at": timezone.now() - timedelta(minutes=1)}])
def test_what_has_ended_is_not_sent_again(frozen: Freeze, officer: User, values: dict[str, Any]) -> None:
    sending = frozen(1, start_at=timezone.now() - timedelta(days=3))
    Sending.objects.filter(pk=sending.pk).update(**values)
    Delivery.objects.update(state="uncertain")
    row = Delivery.objects.get()
    with pytest.raises(NotNowError):
        actions.settle(delivery=row, was_sent=False, by=officer)
    assert Delivery.objects.get().state == "uncertain"
    actions.settle(delivery=row, was_sent=True, by=officer)
    assert Delivery.objects.get().state == "accepted"


# The clock


def test_what_is_due_is_started_once(frozen: Freeze) -> None:
    sending = frozen(1, state=State.PLANNED)
    assert [clock.start_what_is_due() for _ in range(2)] == [1, 0]
    sending.refresh_from_db()
    assert (sending.state, kinds()) == ("running", ["started"])


@pytest.mark.parametrize("state", [State.PLANNED, State.PAUSED, State.RUNNING])
def test_what_was_not_begun_in_time_is_sent_to_nobody(frozen: Freeze, carrier: Remembering, state: str) -> None:
    past = timezone.now() - timedelta(days=2)
    sending = frozen(2, state=state, start_at=past, latest_at=past + timedelta(hours=24))
    work(carrier)
    sending.refresh_from_db()
    assert (carrier.sent, sending.state) == ([], "late")
    assert reasons_of(sending) == {Delivery.Why.LATE: 2}
    assert counts_of(sending).adds_up


def test_a_row_that_comes_back_opens_a_finished_sending_again(frozen: Freeze, carrier: Remembering) -> None:
    sending = frozen(2)
    work(carrier)
    Delivery.objects.filter(pk=Delivery.objects.order_by("pk")[0].pk).update(state="pending", worker="")
    work(carrier)
    sending.refresh_from_db()
    assert (len(carrier.sent), sending.state) == (3, "finished")


def test_a_row_that_comes_back_to_a_cancelled_sending_is_left_out(frozen: Freeze, officer: User) -> None:
    sending = frozen(1)
    actions.cancel(sending=sending, by=officer)
    Delivery.objects.update(state="pending", why="")
    clock.tick()
    assert reasons_of(sending) == {Delivery.Why.CANCELLED: 1}


def test_addresses_are_blanked_when_they_have_served(frozen: Freeze, carrier: Remembering) -> None:
    sending = frozen(2)
    work(carrier)
    assert clock.blank_addresses(days=30) == 0
    Sending.objects.update(finished_at=timezone.now() - timedelta(days=31))
    assert clock.blank_addresses(days=30) == 2
    assert set(Delivery.objects.values_list("address", "domain", "reply", "state")) == {("", "", "", "accepted")}
    assert counts_of(sending).adds_up


# The jobs


def test_the_clock_asks_for_workers_while_something_is_sent(frozen: Freeze) -> None:
    lanes.look_after()
    assert jobs() == []
    frozen(1)
    for _ in range(2):
        lanes.look_after()
    assert jobs() == [("newsletter", False)]


def test_a_lane_comes_back_while_there_is_more(frozen: Freeze, monkeypatch: pytest.MonkeyPatch) -> None:
    for wait, expected in ((None, []), (0.0, [("newsletter", False)]), (60.0, [("newsletter", True)])):
        ProcrastinateJob.objects.all().delete()
        monkeypatch.setattr(lanes, "send_some", lambda wait=wait: wait)
        lanes.run_lane(0)
        assert jobs() == expected


def test_the_clock_does_nothing_while_disarmed(frozen: Freeze) -> None:
    frozen(1, state=State.PLANNED)
    Arming.objects.update(is_armed=False)
    lanes.look_after()
    assert Sending.objects.get().state == "planned"
    arming.arm(by=None)
    lanes.look_after()
    assert Sending.objects.get().state == "running"


# The settings


def test_a_senders_name_is_one_line() -> None:
    NewsletterSettings(from_name="Anytown – news").clean()
    with pytest.raises(ValidationError):
        NewsletterSettings(from_name="Anytown\r\nBcc: x").clean()
