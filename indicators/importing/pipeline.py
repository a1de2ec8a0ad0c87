"""Joins the steps of reading: the file's rows, the columns of its format, the indicator of each row, the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicators.importing.checking import Checker, Manner
from indicators.importing.columns.naming import Naming
from indicators.importing.columns.words import SIGNS
from indicators.importing.faults import Faults, unreadable
from indicators.importing.layouts.by_hand import ByHand
from indicators.importing.layouts.fingertips import as_tidy, fingertips_columns
from indicators.importing.layouts.matching import groups, unique_names
from indicators.importing.layouts.tidy import table_columns, tidy_columns
from indicators.importing.notices import Notices
from indicators.importing.sheets.csv_frames import Layout, csv_frames
from indicators.importing.sheets.csv_text import CsvFile
from indicators.importing.sheets.sheet_frames import sheet_frames
from indicators.importing.sheets.tables import Table, open_file, open_table
from indicators.importing.vocabulary import Format

if TYPE_CHECKING:
    from indicators.importing.reading import Reading

#: rows in the portal's columns, as text, and what the file calls these columns
Part = tuple[pl.DataFrame, Mapping[str, str]]


@dataclass(frozen=True)
class Plan:
    """How one file is read: where its table stands, how it writes things, and how its rows become rows of ours."""

    layout: Layout
    manner: Manner
    parts: Callable[[pl.DataFrame], Iterable[Part]]
    names_indicator: bool


class Pipeline:
    """The reading of one file, step by step."""

    def __init__(self, reading: Reading, faults: Faults, notices: Notices) -> None:
        """Open the file; raises `UnreadableFileError` where it cannot be read at all."""
        self._reading = reading
        self._faults = faults
        self._notices = notices
        file = open_file(reading.path, name=reading.file_name, limits=reading.limits)
        self._table = open_table(file, sheet=reading.matching.get("sheet"))
        self._plan = self._planned()
        self._checker = Checker(reading.known, self._plan.manner, faults, notices)
        self._naming = Naming(reading.known, reading.indicator, self._checker.add)
        self.unlisted = self._naming.unlisted
        if reading.indicator is None and not self._plan.names_indicator:
            mend = "Choose the indicator for the whole file, or add a column “indicator”."
            raise unreadable(reading.file_name, "The file does not say which indicator it is about.", mend=mend)

    @property
    def dropped_duplicates(self) -> int:
        """Tell how many rows said again what another row had said."""
        return self._checker.duplicates.dropped

    def batches(self) -> Iterator[tuple[pl.DataFrame, int]]:
        """Give good rows, and how many rows were read for them."""
        for frame in _frames(self._table, self._plan.layout, self._faults):
            filled = _cleaned(frame)
            good = [
                self._checker.check(self._naming.name(raw), names)
                for raw, names in self._plan.parts(filled)
                if raw.height
            ]
            yield (pl.concat(good) if good else pl.DataFrame()), filled.height
        self._checker.close()

    def _planned(self) -> Plan:
        """Choose the way to read that fits the format."""
        reading, located = self._reading, self._table.located
        matched = Format.BY_HAND if reading.matching.get("columns") else None
        wanted = reading.format or matched or (located.format if located else None)
        if reading.is_strict:
            return self._strictly()
        if wanted is Format.BY_HAND:
            return self._by_hand()
        if wanted is None or located is None or located.format is not wanted:
            reason = "No row of the file is a header that we know."
            raise unreadable(reading.file_name, reason, mend="Say which column is what.")
        return self._tidy() if wanted is Format.TIDY else self._fingertips()

    def _defaults(self) -> dict[str, str]:
        said = {name: text for name, text in self._reading.defaults.items() if text}
        return {"source_detail": self._reading.file_name[:240], **said}

    def _strictly(self) -> Plan:
        header = tuple(name.strip() for name in self._table.head[0]) if self._table.head else ()
        columns = table_columns(header, line=1, faults=self._faults)
        manner = Manner(is_strict=True)
        return Plan(
            Layout(1, len(header)), manner, _renamed(columns, header) if columns else _nothing, names_indicator=False
        )

    def _tidy(self) -> Plan:
        located = self._table.located
        assert located is not None  # noqa: S101 - a tidy file is recognised by its header
        columns = tidy_columns(located.header, line=located.header_line, faults=self._faults, notices=self._notices)
        manner = Manner(defaults=self._defaults(), leaves_out_others=bool(self._reading.leave_out_other_areas))
        layout = Layout(located.header_line, len(located.header))
        return Plan(layout, manner, _renamed(columns, located.header), names_indicator="indicator" in columns.values())

    def _fingertips(self) -> Plan:
        located = self._table.located
        assert located is not None  # noqa: S101 - the download is recognised by its header
        columns = fingertips_columns(located.header, line=located.header_line, faults=self._faults)
        defaults = self._defaults()
        renamed = _renamed(columns, located.header)

        def parts(frame: pl.DataFrame) -> Iterator[Part]:
            for raw, names in renamed(frame):
                yield as_tidy(raw, has_source="source" in defaults, has_licence="licence" in defaults), names

        leaves_out = self._reading.leave_out_other_areas
        manner = Manner(
            signs=SIGNS,
            defaults=defaults,
            leaves_out_others=True if leaves_out is None else leaves_out,
            needs_country=True,
        )
        # the last cell of a row is often left out
        layout = Layout(located.header_line, len(located.header), may_lack=1)
        return Plan(layout, manner, parts, names_indicator=True)

    def _by_hand(self) -> Plan:
        reading = self._reading
        line = int(reading.matching.get("header_line") or 1)
        if line > len(self._table.head):
            raise unreadable(
                reading.file_name, f"There is no row {line}.", mend="Say which row holds the column names."
            )
        header = unique_names(self._table.head[line - 1])
        matched = groups(reading.matching, header, file=reading.file_name)
        names_indicator = all({"indicator"} & {*group.columns, *group.fixed} for group in matched)
        manner = Manner(
            signs=SIGNS,
            defaults=self._defaults(),
            leaves_out_others=bool(reading.leave_out_other_areas),
        )
        layout = Layout(line, len(header), may_lack=len(header), ignores_extra=True)
        return Plan(layout, manner, ByHand(matched, header, self._notices).parts, names_indicator=names_indicator)


def _frames(table: Table, layout: Layout, faults: Faults) -> Iterator[pl.DataFrame]:
    if isinstance(table.file, CsvFile):
        return csv_frames(table.file, layout, faults)
    return sheet_frames(table, layout, faults)


def _renamed(columns: Mapping[int, str], header: tuple[str, ...]) -> Callable[[pl.DataFrame], Iterable[Part]]:
    names = {field: header[number] for number, field in columns.items()}

    def parts(frame: pl.DataFrame) -> Iterable[Part]:
        return [(frame.select("line", *(pl.col(f"c{number}").alias(name) for number, name in columns.items())), names)]

    return parts


def _nothing(frame: pl.DataFrame) -> Iterable[Part]:
    return []


def _cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    """Take white space from both ends of each cell; an empty cell is null, and a row of empty cells is none."""
    stripped = frame.with_columns(pl.exclude("line").str.strip_chars())
    nulled = stripped.with_columns(pl.when(pl.exclude("line") != "").then(pl.exclude("line")).name.keep())
    return nulled.filter(pl.any_horizontal(pl.exclude("line").is_not_null()))
