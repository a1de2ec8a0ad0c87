"""Editions sent by processes that are killed, and what readers then got, counted from what the mail server wrote down.

A process that has loaded everything forks the ones that are killed, so that hundreds take a minute. Used by the short form
among the tests and by `make proof T=sending`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.mail_server import MailServer

STEPS_OF_EACH_COPY = ("marked", "mail", "rcpt", "data", "handed over", "answered", "recorded")
SMALL_CLAIM = 5
PATIENCE = 60.0
NOT_KNOWN = "not-known-"


@dataclass
class Tally:
    """What a number of runs came to."""

    runs: int = 0
    kills: int = 0
    copies: int = 0
    uncertain: int = 0
    uncertain_and_sent: int = 0
    steps: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.runs} editions, {self.kills} kills, {self.copies} copies received: 0 twice, 0 missing;"
            f" {self.uncertain} uncertain, of which {self.uncertain_and_sent} had arrived"
        )


class Runs:
    """Sends edition after edition to the same readers through one mail server."""

    def __init__(self, server: MailServer, *, readers: int, seed: int = 0) -> None:
        self.server, self.tally = server, Tally()
        self.chance = random.Random(seed)  # noqa: S311  (moments, no secret)
        self.readers = readers
        self.took = 1.0

    def edition(self) -> Any:
        """Give an edition that has not been sent: always the same, whose last sending is forgotten once it was counted."""
        from newsletter.models import Delivery, EditionPage, Sending, SendingEvent, Subscriber, Suppression
        from tests.factories.newsletter import make_edition

        for model in (SendingEvent, Delivery, Sending):
            model.objects.all().delete()
        # whose mailbox was not known last time is on the list again
        back = Subscriber.objects.filter(email__startswith=NOT_KNOWN)
        Suppression.objects.filter(address_key__in=back.values("address_key")).delete()
        back.update(state="confirmed", left_at=None)
        return EditionPage.objects.first() or make_edition()

    def kill_at(self, step: str, *, nth: int) -> None:
        """Have a worker kill itself when it comes to a step for the so-manieth time, and another finish."""
        edition = self.edition()
        pid = fork(lambda: serve(edition, stop_at=(step, nth)))
        assert status_of(pid) == -signal.SIGKILL, f"nobody came to “{step}” for the {nth}. time"
        self.tally.steps[step] += 1
        self.finish(edition, kills=1)

    def kill_whenever(self, *, workers: int = 1, victims: int = 1) -> None:
        """Kill workers at a random moment while they send, and have another finish."""
        edition = self.edition()
        plan_once(edition)
        pids = [fork(lambda: serve(edition)) for _ in range(workers)]
        time.sleep(self.chance.uniform(0, self.took))
        for pid in pids[:victims]:
            os.kill(pid, signal.SIGKILL)
        ends = [status_of(pid) for pid in pids]
        assert set(ends) <= {0, -signal.SIGKILL}, ends
        self.finish(edition, kills=ends.count(-signal.SIGKILL))

    def together(self, count: int) -> None:
        """Let several processes plan, start and send the same edition at the same moment."""
        edition = self.edition()
        pids = [fork(lambda: serve(edition)) for _ in range(count)]
        assert [status_of(pid) for pid in pids] == [0] * count
        self.finish(edition, kills=0)
        from newsletter.models import SendingEvent

        kinds = Counter(SendingEvent.objects.filter(edition=edition).values_list("kind", flat=True))
        assert kinds == {"planned": 1, "started": 1, "finished": 1}, kinds

    def finish(self, edition: Any, *, kills: int) -> None:
        """Let one worker send what is left, then count."""
        time_passes()
        began = time.monotonic()
        assert status_of(fork(lambda: serve(edition))) == 0
        if not kills:
            self.took = max(0.05, time.monotonic() - began)
        self.tally.runs += 1
        self.tally.kills += kills
        self.count(edition, kills=kills)

    def count(self, edition: Any, *, kills: int) -> None:
        """Compare what the server wrote down with the list of subscribers."""
        from newsletter.models import Sending, Subscriber
        from newsletter.sending.counting import counts_of

        sending = Sending.objects.get(edition=edition)
        got = Counter(row.to for row in self.server.received() if str(sending.key) in row.message_id)
        states = dict(Subscriber.objects.values_list("email", "state"))
        not_known = {address for address in states if address.startswith(NOT_KNOWN)}
        wanted = {address for address, state in states.items() if state == "confirmed"} | not_known
        uncertain = set(sending.deliveries.filter(state="uncertain").values_list("address", flat=True))
        refused = not_known | {address for address in wanted if address.startswith("refused-")}
        dropped = {address for address in wanted if address.startswith("dropped-")}
        counts = counts_of(sending)
        assert not {address for address, copies in got.items() if copies > 1}, "somebody got it twice"
        assert set(got) <= wanted, "somebody got it who should not"
        assert wanted - set(got) - refused <= uncertain, "somebody is missing of whom nobody knows"
        assert dropped <= uncertain
        assert {address for address in not_known if states[address] != "stopped"} <= uncertain
        assert len(uncertain - dropped) <= kills, "more is uncertain than workers were killed"
        assert counts.adds_up, counts
        assert counts.candidates == Subscriber.objects.count()
        assert counts.to_do == 0
        assert sending.state == "finished", sending.state
        self.tally.copies += len(got)
        self.tally.uncertain += len(uncertain)
        self.tally.uncertain_and_sent += len(uncertain & set(got))


# Processes


def fork(work: Callable[[], None]) -> int:
    """Do a piece of work in a process of its own, with connections of its own."""
    from django.db import connections

    connections.close_all()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def status_of(pid: int) -> int:
    """Wait for a process; gives 0, a fault's number, or what killed it as a negative number."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise AssertionError("A worker did not come to an end.")


def serve(edition: Any, *, stop_at: tuple[str, int] | None = None) -> None:
    """Plan an edition, if nobody has, and send until nothing is left to do; die at a step, if one is given."""
    from newsletter.sending import claiming, run, steps

    claiming.CLAIM = SMALL_CLAIM
    if stop_at:
        seen: Counter[str] = Counter()

        def reached(step: str) -> None:
            seen[step] += 1
            if (step, seen[step]) == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)

        steps.reached = reached
    plan_once(edition)
    end = time.monotonic() + PATIENCE
    while (wait := run.send_some(seconds=5)) is not None and time.monotonic() < end:
        time.sleep(min(wait, 0.05))
        come_round(edition)


def come_round(edition: Any) -> None:
    """Do not wait minutes for what was refused for now."""
    from django.utils import timezone

    from newsletter.models import Delivery

    Delivery.objects.filter(sending__edition=edition, state="pending").update(not_before=timezone.now())


def plan_once(edition: Any) -> None:
    """Plan an edition unless somebody has, or does it at this moment."""
    from contextlib import suppress

    from newsletter.models import Sending
    from newsletter.sending.actions import plan
    from newsletter.sending.freezing import AlreadySentError
    from tests.newsletter.sending.conftest import RENDERED

    if not Sending.objects.filter(edition=edition).exists():
        with suppress(AlreadySentError):
            plan(edition=edition, rendered=RENDERED, by=None)


def time_passes() -> None:
    """Put an end to the leases of workers that are dead, instead of waiting for it."""
    from datetime import timedelta

    from django.utils import timezone

    from newsletter.models import Delivery

    Delivery.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))


# Beginning


def begin(*, readers: int, treated: bool = True) -> None:
    """Make Django ready, with readers, some of them special, and others who are not sent anything."""
    import django

    django.setup()
    import logging

    logging.disable(logging.CRITICAL)  # what workers say of each kill
    from newsletter.models import Suppression
    from tests.factories.newsletter import make_subscriber
    from tests.newsletter.sending.conftest import choose

    choose(per_minute=0, domain_per_minute=0, undo_minutes=0)
    for number in range(readers):
        make_subscriber(email=f"reader-{readers}-{number}@demo.example")
    if treated:
        for name in ("later", "refused", "not-known", "dropped", "hangs-up"):
            make_subscriber(email=f"{name}-1@demo.example")
        for state in ("pending", "left", "stopped"):
            make_subscriber(email=f"{state}@demo.example", state=state)
        suppressed = make_subscriber(email="suppressed@demo.example", state="left")
        Suppression.objects.create(address_key=suppressed.address_key, reason="left")
