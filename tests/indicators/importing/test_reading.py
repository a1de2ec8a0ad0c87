"""A file is read in batches: faults are counted to the last, rows keep their numbers, and nothing is there twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from indicators.importing import Reading
from tests.indicators.importing.files import known, read, tidy

SEXES = ("persons", "female", "male")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.importing.sheets.csv_frames.BATCH", 4)
    monkeypatch.setattr("indicators.importing.sheets.csv_frames.CHUNK", 300)


def many(count: int) -> list[dict[str, str]]:
    return [{"age": f"{number // 3} years", "sex": SEXES[number % 3]} for number in range(count)]


def test_the_first_thousand_faults_are_kept_in_order_and_all_are_counted(tmp_path: Path) -> None:
    rows = [row | {"value": "x", "count": "-1"} for row in many(700)]
    reading, _ = read(tmp_path, tidy(*rows))
    assert (reading.fault_count, len(reading.faults), reading.row_count) == (1400, 1000, 700)
    lines = [fault.line for fault in reading.faults]
    assert lines == sorted(lines, key=lambda line: line or 0)


@pytest.mark.usefixtures("small_batches")
def test_rows_keep_their_numbers_and_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    _, rows = read(tmp_path, tidy(*many(30)), on_progress=told.append)
    assert [row["line"] for row in rows] == list(range(2, 32))
    assert told[-1] == 30
    assert told == sorted(told)
    assert len(told) > 5


@pytest.mark.usefixtures("small_batches")
def test_a_figure_is_found_again_however_far_away(tmp_path: Path) -> None:
    rows = [*many(60), {"age": "0 years"}, {"age": "1 years", "value": "3"}, {"age": "0 years", "value": "4"}]
    reading, good = read(tmp_path, tidy(*rows))
    assert (len(good), reading.dropped_duplicates) == (60, 1)
    assert [(fault.line, fault.reason) for fault in reading.faults] == [
        (63, "The same figure is there already in row 5, with other values."),
        (64, "The same figure is there already in row 2, with other values."),
    ]


@pytest.mark.usefixtures("small_batches")
def test_a_broken_row_far_down_leaves_the_rows_above_checked(tmp_path: Path) -> None:
    data = tidy(*many(30), {"age": "99 years", "value": "x"}) + b'counted,E06000001,"open'
    reading, good = read(tmp_path, data)
    assert len(good) == 30
    assert [(fault.line, fault.reason) for fault in reading.faults] == [
        (32, "value is “x”, which is not a number."),
        (33, "This is not CSV: unexpected end of data."),
    ]


def test_reading_again_begins_again(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(tidy({}, {}, {"sex": "x"}))
    reading = Reading(path, file_name="file.csv", known=known())
    for _ in range(2):
        assert sum(frame.height for frame in reading) == 1
        assert (reading.row_count, reading.fault_count, reading.dropped_duplicates) == (3, 1, 1)


def test_utf_16_with_its_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    text = tidy({}, {"sex": "female", "age": "café"}).decode()
    for data in (
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode("utf-8-sig"),
        text.replace("\n", "\r").encode(),
    ):
        reading, rows = read(tmp_path, data)
        assert (reading.fault_count, [row["age"] for row in rows]) == (0, ["", "café"])


SAID: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"value": "1,234.5", "indicator": "rated"}, {"value": 1234.5}),
    ({"value": "12.5%"}, {"value": 12.5}),
    ({"value": "12.5 [p]"}, {"value": 12.5, "is_provisional": True}),
    ({"value": "12.5 [r] [b]"}, {"value": 12.5, "is_revised": True, "has_break_before": True}),
    ({"value": "12.5[e]", "note": "A"}, {"value": 12.5, "note": "A; Estimated"}),
    ({"value": "[c]"}, {"value": None, "reason": "suppressed"}),
    ({"value": "[u]"}, {"value": None, "reason": "low_reliability"}),
    ({"value": "[x]"}, {"value": None, "reason": "not_available"}),
    ({"value": "[z]"}, {"value": None, "reason": "not_applicable"}),
    ({"value": "[low]"}, {"value": None, "reason": "not_available", "note": "Too small to show: it rounds to zero"}),
    ({"sex": "Women"}, {"sex": "female"}),
    ({"sex": ""}, {"sex": "persons"}),
    ({"period_from": "01/04/2020", "period_to": "31/03/2021", "period_kind": "", "period_label": ""}, {"period_label": "2020/21"}),
    ({"period_from": "", "period_to": "", "period_kind": "", "period_label": "2020/21"}, {"period_kind": "financial_year"}),
    ({"indicator": "People who are counted"}, {"indicator": "counted"}),
    ({"lower_95": "0", "upper_95": "13"}, {"limits_from": "published"}),
    ({"value": "0", "count": "0"}, {"value": 0.0, "count": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "meant"), SAID, ids=[str(cells) for cells, _ in SAID])
def test_a_cell_is_read_as_it_is_meant(tmp_path: Path, cells: dict[str, str], meant: dict[str, Any]) -> None:
    reading, rows = read(tmp_path, tidy(cells))
    assert reading.faults == []
    assert {name: rows[0][name] for name in meant} == meant


def test_what_is_no_fault_but_worth_knowing_is_said(tmp_path: Path) -> None:
    rows = (
        {"value": "50", "count": "10", "denominator": "100"},
        {"area_code": "E05000002", "age": "a"},
        {"value": "12.5", "count": "1", "denominator": "8", "age": "b"},
    )
    reading, _ = read(tmp_path, tidy(*rows))
    assert (reading.faults, reading.notes) == (
        [],
        [
            "1 row has a figure from before its area’s boundary was drawn, first in row 3. "
            "It has to be worked out for this boundary.",
            "1 row has a value that is not its count divided by its denominator, first in row 2.",
        ],
    )


def test_a_missing_value_takes_its_reason_from_the_note_where_no_column_gives_it(tmp_path: Path) -> None:
    columns = ("indicator", "area_code", "period_label", "value", "note", "source", "licence")
    note = "Suppressed by the office; Published comparison with England: worse; Small"
    reading, rows = read(tmp_path, tidy({"value": "", "note": note}, columns=columns))
    assert (rows[0]["reason"], rows[0]["published_comparison"]) == ("suppressed", "worse")
    assert rows[0]["note"] == "Suppressed by the office; Small"
    assert reading.notes == ["1 row has no value and no reason; the reason was taken from the note, first in row 2."]


def test_a_file_that_names_hundreds_of_indicators_is_refused(tmp_path: Path) -> None:
    reading, _ = read(tmp_path, tidy(*({"indicator": f"thing {number}"} for number in range(210))))
    assert len(reading.unlisted) == 200
    assert {fault.reason for fault in reading.faults} == {
        "The file names more than 200 indicators that the portal does not have."
    }
