"""Lets somebody see what readers would see if a release were published, and leaves everything as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from indicators import staging
from indicators.actions.findings import record_findings
from indicators.actions.releases import BusyReleaseError, ReleaseError, Status
from indicators.models import DataRelease, Indicator

#: how long a look may wait for a publication that is under way
PATIENCE = "5s"
BUSY = "Figures are being published right now. Try again in a moment."


@contextmanager
def as_if_published(*, release: DataRelease, indicator_id: int) -> Iterator[Indicator]:
    """Make the figures of one indicator those that the release would make live, for as long as the block lasts.

    It is a transaction that is always undone: nobody else sees any of it, and what waits for its end never happens.
    Whoever calls it has the statistics loaded, in a web process too: only officers who preview do.
    Raises `ReleaseError` where the release has nothing that could be shown.
    """
    if release.status not in {Status.READY, Status.SCHEDULED}:
        raise ReleaseError(f"There is nothing to preview: its state is “{release.get_status_display().lower()}”.")
    with transaction.atomic():
        try:
            _apply(release, indicator_id)
            yield Indicator.objects.get(pk=indicator_id)
        finally:
            transaction.set_rollback(True)


def _apply(release: DataRelease, indicator_id: int) -> None:
    is_replacing = release.mode == DataRelease.Mode.REPLACE
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        _make_unlisted(release, indicator_id)
        staging.move_replaced(release, indicator_ids=[indicator_id], is_replacing=is_replacing)
        staging.make_live(release, indicator_ids=[indicator_id])
        record_findings(release=release, indicators=Indicator.objects.filter(pk=indicator_id))
    except OperationalError as error:
        raise BusyReleaseError(BUSY) from error


def _make_unlisted(release: DataRelease, indicator_id: int) -> None:
    """Make an indicator that comes with the release, without telling anybody: no signal, no revision, no entry in a log."""
    from indicators.actions.publishing import definition_of_unlisted

    entry = next((one for one in release.counts.get("unlisted", []) if one["id"] == indicator_id), None)
    if entry is not None:
        Indicator.objects.bulk_create([Indicator(pk=indicator_id, **definition_of_unlisted(entry, release))])
