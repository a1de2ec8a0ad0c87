"""The Fingertips download is read with everything that real ones contain."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indicators.importing import Format, look
from tests.indicators.importing.files import COUNTRY, FINGERTIPS, csv_bytes, downloaded, known, read


def test_a_download_becomes_figures_of_the_indicator_with_its_number(tmp_path: Path) -> None:
    reading, rows = read(tmp_path, downloaded({}))
    assert reading.faults == []
    assert (reading.row_count, reading.unlisted) == (2, [])
    row = rows[1]
    assert (row["line"], row["indicator"], row["area_code"], row["sex"]) == (3, "rated", "E06000001", "persons")
    assert (row["period_from"], row["period_to"]) == (date(2020, 1, 1), date(2020, 12, 31))
    assert (row["value"], row["count"], row["denominator"], row["age"]) == (81.25, 13.0, 16000.0, "<75 yrs")
    assert (row["published_comparison"], rows[0]["published_comparison"]) == ("better", "")
    assert (row["source"], row["licence"]) == ("OHID Fingertips, indicator 90002", "OGL v3.0")
    assert row["source_detail"] == "file.csv"


def test_what_was_said_for_the_whole_file_stands_before_the_publishers_name(tmp_path: Path) -> None:
    _, rows = read(tmp_path, downloaded({}), defaults={"source": "Local Health", "licence": ""})
    assert (rows[1]["source"], rows[1]["licence"]) == ("Local Health", "OGL v3.0")


@pytest.mark.parametrize("width", [25, 26, 27])
def test_the_last_cells_may_be_missing_and_the_columns_in_any_order(tmp_path: Path, width: int) -> None:
    columns = FINGERTIPS[:width]
    reading, rows = read(tmp_path, downloaded({}, columns=columns))
    assert (reading.fault_count, len(rows)) == (0, 2)
    reading, turned = read(tmp_path, downloaded({}, columns=tuple(reversed(columns))))
    assert (reading.fault_count, turned) == (0, rows)


def test_every_row_may_lack_its_last_cell(tmp_path: Path) -> None:
    lines = downloaded({}, columns=FINGERTIPS[:26]).decode().split("\r\n")
    cut = "\r\n".join([lines[0], *(line.removesuffix(",") for line in lines[1:])])
    reading, rows = read(tmp_path, cut.encode())
    assert (reading.fault_count, len(rows)) == (0, 2)


def test_the_parent_area_does_not_make_a_row_another(tmp_path: Path) -> None:
    reading, rows = read(tmp_path, downloaded({}, {"Parent Code": "", "Parent Name": ""}))
    assert (reading.fault_count, reading.dropped_duplicates, len(rows)) == (0, 1, 2)
    other = {"Compared to Regions (statistical) value or percentiles": "Better", "Recent Trend": "Increasing"}
    reading, rows = read(tmp_path, downloaded({}, other))
    assert (reading.fault_count, reading.dropped_duplicates) == (0, 1)


NOTES = [
    ("Value suppressed for disclosure control due to small count", "suppressed"),
    ("Value not published for data quality reasons", "low_reliability"),
    ("Value missing in source data", "not_available"),
    ("", "not_available"),
]


@pytest.mark.parametrize(("note", "reason"), NOTES)
@pytest.mark.parametrize("sign", ["", "-", "n/a", "N/A"])
def test_what_is_missing_is_never_zero_and_its_note_is_kept(tmp_path: Path, note: str, reason: str, sign: str) -> None:
    cells = {"Value": sign, "Count": sign, "Value note": note, "Denominator": ""}
    reading, rows = read(tmp_path, downloaded(cells))
    assert reading.faults == []
    assert (rows[1]["value"], rows[1]["count"], rows[1]["reason"], rows[1]["note"]) == (None, None, reason, note)


def test_a_star_is_a_figure_held_back(tmp_path: Path) -> None:
    _, rows = read(tmp_path, downloaded({"Value": "*", "Count": "*"}))
    assert (rows[1]["value"], rows[1]["reason"]) == (None, "suppressed")


@pytest.mark.parametrize(
    ("said", "kept"),
    [("Better", "better"), ("Lower", "lower"), ("Not compared", ""), ("2nd highest quintile", ""), ("", "")],
)
def test_only_the_publishers_comparison_with_the_country_is_kept(tmp_path: Path, said: str, kept: str) -> None:
    _, rows = read(tmp_path, downloaded({"Compared to England value or percentiles": said}))
    assert rows[1]["published_comparison"] == kept


def test_deprivation_deciles_keep_their_words_and_are_no_headline(tmp_path: Path) -> None:
    decile = {
        **COUNTRY,
        "Category Type": "County & UA deprivation deciles in England (IMD2015)",
        "Category": "Second most deprived decile (IMD2015)",
        "Value": "90",
        "Value note": "Aggregated from all known lower geography values",
    }
    reading, rows = read(tmp_path, downloaded({}, decile))
    assert reading.faults == []
    assert rows[2]["category"] == "Second most deprived decile (IMD2015)"


def test_areas_that_the_portal_does_not_show_are_left_out_and_counted(tmp_path: Path) -> None:
    far = {"Area Code": "E06000099", "Area Name": "Farbury"}
    reading, rows = read(tmp_path, downloaded({}, far, far | {"Sex": "Male"}))
    assert (reading.fault_count, reading.row_count, len(rows)) == (0, 4, 2)
    assert reading.notes == ["2 rows have an area that the portal does not show and were left out, first row 4."]
    reading, _ = read(tmp_path, downloaded({}, far), leave_out_other_areas=False)
    assert [fault.reason for fault in reading.faults] == ["Area E06000099 is not known."]
    reading, rows = read(tmp_path, downloaded(far, with_country=False), known=known(country=""))
    assert rows == []
    assert reading.fault_count


def test_an_indicator_that_nobody_has_is_unlisted_with_what_can_be_guessed(tmp_path: Path) -> None:
    row = {"Indicator ID": "93999", "Indicator Name": "Bites/100,000\n", "Value": "81.25"}
    reading, rows = read(tmp_path, downloaded(row, COUNTRY | row, with_country=False))
    assert reading.faults == []
    (unlisted,) = reading.unlisted
    assert (unlisted.fingertips_id, unlisted.title, unlisted.slug) == ("93999", "Bites/100,000", "bites-100-000")
    assert (unlisted.value_type, unlisted.unit, unlisted.multiplier) == ("rate", "per 100,000", 100_000)
    assert {row["indicator"] for row in rows} == {"bites-100-000"}


def test_a_download_for_a_chosen_indicator_may_call_it_by_a_number_nobody_knew(tmp_path: Path) -> None:
    bare = known(indicators=[one for one in known().indicators if one.slug == "counted"])
    rows = [{"Indicator ID": "93999"}, {"Indicator ID": "93998"}]
    options = {"known": known(indicators=[type(bare.indicators[0])("mine", "Mine")]), "indicator": "mine"}
    data = downloaded({**COUNTRY, **rows[0]}, *rows, with_country=False)
    reading, good = read(tmp_path, data, **options)
    assert [row["indicator"] for row in good] == ["mine", "mine"]
    assert [(fault.line, fault.value) for fault in reading.faults] == [(4, "93998")]


def test_a_look_tells_the_format_and_the_indicator(tmp_path: Path) -> None:
    path = tmp_path / "down.csv"
    path.write_bytes(downloaded({}))
    found = look(path, file_name="down.csv")
    assert (found.format, found.header_line, found.sheets) == (Format.FINGERTIPS, 1, ())
    assert [(one.fingertips_id, one.title) for one in found.indicators] == [("90002", "Events among people")]
    assert found.rows[1][4] == "E06000001"


def test_titles_above_the_header_do_no_harm(tmp_path: Path) -> None:
    data = csv_bytes([["Downloaded from Fingertips"], []]) + downloaded({})
    reading, rows = read(tmp_path, data)
    assert (reading.fault_count, [row["line"] for row in rows]) == (0, [4, 5])
