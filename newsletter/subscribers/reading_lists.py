"""Reads a list of people from CSV, XLSX or ODS as plain rows. Knows no database; refuses what no list of people is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from indicators.importing.faults import UnreadableFileError, unreadable
from indicators.importing.known import Limits
from indicators.importing.layouts.formats import plain_header
from indicators.importing.sheets.csv_text import CsvFile, broken, refuse_other_marks, wrong_encoding
from indicators.importing.sheets.tables import open_file
from indicators.importing.sheets.workbooks import Workbook

#: a town's list is shorter; a workbook is unpacked in memory, so what it unpacks to counts too
LIMITS = Limits(file_bytes=5_000_000, unpacked_bytes=60_000_000, cells=400_000)
MOST_ROWS = 20_000
#: how far down the header is looked for
HEAD = 20
EMAIL, NAME, FIRST, LAST, TOPICS = "email", "name", "first", "last", "topics"
COLUMNS = {
    EMAIL: ("email", "e_mail", "email_address", "e_mail_address", "mail"),
    NAME: ("name", "full_name", "your_name"),
    FIRST: ("first_name", "given_name", "forename"),
    LAST: ("last_name", "surname", "family_name"),
    TOPICS: ("topics", "topic"),
}
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class ListedPerson:
    """One row of a list, as it stands there."""

    line: int
    email: str
    name: str
    topics: tuple[str, ...]


def read_list(path: Path, *, name: str) -> list[ListedPerson]:
    """Read everybody in a file; raises `UnreadableFileError` with the reason and what to do."""
    file = open_file(path, name=name, limits=LIMITS)
    records = _of_csv(file) if isinstance(file, CsvFile) else _of_workbook(file)
    people = list(islice(_people(records, name), MOST_ROWS + 1))
    if len(people) > MOST_ROWS:
        raise unreadable(name, f"The list has more than {MOST_ROWS:,} people.", mend="Split it into several files.")
    if not people:
        raise unreadable(name, "The list holds nobody.", mend="Put one person into each row under the header.")
    return people


def _people(records: Iterable[Sequence[str]], name: str) -> Iterator[ListedPerson]:
    columns: dict[str, int] = {}
    for line, record in enumerate(records, start=1):
        if columns:
            if any(cell.strip() for cell in record):
                yield _person(line, record, columns)
        elif line > HEAD:
            break
        else:
            columns = _header(record)
    if not columns:
        mend = f"Put a header above the people, with a column called “{EMAIL}”."
        raise unreadable(name, "There is no column of email addresses.", mend=mend)


def _header(record: Sequence[str]) -> dict[str, int]:
    """Give the place of each column that is known; nothing where no address stands."""
    found: dict[str, int] = {}
    for place, cell in enumerate(record):
        column = _NAMES.get(plain_header(cell[:100]))
        if column is not None:
            found.setdefault(column, place)
    return found if EMAIL in found else {}


def _person(line: int, record: Sequence[str], columns: dict[str, int]) -> ListedPerson:
    def cell(column: str) -> str:
        place = columns.get(column)
        return record[place].strip() if place is not None and place < len(record) else ""

    parts = (cell(FIRST), cell(LAST))
    topics = tuple(one.strip() for one in cell(TOPICS).split(";") if one.strip())
    return ListedPerson(line, cell(EMAIL), cell(NAME) or " ".join(part for part in parts if part), topics)


def _of_csv(file: CsvFile) -> Iterator[list[str]]:
    number = 0
    with file.opened() as text:
        try:
            for number, record in enumerate(csv.reader(text, strict=True), start=1):
                if any("\udc80" <= sign <= "\udcff" for cell in record for sign in cell):
                    raise wrong_encoding(file.name, line=number)
                if number == 1:
                    refuse_other_marks(file.name, [record])
                yield record
        except csv.Error as error:
            raise broken(file.name, error, line=number + 1) from error
        except UnicodeError as error:
            raise wrong_encoding(file.name, line=number + 1) from error


def _of_workbook(file: Workbook) -> Iterator[list[str]]:
    lists = [sheet for sheet in file.sheets if any(_header(record) for record in file.head(sheet, HEAD))]
    if len(lists) > 1:
        reason = f"{len(lists)} sheets of the workbook hold email addresses."
        raise unreadable(file.name, reason, mend="Leave one list of people in it.")
    return file.records((lists or file.sheets)[0])


__all__ = ["ListedPerson", "UnreadableFileError", "read_list"]
