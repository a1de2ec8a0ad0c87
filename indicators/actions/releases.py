"""What an officer does with a release: hands a file in, answers, sets a time, takes it back, undoes. Short work only.

What takes long (`checking`, `publishing`) is done by a worker; the jobs for it are put in the same transaction as what
they are about, so that neither is ever there without the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from het_site.core.models import User
from indicators import jobs, staging
from indicators.models import DataRelease, Indicator

Status = DataRelease.Status
#: locks of ours that belong to one release each
RELEASE_LOCK = 0x52454C
#: before anything of it can be seen by readers
OPEN = frozenset({Status.UPLOADED, Status.MATCHING, Status.FAULTY, Status.READY, Status.SCHEDULED, Status.FAILED})


class ReleaseError(Exception):
    """What was asked of a release cannot be done; the message is for the officer."""


class BusyReleaseError(ReleaseError):
    """A worker is at it right now."""


class FiguresChangedError(ReleaseError):
    """Somebody else published figures of the same indicators meanwhile: the difference has to be looked at again."""


def receive_file(
    *,
    file: File[bytes],
    by: User | None,
    title: str = "",
    indicator: Indicator | None = None,
    mode: str = DataRelease.Mode.ADD,
    disclosure: str = DataRelease.Disclosure.AUTOMATIC,
    source_name: str = "",
    source_url: str = "",
    licence: str = "",
    notes: str = "",
    matching: Mapping[str, Any] | None = None,
    check_now: bool = False,
) -> DataRelease:
    """Keep a file where no web server shows it and have it checked; `check_now`: the caller will check it at once."""
    name = PurePath(file.name or "figures").name
    release = DataRelease(
        title=(title or PurePath(name).stem)[:200],
        indicator=indicator,
        mode=mode,
        disclosure=disclosure,
        source_name=source_name,
        source_url=source_url,
        licence=licence,
        notes=notes,
        matching=dict(matching or {}),
        file_name=name[-200:],
        checksum=checksum_of(file),
        loaded_by=by,
        step="Waiting for a worker",
    )
    release.counts = {"notices": same_bytes_notices(release)}
    with transaction.atomic():
        release.file.save(name[-80:], file, save=False)
        release.save()
        _log(release, "receive", by, why=notes)
        if not check_now:
            jobs.ask_for_check(release)
    return release


def checksum_of(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def same_bytes_notices(release: DataRelease) -> list[str]:
    """Say when the very same file has been published before: an officer may have picked the wrong one."""
    same = DataRelease.objects.published().filter(checksum=release.checksum).exclude(checksum="").first()
    if same is None or same.published_at is None:
        return []
    day = date_format(timezone.localtime(same.published_at), "j F Y")
    return [f"The very same file was published as “{same.title}” on {day}."]


@contextmanager
def at_work_on(release: DataRelease, *, wait: bool = False) -> Iterator[DataRelease]:
    """Hold a release for one transaction and give it as it is now; raises `BusyReleaseError` rather than wait.

    The lock is beside the row, so that the progress of the work can still be written into it.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            if wait:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [RELEASE_LOCK, release.pk])
            else:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [RELEASE_LOCK, release.pk])
                if cursor.fetchone() != (True,):
                    raise BusyReleaseError("A worker is at this release right now. Try again in a moment.")
        release.refresh_from_db()
        yield release


def answer_matching(*, release: DataRelease, matching: Mapping[str, Any], by: User | None) -> None:
    """Say which column is what in a sheet made by hand, and have it checked."""
    with at_work_on(release):
        _refuse_unless(release, OPEN - {Status.SCHEDULED}, "Its columns cannot be matched")
        release.matching = dict(matching)
        _set(release, Status.UPLOADED, "Waiting for a worker", "matching")
        _log(release, "match", by)
        jobs.ask_for_check(release)


def check_again(*, release: DataRelease, by: User | None) -> None:
    """Have a release checked once more, for example after an indicator's definition was mended."""
    with at_work_on(release):
        _refuse_unless(release, OPEN - {Status.SCHEDULED, Status.MATCHING}, "It cannot be checked again")
        _set(release, Status.UPLOADED, "Waiting for a worker")
        _log(release, "check_again", by)
        jobs.ask_for_check(release)


def start_publishing(*, release: DataRelease, by: User | None) -> None:
    """Have a release published as soon as a worker is free."""
    with at_work_on(release):
        _refuse_unless(release, {Status.READY, Status.SCHEDULED}, "It cannot be published")
        release.published_by = by
        release.publish_at = None
        _set(release, Status.PUBLISHING, "Waiting for a worker", "published_by", "publish_at")
        jobs.ask_for_publication(release)


def schedule_release(*, release: DataRelease, publish_at: datetime, by: User | None) -> None:
    """Have a release published at a time to come, in the name of whoever says so now."""
    if publish_at <= timezone.now():
        raise ReleaseError("The time to publish has passed already.")
    with at_work_on(release):
        _refuse_unless(release, {Status.READY, Status.SCHEDULED}, "It cannot be given a time")
        release.publish_at = publish_at
        release.published_by = by
        _set(release, Status.SCHEDULED, "", "publish_at", "published_by")
        _log(release, "schedule", by, publish_at=publish_at.isoformat())
        jobs.ask_for_publication(release)


def unschedule_release(*, release: DataRelease, by: User | None) -> None:
    """Take back the time at which a release was to be published."""
    with at_work_on(release):
        _refuse_unless(release, {Status.SCHEDULED}, "It has no time to take back")
        release.publish_at = None
        release.published_by = None
        _set(release, Status.READY, "", "publish_at", "published_by")
        _log(release, "unschedule", by)


def discard_release(*, release: DataRelease, by: User | None, why: str = "") -> None:
    """Give a release up: what came in with it is forgotten, who and when and the file stay."""
    with at_work_on(release):
        _refuse_unless(release, OPEN, "It cannot be discarded")
        staging.clear(release)
        release.publish_at = None
        _set(release, Status.DISCARDED, "", "publish_at")
        _log(release, "discard", by, why=why)


def restore_release(*, to: DataRelease, by: User | None, why: str, check_now: bool = False) -> DataRelease:
    """Bring back the figures as they were when an earlier release was the last one: as a release of its own.

    It is checked and published like any other; only what changed since then is touched.
    """
    if to.number is None:
        raise ReleaseError("Only a release that was published can be brought back.")
    release = DataRelease(
        title=f"Back to number {to.number}",
        restores=to,
        mode=DataRelease.Mode.REPLACE,
        disclosure=DataRelease.Disclosure.AT_SOURCE,
        notes=why,
        loaded_by=by,
        step="Waiting for a worker",
    )
    with transaction.atomic():
        release.save()
        _log(release, "restore", by, why=why, number=to.number)
        if not check_now:
            jobs.ask_for_check(release)
    return release


def _refuse_unless(release: DataRelease, allowed: frozenset[Status] | set[Status], what: str) -> None:
    if release.status not in allowed:
        raise ReleaseError(f"{what}: its state is “{release.get_status_display().lower()}”.")


def _set(release: DataRelease, status: Status, step: str, *fields: str) -> None:
    release.status, release.step, release.rows_done = status, step, 0
    release.save(update_fields=["status", "step", "rows_done", *fields])


def _log(release: DataRelease, action: str, by: User | None, **data: object) -> None:
    log(release, f"indicators.release.{action}", user=by, data={key: value for key, value in data.items() if value})
