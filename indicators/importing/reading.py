"""Reads a file of figures from its first byte to checked rows, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from het_site.core.faults import Fault
from indicators.importing.faults import Faults
from indicators.importing.known import Known, Limits, Unlisted
from indicators.importing.notices import Notices
from indicators.importing.vocabulary import Format

if TYPE_CHECKING:
    import polars as pl


class Reading:
    """One file being read. Iterate over it for batches of good rows; then ask what was wrong.

    Each batch is a Polars frame of some 50,000 rows with the columns of `COLUMNS`, all texts without nulls. An indicator that
    nobody has is in `unlisted` before the batch with its rows is given, which name it by the slug proposed there.
    """

    def __init__(
        self,
        path: Path,
        *,
        file_name: str,
        known: Known,
        format: Format | str | None = None,  # noqa: A002 - what everybody calls it
        indicator: str | None = None,
        matching: Mapping[str, Any] | None = None,
        defaults: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        is_strict: bool = False,
        leave_out_other_areas: bool | None = None,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Prepare to read; nothing is opened yet.

        `indicator` is the slug of the one that was chosen for the whole file; `defaults` fill empty cells (source, licence);
        `is_strict` takes only the portal's own tables, exactly as they are documented. Rows about areas that nobody knows are
        faults, or are left out: by default in a Fingertips download, which holds the whole country.
        """
        self.path = path
        self.file_name = file_name
        self.known = known
        self.format = Format(format) if format else None
        self.indicator = indicator
        self.matching = matching or {}
        self.defaults = defaults or {}
        self.limits = limits or Limits()
        self.is_strict = is_strict
        self.leave_out_other_areas = leave_out_other_areas
        self.on_progress = on_progress
        self.row_count = 0
        self.unlisted: list[Unlisted] = []
        self.dropped_duplicates = 0
        self._faults = Faults(file_name)
        self._notices = Notices()

    @property
    def faults(self) -> list[Fault]:
        """Give the first thousand faults."""
        return self._faults.kept

    @property
    def fault_count(self) -> int:
        """Tell how many faults there are."""
        return self._faults.count

    @property
    def notes(self) -> list[str]:
        """Give what is worth knowing and no fault."""
        return self._notices.sentences

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Read the file; raises `UnreadableFileError` where there is no table in it that could be checked."""
        # Polars is for the worker: a page that is served never comes here
        from indicators.importing.pipeline import Pipeline

        self._faults, self._notices = Faults(self.file_name), Notices()
        pipeline = Pipeline(self, self._faults, self._notices)
        self.unlisted = pipeline.unlisted
        self.row_count = good = 0
        for frame, rows in pipeline.batches():
            self.row_count += rows
            good += frame.height
            self.dropped_duplicates = pipeline.dropped_duplicates
            if self.on_progress is not None:
                self.on_progress(self.row_count)
            if frame.height:
                yield frame
        if not self.row_count and not self.fault_count:
            self._faults.add(self._faults.fault("There are no rows under the header."))
        elif not good and not self.fault_count:
            mend = "Add the areas first, or download the file for areas that the portal shows."
            self._faults.add(self._faults.fault("No row is about an area that the portal shows.", mend=mend))
