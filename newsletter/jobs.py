"""Puts the newsletter's jobs where workers find them, in the transaction of what they are about. Does none of the work."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.exceptions import AlreadyEnqueued

from het_site.core.workers import SILENCE

QUEUE = "newsletter"
SEND = "newsletter.tasks.send_some"
#: whatever a person waits for, such as a code to sign in with, goes first
AFTER_OTHERS = -10
MOST_LANES = 20


def ask_for_workers(*, at: datetime | None = None) -> None:
    """Have every worker that is there take a share of what is being sent, now or at a time."""
    there = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENCE).count()
    for lane in range(max(1, min(there, MOST_LANES))):
        ask_for_lane(lane, at=at)


def ask_for_lane(lane: int, *, at: datetime | None = None) -> None:
    """Have a share sent; asked for twice, it is done once. One that waits for a time gives way to one that does not."""
    is_later = at is not None and at > timezone.now() + timedelta(seconds=1)
    lock = f"newsletter {lane}{' later' if is_later else ''}"
    with (
        contextlib.suppress(AlreadyEnqueued),
        transaction.atomic(),
    ):  # the refusal must not end the caller's transaction
        app.configure_task(
            SEND, queue=QUEUE, queueing_lock=lock, priority=AFTER_OTHERS, schedule_at=at if is_later else None
        ).defer(lane=lane)
