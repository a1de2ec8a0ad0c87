"""Puts the jobs about figures where workers find them. Does none of the work.

A job is put in the transaction of what it is about. The release's own state says what has to be done; a job that finds
nothing to do ends, so one too many does no harm.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from indicators.models import DataRelease, PostcodeLookup

logger = logging.getLogger(__name__)

QUEUE = "figures"
CHECK, PUBLISH = "indicators.tasks.check_release", "indicators.tasks.publish_release"
REFRESH = "indicators.tasks.refresh_findings"
CHECK_POSTCODES, LOAD_POSTCODES = "indicators.tasks.check_postcodes", "indicators.tasks.load_postcodes"


def _lock(release: DataRelease) -> str:
    return f"release {release.pk}"


def ask_for_check(release: DataRelease) -> None:
    """Have a release checked as soon as a worker is free."""
    _ask(CHECK, lock=_lock(release), release_id=release.pk)


def ask_for_publication(release: DataRelease) -> None:
    """Have a release published, at its time if it has one."""
    _ask(PUBLISH, lock=_lock(release), at=release.publish_at, release_id=release.pk)


def ask_for_findings() -> None:
    """Have what all live figures say worked out anew; asked for twice, it is done once."""
    _ask(REFRESH, lock="findings")


def _ask(task: str, *, lock: str, at: datetime | None = None, **arguments: Any) -> None:
    options: dict[str, Any] = {"schedule_at": at} if at else {}
    waiting = f"{task} {lock} {at.isoformat() if at else ''}".strip()
    try:
        with transaction.atomic():  # the refusal of a second job must not end the caller's transaction
            app.configure_task(task, queue=QUEUE, lock=lock, queueing_lock=waiting, **options).defer(**arguments)
    except AlreadyEnqueued:
        logger.info("There is a job “%s” already.", waiting)


def is_expected(release: DataRelease) -> bool:
    """Tell whether a worker is at a release or will be."""
    return _jobs(release).filter(status__in=["todo", "doing"]).exists()


def was_given_up(release: DataRelease) -> bool:
    """Tell whether the last job of a release failed for good."""
    return _jobs(release).filter(status="failed").exists()


def _jobs(release: DataRelease) -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(lock=_lock(release))


def ask_for_postcode_check(lookup: PostcodeLookup) -> None:
    """Have a lookup of postcodes checked as soon as a worker is free."""
    _ask(CHECK_POSTCODES, lock=_lookup_lock(lookup), lookup_id=lookup.pk)


def ask_for_postcodes(lookup: PostcodeLookup) -> None:
    """Have a lookup of postcodes loaded."""
    _ask(LOAD_POSTCODES, lock=_lookup_lock(lookup), lookup_id=lookup.pk)


def postcodes_are_expected(lookup: PostcodeLookup) -> bool:
    """Tell whether a worker is at a lookup or will be."""
    return ProcrastinateJob.objects.filter(lock=_lookup_lock(lookup), status__in=["todo", "doing"]).exists()


def postcodes_were_given_up(lookup: PostcodeLookup) -> bool:
    """Tell whether the last job of a lookup failed for good."""
    return ProcrastinateJob.objects.filter(lock=_lookup_lock(lookup), status="failed").exists()


def _lookup_lock(lookup: PostcodeLookup) -> str:
    return f"postcodes {lookup.pk}"
