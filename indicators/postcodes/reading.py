"""Reads a lookup of postcodes, row by row and in little memory: a large directory, or a table of two columns.

Keeps the rows of the wards that are asked for and nothing else. A postcode in two wards, or a column that holds no
postcodes, is a fault; postcodes of other places are only counted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO

from indicators.postcodes.writing import normal, shown

#: names of columns, best first, as the publishers' files have them; “wd23cd” and its like are a pattern
POSTCODE_COLUMNS = ("pcds", "postcode", "pcd2", "pcd8", "pcd7", "pcd")
WARD_COLUMNS = ("ward_code", "osward", "ward", "wardcode", "area_code", "code")
WARD_BY_YEAR = re.compile(r"wd(\d\d)cd")
ENDED_COLUMNS = ("doterm", "ended", "terminated")
#: the share of rows without a readable postcode beyond which a file is not what it says
MOST_UNREADABLE = 0.05
#: the longest line that a lookup can have
LONGEST_LINE = 20_000


class LookupFault(ValueError):  # noqa: N818  (a fault of the file, not of the program)
    """Why a file is no lookup, and how to mend it."""

    def __init__(self, reason: str, mend: str = "") -> None:
        self.reason, self.mend = reason, mend
        super().__init__(f"{reason} {mend}".strip())


@dataclass
class Lookup:
    """What a file holds: ward and whether it has ended, by postcode; how many rows were passed over and why."""

    wards: dict[str, tuple[str, bool]] = field(default_factory=dict)
    rows: int = 0
    elsewhere: int = 0
    unreadable: int = 0
    twice: int = 0
    columns: tuple[str, str, str] = ("", "", "")

    @property
    def ended(self) -> int:
        """Count the postcodes that are no longer in use."""
        return sum(has_ended for _, has_ended in self.wards.values())


def read_lookup(file: IO[bytes], *, wanted: Collection[str]) -> Lookup:
    """Read a file for some wards, named by their codes; raises `LookupFault`."""
    found = Lookup()
    with closing(_rows(file)) as rows:
        header = next(rows, None)
        if header is None:
            raise LookupFault("The file is empty.", "Choose the file again.")
        places = _places(header)
        found.columns = (header[places[0]], header[places[1]], header[places[2]] if places[2] is not None else "")
        for row in rows:
            if any(cell.strip() for cell in row):
                _take(row, places, found, wanted)
    _refuse_what_is_no_lookup(found)
    return found


def _take(row: Sequence[str], places: tuple[int, int, int | None], found: Lookup, wanted: Collection[str]) -> None:
    found.rows += 1
    at_postcode, at_ward, at_end = places
    if len(row) <= max(at_postcode, at_ward):
        found.unreadable += 1
        return
    postcode = normal(row[at_postcode])
    if not postcode:
        found.unreadable += 1
        return
    ward = row[at_ward].strip().upper()
    if ward not in wanted:
        found.elsewhere += 1
        return
    has_ended = at_end is not None and at_end < len(row) and row[at_end].strip() not in {"", "0", "no", "false"}
    known = found.wards.get(postcode)
    if known is None:
        found.wards[postcode] = (ward, has_ended)
    elif known[0] != ward:
        raise LookupFault(
            f"{shown(postcode)} stands in two wards: {known[0]} and {ward} (row {found.rows + 1}).",
            "Keep one row for each postcode.",
        )
    else:
        found.twice += 1
        found.wards[postcode] = (ward, known[1] and has_ended)


def _refuse_what_is_no_lookup(found: Lookup) -> None:
    if found.unreadable > max(1, found.rows * MOST_UNREADABLE):
        raise LookupFault(
            f"{found.unreadable:,} of {found.rows:,} rows have no postcode in the column “{found.columns[0]}”.",
            "Check that the column holds whole postcodes.",
        )
    if not found.wards:
        raise LookupFault(
            f"None of the {found.rows:,} rows is in a ward of the town.",
            "Check that the file covers the town and names wards by the codes of their present borders.",
        )


def _places(header: Sequence[str]) -> tuple[int, int, int | None]:
    """Find the columns by their names."""
    names = [re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_") for name in header]
    postcode = next((names.index(name) for name in POSTCODE_COLUMNS if name in names), None)
    by_year = [(match[1], at) for at, name in enumerate(names) if (match := WARD_BY_YEAR.fullmatch(name))]
    ward = max(by_year)[1] if by_year else next((names.index(name) for name in WARD_COLUMNS if name in names), None)
    if postcode is None or ward is None:
        missing = "postcodes (pcds, pcd or postcode)" if postcode is None else "wards (osward, wd25cd or ward_code)"
        raise LookupFault(
            f"There is no column of {missing}.", "The first row has to name the columns. Save the table as CSV."
        )
    return postcode, ward, next((names.index(name) for name in ENDED_COLUMNS if name in names), None)


def _rows(file: IO[bytes]) -> Generator[list[str], None, None]:
    """Read rows in the encoding and with the separator that the file has."""
    start = file.read(4096)
    file.seek(0)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise LookupFault("This is no CSV file.", "Unpack the archive, or save the sheet as CSV.")
    encoding = "utf-8-sig"
    first = start.partition(b"\n")[0]
    delimiter = max(",;\t", key=lambda sign: first.count(sign.encode()))
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield from csv.reader(_short_lines(text), delimiter=delimiter, strict=False)
    except csv.Error as error:
        raise LookupFault("A row cannot be read.", "Save the table as CSV again.") from error
    finally:
        text.detach()


def _short_lines(text: IO[str]) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise LookupFault("A line is far too long for a row.", "Save the table as CSV again.")
        yield line.replace("\0", "")
