"""Opens XLSX and ODS workbooks safely and gives their sheets as rows of text, as a person sees them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.importing.faults import unreadable
from indicators.importing.known import Limits
from indicators.importing.sheets.workbook_parts import OPEN_DOCUMENT, scanned_sheets
from indicators.importing.sheets.workbook_scan import BrokenPartError, Sheet, TooLargeError, TooManyFailedError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

DAMAGED = "The workbook is damaged or was cut off."
SAVE_AGAIN = "Open it in a spreadsheet program, save it again, and upload that file."
AS_CSV = "Save the sheet as “CSV UTF-8” and upload that file."
_MOST_PARTS = 2_000
#: what reading a damaged folder of parts may raise
_BROKEN = (BrokenPartError, zipfile.BadZipFile, zlib.error, LookupError, ValueError, RuntimeError, EOFError, OSError)
_PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
#: no honest workbook of some size shrinks to less than this share
_MOST_SHRUNK = 400
_SOME_SIZE = 20_000_000


class Workbook:
    """A workbook that is small enough to read and holds no surprises."""

    def __init__(self, path: Path, *, name: str, limits: Limits) -> None:
        """Check and scan it; raises `UnreadableFileError` with the reason."""
        self.path = path
        self.name = name
        self._loaded: tuple[str, CalamineSheet] | None = None
        try:
            with zipfile.ZipFile(path) as parts:
                _check_size(parts, name, limits)
                _check_kind(parts, name)
                if parts.testzip() is not None:
                    raise unreadable(name, DAMAGED, mend=SAVE_AGAIN)
                self._scans = scanned_sheets(parts, most=limits.cells)
        except TooLargeError as error:
            reason = f"A sheet reaches over more than {limits.cells:,} cells."
            raise unreadable(name, reason, mend=f"Delete what is not needed. Or: {AS_CSV}") from error
        except TooManyFailedError as error:
            reason = "More than 10,000 formulas have failed, or were saved without their results."
            raise unreadable(name, reason, mend=SAVE_AGAIN) from error
        except _BROKEN as error:
            raise unreadable(name, DAMAGED, mend=SAVE_AGAIN) from error
        self.sheets = tuple(scan.name for scan in self._scans if scan.rows)
        if not self.sheets:
            raise unreadable(name, "The workbook is empty.", mend="Check that it was saved, and choose it again.")

    def scan(self, sheet: str) -> Sheet:
        """Give what was found in a sheet."""
        return next(scan for scan in self._scans if scan.name == sheet)

    def _values_of(self, sheet: str) -> CalamineSheet:
        """Load a sheet's values, once where it is read again."""
        import python_calamine  # not at the top: a page that is served never reads workbooks

        if self._loaded is None or self._loaded[0] != sheet:
            with python_calamine.CalamineWorkbook.from_path(self.path) as book:
                self._loaded = (sheet, book.get_sheet_by_name(sheet))
        return self._loaded[1]

    def head(self, sheet: str, records: int) -> list[list[str]]:
        """Give a sheet's first rows."""
        return list(islice(self.records(sheet), records))

    def records(self, sheet: str) -> Iterator[list[str]]:
        """Give a sheet's rows from the first one on, empty ones too, each cell as text."""
        scan = self.scan(sheet)
        marked: dict[int, list[tuple[int, str]]] = {}
        for (place, column), text in scan.texts.items():
            marked.setdefault(place, []).append((column, text))
        with _guarded(self.name):
            values = self._values_of(sheet)
            offset = values.start[1] if values.start else 0
            for number, row in enumerate(values.iter_rows(), start=1):
                cells = [""] * offset + [cell if isinstance(cell, str) else _text(cell) for cell in row]
                for column, shown in scan.percents.items():
                    if number < len(shown) and shown[number] and column <= len(cells):
                        cells[column - 1] = _percent(cells[column - 1])
                for column, text in marked.get(number, ()):
                    cells += [""] * (column - len(cells))
                    cells[column - 1] = text
                yield cells


@contextmanager
def _guarded(name: str) -> Iterator[None]:
    """Turn what the library that reads values may raise into a reason."""
    import python_calamine  # not at the top: a page that is served never reads workbooks

    try:
        yield
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise unreadable(name, DAMAGED, mend=SAVE_AGAIN) from error
    except BaseException as error:
        # what the library itself did not expect comes as a panic, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable(name, DAMAGED, mend=SAVE_AGAIN) from error


def _check_size(parts: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Refuse what would fill the memory, before anything is unpacked."""
    infos = parts.infolist()
    if any(info.compress_type not in _PACKED_AS for info in infos):
        raise BrokenPartError
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    is_bomb = unpacked > _SOME_SIZE and unpacked > _MOST_SHRUNK * max(packed, 1)
    if len(infos) > _MOST_PARTS or unpacked > limits.unpacked_bytes or is_bomb:
        reason = f"The workbook would unpack to {unpacked / 1e6:,.0f} MB in {len(infos):,} parts, which is too much."
        raise unreadable(name, reason, mend=f"Delete pictures and sheets that are not needed. Or: {AS_CSV}")


def _check_kind(parts: zipfile.ZipFile, name: str) -> None:
    """Refuse every kind of packed file but the two that are read."""
    members = {member.casefold() for member in parts.namelist()}
    if any(info.flag_bits & 1 for info in parts.infolist()) or _is_locked(parts):
        raise unreadable(name, "The workbook is locked with a password.", mend="Take the password off and save it.")
    if any(member.endswith("vbaproject.bin") or member.startswith(("basic/", "scripts/")) for member in members):
        raise unreadable(
            name, "The workbook holds macros.", mend="Save it as an Excel workbook without macros (.xlsx)."
        )
    if "xl/workbook.bin" in members:
        raise unreadable(name, "This is a binary workbook (.xlsb).", mend="Save it as an Excel workbook (.xlsx).")
    if "xl/workbook.xml" in members:
        return
    if "mimetype" in members and parts.read("mimetype")[:100].strip() == OPEN_DOCUMENT:
        return
    kind = "a Word document" if "word/document.xml" in members else "a packed folder"
    raise unreadable(name, f"This is {kind}, not a workbook.", mend="Upload the CSV, XLSX or ODS file itself.")


def _is_locked(parts: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in parts.namelist() and b"encryption-data" in parts.read(manifest)


def _text(cell: Any) -> str:
    """Write a cell's value as a person would."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _percent(text: str) -> str:
    """Write a fraction as the percentage that its cell shows."""
    try:
        shown = Decimal(text) * 100
    except ArithmeticError:
        return text
    return f"{shown.normalize():f}%"
