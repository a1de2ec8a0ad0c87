"""The screen of one release in each of its states before there is a difference: progress, faults, matching."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from het_site.core import workers
from indicators.actions import receive_file
from indicators.actions.checking import check_release
from indicators.cms.faults import harmless
from indicators.models import Area, DataRelease, Indicator, StagedObservation
from tests.cms.releases.reading import address, soup_of, table_rows, words_of
from tests.factories.indicators import make_area, make_release
from tests.indicators.releases.handing_in import checked, hand_in

pytestmark = pytest.mark.django_db

ROW = {"indicator": "counted", "value": 10.5, "year": 2021}
Status = DataRelease.Status


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a worker have been seen a moment ago."""
    monkeypatch.setattr(workers, "last_seen", lambda: timezone.now() - timedelta(seconds=5))


# Progress


def test_while_it_waits_the_page_says_so_and_keeps_itself_fresh(
    browser_of_officer: Client, counted: Indicator, working: None
) -> None:
    page = browser_of_officer.get(address("inspect", hand_in(ROW).pk))
    said = words_of(page)
    assert "Waiting for a worker" in said
    assert "no worker has been seen" not in said
    assert soup_of(page).select("noscript meta[http-equiv=refresh]")
    assert soup_of(page).find("script", src=lambda src: src and "cms-progress" in src)
    assert soup_of(page).select_one("[role=status]")


def test_progress_is_told_with_step_and_rows(browser_of_officer: Client, working: None) -> None:
    release = make_release(status=Status.CHECKING, step="Reading the file", rows_done=50_000)
    said = words_of(browser_of_officer.get(address("inspect", release.pk)))
    assert "Reading the file 50,000 rows done Handed in 0" in said
    answer = browser_of_officer.get(address("progress", release.pk)).json()
    assert (answer["isAtWork"], answer["step"], answer["rows"]) == (True, "Reading the file", "50,000 rows done")
    release.status = Status.READY
    release.save()
    assert browser_of_officer.get(address("progress", release.pk)).json()["isAtWork"] is False


@pytest.mark.parametrize("status", [Status.UPLOADED, Status.CHECKING, Status.PUBLISHING])
def test_where_no_worker_is_it_says_so_and_what_to_do(browser_of_officer: Client, status: Status) -> None:
    release = make_release(status=status)
    said = words_of(browser_of_officer.get(address("inspect", release.pk)))
    assert "no worker has been seen since the portal was started" in said
    assert "Tell whoever runs the site" in said
    assert "no worker" in browser_of_officer.get(address("progress", release.pk)).json()["stopped"]


def test_a_worker_that_has_been_silent_counts_as_gone(
    browser_of_officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "last_seen", lambda: timezone.now() - timedelta(minutes=3))
    said = words_of(browser_of_officer.get(address("inspect", make_release(status=Status.UPLOADED).pk)))
    assert "no worker has been seen for 3 minutes" in said


def test_a_settled_page_does_not_reload_itself(browser_of_officer: Client, counted: Indicator) -> None:
    page = browser_of_officer.get(address("inspect", checked(ROW).pk))
    assert not soup_of(page).select("meta[http-equiv=refresh]")
    assert "cms-progress" not in page.content.decode()


# Faults


def test_every_fault_is_told_with_row_column_reason_and_how_to_mend_it(
    browser_of_officer: Client, counted: Indicator
) -> None:
    release = checked(ROW | {"value": "ten"}, ROW | {"year": 2022, "value": 140})
    page = browser_of_officer.get(address("inspect", release.pk))
    assert "The file has 2 faults. Nothing of it is kept" in words_of(page)
    rows = table_rows(page, "What is wrong")
    assert [row[:3] for row in rows] == [["2", "value", "ten"], ["3", "value", "140"]]
    assert all(row[3].endswith(".") for row in rows)
    assert not StagedObservation.objects.exists()


def test_faults_come_in_pages_and_those_that_are_not_listed_are_counted(browser_of_officer: Client) -> None:
    faults = [{"line": line, "column": "value", "value": "x", "reason": "No.", "mend": ""} for line in range(2, 252)]
    release = make_release(status=Status.FAULTY, faults=faults, fault_count=4_000)
    first, last = (browser_of_officer.get(f"{address('inspect', release.pk)}?p={page}") for page in (1, 3))
    assert "The file has 4,000 faults" in words_of(first)
    assert "The first 250 are listed. There are 3,750 more" in words_of(first)
    assert len(table_rows(first, "What is wrong")) == 100
    assert table_rows(last, "What is wrong")[0][0] == "202"
    assert "250 faults" in words_of(first)


def test_faults_are_downloaded_without_formulas(browser_of_officer: Client) -> None:
    cell = '=HYPERLINK("https://evil.example","click")'
    faults = [{"line": 2, "column": "value", "value": cell, "reason": "That is a formula.", "mend": "Write 1, 2."}]
    release = make_release(status=Status.FAULTY, faults=faults, fault_count=1)
    response = browser_of_officer.get(address("faults", release.pk))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        ["Row", "Column", "What stands there", "What is wrong", "How to mend it"],
        ["2", "value", f"'{cell}", "That is a formula.", "Write 1, 2."],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|calc"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_what_a_file_holds_is_shown_as_text(browser_of_officer: Client) -> None:
    fault = {"line": 2, "column": "<i>", "value": "<script>alert(1)</script>", "reason": "<b>No.", "mend": ""}
    release = make_release(status=Status.FAULTY, faults=[fault], fault_count=1, title="<u>T", notes="<u>N")
    html = browser_of_officer.get(address("inspect", release.pk)).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    for raw in ("<script>alert", "<u>T", "<u>N", "<b>No"):
        assert raw not in html


def test_what_stopped_by_an_error_can_be_checked_again(browser_of_officer: Client, counted: Indicator) -> None:
    release = hand_in(ROW)
    DataRelease.objects.filter(pk=release.pk).update(status=Status.FAILED, step="Stopped by an error: disk full")
    said = words_of(browser_of_officer.get(address("inspect", release.pk)))
    assert "Stopped by an error: disk full" in said
    assert "Check again" in said
    browser_of_officer.post(address("check_again", release.pk))
    release.refresh_from_db()
    assert check_release(release=release).status == "ready"


# Columns


@pytest.fixture
def wards(places: Any) -> list[Area]:
    """Two wards of the town."""
    return [
        make_area(f"E0500000{number}", name=name, area_type=Area.Type.WARD, parent=places[1])
        for number, name in enumerate(("Northside", "Southside"), start=1)
    ]


SHEET = "Made for the meeting,,,\n\nWard,Ward code,2021 (%),2022 (%)\nNorthside,E05000001,10.5,11\nSouthside,E05000002,20,21.5\n"


@pytest.fixture
def sheet(wards: list[Area], counted: Indicator) -> DataRelease:
    """A wide sheet made by hand, waiting to be matched."""
    release = receive_file(
        file=ContentFile(SHEET.encode(), name="wards.csv"),
        by=None,
        title="Wards",
        source_name="Office for Examples",
        licence="OGL v3.0",
    )
    return check_release(release=release)


def answers(page: Any) -> dict[str, str]:
    """Give what the form would send if nobody changed anything."""
    form = soup_of(page).find("form", class_="het-form--wide")
    sent = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    for select in form.find_all("select"):
        chosen = select.find("option", selected=True) or select.find("option")
        sent[select["name"]] = chosen["value"]
    return sent


def test_a_sheet_made_by_hand_waits_for_its_columns(browser_of_officer: Client, sheet: DataRelease) -> None:
    assert sheet.status == "matching"
    page = browser_of_officer.get(address("inspect", sheet.pk))
    assert "Say which column is what" in words_of(page)
    assert soup_of(page).find("a", href=address("matching", sheet.pk))


def test_the_first_rows_are_shown_and_guesses_are_filled_in(browser_of_officer: Client, sheet: DataRelease) -> None:
    page = browser_of_officer.get(address("matching", sheet.pk))
    assert table_rows(page, "The first rows")[0] == ["Northside", "E05000001", "10.5", "11"]
    sent = answers(page)
    guessed = {name: sent[name] for name in sent if name.startswith("column_") and sent[name]}
    assert guessed == {
        "column_0": "area_name",
        "column_1": "area_code",
        "column_2": "value",
        "column_2_period_label": "2021",
        "column_3": "value",
        "column_3_period_label": "2022",
    }


def test_saved_and_checked_a_wide_sheet_becomes_figures(
    browser_of_officer: Client, sheet: DataRelease, counted: Indicator
) -> None:
    sent = answers(browser_of_officer.get(address("matching", sheet.pk)))
    response = browser_of_officer.post(address("matching", sheet.pk), sent | {"indicator": "counted"})
    assert response.headers["Location"] == address("inspect", sheet.pk)
    sheet.refresh_from_db()
    assert sheet.status == "uploaded"
    assert check_release(release=sheet).status == "ready", sheet.faults
    rows = StagedObservation.objects.filter(release=sheet).order_by("area__code", "period_label")
    assert list(rows.values_list("area__name", "period_label", "value")) == [
        ("Northside", "2021", 10.5),
        ("Northside", "2022", 11),
        ("Southside", "2021", 20),
        ("Southside", "2022", 21.5),
    ]


def test_another_measure_is_named_on_the_form(browser_of_officer: Client, sheet: DataRelease) -> None:
    sent = answers(browser_of_officer.get(address("matching", sheet.pk)))
    browser_of_officer.post(address("matching", sheet.pk), sent | {"new_indicator": "Renting from a private landlord"})
    sheet.refresh_from_db()
    assert check_release(release=sheet).status == "ready", sheet.faults
    assert "“Renting from a private landlord”" in words_of(browser_of_officer.get(address("inspect", sheet.pk)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Choose the indicator, or write the name of another measure"),
        ({"indicator": "counted", "new_indicator": "Both"}, "one of the two"),
        ({"indicator": "counted", "column_2": "", "column_3": ""}, "which column holds the values"),
        ({"indicator": "counted", "column_3_period_label": "2021"}, "“2021 (%)” is “Value” already."),
        ({"indicator": "counted", "column_3_period_label": "someday"}, "“someday” is not a period that we know."),
        ({"indicator": "counted", "column_0_sex": "male"}, "This column holds no figures"),
        ({"indicator": "counted", "all_category": "Renting"}, "Say both what it is split by and the category"),
        ({"indicator": "counted", "all_area_code": "E99999999"}, "We know no area “E99999999”."),
        ({"indicator": "counted", "column_1": "nonsense"}, "Select a valid choice."),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    browser_of_officer: Client, sheet: DataRelease, changes: dict[str, str], expected: str
) -> None:
    sent = answers(browser_of_officer.get(address("matching", sheet.pk)))
    assert expected in words_of(browser_of_officer.post(address("matching", sheet.pk), sent | changes))
    sheet.refresh_from_db()
    assert sheet.status == "matching"


def test_what_was_said_before_is_filled_in_again(browser_of_officer: Client, sheet: DataRelease) -> None:
    sent = answers(browser_of_officer.get(address("matching", sheet.pk)))
    said = {"indicator": "counted", "column_1": "", "all_age": "16 to 64 years", "column_3_sex": "female"}
    browser_of_officer.post(address("matching", sheet.pk), sent | said)
    sheet.refresh_from_db()
    check_release(release=sheet)
    again = answers(browser_of_officer.get(address("matching", sheet.pk)))
    assert {name: again[name] for name in said} == said


def test_matching_is_over_once_it_is_published_or_has_no_file(browser_of_officer: Client) -> None:
    for release in (make_release(), make_release(status=Status.FAULTY)):
        response = browser_of_officer.get(address("matching", release.pk))
        assert response.headers["Location"] == address("inspect", release.pk)
