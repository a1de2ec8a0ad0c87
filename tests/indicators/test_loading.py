"""Every fault of a file is told with its line and a reason that its author can act on."""

from __future__ import annotations

import pytest

from indicators.loading import Definition, read_areas, read_definition, read_observations
from indicators.loading.observations import COLUMNS, ObservationRow
from tests.indicators.files import GOOD_CELLS, definition_yaml, observations_csv

AREAS = {"E06000001", "E92000001"}


def definition(**changes: object) -> Definition:
    found, faults = read_definition(definition_yaml(**changes), file="definition.yaml", slug="counted")
    assert not faults
    assert found is not None
    return found


def read(data: bytes, **changes: object) -> tuple[list[ObservationRow], list[str]]:
    figures, faults = read_observations(data, file="counted.csv", definition=definition(**changes), area_codes=AREAS)
    return figures, [str(fault) for fault in faults]


def test_a_good_row_is_read_as_it_stands() -> None:
    (figure,), faults = read(observations_csv({"lower_95": "11", "upper_95": "14.25", "break_before": "yes"}))
    assert faults == []
    assert (figure.value, figure.lower_95, figure.upper_95, figure.count) == (12.5, 11.0, 14.25, None)
    assert (figure.is_provisional, figure.break_before, figure.reason) == (False, True, "")


def test_empty_is_missing_and_zero_is_zero() -> None:
    (missing, zero), faults = read(
        observations_csv({"value": "", "reason": "suppressed"}, {"value": "0", "sex": "female", "count": "0"})
    )
    assert faults == []
    assert (missing.value, missing.reason) == (None, "suppressed")
    assert (zero.value, zero.count) == (0.0, 0.0)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
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
        "2020-01-01 to 2020-12-31 is not a financial year, april to march.",
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
def test_a_bad_cell_is_told_with_its_line(cells: dict[str, str], reason: str) -> None:
    _, faults = read(observations_csv({"sex": "female"}, cells))
    assert faults == [f"counted.csv, line 3: {reason}"]


def test_all_faults_are_told_not_the_first() -> None:
    _, faults = read(observations_csv({"sex": "x", "value": "y"}, {"area_code": "E06999999"}))
    assert [fault.split(":")[0] for fault in faults] == ["counted.csv, line 2"] * 2 + ["counted.csv, line 3"]


def test_the_same_figure_twice_is_a_fault_even_with_another_value() -> None:
    _, faults = read(observations_csv({}, {"sex": "male"}, {"value": "13"}))
    assert faults == ["counted.csv, line 4: The same figure is there already, in line 2."]


def test_only_the_measure_itself_has_to_be_a_percentage_of_a_whole() -> None:
    related = {"category_type": "Related measure", "category": "Rate", "value": "700", "count": "9", "denominator": "8"}
    _, faults = read(observations_csv(related))
    assert faults == []
    _, faults = read(observations_csv({"value": "700", "count": "9", "denominator": "8"}), value_type="rate")
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
def test_a_wrong_column_is_told_by_name(header: tuple[str, ...], reasons: list[str]) -> None:
    figures, faults = read(observations_csv({}, columns=header))
    assert figures == []
    assert faults == [f"counted.csv, line 1: {reason}" for reason in reasons]


def test_columns_may_stand_in_any_order() -> None:
    figures, faults = read(observations_csv({}, columns=tuple(reversed(COLUMNS))))
    assert (figures[0].value, faults) == (12.5, [])


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
def test_a_broken_file_is_told(data: bytes, fault: str) -> None:
    figures, faults = read(data)
    assert figures == []
    assert faults == [fault]


def test_the_line_is_right_after_a_cell_with_a_line_break() -> None:
    _, faults = read(observations_csv({"note": '"two\nlines"'}, {"sex": "x"}))
    assert faults[0].startswith("counted.csv, line 4: ")


# Definitions


def test_a_good_definition_is_read() -> None:
    found = definition()
    assert found.values["meaning"] == "<p>How many are <b>counted</b>.</p>"
    assert found.is_percentage
    assert found.lines["title"] == 3


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": None}, "d.yaml: There is no “title”."),
        ({"colour": "red"}, "d.yaml, line 14: “colour” is not one we know."),
        ({"number": "one"}, "d.yaml, line 1: number: “one” is not a whole number."),
        ({"multiplier": 2.5}, "d.yaml, line 10: multiplier: “2.5” is not a whole number."),
        ({"decimals": True}, "d.yaml, line 9: decimals: “True” is not a whole number."),
        ({"title": 7}, "d.yaml, line 3: title: “7” is not text; put it in quotes."),
        (
            {"polarity": "up"},
            "d.yaml, line 11: polarity: “up” is not one of high_is_good, low_is_good, no_judgement.",
        ),
        ({"is_proxy": "yes"}, "d.yaml, line 14: is_proxy: “yes” is neither true nor false."),
        ({"reviewed_on": "soon"}, "d.yaml, line 14: reviewed_on: “soon” is not a date such as 2026-11-22."),
        ({"meaning": "# Big"}, "d.yaml, line 13: meaning: Text cannot hold <h1>: use a block of its own."),
    ],
)
def test_a_bad_definition_is_told_with_its_line(changes: dict[str, object], fault: str) -> None:
    found, faults = read_definition(definition_yaml(**changes), file="d.yaml", slug="counted")
    assert found is None
    assert [str(one) for one in faults] == [fault]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"- a\n- b\n", "d.yaml: The file must hold names with values."),
        (b"", "d.yaml: The file must hold names with values."),
        (b"title: a\nquestion: b\ntitle: c\n", "d.yaml: “title” stands in line 1 and again in line 3."),
        (b"title: [a\n", "d.yaml, line 2: This is not YAML: did not find expected ',' or ']'."),
        (b"title: \xff\n", "d.yaml: This is not UTF-8 text."),
    ],
)
def test_a_file_that_is_no_definition_is_told(data: bytes, fault: str) -> None:
    found, faults = read_definition(data, file="d.yaml", slug="counted")
    assert found is None
    assert [str(one) for one in faults] == [fault]


# Areas

AREA_HEADER = (
    "code,name,area_type,vintage,parent,valid_from,valid_to,population,population_source,deprivation_score,"
    "deprivation_source,hex_q,hex_r"
)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("E1,Place,ward,,,,,,,,,,", "code is “E1”; a code is one capital letter and eight digits."),
        ("E06000002,,ward,,,,,,,,,,", "name is empty."),
        (
            "E06000002,Place,village,,,,,,,,,,",
            "area_type is “village”; it must be country, region, local_authority, ward, msoa or lsoa.",
        ),
        ("E06000002,Place,ward,,E09999999,,,,,,,,", "Its parent E09999999 has to stand above it."),
        ("E06000001,Place,ward,,,,,,,,,,", "E06000001 is there already, in line 2."),
        ("E06000002,Place,ward,,,2020-01-01,2019-01-01,,,,,,", "valid_to is before valid_from."),
        ("E06000002,Place,ward,,,,,1.5,,,,,", "population is “1.5”, which is not a whole number."),
        ("E06000002,Place,ward,,,,,-5,,,,,", "population is below zero."),
        ("E06000002,Place,ward,,,,,,,,,1,", "A hexagon needs hex_q and hex_r."),
    ],
)
def test_a_bad_area_is_told_with_its_line(line: str, fault: str) -> None:
    data = f"{AREA_HEADER}\nE06000001,First,local_authority,,,,,,,,,,\n{line}\n".encode()
    _, faults = read_areas(data, file="areas.csv")
    assert [str(one) for one in faults] == [f"areas.csv, line 3: {fault}"]


def test_every_good_cell_is_a_column() -> None:
    assert set(GOOD_CELLS) <= set(COLUMNS)
