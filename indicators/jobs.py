"""Puts the jobs for a release where workers find them, and tells whether there is one. Does none of the work.

A job is put in the transaction of what it is about. The release's own state says what has to be done; a job that finds
nothing to do ends, so one too many does no harm.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from indicators.models import DataRelease

logger = logging.getLogger(__name__)

QUEUE = "figures"
CHECK, PUBLISH = "indicators.tasks.check_release", "indicators.tasks.publish_release"


def ask_for_check(release: DataRelease) -> None:
    """Have a release checked as soon as a worker is free."""
    _ask(CHECK, release)


def ask_for_publication(release: DataRelease) -> None:
    """Have a release published, at its time if it has one."""
    _ask(PUBLISH, release, at=release.publish_at)


def _ask(task: str, release: DataRelease, *, at: datetime | None = None) -> None:
    options: dict[str, Any] = {"schedule_at": at} if at else {}
    waiting = f"{task} {release.pk} {at.isoformat() if at else ''}".strip()
    try:
        with transaction.atomic():  # the refusal of a second job must not end the caller's transaction
            app.configure_task(task, queue=QUEUE, lock=f"release {release.pk}", queueing_lock=waiting, **options).defer(
                release_id=release.pk
            )
    except AlreadyEnqueued:
        logger.info("There is a job for release %s already.", release.pk)
