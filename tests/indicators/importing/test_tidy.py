"""The portal's own format is read as it stands, under its own names and others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.indicators.importing.files import known, read, tidy


def test_a_good_row_is_read_as_it_stands(tmp_path: Path) -> None:
    reading, rows = read(tmp_path, tidy({"lower_95": "11", "upper_95": "14.25", "break_before": "yes"}))
    assert reading.faults == []
    (row,) = rows
    assert (row["line"], row["indicator"], row["area_code"]) == (2, "counted", "E06000001")
    assert (row["period_from"], row["period_to"]) == (date(2020, 1, 1), date(2020, 12, 31))
    assert (row["value"], row["lower_95"], row["upper_95"], row["count"]) == (12.5, 11.0, 14.25, None)
    assert (row["is_provisional"], row["has_break_before"], row["reason"]) == (False, True, "")
    assert (row["limits_from"], row["note"], row["licence"]) == ("published", "", "OGL v3.0")


def test_an_indicator_that_nobody_has_is_unlisted_and_no_fault(tmp_path: Path) -> None:
    reading, rows = read(tmp_path, tidy({"indicator": "walking-dogs"}))
    assert reading.faults == []
    assert [(one.slug, one.title) for one in reading.unlisted] == [("walking-dogs", "Walking dogs")]
    assert rows[0]["indicator"] == "walking-dogs"


def test_a_file_without_indicators_is_about_the_chosen_one(tmp_path: Path) -> None:
    text = tidy({}, columns=("area_code", "period_label", "value"))
    reading, rows = read(tmp_path, text, indicator="counted", defaults={"source": "A", "licence": "B"})
    assert reading.faults == []
    assert (rows[0]["indicator"], rows[0]["source"], rows[0]["licence"]) == ("counted", "A", "B")
    assert (rows[0]["period_kind"], rows[0]["sex"], rows[0]["age"]) == ("calendar_year", "persons", "")
    assert known().country == "E92000001"
