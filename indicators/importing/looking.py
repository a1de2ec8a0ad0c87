"""A quick look at a file for the person who has just chosen it: what it is, where its table is, what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from indicators.importing.columns.titles import plain_spaces
from indicators.importing.faults import UnreadableFileError, unreadable
from indicators.importing.known import Limits
from indicators.importing.layouts.column_guesses import guess_matching, header_line
from indicators.importing.layouts.formats import plain_header, tidy_name
from indicators.importing.layouts.matching import unique_names
from indicators.importing.sheets.csv_text import CsvFile
from indicators.importing.sheets.tables import Table, open_file, open_table
from indicators.importing.vocabulary import Format

#: how far a look goes for the names of indicators
_FAR = 20_000
_SHOWN = 8


@dataclass(frozen=True)
class NamedIndicator:
    """An indicator as a file names it: by its number at the publisher, a slug or a title."""

    title: str
    fingertips_id: str = ""


@dataclass(frozen=True)
class Look:
    """What a look at a file shows."""

    #: None: a person has to say which column is what
    format: Format | None
    #: the sheets that hold something; none for CSV
    sheets: tuple[str, ...]
    sheet: str
    header_line: int
    header: tuple[str, ...]
    #: the first rows under the header
    rows: tuple[tuple[str, ...], ...]
    #: for a sheet made by hand: what the columns probably are
    matching: dict[str, Any] = field(default_factory=dict)
    indicators: tuple[NamedIndicator, ...] = ()


def look(path: Path, *, file_name: str, limits: Limits | None = None, sheet: str | None = None) -> Look:
    """Look at a file; raises `UnreadableFileError` where it cannot be read at all."""
    file = open_file(path, name=file_name, limits=limits or Limits())
    sheets = () if isinstance(file, CsvFile) else file.sheets
    try:
        table = open_table(file, sheet=sheet)
    except UnreadableFileError:
        if sheet or not sheets:
            raise
        # several sheets: the first is shown until a person chooses
        table = open_table(file, sheet=sheets[0])
    if table.located is not None:
        return _known(table, sheets)
    line = header_line(table.head)
    if not table.head or not any(table.head[line - 1]):
        raise unreadable(file_name, "There is no table in the file.", mend="Put the names of the columns in one row.")
    matching = {**guess_matching(table.head, line), **({"sheet": table.sheet} if table.sheet else {})}
    header = unique_names(table.head[line - 1])
    return Look(None, sheets, table.sheet, line, header, _rows(table, line, len(header)), matching)


def _known(table: Table, sheets: tuple[str, ...]) -> Look:
    located = table.located
    assert located is not None  # noqa: S101 - asked by the caller
    named = _named(table, located.header, located.header_line)
    rows = _rows(table, located.header_line, len(located.header))
    return Look(located.format, sheets, table.sheet, located.header_line, located.header, rows, indicators=named)


def _rows(table: Table, line: int, width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(record[:width]) for record in table.head[line : line + _SHOWN])


def _named(table: Table, header: tuple[str, ...], line: int) -> tuple[NamedIndicator, ...]:
    """List the indicators that the first rows name."""
    plain = [plain_header(name) for name in header]
    number = plain.index("indicator_id") if "indicator_id" in plain else None
    title = plain.index("indicator_name") if "indicator_name" in plain else None
    if title is None:
        title = next((place for place, name in enumerate(header) if tidy_name(name) == "indicator"), None)
    if title is None:
        return ()
    records = table.file.head(_FAR) if isinstance(table.file, CsvFile) else list(islice(table.records(), _FAR))
    found: dict[str, NamedIndicator] = {}
    for record in records[line:]:
        if len(record) > max(title, number or 0):
            key = record[title if number is None else number].strip()
            if key and key not in found:
                found[key] = NamedIndicator(plain_spaces(record[title]), key if number is not None else "")
    return tuple(found.values())
