"""Looks through the cells of a workbook before it is unpacked: how far they reach, and what a reader would not see.

The library that reads the values gives an empty cell for a failed formula, a bare fraction for a percentage and room for
every cell between the first and the last. This scan, which keeps one element at a time, finds all three.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import IO
from xml.parsers import expat

#: what stands for a formula that was saved without its result
NOT_WORKED_OUT = "#NOT WORKED OUT!"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_PERCENT_FORMATS = {9, 10}
_MOST_FAILED = 10_000


class TooLargeError(Exception):
    """A sheet has more cells than may be read."""


class TooManyFailedError(Exception):
    """So many formulas have failed that listing them helps nobody."""


class BrokenPartError(Exception):
    """A part of a workbook is not what it should be."""


@dataclass
class Sheet:
    """What was found in one sheet; rows and columns count from 1."""

    name: str = ""
    rows: int = 0
    columns: int = 0
    #: what stands in a cell that would be read as empty
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    #: for each column the rows whose number is shown as a percentage
    percents: dict[int, bytearray] = field(default_factory=dict)
    #: first row, first column, last row, last column
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int, *, most: int) -> None:
        """Note that there is a cell; raises `TooLargeError` where the sheet has become too large."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > most or column > _MOST_COLUMNS or row > _MOST_ROWS:
            raise TooLargeError

    def show_percent(self, row: int, column: int) -> None:
        """Note that a cell's number is shown as a percentage."""
        rows = self.percents.setdefault(column, bytearray())
        if len(rows) <= row:
            rows.extend(bytes(row + 1 - len(rows)))
        rows[row] = 1

    def fail(self, row: int, column: int, text: str) -> None:
        """Note that a cell's formula has failed or was never worked out."""
        if len(self.texts) >= _MOST_FAILED:
            raise TooManyFailedError
        self.texts[row, column] = text


class _Scan:
    """Reads one part of a workbook as a stream."""

    def parse(self, part: IO[bytes]) -> None:
        """Read it through; raises `BrokenPartError` where it is not well formed."""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.StartDoctypeDeclHandler = self._refuse
        try:
            self.parser.ParseFile(part)
        except (expat.ExpatError, ValueError, KeyError, IndexError) as error:
            raise BrokenPartError from error

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Meet an element, its name and attributes without their prefixes."""

    def end(self, name: str) -> None:
        """Leave an element."""

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self.start(name.rpartition(":")[2], attributes)

    def _ended(self, name: str) -> None:
        self.end(name.rpartition(":")[2])

    def _refuse(self, *args: object) -> None:
        # no spreadsheet program declares a document type; what does may be built to explode
        raise BrokenPartError

    def listen(self, heard: list[str] | None) -> None:
        """Collect the text that follows, or no longer."""
        self.parser.CharacterDataHandler = None if heard is None else heard.append


class StylesScan(_Scan):
    """Finds which cell styles of an Excel workbook show a percentage."""

    def __init__(self) -> None:
        self.percents: set[str] = set()
        self._formats = set(_PERCENT_FORMATS)
        self._is_cells = False
        self._count = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note number formats with a per cent sign, then the styles that use them."""
        if name == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", attributes.get("formatCode", "")):
            self._formats.add(int(attributes["numFmtId"]))
        elif name == "cellXfs":
            self._is_cells = True
        elif name == "xf" and self._is_cells:
            if int(attributes.get("numFmtId", "0")) in self._formats:
                self.percents.add(str(self._count))
            self._count += 1

    def end(self, name: str) -> None:
        """Note where the styles of cells end."""
        self._is_cells = self._is_cells and name != "cellXfs"


class SheetScan(_Scan):
    """Goes through one sheet of an Excel workbook."""

    def __init__(self, *, percents: set[str], most: int) -> None:
        self.sheet = Sheet()
        self._percents = percents
        self._most = most
        self._row = self._column = 0
        self._attributes: Mapping[str, str] = {}
        self._has_formula = self._has_content = False
        self._heard: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Meet a row, a cell, its formula or its value."""
        if name == "c":
            self._attributes, self._has_formula, self._has_content = attributes, False, False
            self._heard = []
            reference = attributes.get("r")
            self._row, self._column = place_of(reference) if reference else (self._row, self._column + 1)
        elif name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "f":
            self._has_formula = True
        elif name == "v":
            self._has_content = True
            if self._has_formula or self._attributes.get("t") == "e":
                self.listen(self._heard)
        elif name == "is":
            self._has_content = True
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.sheet.merged.append((*place_of(first), *place_of(last or first)))

    def end(self, name: str) -> None:
        """Judge a cell when all of it is known."""
        if name == "v":
            self.listen(None)
        elif name == "c" and (self._has_content or self._has_formula):
            self._judge()

    def _judge(self) -> None:
        row, column, kind = self._row, self._column, self._attributes.get("t", "n")
        self.sheet.reach(row, column, most=self._most)
        if kind == "e":
            self.sheet.fail(row, column, "".join(self._heard) or NOT_WORKED_OUT)
        elif self._has_formula and kind != "str" and not "".join(self._heard).strip():
            self.sheet.fail(row, column, NOT_WORKED_OUT)
        elif kind == "n" and self._attributes.get("s", "0") in self._percents:
            self.sheet.show_percent(row, column)


class OpenDocumentScan(_Scan):
    """Goes through all sheets of an OpenDocument workbook."""

    def __init__(self, *, most: int) -> None:
        self.sheets: list[Sheet] = []
        self._most = most
        self._row = self._column = self._rows = 0
        self._cell: dict[str, str] | None = None
        self._heard: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Meet a sheet, a row or a cell; a row or cell may stand for many."""
        if name == "table":
            self.sheets.append(Sheet(_plain(attributes).get("name", "")))
            self._row = self._rows = 0
        elif name == "table-row":
            self._row += self._rows
            self._rows, self._column = _times(attributes, "number-rows-repeated"), 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell = _plain(attributes)
            self._heard = []
            self.listen(self._heard)

    def end(self, name: str) -> None:
        """Judge a cell when all of it is known."""
        if name in {"table-cell", "covered-table-cell"} and self._cell is not None and self.sheets:
            times = _times(self._cell, "number-columns-repeated")
            self.listen(None)
            if self._heard or any(key.endswith("value") or key == "formula" for key in self._cell):
                self._judge(self._cell, times)
            self._column += times
            self._cell = None

    def _judge(self, cell: Mapping[str, str], times: int) -> None:
        sheet, text = self.sheets[-1], "".join(self._heard).strip()
        sheet.reach(self._row + self._rows, self._column + times, most=self._most)
        if "number-columns-spanned" in cell or "number-rows-spanned" in cell:
            wide, high = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
            if wide * high > 1:
                first = (self._row + 1, self._column + 1)
                sheet.merged.append((*first, first[0] + high - 1, first[1] + wide - 1))
        is_failed = "formula" in cell and (text.startswith("#") or re.match(r"Err:\d", text))
        is_empty = "formula" in cell and not text and "value" not in cell and "value-type" not in cell
        for column in range(self._column + 1, self._column + times + 1):
            for row in range(self._row + 1, self._row + self._rows + 1):
                if is_failed or is_empty:
                    sheet.fail(row, column, text or NOT_WORKED_OUT)
                elif cell.get("value-type") == "percentage":
                    sheet.show_percent(row, column)


def _plain(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def _times(attributes: Mapping[str, str], name: str) -> int:
    """Give how often a row or cell is repeated; raises `TooLargeError` beyond what a sheet can hold."""
    found = next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "1")
    times = int(found)
    if not 1 <= times <= _MOST_ROWS:
        raise TooLargeError
    return times


def place_of(reference: str) -> tuple[int, int]:
    """Give the row and column of a cell such as AB12; raises `ValueError` for anything else."""
    letters = reference.rstrip("0123456789")
    row = int(reference[len(letters) :])
    if row < 1:
        raise ValueError(reference)
    return row, _column_of(letters)


@cache
def _column_of(letters: str) -> int:
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        raise ValueError(letters)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def name_of(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
