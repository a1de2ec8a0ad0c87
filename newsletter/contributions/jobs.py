"""Puts the jobs about items where workers find them, in the transaction of what they are about. Does none of the work."""

from __future__ import annotations

from procrastinate.contrib.django import app

QUEUE = "items"
NOTICE = "newsletter.contributions.tasks.send_notice"


def ask_for_notice(*, notice: str, item_id: int, user_id: int) -> None:
    """Have one person told something as soon as a worker is free."""
    app.configure_task(NOTICE, queue=QUEUE, lock=f"item {item_id}").defer(
        notice=notice, item_id=item_id, user_id=user_id
    )
