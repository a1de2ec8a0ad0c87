"""Small files for tests of importing, and what they are checked against."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from indicators.importing import COLUMNS as RESULT
from indicators.importing import AreaRules, IndicatorRules, Known, Reading, UnreadableFileError
from indicators.importing.vocabulary import NUMBERS, TABLE_COLUMNS

GOOD = {
    "indicator": "counted",
    "area_code": "E06000001",
    "period_from": "2020-01-01",
    "period_to": "2020-12-31",
    "period_kind": "calendar_year",
    "period_label": "2020",
    "sex": "persons",
    "value": "12.5",
    "source": "Office for Examples",
    "licence": "OGL v3.0",
}
COLUMNS = ("indicator", *TABLE_COLUMNS)
INDICATORS = (
    IndicatorRules(
        "counted", "People who are counted", "90001", is_percentage=True, is_part_of_whole=True, multiplier=100
    ),
    IndicatorRules("rated", "Events among people", "90002", multiplier=100_000, source="Office", licence="OGL v3.0"),
)
AREAS = (
    AreaRules("E92000001", "England"),
    AreaRules("E06000001", "Townham"),
    AreaRules("E06000002", "Villagely"),
    AreaRules("E05000001", "Northside", valid_to=date(2023, 5, 3)),
    AreaRules("E05000002", "Northside", valid_from=date(2023, 5, 4)),
    AreaRules("E05000003", "Southside", valid_from=date(2023, 5, 4)),
)
FINGERTIPS = (
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to Regions (statistical) value or percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
)
DOWNLOADED = {
    "Indicator ID": "90002",
    "Indicator Name": "Events among\n people ",
    "Parent Code": "E92000001",
    "Parent Name": "England",
    "Area Code": "E06000001",
    "Area Name": "Townham",
    "Area Type": "UA",
    "Sex": "Persons",
    "Age": "<75 yrs",
    "Time period": "2020",
    "Value": "81.25",
    "Count": "13",
    "Denominator": "16000",
    "Compared to England value or percentiles": "Better",
    "Compared to Regions (statistical) value or percentiles": "Worse",
    "Time period Sortable": "20200000",
    "Time period range": "1y",
}
COUNTRY = {
    "Area Code": "E92000001",
    "Area Name": "England",
    "Area Type": "England",
    "Parent Code": "",
    "Parent Name": "",
    "Compared to England value or percentiles": "Not compared",
}


def known(**changes: Any) -> Known:
    """Give what files are checked against."""
    values: dict[str, Any] = {
        "indicators": INDICATORS,
        "areas": AREAS,
        "country": "E92000001",
        "today": date(2026, 1, 31),
    }
    return Known(**(values | changes))


def csv_bytes(records: Sequence[Sequence[str]], *, end: str = "\n") -> bytes:
    """Give a CSV file, quoted where it has to be."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(records)
    return text.getvalue().encode()


def tidy(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """Give a tidy file; a row says what differs from a good one."""
    return csv_bytes([columns, *([(GOOD | row).get(column, "") for column in columns] for row in rows)])


def downloaded(*rows: dict[str, str], columns: tuple[str, ...] = FINGERTIPS, with_country: bool = True) -> bytes:
    """Give a Fingertips download: the country's row, then rows that say what differs from a good one."""
    table = [COUNTRY, *rows] if with_country else list(rows)
    records = [[(DOWNLOADED | row).get(column, "") for column in columns] for row in table]
    return csv_bytes([columns, *records], end="\r\n")


def workbook(**sheets: Sequence[Sequence[Any]]) -> openpyxl.Workbook:
    """Give a workbook; a sheet is a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def xlsx(book: openpyxl.Workbook) -> bytes:
    """Give a workbook as a file."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def tidy_workbook(*rows: dict[str, Any]) -> openpyxl.Workbook:
    """Give a workbook with one sheet of tidy rows, numbers as numbers."""
    values = [(GOOD | {"value": 12.5} | row) for row in rows]
    return workbook(Figures=[COLUMNS, *([row.get(column) for column in COLUMNS] for row in values)])


ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def cell(text: str = "", **attributes: str) -> str:
    """Give a cell of an ODS sheet; names of attributes with their prefix, a colon written as two underscores."""
    said = {"office__value_type": "string"} | attributes if text else attributes
    words = " ".join(f'{name.replace("__", ":").replace("_", "-")}="{value}"' for name, value in said.items())
    return f"<table:table-cell {words}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def ods(*rows: Sequence[str], repeated: int = 1) -> bytes:
    """Give an ODS file with one sheet; a row is a list of cells."""
    times = f'table:number-rows-repeated="{repeated}"'
    body = "".join(f"<table:table-row {times if repeated > 1 else ''}>{''.join(row)}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_NAMES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Figures">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Give a packed folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, part in parts.items():
            folder.writestr(name, part)
    return data.getvalue()


def changed(data: bytes, **parts: str | bytes | None) -> bytes:
    """Give a packed file with parts replaced, added or, by None, taken out; a slash is written as two underscores."""
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        found: dict[str, Any] = {name: folder.read(name) for name in folder.namelist()}
    found |= {
        name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): part for name, part in parts.items()
    }
    return packed({name: part for name, part in found.items() if part is not None})


def read(folder: Path, data: bytes, *, name: str = "file.csv", **options: Any) -> tuple[Reading, list[dict[str, Any]]]:
    """Read a file's bytes; gives the reading and its good rows."""
    path = folder / name
    path.write_bytes(data)
    reading = Reading(path, file_name=name, known=options.pop("known", None) or known(), **options)
    rows = [row for frame in reading for row in frame.to_dicts()]
    for row in rows:
        assert tuple(row) == RESULT, "every column is there"
        assert not {name for name, value in row.items() if value is None} - set(NUMBERS), "only numbers may be missing"
    return reading, rows


def faults_of(folder: Path, data: bytes, **options: Any) -> list[str]:
    """Read a file's bytes; gives its faults, each with its row."""
    try:
        reading, _ = read(folder, data, **options)
    except UnreadableFileError as error:
        return [str(fault) for fault in error.faults]
    assert all(fault.mend or "no rows" in fault.reason for fault in reading.faults), "every fault says how to mend it"
    return [str(fault) for fault in reading.faults]
