"""A worker's share of the sending: for a short stretch it claims, marks, hands over and records, one copy after another.

Any number of workers do this at once, on any number of machines; what they agree on stands in the database.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from het_site.core.email import is_known
from newsletter.models import Delivery, Sending, Subscriber, Suppression
from newsletter.sending import arming, claiming, clock, steps
from newsletter.sending.carriers import Answer, Carrier, Said, carrier_now
from newsletter.sending.claiming import LEASE, Claim, Claimed, Outcome
from newsletter.sending.mailing import Letters, MalformedError
from newsletter.sending.preferring import sender_now
from newsletter.sending.throttle import FRESH

logger = logging.getLogger(__name__)

State, Why = Delivery.State, Delivery.Why
#: seconds after which a worker looks what else there is to do: nobody's code to sign in waits for a newsletter
STRETCH = 20.0
#: seconds that a worker waits for a limit rather than go and come back
SHORT_WAIT = 3.0
#: minutes after which a copy that was refused for now is tried again; after the last it has failed
BACK_OFF = (1, 5, 15, 30, 60, 120, 240)
#: the mail server is left alone for so long when it cannot be reached, or takes nothing from us
LEFT_ALONE = timedelta(seconds=30)
#: so many copies refused one after another are not the readers' fault
REFUSALS_IN_A_ROW = 20

_busy = threading.Lock()


class ServerAwayError(Exception):
    """The mail server cannot be reached, or hangs up before it takes anything."""


def send_some(*, seconds: float = STRETCH, carrier: Carrier | None = None) -> float | None:
    """Send what is due for a stretch of time; give the seconds after which there is more to do, None if there is not.

    One at a time in each process, so that the process has time for other work.
    """
    if not _busy.acquire(blocking=False):
        return None
    try:
        if not arming.look_after():
            return None
        clock.tick()
        worker = Worker(carrier or carrier_now(), until=time.monotonic() + seconds)
        try:
            return worker.work()
        finally:
            worker.carrier.close()
    finally:
        _busy.release()


@dataclass
class Worker:
    """One stretch of work under a name of its own, which no other stretch ever has."""

    carrier: Carrier
    until: float
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:12]}:{os.getpid()}:{uuid.uuid4().hex[:16]}")
    refusals: int = 0

    def work(self) -> float | None:
        """Go through what is being sent, oldest first."""
        waits: list[float] = []
        for sending in Sending.objects.filter(state=Sending.State.RUNNING).order_by("start_at", "pk"):
            try:
                wait = self.work_on(sending)
                clock.forget_note(sending)
            except ServerAwayError as error:
                logger.warning("The mail server is away: %s", error)
                clock.note(sending, f"The mail server is away: {error}")
                wait = LEFT_ALONE.total_seconds()
            except MalformedError as error:
                clock.pause(sending, note=str(error))
                wait = None
            clock.finish(sending)
            if wait is not None:
                waits.append(wait)
        return min(waits, default=None)

    def work_on(self, sending: Sending) -> float | None:
        """Send one edition until there is nothing to claim, or the stretch is over."""
        letters = Letters(sending, sender_now())
        while not self.is_over:
            self._open()
            if not arming.may_send():
                return None
            found = claiming.claim(sending.pk, self.name)
            steps.reached(steps.CLAIMED)
            if found.rows:
                if not self._send(letters, found):
                    return None
            elif found.wait is not None and found.wait <= SHORT_WAIT:
                time.sleep(min(max(found.wait, 0.05), max(0.0, self.until - time.monotonic())))
            else:
                return found.wait
        return 0.0

    @property
    def is_over(self) -> bool:
        """Tell whether the stretch is over."""
        return time.monotonic() >= self.until

    def _open(self) -> None:
        try:
            self.carrier.open()
        except OSError as error:
            raise ServerAwayError(str(error)) from error

    def _send(self, letters: Letters, found: Claim) -> bool:
        """Send what was claimed; tells whether to go on with this sending."""
        rows, done = list(found.rows), None
        stale = time.monotonic() + FRESH if found.is_limited else self.until + LEASE.total_seconds() / 2
        goes_on = True
        try:
            while rows and goes_on and time.monotonic() < min(stale, self.until):
                row = rows.pop(0)
                if row.reader is None:
                    claiming.leave_out(row, self.name, Why.LEFT_SINCE)
                    continue
                if not is_known(row.address):
                    claiming.leave_out(row, self.name, Why.STRANGER)
                    continue
                is_marked = self._tell(done, row)
                done = None
                marked_at = time.monotonic()
                steps.reached(steps.MARKED)
                if not is_marked:
                    goes_on = self._look_why(row)
                    continue
                done, goes_on = self._hand_over(letters, row, marked_at)
        finally:
            if done is not None:
                self._tell(done, None)
            claiming.give_back(self.name, rows)
        return goes_on

    def _tell(self, done: Outcome | None, to: Claimed | None) -> bool:
        """Record what became of one copy and mark the next."""
        is_marked = claiming.advance(self.name, done=done, to=to)
        if done is not None:
            steps.reached(steps.RECORDED)
        return is_marked

    def _hand_over(self, letters: Letters, row: Claimed, marked_at: float) -> tuple[Outcome, bool]:
        """Send one copy that is marked; gives what to record, and whether to go on."""
        if time.monotonic() - marked_at > LEASE.total_seconds() / 2:  # the machine slept: others may have given it up
            return Outcome(row, State.PENDING, "The worker was held up."), True
        try:
            self._reopen()
            said = self.carrier.send(letters, row)
        except ServerAwayError as error:
            said = Said(Answer.NOT_SENT, str(error))
        except MalformedError as error:
            said = Said(Answer.REFUSED, str(error))
        return self._judge(letters, row, said)

    def _reopen(self) -> None:
        """Many servers hang up after some copies; that is no reason to stop."""
        self._open()

    def _judge(self, letters: Letters, row: Claimed, said: Said) -> tuple[Outcome, bool]:
        if said.answer is Answer.ACCEPTED:
            self.refusals = 0
            return Outcome(row, State.ACCEPTED, said.words), True
        if said.answer is Answer.UNKNOWN:
            return Outcome(row, State.UNCERTAIN, said.words), True
        if said.answer is Answer.NOT_SENT:
            return Outcome(row, State.PENDING, said.words, self._short_back_off(row)), True
        if said.answer is Answer.SENDER_REFUSED:
            self._pause(letters, f"The mail server takes nothing from us: {claiming.unnamed(said.words, row)}")
            return Outcome(row, State.PENDING, said.words), False
        if said.answer is Answer.LATER and row.attempts < len(BACK_OFF):
            return Outcome(row, State.PENDING, said.words, timedelta(minutes=BACK_OFF[row.attempts])), True
        self.refusals += 1
        if self.refusals >= REFUSALS_IN_A_ROW:
            last = claiming.unnamed(said.words, row)
            self._pause(letters, f"The mail server refused {self.refusals} copies in a row. The last: {last}")
        return Outcome(row, State.FAILED, said.words), self.refusals < REFUSALS_IN_A_ROW

    def _short_back_off(self, row: Claimed) -> timedelta:
        """Try at once what broke once; wait ever longer, up to five minutes, when it goes on."""
        return timedelta(seconds=min(300, 15 * row.attempts))

    def _pause(self, letters: Letters, note: str) -> None:
        clock.pause(letters.sending, note=note)

    def _look_why(self, row: Claimed) -> bool:
        """Find out why a row may not be sent, and leave the reader out who has left; tells whether to go on."""
        delivery = Delivery.objects.select_related("sending").get(pk=row.pk)
        if not clock.is_running(delivery.sending):
            claiming.give_back(self.name, [row])
            return False
        reader = Subscriber.objects.filter(pk=delivery.subscriber_id or 0).first()
        if reader is None or reader.state == Subscriber.State.LEFT:
            claiming.leave_out(row, self.name, Why.LEFT_SINCE)
        elif (
            reader.state != Subscriber.State.CONFIRMED
            or Suppression.objects.filter(address_key=row.address_key).exists()
        ):
            claiming.leave_out(row, self.name, Why.SUPPRESSED)
        return True
