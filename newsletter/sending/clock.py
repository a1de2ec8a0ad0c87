"""What time does to sendings: starts them, gives rows up whose worker is gone, ends what is late, finishes what is done.

Each change is one statement that asks for the state it changes, so that two who do it at once do it once.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from newsletter.models import Delivery, Sending, SendingEvent
from newsletter.sending import refusals, steps
from newsletter.sending.counting import counts_of

logger = logging.getLogger(__name__)

State, Row = Sending.State, Delivery.State
Kind = SendingEvent.Kind
LOST = "The worker stopped while the message was in its hand."
DOES_NOT_ADD_UP = "Stopped: the counts do not add up. Whoever runs the site has to look at it before it goes on."
#: why rows are left out that a sending which has ended can no longer send
LEFT_BY = {State.CANCELLED: Delivery.Why.CANCELLED, State.LATE: Delivery.Why.LATE, State.FINISHED: Delivery.Why.LATE}


def tick() -> None:
    """Do all of it. Called every minute by the clock, and by each worker before it sends."""
    give_up_lost_rows()
    open_again()
    end_what_is_late()
    start_what_is_due()
    leave_out_what_was_ended()
    for sending in Sending.objects.filter(state=State.RUNNING):
        finish(sending)


def start_what_is_due() -> int:
    """Start sendings whose time has come; gives how many."""
    started = 0
    for sending in Sending.objects.filter(state=State.PLANNED, start_at__lte=timezone.now()):
        with transaction.atomic():
            if _change(sending, State.RUNNING, only_from=State.PLANNED):
                _tell(Kind.STARTED, sending)
                started += 1
    return started


def give_up_lost_rows() -> int:
    """Say of rows whose worker let its lease run out that nobody knows whether they were sent; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsletter_delivery SET state = 'uncertain', lease_until = NULL, changed_at = statement_timestamp(), reply = %s"
            " WHERE state = 'sending' AND lease_until < statement_timestamp()",
            [LOST],
        )
        if cursor.rowcount:
            logger.warning("%d messages are uncertain: their worker stopped.", cursor.rowcount)
        return int(cursor.rowcount)


def open_again() -> None:
    """Go on with a finished sending of which a row turned out not to have been sent, such as one thought uncertain."""
    waiting = Delivery.objects.filter(sending=OuterRef("pk"), state=Row.PENDING)
    Sending.objects.filter(Exists(waiting), state=State.FINISHED, latest_at__gt=timezone.now()).update(
        state=State.RUNNING, finished_at=None
    )


def end_what_is_late() -> None:
    """End sendings whose time is over: who has not been sent it will not be."""
    for sending in Sending.objects.filter(
        state__in=[State.PLANNED, State.RUNNING, State.PAUSED], latest_at__lte=timezone.now()
    ):
        counts = counts_of(sending)
        if sending.state == State.RUNNING and not counts.pending:
            continue  # it is only being finished
        was_begun = counts.accepted or counts.failed or counts.uncertain or counts.sending
        with transaction.atomic():
            if _change(sending, State.FINISHED if was_begun else State.LATE, only_from=State(sending.state)):
                left = f"{counts.pending:,} {'reader was' if counts.pending == 1 else 'readers were'}"
                note = f"{left} not sent it: its time was over."
                Sending.objects.filter(pk=sending.pk).update(note=note, finished_at=timezone.now())
                _tell(Kind.FINISHED, sending, note)
    leave_out_what_was_ended()


def leave_out_what_was_ended() -> None:
    """Leave out whoever still waits for a sending that has ended."""
    for state, why in LEFT_BY.items():
        left = Delivery.objects.filter(state=Row.PENDING, sending__state=state)
        if state == State.FINISHED:  # one that came back in time is not left out: see `open_again`
            left = left.filter(sending__latest_at__lte=timezone.now())
        left.update(state=Row.EXCLUDED, why=why, address="", domain="", lease_until=None, changed_at=timezone.now())


def finish(sending: Sending) -> bool:
    """Finish a sending of which nothing is to do; stop one whose counts do not add up. Tells whether it is finished."""
    counts = counts_of(sending)
    if not counts.adds_up:
        logger.error("Sending %s: %s candidates, but %s rows.", sending.pk, counts.candidates, counts.rows)
        pause(sending, note=DOES_NOT_ADD_UP)
        return False
    if counts.failed:
        refusals.tell_of(sending)
    if counts.to_do:
        return False
    steps.reached(steps.FINISHING)
    waiting = Delivery.objects.filter(sending=OuterRef("pk"), state__in=[Row.PENDING, Row.SENDING])
    with transaction.atomic():
        ended = Sending.objects.filter(~Exists(waiting), pk=sending.pk, state=State.RUNNING).update(
            state=State.FINISHED, finished_at=timezone.now(), note=""
        )
        if ended:
            _tell(Kind.FINISHED, sending)
    return bool(ended)


def pause(sending: Sending, *, note: str) -> None:
    """Stop a sending that cannot go on, until a person resumes it."""
    with transaction.atomic():
        if _change(sending, State.PAUSED, only_from=State.RUNNING):
            Sending.objects.filter(pk=sending.pk).update(note=note[:300])
            _tell(Kind.PAUSED, sending, note)
    logger.error("Sending %s was paused: %s", sending.pk, note)


def note(sending: Sending, words: str) -> None:
    """Say what is in the way."""
    Sending.objects.filter(pk=sending.pk).update(note=words[:300])


def forget_note(sending: Sending) -> None:
    """Say nothing is in the way any more, while it runs."""
    Sending.objects.filter(pk=sending.pk, state=State.RUNNING).exclude(note="").update(note="")


def is_running(sending: Sending) -> bool:
    """Tell whether it is being sent at this moment."""
    return Sending.objects.filter(pk=sending.pk, state=State.RUNNING, latest_at__gt=timezone.now()).exists()


def blank_addresses(*, days: int) -> int:
    """Blank addresses in the ledger that have served: a sending's, so many days after its end. Gives how many."""
    before = timezone.now() - timedelta(days=days)
    served = Delivery.objects.exclude(address="").filter(sending__finished_at__lt=before)
    return served.exclude(state__in=[Row.PENDING, Row.SENDING]).update(address="", domain="", reply="")


def _change(sending: Sending, to: Sending.State, *, only_from: Sending.State) -> bool:
    return bool(Sending.objects.filter(pk=sending.pk, state=only_from).update(state=to))


def _tell(kind: SendingEvent.Kind, sending: Sending, words: str = "") -> None:
    SendingEvent.objects.create(kind=kind, sending=sending, edition_id=sending.edition_id, note=words[:300])
