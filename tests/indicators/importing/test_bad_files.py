"""Every kind of bad file that has come in somewhere: each gives its own reason, in its own row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indicators.importing import Limits
from tests.indicators.importing.files import (
    COUNTRY,
    FINGERTIPS,
    cell,
    changed,
    downloaded,
    faults_of,
    ods,
    packed,
    tidy,
    tidy_workbook,
    workbook,
    xlsx,
)

HEADER = "indicator,area_code,period_label,value,source,licence"
ROW = "counted,E06000001,2020,12.5,Office,OGL"
UTF8 = "This is not UTF-8 text. Save the file as “CSV UTF-8”."


def text(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def merged() -> bytes:
    book = tidy_workbook({}, {"sex": "female"})
    book["Figures"].merge_cells("B2:B3")
    return xlsx(book)


def formula(value: str, kind: str) -> bytes:
    book = tidy_workbook({})
    target = book["Figures"].cell(2, 11)
    target.value, target.data_type = value, kind
    return xlsx(book)


def two_sheets() -> bytes:
    rows = [["Area", "2020"], ["Townham", 5]]
    return xlsx(workbook(First=rows, Second=rows))


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400


def old_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 400


def bomb() -> bytes:
    return changed(xlsx(tidy_workbook({})), xl__sharedStrings_xml=b"<a>" + b" " * 30_000_000 + b"</a>")


def far_cell() -> bytes:
    book = tidy_workbook({})
    book["Figures"].cell(1_000_000, 16_000).value = "x"
    return xlsx(book)


def dated() -> bytes:
    return xlsx(tidy_workbook({"value": date(2020, 1, 5)}))


def many_failed() -> bytes:
    failed = cell("#REF!", table__formula="of:=A1", table__number_columns_repeated="11")
    return ods([failed], repeated=1000)


def renamed_part() -> bytes:
    """Give a workbook whose list of parts is changed after it was packed."""
    return xlsx(tidy_workbook({})).replace(b"xl/styles.xml", b"xl/stales.xml", 1)


def lzma() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as folder:
        folder.writestr("xl/workbook.xml", "<workbook/>")
    return data.getvalue()


def bad_text() -> bytes:
    """Give a workbook whose cell names a text that is not there."""
    part = '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>'
    return changed(xlsx(tidy_workbook({})), xl__worksheets__sheet1_xml=part)


def merged_across() -> bytes:
    book = tidy_workbook({})
    book["Figures"].merge_cells("Y1:Z1")
    return xlsx(book)


def repeated() -> bytes:
    return ods([cell("a", table__number_columns_repeated="16000")], repeated=1_000_000)


def entity() -> bytes:
    lol = '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    return changed(xlsx(tidy_workbook({})), xl__worksheets__sheet1_xml=lol)


CSV: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty", lambda: b"", "file.csv: The file is empty."),
    ("white space", lambda: b"\xef\xbb\xbf \r\n\r\n", "file.csv: The file is empty."),
    ("header only", lambda: text(HEADER), "file.csv: There are no rows under the header."),
    (
        "Windows-1252",
        lambda: text(HEADER, ROW) + b"counted,E06000001,2021,1,Caf\xe9,OGL\n",
        f"file.csv, line 3: {UTF8}",
    ),
    (
        "UTF-16 without a mark",
        lambda: text(HEADER, ROW).decode().encode("utf-16-le"),
        "file.csv: This is not UTF-8 text.",
    ),
    (
        "semicolons",
        lambda: text(HEADER, ROW).replace(b",", b";"),
        "file.csv, line 1: The cells are parted by semicolons; this has to be commas.",
    ),
    (
        "tabs",
        lambda: text(HEADER, ROW).replace(b",", b"\t"),
        "file.csv, line 1: The cells are parted by tabs; this has to be commas.",
    ),
    (
        "a web page",
        lambda: b"<!DOCTYPE html><html>Sign in</html>",
        "file.csv: This is a web page or data for programs, not a table.",
    ),
    ("a document", lambda: b"%PDF-1.7 ...", "file.csv: This is a PDF document, not a table."),
    ("a picture", lambda: b"\x89PNG\r\n\x1a\n....", "file.csv: This is a picture, not a table."),
    ("short row", lambda: text(HEADER, ROW, "a,b"), "file.csv, line 3: The row has 2 cells; the header has 6."),
    ("long row", lambda: text(HEADER, ROW + ",x", ROW), "file.csv, line 2: The row has 7 cells; the header has 6."),
    (
        "unfinished quotation",
        lambda: text(HEADER, ROW, 'counted,E06000001,2021,1,"Office'),
        "file.csv, line 3: This is not CSV: unexpected end of data.",
    ),
    (
        "text after a quotation",
        lambda: text(HEADER, ROW, 'counted,E06000001,2021,1,"Off"ice,OGL'),
        "file.csv, line 3: This is not CSV: ',' expected after '\"'.",
    ),
    ("cut off in a row", lambda: text(HEADER, ROW)[:-30], "file.csv, line 2: The row has 2 cells; the header has 6."),
    ("too large", lambda: text(HEADER, *[ROW] * 600), "file.csv: The file has 0 MB; 0 MB are the most."),
    ("no header", lambda: text(ROW, ROW), "file.csv: No row of the file is a header that we know."),
    (
        "a column twice",
        lambda: text(HEADER + ",lower_ci,lci_95", ROW + ",1,2"),
        "file.csv, line 1: Columns “lower_ci” and “lci_95” both hold “lower_95”.",
    ),
    (
        "no period",
        lambda: text("indicator,area_code,value,lower_95,upper_95", "counted,E06000001,1,1,1"),
        "file.csv, line 1: There is no column “period_label” or “period_from”.",
    ),
    (
        "no indicator",
        lambda: text("area_code,period_label,value", "E06000001,2020,1"),
        "file.csv: The file does not say which indicator it is about.",
    ),
    ("nothing in it", lambda: text(HEADER, ",,,,,", ""), "file.csv: There are no rows under the header."),
    (
        "no licence",
        lambda: text("indicator,area_code,period_label,value,source", "counted,E06000001,2020,1,Office"),
        "file.csv: Nothing says the licence of the figures of “counted”.",
    ),
]
SMALL = {"too large": {"limits": Limits(file_bytes=1000)}}


@pytest.mark.parametrize(("name", "make", "fault"), CSV, ids=[name for name, *_ in CSV])
def test_a_broken_csv_file_gives_its_reason(tmp_path: Path, name: str, make: Callable[[], bytes], fault: str) -> None:
    options: dict[str, Any] = SMALL.get(name, {})
    assert faults_of(tmp_path, make(), **options) == [fault]


DAMAGED = "book.xlsx: The workbook is damaged or was cut off."
LOCKED = "book.xlsx: The workbook is locked with a password."
BOOKS: list[tuple[str, Callable[[], bytes], str]] = [
    ("cut off", lambda: xlsx(tidy_workbook({}))[:-200], DAMAGED),
    ("locked", locked, LOCKED),
    ("locked ODS", lambda: changed(ods([cell("a")]), **{"META-INF__manifest_xml": "<encryption-data/>"}), LOCKED),
    ("old workbook", old_workbook, "book.xlsx: This is an old Excel workbook (.xls)."),
    ("binary workbook", lambda: packed({"xl/workbook.bin": b""}), "book.xlsx: This is a binary workbook (.xlsb)."),
    ("macros", lambda: changed(xlsx(tidy_workbook({})), xl__vbaProject_bin=b"x"), "book.xlsx: The workbook holds macros."),
    ("a Word document", lambda: packed({"word/document.xml": ""}), "book.xlsx: This is a Word document, not a workbook."),
    ("a packed folder", lambda: packed({"a.csv": "a"}), "book.xlsx: This is a packed folder, not a workbook."),
    ("a bomb", bomb, "book.xlsx: The workbook would unpack to 30 MB in 10 parts, which is too much."),
    ("a far cell", far_cell, "book.xlsx: A sheet reaches over more than 3,000,000 cells."),
    ("repeated cells", repeated, "book.xlsx: A sheet reaches over more than 3,000,000 cells."),
    ("entities", entity, DAMAGED),
    ("failed formulas everywhere", many_failed, "book.xlsx: More than 10,000 formulas have failed, or were saved without their results."),
    ("a part under another name", renamed_part, DAMAGED),
    ("a text that is not there", bad_text, "book.xlsx: The workbook is damaged or was cut off."),
    ("packed another way", lzma, DAMAGED),
    ("nothing packed", lambda: packed({}), "book.xlsx: The workbook is empty or damaged."),
    ("merged names", merged_across, "book.xlsx, line 1: Cells Y1:Z1 are merged."),
    ("a missing part", lambda: changed(xlsx(tidy_workbook({})), xl__worksheets__sheet1_xml=None), DAMAGED),
    ("broken XML", lambda: changed(xlsx(tidy_workbook({})), xl__worksheets__sheet1_xml="<worksheet><row>"), DAMAGED),
    ("empty", lambda: xlsx(workbook(Figures=[])), "book.xlsx: The workbook is empty."),
    ("two sheets", two_sheets, "book.xlsx: Figures may be in any of the sheets “First” and “Second”."),
    ("merged cells", merged, "book.xlsx, line 2: Cells B2:B3 are merged."),
    ("a failed formula", lambda: formula("#REF!", "e"), "book.xlsx, line 2: value is “#REF!”, which is not a number."),
    ("a formula without result", lambda: formula("=1+1", "f"), "book.xlsx, line 2: value is “#NOT WORKED OUT!”, which is not a number."),
    ("a date for a number", dated, "book.xlsx, line 2: value is “2020-01-05”, which is not a number."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "fault"), BOOKS, ids=[name for name, *_ in BOOKS])
def test_a_broken_workbook_gives_its_reason(tmp_path: Path, name: str, make: Callable[[], bytes], fault: str) -> None:
    assert faults_of(tmp_path, make(), name="book.xlsx")[:1] == [fault]


ROWS: list[tuple[dict[str, str], str]] = [
    ({"area_code": "E06999999"}, "Area E06999999 is not known."),
    ({"area_code": ""}, "area_code is empty."),
    (
        {"area_code": "E05000001", "period_from": "2024-01-01", "period_to": "2024-12-31", "period_label": "2024"},
        "E05000001 is Northside with the boundary that ended on 2023-05-03; the figure is of a later time.",
    ),
    ({"value": "about 12"}, "value is “about 12”, which is not a number."),
    ({"value": "1_000"}, "value is “1_000”, which is not a number."),
    ({"value": "12,5"}, "value is “12,5”, which is not a number."),
    ({"value": "nan"}, "value is “nan”, which is not a number."),
    ({"value": "Infinity"}, "value is “Infinity”, which is not a number."),
    ({"value": "1e400"}, "value is “1e400”, which is not a number."),
    ({"value": "9" * 400}, f"value is “{'9' * 80}…”, which is not a number."),
    ({"value": "١٢"}, "value is “١٢”, which is not a number."),
    ({"value": "*"}, "value is “*”, which is not a number."),
    ({"value": "[k]"}, "value is “[k]”, which is not a number."),
    ({"count": "=1+1"}, "count is “=1+1”, which is not a number."),
    ({"count": "5%", "denominator": "9"}, "count is written as a percentage, which it is not."),
    ({"value": "", "reason": ""}, "The row has neither a value nor a reason."),
    ({"reason": "suppressed"}, "The row has a value and a reason why there is none."),
    ({"reason": "lost"}, "reason is “lost”; it must be suppressed, low_reliability, not_available or not_applicable."),
    ({"lower_95": "11"}, "lower_95 and upper_95 go together: fill in both or neither."),
    ({"lower_95": "14", "upper_95": "11"}, "lower_95 and upper_95 are 14 and 11, which do not hold the value 12.5."),
    ({"lower_998": "1", "upper_998": "9"}, "lower_998 and upper_998 are 1 and 9, which do not hold the value 12.5."),
    (
        {"lower_95": "10", "upper_95": "15", "lower_998": "11", "upper_998": "14"},
        "lower_998 and upper_998 are closer together than the 95% limits.",
    ),
    (
        {"value": "", "reason": "suppressed", "lower_95": "1", "upper_95": "2"},
        "There are lower_95 and upper_95 but no value.",
    ),
    ({"value": "101"}, "value is 101; a percentage is between 0 and 100."),
    ({"value": "-0.1"}, "value is -0.1; a percentage is between 0 and 100."),
    ({"count": "9", "denominator": "8"}, "count 9 is more than denominator 8."),
    ({"count": "-1"}, "count is -1; it cannot be below zero."),
    ({"denominator": "0"}, "denominator is 0; it has to be above zero."),
    ({"period_from": "2020-13-01"}, "period_from is “2020-13-01”, which is not a date such as 2026-11-22."),
    ({"period_from": "0020-01-01"}, "period_from is “0020-01-01”, which is not a date such as 2026-11-22."),
    ({"period_to": ""}, "period_to is empty."),
    ({"period_from": "2021-01-01"}, "period_to is before period_from."),
    ({"period_kind": "financial_year"}, "2020-01-01 to 2020-12-31 is not a financial year, April to March."),
    (
        {"period_kind": "year"},
        "period_kind is “year”; it must be calendar_year, financial_year, academic_year, pooled_years, quarter, "
        "months or day.",
    ),
    (
        {"period_from": "2026-01-01", "period_to": "2026-12-31"},
        "The period ends on 2026-12-31, which is still to come.",
    ),
    ({"sex": "boys and girls"}, "sex is “boys and girls”; it must be persons, female or male."),
    ({"category": "Asian"}, "category_type and category go together: fill in both or neither."),
    ({"is_provisional": "perhaps"}, "is_provisional is “perhaps”; write yes or leave it empty."),
    ({"note": "x" * 501}, "note has 501 characters; 500 are the most."),
    ({"age": "a\x07b"}, "age holds a character that cannot be seen."),
    ({"note": "a<script>alert(1)</script>"}, "note holds a tag of a web page."),
    ({"age": "=1+1"}, "age begins with “=”, which a spreadsheet would take for a formula."),
    (
        {"category_type": "Ethnic group", "category": "@SUM(A1)"},
        "category begins with “@”, which a spreadsheet would take for a formula.",
    ),
    ({"indicator": ""}, "The row does not say which indicator it is about."),
    (
        {"published_comparison": "fine"},
        "published_comparison is “fine”; it must be better, similar, worse, higher or lower.",
    ),
]


@pytest.mark.parametrize(("cells", "reason"), ROWS, ids=[reason[:60] for _, reason in ROWS])
def test_a_bad_cell_gives_its_reason_and_its_row(tmp_path: Path, cells: dict[str, str], reason: str) -> None:
    assert faults_of(tmp_path, tidy({"sex": "female"}, cells)) == [f"file.csv, line 3: {reason}"]


def test_a_figure_twice_with_other_values_names_both_rows(tmp_path: Path) -> None:
    data = tidy({}, {"sex": "female"}, {"value": "13"})
    assert faults_of(tmp_path, data) == [
        "file.csv, line 4: The same figure is there already in row 2, with other values."
    ]


def test_two_indicators_in_a_file_for_one_is_a_fault(tmp_path: Path) -> None:
    data = tidy({}, {"indicator": "rated"})
    reason = "The row is about indicator “rated”; “People who are counted” was chosen for the file."
    assert faults_of(tmp_path, data, indicator="counted") == [f"file.csv, line 3: {reason}"]
    two = downloaded({"Indicator ID": "90001"}, {})
    reason = "The row is about indicator 90001 “Events among people”; “Events among people” was chosen for the file."
    assert faults_of(tmp_path, two, indicator="rated") == [f"file.csv, line 3: {reason}"]


DOWNLOADS: list[tuple[list[dict[str, str]], str]] = [
    ([{"Sex": "Everyone else"}], "line 3: Sex is “Everyone else”; it must be persons, female or male."),
    ([{"Time period": "sometime"}], "line 3: Time period: “sometime” is not a period we can read."),
    ([{"Time period Sortable": "20190000"}], "line 3: Time period is “2020” but Time period Sortable is “20190000”."),
    ([{"Lower CI 95.0 limit": "70"}], "line 3: Lower CI 95.0 limit and Upper CI 95.0 limit go together: fill in both or neither."),
    ([{"Value": "many"}], "line 3: Value is “many”, which is not a number."),
    ([{"Area Code": "Townham"}], "line 3: Area Townham is not known."),
    (
        [{}, {"Value": "81.26", "Parent Code": ""}],
        "line 4: The same figure is there already in row 3, with other values.",
    ),
    ([{}, {"Time period": "2021", "Time period Sortable": "20210000"}], "2021 has no row for England (E92000001)."),
    ([{}, {**COUNTRY, "Value": "80"}], "line 4: The same figure is there already in row 2, with other values."),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "fault"), DOWNLOADS, ids=[fault[:60] for _, fault in DOWNLOADS])
def test_a_bad_download_gives_its_reason(tmp_path: Path, rows: list[dict[str, str]], fault: str) -> None:
    joint = ", " if fault.startswith("line") else ": "
    assert faults_of(tmp_path, downloaded(*rows)) == [f"file.csv{joint}{fault}"]


def test_a_column_of_a_download_twice_is_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, downloaded({}, columns=(*FINGERTIPS, "Value"))) == [
        "file.csv, line 1: Column “Value” is there more than once."
    ]
