"""Checks a release: reads its file, keeps what came in beside the live figures, and tells how the two differ.

All of it is one transaction: a check that stops half-way leaves nothing, and can simply be done again.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import InterfaceError, OperationalError, connection

from het_site.core.faults import Fault
from indicators import differences, staging
from indicators.actions.releases import Status, at_work_on
from indicators.models import Area, DataRelease, Indicator
from indicators.progress import Progress

if TYPE_CHECKING:
    import polars as pl

    from indicators.importing import Reading, Unlisted

logger = logging.getLogger(__name__)

KEPT_FAULTS = 1000
#: the database went away: not the file's fault, so the check is done again
PASSING = (OperationalError, InterfaceError)


class _FaultyError(Exception):
    """The file has faults: nothing of it is kept."""


@dataclass
class CameIn:
    """What is known of a release once everything that came in with it is there."""

    indicator_ids: list[int]
    rows: int
    unlisted: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    dropped_duplicates: int = 0
    held_back: dict[str, int] = field(default_factory=lambda: {"small": 0, "secondary": 0, "live": 0})


def check_release(*, release: DataRelease) -> DataRelease:
    """Check a release and give it in its new state: ready, faulty, or waiting for its columns to be matched."""
    with at_work_on(release, wait=True):
        if release.status not in {Status.UPLOADED, Status.CHECKING}:
            return release  # it was checked or discarded meanwhile: there is nothing to do
        _save(release, status=Status.CHECKING, step="Reading the file", rows_done=0)
    try:
        with Progress(release) as progress, at_work_on(release, wait=True):
            if release.status == Status.CHECKING:
                _check(release, progress)
    except _FaultyError:
        found = {"faults": release.faults, "fault_count": release.fault_count, "row_count": release.row_count}
        _save(release, status=Status.FAULTY, step="", **found)
    except PASSING:
        raise
    except Exception as error:
        logger.exception("The check of release %s stopped.", release.pk)
        _save(release, status=Status.FAILED, step=f"Stopped by an error: {error}"[:120])
        raise
    return release


def _check(release: DataRelease, progress: Progress) -> None:
    # before anything is compared with the live figures: what is published from now on will be noticed
    number = differences.last_number()
    staging.clear(release)
    came = _earlier_state(release) if release.restores else _read_file(release, progress)
    if came is None:
        _save(release, status=Status.MATCHING, step="")
        return
    if came.rows > 1000:
        staging.analyse()
    if release.disclosure == DataRelease.Disclosure.AUTOMATIC:
        came.held_back = _hold_back(release, came, progress)
    compare(release, came, progress, number=number)


def compare(release: DataRelease, came: CameIn, progress: Progress, *, number: int) -> None:
    """Find how what came in differs from what is live, and make the release ready.

    `number` is that of the last release before anything was compared.
    """
    progress.say("Comparing with the live figures")
    staging.mark_changes(release)
    _save(
        release,
        status=Status.READY,
        step="",
        counts=_counts(release, came),
        faults=[],
        fault_count=0,
        file_format=release.file_format,
        row_count=came.rows,
        rows_done=came.rows,
        compared_with=number,
    )


def _counts(release: DataRelease, came: CameIn) -> dict[str, Any]:
    """Say in numbers what publishing would do, in all and for each indicator."""
    entries = differences.tally(release, came.indicator_ids)
    titles = {entry["id"]: entry["title"] for entry in came.unlisted}
    for entry in entries:
        entry["title"] = entry["title"] or titles.get(entry["id"], "")
    totals = {name: sum(entry[name] for entry in entries) for name in ("new", "changed", "same", "absent")}
    is_replacing = release.mode == DataRelease.Mode.REPLACE
    earlier = [notice for notice in release.counts.get("notices", []) if notice not in came.notices]
    return {
        "new": totals["new"],
        "changed": totals["changed"],
        "same": totals["same"],
        "gone": totals["absent"] if is_replacing else 0,
        "staying": 0 if is_replacing else totals["absent"],
        "held_back": came.held_back,
        "indicators": entries,
        "unlisted": came.unlisted,
        "notices": [*earlier, *came.notices],
        "dropped_duplicates": came.dropped_duplicates,
        "rules": differences.rules_of(came.indicator_ids),
    }


def _save(release: DataRelease, **values: Any) -> None:
    for name, value in values.items():
        setattr(release, name, value)
    release.save(update_fields=list(values))


# An earlier state


def _earlier_state(release: DataRelease) -> CameIn:
    number = release.restores.number if release.restores and release.restores.number else 0
    ids = sorted(differences.changed_since(number))
    return CameIn(ids, staging.copy_state(release, number=number, indicator_ids=ids))


# A file


def _read_file(release: DataRelease, progress: Progress) -> CameIn | None:
    """Bring in what the file holds; None where somebody has to say first which column is what."""
    from indicators.importing import Format, Reading, UnreadableFileError, look
    from indicators.known import known_now

    with on_disk(release) as path:
        try:
            found = (
                Format.BY_HAND if release.matching.get("columns") else look(path, file_name=release.file_name).format
            )
        except UnreadableFileError as error:
            _refuse(release, error.faults, len(error.faults))
        if found is None:
            return None
        reading = Reading(
            path,
            file_name=release.file_name,
            known=known_now(chosen=release.indicator),
            format=found,
            indicator=release.indicator.slug if release.indicator else None,
            matching=release.matching or None,
            defaults={"source": release.source_name, "licence": release.licence},
            on_progress=lambda rows: progress.say("Reading the file", rows=rows),
        )
        try:
            arrivals = Arrivals(release)
            for frame in reading:
                arrivals.add(frame, reading)
        except UnreadableFileError as error:
            _refuse(release, error.faults, len(error.faults))
    if reading.fault_count:
        _refuse(release, reading.faults, reading.fault_count, rows=reading.row_count)
    release.file_format = found.value
    return CameIn(
        list(arrivals.ids.values()),
        arrivals.rows,
        unlisted=[arrivals.describe(unlisted) for unlisted in reading.unlisted],
        notices=list(reading.notes),
        dropped_duplicates=reading.dropped_duplicates,
    )


def _refuse(release: DataRelease, faults: Sequence[Fault], count: int, *, rows: int = 0) -> NoReturn:
    """Keep the faults on the release, to be saved once its transaction is undone, and undo it."""
    release.faults = [
        {
            "line": fault.line,
            "column": fault.column,
            "value": fault.value,
            "reason": fault.reason,
            "mend": fault.mend,
        }
        for fault in faults[:KEPT_FAULTS]
    ]
    release.fault_count, release.row_count = count, rows
    raise _FaultyError


@contextmanager
def on_disk(release: DataRelease) -> Iterator[Path]:
    """Give the file's path; a copy of it where the storage is no disk of ours."""
    try:
        yield Path(release.file.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(suffix=Path(release.file_name).suffix) as copy:
            with release.file.open("rb") as stored:
                shutil.copyfileobj(stored, copy)
            copy.flush()
            yield Path(copy.name)


class Arrivals:
    """Brings batches of figures in, with indicators and areas as the database numbers them."""

    def __init__(self, release: DataRelease) -> None:
        from indicators.limits import Rule

        self.release = release
        self.rows = 0
        self.ids: dict[str, int] = {}
        indicators = list(Indicator.objects.all())
        self._known = {indicator.slug: indicator.pk for indicator in indicators}
        self._areas = dict(Area.objects.values_list("code", "pk"))
        self._rules = {
            indicator.pk: Rule(indicator.value_type, indicator.multiplier, indicator.comparison_allowed)
            for indicator in indicators
        }

    def add(self, frame: pl.DataFrame, reading: Reading) -> None:
        """Bring a batch in, unless a fault has been found: then the rest is only read for its faults."""
        import polars as pl

        from indicators.actions.small_numbers import APART
        from indicators.limits import with_limits

        if reading.fault_count:
            return
        for slug in frame["indicator"].unique(maintain_order=True):
            if slug not in self.ids:
                self.ids[slug] = self._known.get(slug) or _next_indicator_id()
        ready = frame.with_columns(
            indicator_id=pl.col("indicator").replace_strict(self.ids, return_dtype=pl.Int64),
            area_id=pl.col("area_code").replace_strict(self._areas, return_dtype=pl.Int64),
            release_id=pl.lit(self.release.pk),
            held_back=pl.lit(""),
        )
        ready = ready.with_columns(
            limits_from=pl.when(pl.any_horizontal(pl.col("lower_95", "lower_998").is_not_null()))
            .then(pl.lit("published"))
            .otherwise(pl.lit(""))
        )
        staging.copy_in(with_limits(ready, self._rules, apart=APART))
        self.rows += frame.height

    def describe(self, unlisted: Unlisted) -> dict[str, Any]:
        """Keep what is known of an indicator outside the set, with the number it will have once it is made."""
        return {"id": self.ids.get(unlisted.slug, 0), **asdict(unlisted)}


def _next_indicator_id() -> int:
    """Set a number aside for an indicator that is made only when its figures are published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Indicator._meta.db_table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _hold_back(release: DataRelease, came: CameIn, progress: Progress) -> dict[str, int]:
    from indicators.actions.small_numbers import SmallNumbers, hold_small_numbers_back

    progress.say("Holding small numbers back")
    rules = [
        SmallNumbers(indicator.pk, indicator.suppress_below, indicator.value_type, indicator.multiplier)
        for indicator in Indicator.objects.filter(pk__in=came.indicator_ids).order_by("pk")
    ]
    rules += [
        SmallNumbers(entry["id"], SUPPRESS_BELOW, entry["value_type"], entry["multiplier"]) for entry in came.unlisted
    ]
    return hold_small_numbers_back(release=release, rules=rules, tell=progress.say)


SUPPRESS_BELOW = int(Indicator._meta.get_field("suppress_below").get_default())
