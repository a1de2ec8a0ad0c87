"""Rows as workers take them: claimed a few at a time, marked one at a time before the mail server hears of it, and recorded.

A row that is claimed has not been sent: when its lease is over, anybody may claim it. A row that is marked (`sending`) may
have been: when its lease is over, it is uncertain, and only its own worker or a person can say more.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from newsletter.models import Delivery
from newsletter.sending import steps
from newsletter.sending.preferring import settings_now
from newsletter.sending.throttle import Purse

State, Why = Delivery.State, Delivery.Why
T = TypeVar("T")

#: longer than any mail server may keep a worker waiting over one message
LEASE = timedelta(minutes=3)
#: how many rows are claimed at once
CLAIM = 50
#: seconds for which a worker holds on to what it knows while the database is away
PATIENCE = 150.0
LONGEST_REPLY = 300


@dataclass(frozen=True)
class Claimed:
    """One reader's row in the hand of a worker; `reader` is the key of the subscriber, if they are still there."""

    pk: int
    address: str
    domain: str
    address_key: str
    attempts: int
    reader: UUID | None


@dataclass(frozen=True)
class Claim:
    """What a worker has got; with nothing got, the seconds after which there may be something, if ever."""

    rows: list[Claimed]
    wait: float | None = None
    is_limited: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a row: its new state, what the mail server said, and when to try again."""

    row: Claimed
    state: Delivery.State
    reply: str = ""
    again_in: timedelta = timedelta()


#: a mark that a crash of the database could undo would be worth nothing
_DURABLE = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
_DUE = """
    SELECT id, domain FROM newsletter_delivery
    WHERE sending_id = %s AND state = 'pending' AND not_before <= statement_timestamp()
        AND (lease_until IS NULL OR lease_until < statement_timestamp()) AND domain <> ALL(%s) AND id <> ALL(%s)
    ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED"""
_TAKE = """
    WITH taken AS (
        UPDATE newsletter_delivery SET worker = %(worker)s, lease_until = statement_timestamp() + %(lease)s,
            changed_at = statement_timestamp() WHERE id = ANY(%(taken)s)
        RETURNING id, address, domain, address_key, attempts, subscriber_id)
    SELECT t.id, t.address, t.domain, t.address_key, t.attempts, s.key
    FROM taken t LEFT JOIN newsletter_subscriber s ON s.id = t.subscriber_id ORDER BY t.id"""
_NEXT = """SELECT extract(epoch FROM min(not_before) - statement_timestamp())::float, array_agg(DISTINCT domain)
    FILTER (WHERE not_before <= statement_timestamp()) FROM newsletter_delivery
    WHERE sending_id = %s AND state = 'pending' AND (lease_until IS NULL OR lease_until < statement_timestamp())"""
_ADVANCE = """
    WITH told AS (
        UPDATE newsletter_delivery SET state = %(state)s, reply = %(reply)s, changed_at = statement_timestamp(),
            not_before = statement_timestamp() + %(again_in)s, lease_until = NULL,
            worker = CASE %(state)s WHEN 'pending' THEN '' ELSE worker END
        WHERE id = %(done)s AND worker = %(worker)s AND attempts = %(done_attempts)s AND state IN ('sending', 'uncertain')),
    marked AS (
        UPDATE newsletter_delivery d SET state = 'sending', attempts = %(attempts)s, lease_until = statement_timestamp() + %(lease)s,
            changed_at = statement_timestamp()
        FROM newsletter_sending g, newsletter_subscriber s
        WHERE d.id = %(next)s AND d.worker = %(worker)s AND d.lease_until > statement_timestamp()
            AND (d.state = 'pending' OR (d.state = 'sending' AND d.attempts = %(attempts)s))
            AND g.id = d.sending_id AND g.state = 'running' AND g.latest_at > statement_timestamp()
            AND s.id = d.subscriber_id AND s.state = 'confirmed'
            AND NOT EXISTS (SELECT FROM newsletter_suppression x WHERE x.address_key = s.address_key)
        RETURNING d.id)
    SELECT count(*) FROM marked"""


def claim(sending: int, worker: str, *, most: int | None = None) -> Claim:
    """Take rows of a sending that are due, as many as the limits let go now."""
    most = most or CLAIM
    with transaction.atomic():
        purse = Purse.open(settings_now())
        taken: list[int] = []
        with connection.cursor() as cursor:
            cursor.execute(_DURABLE)
            while len(taken) < most and not purse.is_empty:
                full = purse.full
                cursor.execute(_DUE, [sending, full, taken, most - len(taken)])
                due = cursor.fetchall()
                taken += [pk for pk, domain in due if purse.take(domain)]
                if len(purse.full) == len(full) or not due:
                    break
            steps.reached(steps.CLAIMING)
            if purse.is_empty and not taken:
                return Claim([], wait=purse.wait([]), is_limited=True)
            if not taken:
                cursor.execute(_NEXT, [sending])
                in_seconds, domains = cursor.fetchone()
                wait = None if in_seconds is None else max(in_seconds, purse.wait(domains or []) if domains else 0.0)
                return Claim([], wait=wait, is_limited=purse.is_limited)
            purse.close()
            given: dict[str, Any] = {"worker": worker, "lease": LEASE, "taken": taken}
            cursor.execute(_TAKE, given)
            rows = [Claimed(*row) for row in cursor.fetchall()]
    return Claim(rows, is_limited=purse.is_limited)


def advance(worker: str, *, done: Outcome | None, to: Claimed | None) -> bool:
    """Record what became of one row and mark the next in the same commit; tells whether the next may be sent now.

    It may not where the sending is no longer running, its time is over, the reader has left, or the claim has run out.
    Asked again after a commit that nobody confirmed, it does the same once.
    """
    given: dict[str, Any] = {
        "worker": worker,
        "lease": LEASE,
        "done": done.row.pk if done else None,
        "done_attempts": done.row.attempts + 1 if done else None,
        "state": str(done.state) if done else "",
        "reply": unnamed(done.reply, done.row) if done else "",
        "again_in": done.again_in if done else timedelta(),
        "next": to.pk if to else None,
        "attempts": to.attempts + 1 if to else None,
    }

    def commit() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_ADVANCE, given)
            return bool(cursor.fetchone()[0])

    return insisting(commit)


def give_back(worker: str, rows: list[Claimed]) -> None:
    """Let others have rows that were claimed and not marked."""
    if rows:
        insisting(
            lambda: Delivery.objects.filter(pk__in=[row.pk for row in rows], worker=worker, state=State.PENDING).update(
                worker="", lease_until=None
            )
        )


def leave_out(row: Claimed, worker: str, why: Delivery.Why) -> None:
    """Leave out a reader who was claimed and not marked."""
    insisting(
        lambda: Delivery.objects.filter(pk=row.pk, worker=worker, state=State.PENDING).update(
            state=State.EXCLUDED, why=why, address="", domain="", lease_until=None
        )
    )


def insisting(work: Callable[[], T]) -> T:
    """Write to the ledger, again and again while the database is away: what has been sent must not be forgotten."""
    end = time.monotonic() + PATIENCE
    is_new = False
    while True:
        try:
            if is_new:
                with connection.cursor() as cursor:
                    cursor.execute(_DURABLE)
            return work()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > end:
                raise
            connection.close()
            is_new = True
            time.sleep(0.25)


def unnamed(words: str, row: Claimed) -> str:
    """Give what a mail server said, without the address that it may repeat, and without what is no letter."""
    said = re.sub(re.escape(row.address), "…", words, flags=re.IGNORECASE) if row.address else words
    return "".join(letter if letter.isprintable() else " " for letter in said)[:LONGEST_REPLY]
