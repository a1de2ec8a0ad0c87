"""Sheets made by hand: columns guessed, matched and confirmed, one figure for each cell of figures."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indicators.importing import UnreadableFileError, look
from tests.indicators.importing.files import cell, csv_bytes, ods, read, workbook, xlsx

SOURCE = {"source": "Public health team", "licence": "OGL v3.0"}
LONG = [
    ["Dog walking by ward"],
    ["Prepared by the public health team"],
    [],
    ["Ward", "Ward code", "Year", "Sex", "Percentage", "Lower", "Upper", "Number", "Population", "Comments"],
    ["Northside", "E05000002", 2024, "Women", 12.5, 10, 15, 25, 200, ""],
    ["Southside", "E05000003", 2024, "Women", 10, 8, 12.5, 1010, 10100, "Provisional"],
    ["Source: our own survey"],
]
WIDE = [
    ["Area", "Men 2023", "Men 2024", "Women 2023", "Women 2024"],
    ["Townham", 10, 11, 12, 13],
    ["Villagely", 20, None, 22, "[c]"],
]


def saved(folder: Path, data: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_the_columns_of_a_long_sheet_are_guessed_and_read(tmp_path: Path) -> None:
    data = xlsx(workbook(Wards=LONG))
    found = look(saved(tmp_path, data, "wards.xlsx"), file_name="wards.xlsx")
    assert (found.format, found.sheets, found.sheet, found.header_line) == (None, ("Wards",), "Wards", 4)
    assert found.matching["columns"] == {
        "Ward": "area_name",
        "Ward code": "area_code",
        "Year": "period_label",
        "Sex": "sex",
        "Percentage": "value",
        "Lower": "lower_95",
        "Upper": "upper_95",
        "Number": "count",
        "Population": "denominator",
        "Comments": "note",
    }
    reading, rows = read(
        tmp_path, data, name="wards.xlsx", matching=found.matching, indicator="counted", defaults=SOURCE
    )
    assert reading.faults == []
    assert reading.notes == ["1 row has a single cell and was taken for notes, first row 7."]
    assert [(row["line"], row["area_code"], row["value"], row["count"]) for row in rows] == [
        (5, "E05000002", 12.5, 25.0),
        (6, "E05000003", 10.0, 1010.0),
    ]
    assert {(row["sex"], row["period_label"], row["source"]) for row in rows} == {("female", "2024", SOURCE["source"])}


def test_a_wide_sheet_makes_a_figure_of_each_cell(tmp_path: Path) -> None:
    data = xlsx(workbook(Wide=WIDE))
    found = look(saved(tmp_path, data, "wide.xlsx"), file_name="wide.xlsx")
    assert found.matching["columns"]["Women 2024"] == {"field": "value", "sex": "female", "period_label": "2024"}
    reading, rows = read(
        tmp_path, data, name="wide.xlsx", matching=found.matching, indicator="counted", defaults=SOURCE
    )
    assert reading.faults == []
    assert reading.notes == ["1 cell is empty and no figure was made of it, first in row 3."]
    assert {(row["area_code"], row["sex"], row["period_label"]): (row["value"], row["reason"]) for row in rows} == {
        ("E06000001", "male", "2023"): (10.0, ""),
        ("E06000001", "male", "2024"): (11.0, ""),
        ("E06000001", "female", "2023"): (12.0, ""),
        ("E06000001", "female", "2024"): (13.0, ""),
        ("E06000002", "male", "2023"): (20.0, ""),
        ("E06000002", "female", "2023"): (22.0, ""),
        ("E06000002", "female", "2024"): (None, "suppressed"),
    }


def test_faults_name_the_columns_as_the_sheet_does(tmp_path: Path) -> None:
    rows = [["Area", "2023", "2024"], ["Townham", 10, "ten"]]
    matching = {
        "columns": {
            "Area": "area_name",
            **{year: {"field": "value", "period_label": year} for year in ("2023", "2024")},
        }
    }
    reading, _ = read(tmp_path, csv_bytes(rows), matching=matching, indicator="counted", defaults=SOURCE)
    (fault,) = reading.faults
    assert (fault.line, fault.column, fault.value) == (2, "2024", "ten")
    assert fault.reason == "2024 is “ten”, which is not a number."


def test_what_holds_for_every_row_is_said_once(tmp_path: Path) -> None:
    fixed = {"period_label": "2022/23", "period_kind": "academic_year", "sex": "female", "age": "5 years", **SOURCE}
    matching = {"columns": {"Area": "area_name", "Figure": "value"}, "fixed": fixed}
    reading, rows = read(
        tmp_path, csv_bytes([["Area", "Figure"], ["Townham", "7"]]), matching=matching, indicator="counted"
    )
    assert reading.faults == []
    row = rows[0]
    assert (row["period_from"].isoformat(), row["sex"], row["age"]) == ("2022-09-01", "female", "5 years")


def test_a_name_is_an_area_only_where_its_boundary_was_in_use(tmp_path: Path) -> None:
    matching = {"columns": {"Ward": "area_name", "Year": "period_label", "Value": "value"}}
    table = [
        ["Ward", "Year", "Value"],
        ["Northside", "2022", "1"],
        ["NORTHSIDE WARD", "2024", "2"],
        ["Southside", "2022", "3"],
        ["Northside", "2023", "4"],
        ["Nowhere", "2024", "5"],
    ]
    reading, rows = read(tmp_path, csv_bytes(table), matching=matching, indicator="counted", defaults=SOURCE)
    assert [row["area_code"] for row in rows] == ["E05000001", "E05000002"]
    assert [(fault.line, fault.reason) for fault in reading.faults] == [
        (4, "“Southside” (E05000003) had another boundary in 2022-01-01 to 2022-12-31."),
        (5, "“Northside” may be E05000001, E05000002."),
        (6, "Area “Nowhere” is not known."),
    ]


def test_percentages_dates_and_thousands_are_read_as_they_are_seen(tmp_path: Path) -> None:
    book = workbook(Data=[["Area", "Period", "Rate", "Cases"], ["Townham", "2020", 0.125, "1,025"]])
    book["Data"]["C2"].number_format = "0.0%"
    matching = {"columns": {"Area": "area_name", "Period": "period_label", "Rate": "value", "Cases": "count"}}
    reading, rows = read(tmp_path, xlsx(book), matching=matching, indicator="counted", defaults=SOURCE)
    assert (reading.faults, rows[0]["value"], rows[0]["count"]) == ([], 12.5, 1025.0)
    reading, _ = read(tmp_path, xlsx(book), matching=matching, indicator="rated", defaults=SOURCE)
    assert [fault.reason for fault in reading.faults] == ["Rate is written as a percentage, which it is not."]


def test_a_period_that_a_spreadsheet_made_a_date_of_is_asked_about(tmp_path: Path) -> None:
    matching = {"columns": {"Area": "area_name", "Period": "period_label", "Rate": "value"}}
    table = [["Area", "Period", "Rate"], ["Townham", "2006-07-01", "1"]]
    reading, _ = read(tmp_path, csv_bytes(table), matching=matching, indicator="counted", defaults=SOURCE)
    (fault,) = reading.faults
    assert fault.reason == "Period is the date 2006-07-01, which a spreadsheet may have made of a month or of 2006/07."


def test_an_open_document_sheet_is_read_as_it_is_seen(tmp_path: Path) -> None:
    data = ods(
        [cell("Area"), cell("2020"), cell("2021")],
        [
            cell("Townham"),
            cell("12.5%", office__value_type="percentage", office__value="0.125"),
            cell("#DIV/0!", table__formula="of:=1/0", office__string_value=""),
        ],
        [cell("Villagely"), cell("13", office__value_type="float", office__value="13"), cell()],
    )
    found = look(saved(tmp_path, data, "a.ods"), file_name="a.ods")
    reading, rows = read(tmp_path, data, matching=found.matching, indicator="counted", defaults=SOURCE)
    assert [(row["area_code"], row["value"]) for row in rows] == [("E06000001", 12.5), ("E06000002", 13.0)]
    assert [(fault.line, fault.reason) for fault in reading.faults] == [
        (2, "2021 is “#DIV/0!”, which is not a number.")
    ]


def test_several_sheets_are_asked_about_and_the_chosen_one_is_read(tmp_path: Path) -> None:
    book = workbook(Notes=[["a", "b"], ["c", "d"]], Figures=[["Area", "2020"], ["Townham", 5]], Empty=[])
    data = xlsx(book)
    path = saved(tmp_path, data, "b.xlsx")
    assert look(path, file_name="b.xlsx").sheets == ("Notes", "Figures")
    found = look(path, file_name="b.xlsx", sheet="Figures")
    assert (found.header, found.matching["sheet"]) == (("Area", "2020"), "Figures")
    reading, rows = read(tmp_path, data, matching=found.matching, indicator="counted", defaults=SOURCE)
    assert (reading.fault_count, rows[0]["value"]) == (0, 5.0)
    with pytest.raises(UnreadableFileError, match="no sheet “Other”"):
        look(path, file_name="b.xlsx", sheet="Other")


def test_a_workbook_is_known_by_what_it_holds_and_hidden_rows_count(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(workbook(Data=[["Area", "2020"], ["Townham", 5]]))))
    book["Data"].row_dimensions[2].hidden = True
    matching = {"columns": {"Area": "area_name", "2020": {"field": "value", "period_label": "2020"}}}
    reading, rows = read(
        tmp_path, xlsx(book), name="really.csv", matching=matching, indicator="counted", defaults=SOURCE
    )
    assert (reading.fault_count, len(rows)) == (0, 1)


HEADER = ["Area", "Year", "Value", "Value"]
MATCHINGS: list[tuple[dict[str, Any], str]] = [
    ({"columns": {"Area": "area_name", "Year": "period_label"}}, "Nothing says which column holds the values."),
    ({"columns": {"Value": "value"}}, "Nothing says which column holds the areas and which period the figures are about."),
    ({"columns": {"Rate": "value"}}, "There is no column “Rate”."),
    ({"columns": {"Value": "price"}}, "Column “Value” is matched with something we do not know."),
    ({"columns": {"Value": "value", "Value (2)": "value"}}, "Columns “Value” and “Value (2)” are both matched with “Value”."),
    (
        {"columns": {"Year": {"field": "area_name", "sex": "male"}}},
        "Column “Year” holds no figures, so it has no period, sex or category of its own.",
    ),
    ({"columns": {"Value": "value"}, "fixed": {"value": "3"}}, "“value” cannot be the same for every row."),
    ({"columns": {"Value": "value"}, "header_line": 99}, "There is no row 99."),
]  # fmt: skip


@pytest.mark.parametrize(("matching", "reason"), MATCHINGS, ids=[reason[:40] for _, reason in MATCHINGS])
def test_a_matching_that_does_not_fit_says_why(tmp_path: Path, matching: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read(tmp_path, csv_bytes([HEADER, ["Townham", "2020", "1", "2"]]), matching=matching, indicator="counted")
    assert [fault.reason for fault in error.value.faults] == [reason]
