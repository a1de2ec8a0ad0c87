"""Puts the jobs about stories where workers find them, in the transaction of what they are about. Does none of the work."""

from __future__ import annotations

import contextlib
import time

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "stories"
NOTICE, CATALOGUE = "casestudies.tasks.send_notice", "casestudies.tasks.look_after_catalogue"


def ask_for_notice(*, notice: str, submission_id: int, user_id: int | None, invitation_id: int | None) -> None:
    """Have one person told something as soon as a worker is free."""
    app.configure_task(NOTICE, queue=QUEUE, lock=f"story {submission_id}").defer(
        notice=notice, submission_id=submission_id, user_id=user_id, invitation_id=invitation_id
    )


def ask_for_catalogue() -> None:
    """Have the library's catalogue written down as soon as a worker is free; asked for twice, it is done once."""
    with (
        contextlib.suppress(AlreadyEnqueued),
        transaction.atomic(),
    ):  # the refusal must not end the caller's transaction
        app.configure_task(CATALOGUE, queueing_lock=CATALOGUE).defer(timestamp=int(time.time()))
