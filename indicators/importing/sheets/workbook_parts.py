"""Finds the sheets among the parts of a workbook, and scans each one that a person can see."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping

from indicators.importing.sheets.workbook_scan import OpenDocumentScan, Sheet, SheetScan, StylesScan, _Scan

OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


class _SheetNames(_Scan):
    """Reads the names of an Excel workbook's sheets, and under which mark each one's part is found."""

    def __init__(self) -> None:
        self.marks: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note a sheet that is not hidden."""
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            mark = next(value for key, value in attributes.items() if key.rpartition(":")[2] == "id" and ":" in key)
            self.marks[attributes["name"]] = mark


class _Places(_Scan):
    """Reads where the parts of an Excel workbook are."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note a sheet's part; charts and macro sheets are none."""
        if name == "Relationship" and attributes["Type"].endswith("/worksheet"):
            self.places[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")


def scanned_sheets(parts: zipfile.ZipFile, *, most: int) -> list[Sheet]:
    """Scan every sheet; raises `TooLargeError` or `BrokenPartError`, `KeyError` where a part is missing."""
    if "xl/workbook.xml" not in parts.namelist():
        content = OpenDocumentScan(most=most)
        _read(parts, "content.xml", content)
        return content.sheets
    names, places, styles = _SheetNames(), _Places(), StylesScan()
    _read(parts, "xl/workbook.xml", names)
    _read(parts, "xl/_rels/workbook.xml.rels", places)
    if "xl/styles.xml" in parts.namelist():
        _read(parts, "xl/styles.xml", styles)
    sheets = []
    for name, mark in names.marks.items():
        if mark in places.places:
            scan = SheetScan(percents=styles.percents, most=most)
            _read(parts, places.places[mark], scan)
            scan.sheet.name = name
            sheets.append(scan.sheet)
    return sheets


def _read(parts: zipfile.ZipFile, member: str, scan: _Scan) -> None:
    with parts.open(member) as part:
        scan.parse(part)
