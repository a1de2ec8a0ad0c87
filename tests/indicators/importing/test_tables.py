"""The portal's own tables are read exactly as they are documented, and every fault is told with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from indicators.importing import IndicatorRules, Reading, UnreadableFileError
from indicators.importing.vocabulary import TABLE_COLUMNS as COLUMNS
from tests.indicators.files import GOOD_CELLS, observations_csv
from tests.indicators.importing.files import known


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def read_table(data: bytes, **rules: Any) -> tuple[list[dict[str, Any]], list[str]]:
        path = tmp_path / "counted.csv"
        path.write_bytes(data)
        indicator = IndicatorRules(
            "counted", **({"is_percentage": True, "is_part_of_whole": True, "multiplier": 100} | rules)
        )
        checked = known(indicators=[indicator])
        reading = Reading(path, file_name="counted.csv", known=checked, indicator="counted", is_strict=True)
        try:
            rows = [row for frame in reading for row in frame.to_dicts()]
        except UnreadableFileError as error:
            return [], [str(fault) for fault in error.faults]
        return rows, [str(fault) for fault in reading.faults]

    return read_table


def test_a_good_row_is_read_as_it_stands(read: Any) -> None:
    (figure,), faults = read(observations_csv({"lower_95": "11", "upper_95": "14.25", "break_before": "yes"}))
    assert faults == []
    assert (figure["value"], figure["lower_95"], figure["upper_95"], figure["count"]) == (12.5, 11.0, 14.25, None)
    assert (figure["is_provisional"], figure["has_break_before"], figure["reason"]) == (False, True, "")


def test_empty_is_missing_and_zero_is_zero(read: Any) -> None:
    (missing, zero), faults = read(
        observations_csv({"value": "", "reason": "suppressed"}, {"value": "0", "sex": "female", "count": "0"})
    )
    assert faults == []
    assert (missing["value"], missing["reason"]) == (None, "suppressed")
    assert (zero["value"], zero["count"]) == (0.0, 0.0)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(read: Any) -> None:
    figures, faults = read(b"\xef\xbb\xbf" + observations_csv({}).replace(b"\n", b"\r\n"))
    assert (len(figures), faults) == (1, [])


BAD_CELLS: list[tuple[dict[str, str], str]] = [
    ({"area_code": "E06999999"}, "Area E06999999 is not known."),
    ({"area_code": ""}, "area_code is empty."),
    ({"value": "about 12"}, "value is “about 12”, which is not a number."),
    ({"value": "1_000"}, "value is “1_000”, which is not a number."),
    ({"value": "nan"}, "value is “nan”, which is not a number."),
    ({"value": "*"}, "value is “*”, which is not a number."),
    ({"count": "=1+1"}, "count is “=1+1”, which is not a number."),
    ({"value": ""}, "The row has neither a value nor a reason."),
    ({"reason": "suppressed"}, "The row has a value and a reason why there is none."),
    (
        {"reason": "unknown"},
        "reason is “unknown”; it must be suppressed, low_reliability, not_available or not_applicable.",
    ),
    ({"lower_95": "11"}, "lower_95 and upper_95 go together: fill in both or neither."),
    ({"lower_95": "13", "upper_95": "14"}, "lower_95 and upper_95 are 13 and 14, which do not hold the value 12.5."),
    ({"lower_95": "14", "upper_95": "11"}, "lower_95 and upper_95 are 14 and 11, which do not hold the value 12.5."),
    ({"lower_998": "1", "upper_998": "9"}, "lower_998 and upper_998 are 1 and 9, which do not hold the value 12.5."),
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
    ({"period_to": "31/12/2020"}, "period_to is “31/12/2020”, which is not a date such as 2026-11-22."),
    ({"period_to": ""}, "period_to is empty."),
    ({"period_from": "2021-01-01"}, "period_to is before period_from."),
    ({"period_from": "2020-04-01"}, "2020-04-01 to 2020-12-31 is not a calendar year."),
    (
        {"period_kind": "financial_year"},
        "2020-01-01 to 2020-12-31 is not a financial year, April to March.",
    ),
    ({"period_kind": "quarter"}, "2020-01-01 to 2020-12-31 is not a quarter."),
    ({"period_kind": "day"}, "2020-01-01 to 2020-12-31 is more than one day."),
    ({"period_kind": "pooled_years"}, "2020-01-01 to 2020-12-31 is not more than one year."),
    (
        {"period_kind": "year"},
        "period_kind is “year”; it must be calendar_year, financial_year, academic_year, pooled_years, quarter, "
        "months or day.",
    ),
    ({"period_label": ""}, "period_label is empty."),
    ({"sex": "Male"}, "sex is “Male”; it must be persons, female or male."),
    ({"category": "Asian"}, "category_type and category go together: fill in both or neither."),
    ({"category_type": "Ethnic group"}, "category_type and category go together: fill in both or neither."),
    ({"is_provisional": "true"}, "is_provisional is “true”; write yes or leave it empty."),
    ({"source": ""}, "source is empty."),
    ({"licence": " "}, "licence is empty."),
    ({"note": "x" * 501}, "note has 501 characters; 500 are the most."),
]


@pytest.mark.parametrize(("cells", "reason"), BAD_CELLS, ids=[reason[:50] for _, reason in BAD_CELLS])
def test_a_bad_cell_is_told_with_its_line(read: Any, cells: dict[str, str], reason: str) -> None:
    _, faults = read(observations_csv({"sex": "female"}, cells))
    assert faults == [f"counted.csv, line 3: {reason}"]


def test_all_faults_are_told_not_the_first(read: Any) -> None:
    _, faults = read(observations_csv({"sex": "x", "value": "y"}, {"area_code": "E06999999"}))
    assert [fault.split(":")[0] for fault in faults] == ["counted.csv, line 2"] * 2 + ["counted.csv, line 3"]


def test_the_same_figure_twice_is_a_fault_even_with_another_value(read: Any) -> None:
    _, faults = read(observations_csv({}, {"sex": "male"}, {"value": "13"}))
    assert faults == ["counted.csv, line 4: The same figure is there already, in line 2."]


def test_only_the_measure_itself_has_to_be_a_percentage_of_a_whole(read: Any) -> None:
    related = {"category_type": "Related measure", "category": "Rate", "value": "700", "count": "9", "denominator": "8"}
    _, faults = read(observations_csv(related))
    assert faults == []
    _, faults = read(
        observations_csv({"value": "700", "count": "9", "denominator": "8"}),
        is_percentage=False,
        is_part_of_whole=False,
    )
    assert faults == []


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        (COLUMNS[:-1], ["There is no column “licence”."]),
        ((*COLUMNS, "colour"), ["Column “colour” is not one we know."]),
        ((*COLUMNS, "value"), ["Column “value” is there more than once."]),
        (
            tuple(name.replace("value", "Value") for name in COLUMNS),
            ["There is no column “value”.", "Column “Value” is not one we know."],
        ),
    ],
)
def test_a_wrong_column_is_told_by_name(read: Any, header: tuple[str, ...], reasons: list[str]) -> None:
    figures, faults = read(observations_csv({}, columns=header))
    assert figures == []
    assert faults == [f"counted.csv, line 1: {reason}" for reason in reasons]


def test_columns_may_stand_in_any_order(read: Any) -> None:
    figures, faults = read(observations_csv({}, columns=tuple(reversed(COLUMNS))))
    assert (figures[0]["value"], faults) == (12.5, [])


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "counted.csv: The file is empty."),
        (observations_csv(), "counted.csv: There are no rows under the header."),
        (observations_csv({}) + b"a,b\n", "counted.csv, line 3: The row has 2 cells; the header has 25."),
        (
            observations_csv({}) + "\xa3".encode("latin-1"),
            "counted.csv, line 3: This is not UTF-8 text. Save the file as “CSV UTF-8”.",
        ),
        (observations_csv({"note": '"open'}), "counted.csv, line 2: This is not CSV: unexpected end of data."),
    ],
)
def test_a_broken_file_is_told(read: Any, data: bytes, fault: str) -> None:
    _, faults = read(data)
    assert faults == [fault]


def test_a_cell_with_a_line_break_is_in_one_line_as_in_a_spreadsheet(read: Any) -> None:
    _, faults = read(observations_csv({"note": '"two\nlines"'}, {"sex": "x"}))
    assert faults[0].startswith("counted.csv, line 3: ")


def test_every_good_cell_is_a_column() -> None:
    assert set(GOOD_CELLS) <= set(COLUMNS)
