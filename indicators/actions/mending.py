"""Takes a file in once, however often its form is sent; puts a mended file, or mended words, in the place of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone
from wagtail.log_actions import log

from het_site.core.models import User
from indicators.actions.releases import Status, check_again, checksum_of, discard_release, receive_file
from indicators.models import DataRelease

#: one lock for each person: what they send twice at once is taken one after the other
SENDING_LOCK = 0x53454E
#: the same file with the same settings again within this time is the same press of the button
MOMENT = timedelta(minutes=2)
#: what the check of a file depends on, and until when it can be done anew
CHECKED_WITH = frozenset({"indicator", "mode", "disclosure", "source_name", "licence"})
CORRECTED = frozenset({Status.READY, Status.FAULTY, Status.FAILED})


@transaction.atomic
def receive_once(
    *, file: File[bytes], by: User, instead_of: DataRelease | None = None, **said: Any
) -> tuple[DataRelease, bool]:
    """Take a file in; give its release, and whether it is a new one.

    The release whose place it takes is discarded, which keeps its file, its faults and its history.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SENDING_LOCK, by.pk])
    twin = (
        DataRelease.objects.filter(
            loaded_by=by, checksum=checksum_of(file), loaded_at__gte=timezone.now() - MOMENT, **said
        )
        .exclude(status=DataRelease.Status.DISCARDED)
        .order_by("pk")
        .first()
    )
    if twin is not None:
        return twin, False
    release = receive_file(file=file, by=by, **said)
    if instead_of is not None:
        discard_release(release=instead_of, by=by, why=f"“{release.title}” was handed in instead.")
        release.mends = instead_of
        release.save(update_fields=["mends"])
    return release, True


@transaction.atomic
def correct_release(*, release: DataRelease, by: User, **said: Any) -> None:
    """Correct what is said of a release; where it changes how the file is taken, the file is checked again."""
    changed = [name for name, value in said.items() if getattr(release, name) != value]
    for name in changed:
        setattr(release, name, said[name])
    if not changed:
        return
    release.save(update_fields=changed)
    log(release, "indicators.release.correct", user=by, data={"fields": changed})
    if CHECKED_WITH.intersection(changed) and release.status in CORRECTED:
        check_again(release=release, by=by)
