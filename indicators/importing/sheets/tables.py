"""Opens a file by what it holds, not by its name, and finds the table in it. Refuses what no importer should touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.importing.faults import listed, unreadable
from indicators.importing.known import Limits
from indicators.importing.layouts.formats import HEAD, Located, locate
from indicators.importing.sheets.csv_text import CsvFile, open_csv, refuse_other_marks
from indicators.importing.sheets.workbooks import DAMAGED, SAVE_AGAIN, Workbook

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a packed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
}


@dataclass(frozen=True)
class Table:
    """The table that is to be read: its file, for a workbook its sheet, its first rows and what they say it is."""

    file: CsvFile | Workbook
    sheet: str
    head: Sequence[Sequence[str]]
    located: Located | None

    def records(self) -> Iterator[list[str]]:
        """Give all rows of a sheet."""
        assert isinstance(self.file, Workbook)  # noqa: S101 - CSV is read another way
        return self.file.records(self.sheet)


def open_file(path: Path, *, name: str, limits: Limits) -> CsvFile | Workbook:
    """Open a file; raises `UnreadableFileError` where it is too large or not a table."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        reason = f"The file has {size / 1e6:,.0f} MB; {limits.file_bytes / 1e6:,.0f} MB are the most."
        raise unreadable(
            name, reason, mend="Split it by indicator or by years, or leave out areas that are not needed."
        )
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(_ZIP):
        return Workbook(path, name=name, limits=limits)
    if start.startswith(b"PK"):
        raise unreadable(name, "The workbook is empty or damaged.", mend=SAVE_AGAIN)
    if start.startswith(_OLD_OFFICE):
        raise _old_office(path, name)
    for mark, kind in _OTHER_KINDS.items():
        if start.startswith(mark):
            raise unreadable(name, f"This is {kind}, not a table.", mend="Upload a CSV, XLSX or ODS file.")
    return open_csv(path, name=name)


def _old_office(path: Path, name: str) -> Exception:
    with path.open("rb") as file:
        start = file.read(1_000_000)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return unreadable(name, "The workbook is locked with a password.", mend="Take the password off and save it.")
    if "Workbook".encode("utf-16-le") in start:
        return unreadable(name, "This is an old Excel workbook (.xls).", mend="Save it as an Excel workbook (.xlsx).")
    return unreadable(name, DAMAGED, mend="Upload a CSV, XLSX or ODS file.")


def open_table(file: CsvFile | Workbook, *, sheet: str | None = None) -> Table:
    """Find the table of a file; raises `UnreadableFileError` where a workbook has several and none was chosen."""
    if isinstance(file, CsvFile):
        head = file.head(HEAD)
        if not head:
            raise unreadable(file.name, "The file is empty.", mend="Check that it was saved, and choose it again.")
        located = locate(head)
        if located is None:
            refuse_other_marks(file.name, head)
        return Table(file, "", head, located)
    if sheet:
        if sheet not in file.sheets:
            raise unreadable(file.name, f"The workbook has no sheet “{sheet}”.", mend=_which(file))
        return _sheet(file, sheet)
    tables = [_sheet(file, name) for name in file.sheets]
    known = [table for table in tables if table.located is not None]
    if len(known) == 1 or len(tables) == 1:
        return (known or tables)[0]
    which = known or tables
    names = listed([f"“{table.sheet}”" for table in which], "and")
    raise unreadable(file.name, f"Figures may be in any of the sheets {names}.", mend=_which(file))


def _sheet(file: Workbook, sheet: str) -> Table:
    head = file.head(sheet, HEAD)
    return Table(file, sheet, head, locate(head))


def _which(file: Workbook) -> str:
    return f"Choose one sheet: {listed([f'“{name}”' for name in file.sheets])}."
