"""What people may decide about a sending: plan, undo, pause, resume, cancel, and what became of an uncertain row."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from het_site.core.models import User
from newsletter.jobs import ask_for_workers
from newsletter.models import Delivery, EditionPage, Sending, SendingEvent
from newsletter.rendering.marks import Rendered
from newsletter.sending import arming, clock
from newsletter.sending.freezing import freeze
from newsletter.sending.preferring import settings_now

State, Row, Kind = Sending.State, Delivery.State, SendingEvent.Kind


class NotNowError(Exception):
    """What was asked for cannot be done in the state that the sending is in. Says why, in words for an officer."""


def plan(*, edition: EditionPage, rendered: Rendered, by: User | None, at: datetime | None = None) -> Sending:
    """Freeze an edition and have it sent at its time, but not before the time to undo is over.

    Raises `NotNowError` while sending is switched off, and what `freeze` raises.
    """
    require_armed()
    return plan_armed(edition=edition, rendered=rendered, by=by, at=at)


def require_armed() -> None:
    """Raise `NotNowError` while sending is switched off. Never in a transaction that may be undone: it counts each look."""
    if not arming.look_after():
        raise NotNowError("Sending is switched off: this database seems to be restored from a backup.")


def plan_armed(*, edition: EditionPage, rendered: Rendered, by: User | None, at: datetime | None = None) -> Sending:
    """Do the same for who has asked whether sending is switched on."""
    soonest = timezone.now() + timedelta(minutes=settings_now().undo_minutes)
    with transaction.atomic():
        sending = freeze(edition, by=by, start_at=max(at or soonest, soonest), rendered=rendered)
        _tell(Kind.PLANNED, sending, by, sending.audience)
        ask_for_workers(at=sending.start_at)
    return sending


@transaction.atomic
def undo(*, sending: Sending, by: User | None) -> None:
    """Take back a sending of which nothing has gone out: the edition can be changed, and sent anew."""
    locked = _locked(sending)
    if not can_undo(locked):
        raise NotNowError("It is too late to undo it. It can still be paused or cancelled.")
    SendingEvent.objects.create(kind=Kind.UNDONE, edition_id=locked.edition_id, by=by, note=locked.audience)
    locked.deliveries.all().delete()
    locked.delete()


def can_undo(sending: Sending) -> bool:
    """Tell whether nobody was sent it, and nobody can be in this moment.

    A row in a worker's hand may be marked by a statement that began before the sending was paused; only rows that nobody
    holds are surely not.
    """
    if sending.state not in (State.PLANNED, State.PAUSED):
        return False
    untouched = Q(state=Row.EXCLUDED) | Q(state=Row.PENDING, attempts=0, worker="")
    return not sending.deliveries.exclude(untouched).exists()


@transaction.atomic
def pause(*, sending: Sending, by: User | None) -> None:
    """Stop after the messages that are under way."""
    _move(sending, State.PAUSED, only_from=[State.PLANNED, State.RUNNING], kind=Kind.PAUSED, by=by)


@transaction.atomic
def resume(*, sending: Sending, by: User | None) -> None:
    """Go on where it was paused."""
    locked = _move(sending, State.RUNNING, only_from=[State.PAUSED], kind=Kind.RESUMED, by=by)
    if locked.start_at > timezone.now():
        Sending.objects.filter(pk=sending.pk).update(state=State.PLANNED)
    ask_for_workers(at=locked.start_at)


@transaction.atomic
def cancel(*, sending: Sending, by: User | None, note: str = "") -> None:
    """Send it to nobody else."""
    _move(sending, State.CANCELLED, only_from=[State.PLANNED, State.RUNNING, State.PAUSED], kind=Kind.CANCELLED, by=by)
    Sending.objects.filter(pk=sending.pk).update(note=note[:300], finished_at=timezone.now())
    clock.leave_out_what_was_ended()


@transaction.atomic
def settle(*, delivery: Delivery, was_sent: bool, by: User | None, note: str = "") -> None:
    """Say of an uncertain row that it was sent, or have it sent again."""
    sending = _locked(delivery.sending)
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state != Row.UNCERTAIN:
        raise NotNowError("It is not uncertain any more.")
    now = timezone.now()
    if was_sent:
        row.state, row.reply = Row.ACCEPTED, "A person says that it was sent."
    else:
        if sending.state not in (State.RUNNING, State.PAUSED, State.FINISHED) or sending.latest_at <= now:
            raise NotNowError("It cannot be sent again: the edition was cancelled, or its time is over.")
        row.state, row.not_before, row.reply = Row.PENDING, now, "A person has it sent again."
    row.worker, row.lease_until, row.changed_at = "", None, now
    row.save(update_fields=["state", "not_before", "reply", "worker", "lease_until", "changed_at"])
    _tell(Kind.WAS_SENT if was_sent else Kind.SEND_AGAIN, sending, by, note, delivery=row)
    if not was_sent:
        Sending.objects.filter(pk=sending.pk, state=State.FINISHED).update(state=State.RUNNING, finished_at=None)
        ask_for_workers()


def _locked(sending: Sending) -> Sending:
    found: Sending = Sending.objects.select_for_update().get(pk=sending.pk)
    return found


def _move(
    sending: Sending, to: Sending.State, *, only_from: list[Sending.State], kind: SendingEvent.Kind, by: User | None
) -> Sending:
    locked = _locked(sending)
    if locked.state not in only_from:
        raise NotNowError(f"It is: {locked.get_state_display().lower()}.")
    locked.state, locked.note = to, ""
    locked.save(update_fields=["state", "note"])
    _tell(kind, locked, by)
    return locked


def _tell(
    kind: SendingEvent.Kind, sending: Sending, by: User | None, note: str = "", delivery: Delivery | None = None
) -> None:
    SendingEvent.objects.create(
        kind=kind, sending=sending, edition_id=sending.edition_id, delivery=delivery, by=by, note=note[:300]
    )
