"""What stands in a spreadsheet, whatever its format: a cover, notes, and one table to a sheet, without an empty cell.

Follows the Government Analysis Function’s guidance on releasing statistics in spreadsheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from indicators.downloads.cells import cell_text, number
from indicators.downloads.dictionary import dictionary
from indicators.downloads.rows import COLUMNS, HELD_BACK, Row
from indicators.importing.vocabulary import FLAGS, NUMBERS
from indicators.models import Observation

#: a spreadsheet’s cell: a text or a number, never nothing
Cell = str | int | float
Reason = Observation.Reason

LONGEST_SHEET_NAME = 31
#: what XML cannot hold
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: what stands in place of a value, by its reason, and what it means
SHORTHAND = {
    Reason.SUPPRESSED: ("[c]", "held back to protect people (confidential)"),
    Reason.LOW_RELIABILITY: ("[u]", "held back because it is not reliable enough"),
    Reason.NOT_AVAILABLE: ("[x]", "not available"),
    Reason.NOT_APPLICABLE: ("[z]", "does not apply"),
}
NOT_AVAILABLE, NOT_APPLICABLE = SHORTHAND[Reason.NOT_AVAILABLE][0], SHORTHAND[Reason.NOT_APPLICABLE][0]
#: how wide columns are, in characters; others are as wide as a code
WIDTHS = {"area_name": 26, "period_label": 18, "age": 18, "category_type": 24, "category": 30, "note": 50, "source": 50}
WIDTHS |= {"indicator": 28, "source_detail": 40, "licence": 30, "period_kind": 16, "published_comparison": 22}
WIDTH = 14

_VALUE, _REASON, _INDICATOR = (COLUMNS.index(name) for name in ("value", "reason", "indicator"))


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines of text above, then one table, or no table at all."""

    name: str
    lines: Sequence[str]
    columns: Sequence[str] = ()
    rows: Iterable[Sequence[Cell]] = ()
    widths: Sequence[int] = (100,)
    #: a name for the table, by which programs and screen readers find it
    table: str = ""


@dataclass(frozen=True)
class About:
    """What the cover says."""

    title: str
    publisher: str
    address: str
    licence: str
    release: int
    released_on: date | None
    notes: Sequence[str] = field(default_factory=tuple)


def printable(text: str) -> str:
    """Give a text without the characters that no spreadsheet can hold."""
    return FORBIDDEN.sub("", text)


def workbook(about: About, rows: Iterable[Row], titles: dict[str, str]) -> Iterator[Sheet]:
    """Give the sheets in their order; rows come sorted by indicator, and each indicator gets a sheet of its own."""
    yield _cover(about, titles)
    yield _notes()
    for number_, (slug, found) in enumerate(groupby(rows, key=lambda row: str(row[_INDICATOR])), start=1):
        yield Sheet(
            name=slug[:LONGEST_SHEET_NAME] if len(titles) == 1 else f"{number_} {slug}"[:LONGEST_SHEET_NAME],
            lines=[
                titles.get(slug, slug),
                "This worksheet contains one table. Shorthand and columns are explained in the worksheet “Notes”.",
            ],
            columns=COLUMNS,
            rows=(cells(row) for row in found),
            widths=[WIDTHS.get(name, WIDTH) for name in COLUMNS],
            table=f"figures_{number_}",
        )


def cells(row: Row) -> list[Cell]:
    """Give a row without an empty cell: shorthand says why there is nothing."""
    reason = row[_REASON]
    return [_cell(name, value, reason) for name, value in zip(COLUMNS, row, strict=True)]


def _cell(name: str, value: Any, reason: str) -> Cell:
    if name in NUMBERS:
        if value is not None:
            return number(value)
        if reason and name in HELD_BACK:
            return SHORTHAND[Reason(reason)][0]
        return NOT_AVAILABLE
    if name in FLAGS:
        return "yes" if value else "no"
    return cell_text(value) or NOT_APPLICABLE


def _cover(about: About, titles: dict[str, str]) -> Sheet:
    day = f"{about.released_on.day} {about.released_on:%B %Y}" if about.released_on else "not known"
    tables = [f"{count} {title}" for count, title in enumerate(titles.values(), start=1)]
    lines = [
        about.title,
        f"Published by {about.publisher}.",
        f"Data release {about.release}, published on {day}.",
        f"Source: every row names its own. Licence: {about.licence}",
        f"Newer figures, other formats and the data dictionary: {about.address}",
        *about.notes,
        "Each worksheet after “Notes” contains one table. Its columns are the same in every one.",
        "Tables in this workbook:",
        *tables,
    ]
    return Sheet("Cover", lines)


def _notes() -> Sheet:
    shorthand = [[mark, meaning.capitalize()] for mark, meaning in SHORTHAND.values()]
    columns = [[column.name, column.meaning] for column in dictionary()]
    return Sheet(
        "Notes",
        [
            "Notes",
            "This worksheet contains one table: what the shorthand in the tables means, then what each column holds.",
            "Every value has the digits that were published. Dates are written as year, month and day.",
        ],
        columns=("Shorthand or column", "Meaning"),
        rows=[*shorthand, *columns],
        widths=(26, 110),
        table="notes",
    )
