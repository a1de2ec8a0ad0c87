"""Reads CSV with named columns and says, row by row, what is wrong with a cell. Knows no column by name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from het_site.core.faults import Fault

NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def decoded(data: bytes, *, file: str) -> tuple[str, list[Fault]]:
    """Give a file's text without its byte order mark; a fault with the line where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", [Fault(file, "This is not UTF-8 text. Save the file as “CSV UTF-8”.", line)]


class Row:
    """One row of a table: cells by column, and the faults found in them."""

    def __init__(self, file: str, line: int, cells: Mapping[str, str]) -> None:
        self.file = file
        self.line = line
        self.faults: list[Fault] = []
        self._cells = cells

    def fault(self, reason: str) -> None:
        """Note what is wrong with the row."""
        self.faults.append(Fault(self.file, reason, self.line))

    def text(self, column: str, *, longest: int, required: bool = False) -> str:
        """Give a cell's text."""
        value = self._cells[column].strip()
        if required and not value:
            self.fault(f"{column} is empty.")
        if len(value) > longest:
            self.fault(f"{column} has {len(value)} characters; {longest} are the most.")
        return value

    def choice(self, column: str, choices: Sequence[str]) -> str:
        """Give a cell that holds one word of a list."""
        value = self._cells[column].strip()
        if value not in choices:
            self.fault(f"{column} is “{value}”; it must be {_listed(choices)}.")
        return value

    def number(self, column: str) -> float | None:
        """Give a cell's number; None where it is empty. Empty is never zero."""
        value = self._cells[column].strip()
        if not value:
            return None
        if not NUMBER.fullmatch(value):
            self.fault(f"{column} is “{value}”, which is not a number.")
            return None
        return float(value)

    def whole_number(self, column: str) -> int | None:
        """Give a cell's whole number; None where it is empty."""
        value = self.number(column)
        if value is not None and value != int(value):
            self.fault(f"{column} is “{self._cells[column].strip()}”, which is not a whole number.")
        return None if value is None else int(value)

    def day(self, column: str) -> date | None:
        """Give a cell's date, written as 2026-11-22; None where it is empty."""
        value = self._cells[column].strip()
        if not value:
            return None
        try:
            if ISO_DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fault(f"{column} is “{value}”, which is not a date such as 2026-11-22.")
        return None


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _header_faults(header: Sequence[str], columns: Sequence[str], file: str) -> list[Fault]:
    faults = [f"There is no column “{name}”." for name in columns if name not in header]
    faults += [f"Column “{name}” is not one we know." for name in dict.fromkeys(header) if name not in columns]
    faults += [f"Column “{name}” is there more than once." for name in columns if header.count(name) > 1]
    return [Fault(file, reason, 1) for reason in faults]


def rows(text: str, *, file: str, columns: Sequence[str]) -> tuple[list[Row], list[Fault]]:
    """Give a table's rows; wrong columns, cut rows and broken quotes are faults, and then there are no rows."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if not header:
            return [], [Fault(file, "The file is empty.")]
        faults = _header_faults(header, columns, file)
        if faults:
            return [], faults
        found = list(_cells(reader, header, file, faults))
    except csv.Error as error:
        return [], [Fault(file, f"This is not CSV: {error}.", reader.line_num)]
    if not found and not faults:
        faults.append(Fault(file, "There are no rows under the header."))
    return ([], faults) if faults else (found, [])


def _cells(reader: Iterator[list[str]], header: Sequence[str], file: str, faults: list[Fault]) -> Iterator[Row]:
    line = 2
    for cells in reader:
        if cells:
            if len(cells) == len(header):
                yield Row(file, line, dict(zip(header, cells, strict=True)))
            else:
                faults.append(Fault(file, f"The row has {len(cells)} cells; the header has {len(header)}.", line))
        line = reader.line_num + 1  # type: ignore[attr-defined]  # csv's reader has it, Iterator does not
