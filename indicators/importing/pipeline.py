"""Joins the steps of reading: the file's rows, the columns of its format, the indicator of each row, the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import polars as pl

from indicators.importing.checking import Checker, Manner
from indicators.importing.csv_frames import Layout, csv_frames
from indicators.importing.csv_text import open_csv, refuse_other_marks
from indicators.importing.faults import Faults, unreadable
from indicators.importing.formats import HEAD, Located, locate
from indicators.importing.naming import Naming
from indicators.importing.notices import Notices
from indicators.importing.tidy import table_columns, tidy_columns
from indicators.importing.vocabulary import Format

if TYPE_CHECKING:
    from indicators.importing.reading import Reading


class Pipeline:
    """The reading of one file, step by step."""

    def __init__(self, reading: Reading, faults: Faults, notices: Notices) -> None:
        self._reading = reading
        self._faults = faults
        self._notices = notices
        manner = Manner(is_strict=reading.is_strict, defaults=reading.defaults)
        self._checker = Checker(reading.known, manner, faults, notices)
        self._naming = Naming(reading.known, reading.indicator, self._checker.add)
        self.unlisted = self._naming.unlisted

    @property
    def dropped_duplicates(self) -> int:
        """Tell how many rows said again what another row had said."""
        return self._checker.duplicates.dropped

    def batches(self) -> Iterator[tuple[pl.DataFrame, int]]:
        """Give good rows, and how many rows were read for them."""
        reading = self._reading
        file = open_csv(reading.path, name=reading.file_name)
        head = file.head(HEAD)
        refuse_other_marks(reading.file_name, head[0] if head else [], 1)
        located = self._located(head)
        columns = (
            table_columns(located.header, line=located.header_line, faults=self._faults)
            if reading.is_strict
            else tidy_columns(located.header, line=located.header_line, faults=self._faults, notices=self._notices)
        )
        names = {field: located.header[number] for number, field in columns.items()}
        if not columns:
            return
        if "indicator" not in names and reading.indicator is None:
            mend = "Choose the indicator for the whole file, or add a column “indicator”."
            raise unreadable(reading.file_name, "The file does not say which indicator it is about.", mend=mend)
        layout = Layout(located.header_line, len(located.header))
        for frame in csv_frames(file, layout, self._faults):
            yield self._checked(frame, columns, names), frame.height

    def _located(self, head: list[list[str]]) -> Located:
        if self._reading.is_strict:
            return Located(Format.TIDY, 1, tuple(name.strip() for name in head[0]))
        found = locate(head)
        if found is None or found.format is not Format.TIDY:
            reason = "No row of the file is a header that we know."
            raise unreadable(self._reading.file_name, reason, mend="Say which column is what.")
        return found

    def _checked(self, frame: pl.DataFrame, columns: Mapping[int, str], names: Mapping[str, str]) -> pl.DataFrame:
        raw = frame.select("line", *(_cleaned(pl.col(f"c{number}")).alias(name) for number, name in columns.items()))
        filled = raw.filter(pl.any_horizontal(pl.exclude("line").is_not_null()))
        return self._checker.check(self._naming.name(filled), names)


def _cleaned(cells: pl.Expr) -> pl.Expr:
    """Take white space from both ends of a cell; an empty cell is null."""
    stripped = cells.str.strip_chars()
    return pl.when(stripped != "").then(stripped)
