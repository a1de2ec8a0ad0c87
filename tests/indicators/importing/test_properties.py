"""What holds for every file: nothing is changed on the way, nothing depends on order, and nothing but a reason is raised."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.importing import Reading, UnreadableFileError, look
from indicators.importing.faults import Faults
from indicators.importing.sheets.csv_frames import Layout, csv_frames
from indicators.importing.sheets.csv_text import open_csv
from tests.indicators.importing.files import COLUMNS, GOOD, downloaded, known, ods, tidy, tidy_workbook, xlsx

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="<=+-@"), max_size=20
)
#: as wide as figures are; an exponent of three figures is refused
NUMBERS = st.floats(-1e15, 1e15).filter(lambda number: not 0 < abs(number) < 1e-15).map(repr)


@pytest.fixture
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "file.csv"


def good_rows(path: Path, data: bytes) -> list[dict[str, Any]]:
    path.write_bytes(data)
    reading = Reading(path, file_name="file.csv", known=known())
    rows = [row for frame in reading for row in frame.to_dicts()]
    assert reading.faults == []
    return rows


@st.composite
def tidy_rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Make rows of an indicator without limits to its values, each about another age."""
    ages = draw(st.lists(TEXTS.filter(bool), unique=True, max_size=6))
    counts = st.integers(0, 10**9).map(str)
    return [
        GOOD | {"indicator": "rated", "age": age, "value": draw(NUMBERS), "note": draw(TEXTS), "count": draw(counts)}
        for age in ages
    ]


@SETTINGS
@given(rows=tidy_rows())
def test_what_is_written_is_read(path: Path, rows: list[dict[str, str]]) -> None:
    if not rows:
        return
    found = good_rows(path, tidy(*rows))
    assert [(row["age"], row["value"], row["note"], row["count"]) for row in found] == [
        (row["age"], float(row["value"]), row["note"], float(row["count"])) for row in rows
    ]


@SETTINGS
@given(rows=tidy_rows(), columns=st.permutations(COLUMNS), chance=st.randoms(use_true_random=False))
def test_order_does_not_matter(path: Path, rows: list[dict[str, str]], columns: list[str], chance: Any) -> None:
    if not rows:
        return
    shuffled = chance.sample(rows, len(rows))
    first, second = good_rows(path, tidy(*rows)), good_rows(path, tidy(*shuffled, columns=tuple(columns)))
    without_line = [sorted(str({**row, "line": 0}) for row in found) for found in (first, second)]
    assert without_line[0] == without_line[1]


#: pieces of a file: smaller than a record, about as large, larger
CHUNKS = st.sampled_from([5, 40, 8_000_000])
CELLS = st.text(st.sampled_from('ab,"\n\r ;é'), max_size=6)


@SETTINGS
@given(
    records=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
    chunk=CHUNKS,
)
def test_the_fast_reader_reads_what_the_standard_library_reads(
    path: Path, records: list[list[str]], end: str, chunk: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["x", "y", "z"], *records])
    path.write_bytes(text.getvalue().encode())
    assert frames(path, chunk=chunk) == records


@SETTINGS
@given(text=st.text(st.sampled_from('ab,,"\n\r'), max_size=40), chunk=CHUNKS)
def test_two_readers_never_disagree(path: Path, text: str, chunk: int) -> None:
    path.write_bytes(f"x,y,z\n{text}".encode())
    faults = Faults("file.csv")
    found = frames(path, chunk=chunk, faults=faults)
    try:
        expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        assert faults.count
        return
    assert found == [
        record for record in (record[:3] if not any(record[3:]) else record for record in expected) if len(record) == 3
    ]


def frames(path: Path, *, chunk: int, faults: Faults | None = None) -> list[list[str]]:
    """Read a file in pieces so small that quotations are cut in two."""
    with (
        patch("indicators.importing.sheets.csv_frames.CHUNK", chunk),
        patch("indicators.importing.sheets.csv_frames.BATCH", 2),
    ):
        found = list(csv_frames(open_csv(path, name="file.csv"), Layout(1, 3), faults or Faults("file.csv")))
    lines = [line for frame in found for line in frame["line"].to_list()]
    assert lines == sorted(set(lines)), "each row has a number of its own"
    return [list(row[1:]) for frame in found for row in frame.rows()]


MADE = (
    tidy({}, {"sex": "female", "value": "", "reason": "suppressed"}),
    downloaded({}),
    xlsx(tidy_workbook({}, {"sex": "female"})),
    ods(["<table:table-cell/>"]),
)


@SETTINGS
@given(data=st.binary(max_size=300))
def test_bytes_raise_nothing_but_reasons(path: Path, data: bytes) -> None:
    survive(path, data)


@SETTINGS
@given(made=st.sampled_from(MADE), place=st.floats(0, 1), put=st.binary(max_size=4), cut=st.integers(0, 10_000))
def test_damaged_files_raise_nothing_but_reasons(path: Path, made: bytes, place: float, put: bytes, cut: int) -> None:
    at = int(len(made) * place)
    survive(path, made[:at] + put + made[at + cut :])


def survive(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    matching = {"columns": {"a": "area_code", "b": "value"}, "fixed": {"period_label": "2020"}}
    for options in ({}, {"is_strict": True, "indicator": "counted"}, {"matching": matching, "indicator": "counted"}):
        with suppress(UnreadableFileError):
            list(Reading(path, file_name="file.csv", known=known(), **options))
    with suppress(UnreadableFileError):
        look(path, file_name="file.csv")
