"""Files that are taken away: they hold what is live, come back unchanged, and are the same bytes while nothing changes."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client
from python_calamine import CalamineWorkbook

from indicators import open_data
from indicators.actions import receive_file
from indicators.actions.checking import check_release
from indicators.downloads import files
from indicators.downloads.rows import COLUMNS
from indicators.models import Area, DataRelease, Observation
from indicators.offers import offers
from tests.factories.indicators import make_observation
from tests.indicators.opendata.conftest import SECRET, Shown

pytestmark = pytest.mark.django_db
NAMES = ["counted.csv", "counted.xlsx", "counted.ods", "counted.json", "counted.csv-metadata.json"]
ALL = ["all-figures.csv", "all-figures.xlsx", "all-figures.ods", "everything.zip", "dictionary.csv"]


def got(client: Client, name: str, **headers: str) -> Any:
    """Ask for a file."""
    return client.get(f"/data/{name}", headers=headers)


def content(client: Client, name: str) -> bytes:
    """Take a file away."""
    response = got(client, name)
    assert response.status_code == 200, name
    return bytes(response.getvalue())


def table(data: bytes) -> list[dict[str, str]]:
    """Read a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_csv_has_every_live_figure_with_its_published_digits(client: Client, shown: Shown) -> None:
    rows = table(content(client, "counted.csv"))
    assert tuple(rows[0]) == COLUMNS
    assert [row["value"] for row in rows] == ["12.5", "-3.2", "12", "", "", "0.1"]
    assert [row["reason"] for row in rows if not row["value"]] == ["suppressed", "not_available"]
    first = rows[0]
    assert (first["area_code"], first["area_name"], first["period_from"]) == ("E06000001", "Anytown", "2020-01-01")
    assert (first["lower_95"], first["upper_95"], first["count"]) == ("10", "15", "25")
    assert (rows[2]["is_revised"], rows[2]["note"], rows[1]["is_revised"]) == ("yes", "Revised later", "")


@pytest.mark.parametrize("name", ["counted.csv", "all-figures.csv"])
def test_a_download_comes_back_with_nothing_changed(
    client: Client, shown: Shown, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        DataRelease._meta.get_field("file"), "storage", FileSystemStorage(location=tmp_path / "private")
    )
    Observation.objects.filter(value=-3.2).update(value=3.2, lower_95=2.0, upper_95=4.0)
    release = check_release(
        release=receive_file(file=ContentFile(content(client, name), name=name), by=None, title="Brought back")
    )
    assert (release.status, release.faults) == (DataRelease.Status.READY, [])
    told = {key: release.counts[key] for key in ("new", "changed", "same")}
    assert told == {"new": 0, "changed": 0, "same": 6}


def test_limits_that_the_portal_worked_out_are_not_passed_off_as_published(client: Client, shown: Shown) -> None:
    row = next(row for row in table(content(client, "counted.csv")) if row["value"] == "-3.2")
    assert (row["lower_95"], row["upper_95"]) == ("", "")
    figures = json.loads(content(client, "counted.json"))["figures"]
    figure = next(figure for figure in figures if figure["value"] == -3.2)
    assert (figure["lower_95"], figure["limits_from"]) == (-4, "counts")


def test_texts_that_look_like_formulas_are_disarmed_and_numbers_are_not(client: Client, shown: Shown) -> None:
    dangers = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"]
    for year, note in enumerate(dangers, start=1990):
        make_observation(shown.indicator, shown.town, year, -3.2, note=note, release=shown.release)
    rows = table(content(client, "counted.csv"))
    assert [row["note"] for row in rows if row["note"].startswith("'")] == [f"'{note}" for note in dangers]
    assert {row["value"] for row in rows if row["note"].startswith("'")} == {"-3.2"}
    sheet = openpyxl.load_workbook(io.BytesIO(content(client, "counted.xlsx")))["counted"]
    notes = [row[COLUMNS.index("note")] for row in sheet.iter_rows(min_row=4)]
    assert all(cell.data_type == "s" and not cell.value.startswith(tuple("=+-@")) for cell in notes)


@pytest.mark.parametrize("name", [*NAMES, *ALL])
def test_the_same_figures_are_the_same_bytes_and_are_sent_once(client: Client, shown: Shown, name: str) -> None:
    first = got(client, name)
    data = first.getvalue()
    assert data == content(client, name)
    etag = first["ETag"]
    assert first["Last-Modified"]
    assert "public" in first["Cache-Control"]
    assert first["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    known = got(client, name, if_none_match=etag)
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", etag)
    assert got(client, name, if_modified_since=first["Last-Modified"]).status_code == 304
    head = client.head(f"/data/{name}")
    assert (head.status_code, head.getvalue(), head["ETag"]) == (200, b"", etag)


def test_the_mark_of_a_file_changes_with_what_is_in_it(client: Client, shown: Shown) -> None:
    marks = {open_data.state().mark}
    shown.town.name = "Anothertown"
    shown.town.save()
    marks.add(open_data.state().mark)
    shown.indicator.title = "Another title"
    shown.indicator.save()
    marks.add(open_data.state().mark)
    DataRelease.objects.filter(pk=shown.release.pk).update(number=99)
    marks.add(open_data.state().mark)
    assert len(marks) == 4


def test_the_queries_of_a_file_do_not_depend_on_its_rows(
    client: Client, shown: Shown, django_assert_num_queries: Any
) -> None:
    content(client, "counted.xlsx")
    for more in (0, 30):
        for year in range(1950, 1950 + more):
            make_observation(shown.indicator, shown.town, year, 1.0, release=shown.release)
        for name, queries in (("counted.csv", 8), ("counted.xlsx", 9), ("all-figures.ods", 10), ("everything.zip", 18)):
            with django_assert_num_queries(queries, exact=False):
                content(client, name)


# Spreadsheets


def sheets(client: Client, name: str) -> dict[str, list[list[Any]]]:
    """Read a spreadsheet as others do."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(client, name)))
    return {sheet: book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet_has_a_cover_notes_and_one_table_to_a_sheet(client: Client, shown: Shown, kind: str) -> None:
    book = sheets(client, f"counted.{kind}")
    assert list(book) == ["Cover", "Notes", "counted"]
    cover = [row[0] for row in book["Cover"]]
    assert cover[0] == "People who are counted"
    assert any("Open Government Licence v3.0" in line for line in cover)
    assert any(line.startswith("Data release 8, published on ") for line in cover)
    title, _, header, *rows = book["counted"]
    assert title[0] == "People who are counted"
    assert tuple(header) == COLUMNS
    assert len(rows) == 6
    assert [row[COLUMNS.index("value")] for row in rows] == [12.5, -3.2, 12, "[c]", "[x]", 0.1]
    assert all(cell not in ("", None) for row in rows for cell in row), "no cell is empty"
    explained = {row[0] for row in book["Notes"]}
    assert {"[c]", "[u]", "[x]", "[z]", *COLUMNS} <= explained
    used = {cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith("[")}
    assert used <= explained


def test_a_workbook_of_all_figures_has_a_sheet_for_each_indicator(client: Client, shown: Shown) -> None:
    second = type(shown.indicator).objects.get(pk=shown.retired.pk)
    second.is_retired = False
    second.save()
    assert list(sheets(client, "all-figures.ods")) == ["Cover", "Notes", "1 counted", "2 left"]


def test_tables_are_marked_and_their_headers_stay_in_sight(client: Client, shown: Shown) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(client, "counted.xlsx")))
    sheet = book["counted"]
    (marked,) = sheet.tables.values()
    assert (marked.ref, marked.name) == ("A3:AA9", "figures_1")
    assert [column.name for column in marked.tableColumns] == list(COLUMNS)
    assert sheet.freeze_panes == "A4"
    assert int(sheet.column_dimensions["C"].width) == 26, "characters, and the space around them"
    assert not sheet.merged_cells.ranges
    assert book["Notes"].tables
    assert not book["Cover"].tables
    with zipfile.ZipFile(io.BytesIO(content(client, "counted.ods"))) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type, first.flag_bits & 0x08) == ("mimetype", zipfile.ZIP_STORED, 0)
        assert b"table:target-range-address=\"'counted'.A3:'counted'.AA9\"" in packed.read("content.xml")
        assert b"VerticalSplitPosition" in packed.read("settings.xml")
        assert packed.testzip() is None


def test_an_indicator_without_figures_is_a_whole_workbook(client: Client, shown: Shown) -> None:
    Observation.objects.filter(indicator=shown.indicator).delete()
    for kind in ("xlsx", "ods"):
        assert sheets(client, f"counted.{kind}").keys() == {"Cover", "Notes"}
    openpyxl.load_workbook(io.BytesIO(content(client, "counted.xlsx")))


def test_too_many_rows_for_a_spreadsheet_are_said_to_be(
    client: Client, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_ROWS_OF_A_SHEET", 5)
    response = got(client, "counted.xlsx")
    assert response.status_code == 404
    assert "/data/counted.csv" in response.content.decode()
    assert got(client, "counted.csv").status_code == 200


# Everything, and what describes it


def test_the_archive_has_figures_definitions_places_and_the_dictionary(client: Client, shown: Shown) -> None:
    with zipfile.ZipFile(io.BytesIO(content(client, "everything.zip"))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "README.txt",
            "all-figures.csv",
            "all-figures.csv-metadata.json",
            "retired-figures.csv",
            "indicators.json",
            "areas.csv",
            "dictionary.csv",
            *[file.name for offer in offers() for file in offer.files],
        ]
        assert archive.read("all-figures.csv") == content(client, "all-figures.csv")
        assert [row["value"] for row in table(archive.read("retired-figures.csv"))] == ["44"]
        defined = json.loads(archive.read("indicators.json"))
        assert [(one["slug"], one["is_retired"]) for one in defined] == [("counted", False), ("left", True)]
        assert {row["code"] for row in table(archive.read("areas.csv"))} == set(
            Area.objects.values_list("code", flat=True)
        )
        assert archive.read("dictionary.csv") == content(client, "dictionary.csv")
        described = [row["column"] for row in table(archive.read("dictionary.csv"))]
        assert [name for name in described if "." not in name] == list(COLUMNS)


def test_the_metadata_describes_the_table(client: Client, shown: Shown) -> None:
    described = json.loads(content(client, "counted.csv-metadata.json"))
    assert described["url"] == "counted.csv"
    columns = described["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(COLUMNS)
    by_name = {column["name"]: column for column in columns}
    assert by_name["value"]["datatype"] == "number"
    assert by_name["period_to"]["datatype"] == "date"
    assert by_name["sex"]["datatype"]["format"] == "^(persons|female|male)$"
    for row in table(content(client, "counted.csv")):
        assert all(row[name] for name, column in by_name.items() if column["required"])


def test_a_retired_indicator_says_so_in_its_own_files_and_is_in_no_others(client: Client, shown: Shown) -> None:
    assert "no longer in the set" in sheets(client, "left.xlsx")["Cover"][0][0]
    assert json.loads(content(client, "left.json"))["indicator"]["is_retired"] is True
    assert {row["indicator"] for row in table(content(client, "all-figures.csv"))} == {"counted"}


@pytest.mark.parametrize(
    "name", ["draft.csv", "draft.xlsx", "draft.json", "nothing.csv", "counted.pdf", "all-figures.json"]
)
def test_what_nobody_may_see_is_not_there(client: Client, shown: Shown, name: str) -> None:
    assert got(client, name).status_code == 404


@pytest.mark.parametrize("name", [*NAMES, *ALL])
def test_no_file_holds_a_draft_or_what_is_held_back(client: Client, shown: Shown, name: str) -> None:
    Observation.objects.filter(reason="suppressed").update(count=SECRET)
    data = content(client, name)
    if name.endswith(("zip", "xlsx", "ods")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(member) for member in archive.namelist())
    assert str(SECRET).encode() not in data
    assert b"secret" not in data


def test_too_many_requests_are_sent_away_for_a_while(
    client: Client, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from indicators.downloads import views

    monkeypatch.setattr(views, "DOWNLOADS", replace(views.DOWNLOADS, most=2))
    assert [got(client, "dictionary.csv").status_code for _ in range(3)] == [200, 200, 429]
    response = got(client, "dictionary.csv")
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Too many requests" in response.content.decode()


def test_a_file_can_only_be_read(client: Client, shown: Shown) -> None:
    assert client.post("/data/counted.csv").status_code in {403, 405}
    assert client.options("/data/counted.csv").status_code == 204
