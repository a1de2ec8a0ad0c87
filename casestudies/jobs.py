"""Puts the jobs about stories where workers find them, in the transaction of what they are about. Does none of the work."""

from __future__ import annotations

from procrastinate.contrib.django import app

QUEUE = "stories"
NOTICE = "casestudies.tasks.send_notice"


def ask_for_notice(*, notice: str, submission_id: int, user_id: int | None, invitation_id: int | None) -> None:
    """Have one person told something as soon as a worker is free."""
    app.configure_task(NOTICE, queue=QUEUE, lock=f"story {submission_id}").defer(
        notice=notice, submission_id=submission_id, user_id=user_id, invitation_id=invitation_id
    )
