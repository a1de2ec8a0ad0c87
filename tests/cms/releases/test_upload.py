"""Handing a file in: what is kept, what is refused at once, and what happens when it is sent twice."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from het_site.core.models import User
from indicators.actions.checking import check_release
from indicators.cms import upload_form, upload_limit
from indicators.models import DataRelease, Indicator
from tests.cms.releases.reading import address, messages_of, soup_of, words_of
from tests.factories.indicators import make_observation
from tests.indicators.releases.handing_in import checked, hand_in, published, tidy

pytestmark = pytest.mark.django_db

ROW = {"indicator": "counted", "value": 10.5, "year": 2021}


def form(content: bytes | None = None, *, name: str = "figures.csv", **changes: Any) -> dict[str, Any]:
    said = {"title": "Yearly figures", "notes": "Yearly update", "mode": "add", "disclosure": "automatic"}
    return {**said, "file": SimpleUploadedFile(name, content or tidy(ROW)), **changes}


def send(client: Client, *, follow: bool = False, query: str = "", **changes: Any) -> Any:
    return client.post(f"{address('add')}{query}", form(**changes), follow=follow)


def test_a_file_is_kept_privately_with_what_was_said_and_a_job_is_put(
    browser_of_officer: Client, data_officer: User, counted: Indicator
) -> None:
    response = send(
        browser_of_officer,
        follow=True,
        mode="replace",
        disclosure="at_source",
        indicator=counted.pk,
        source_name="Office for Examples",
        source_url="example.org/figures",
        licence="OGL v3.0",
    )
    release = DataRelease.objects.get()
    assert response.redirect_chain == [(address("inspect", release.pk), 302)]
    assert (release.title, release.notes, release.mode, release.disclosure) == (
        "Yearly figures",
        "Yearly update",
        "replace",
        "at_source",
    )
    assert (release.indicator, release.loaded_by, release.file_name) == (counted, data_officer, "figures.csv")
    assert release.source_url == "https://example.org/figures"
    assert release.file.read() == tidy(ROW)
    release.file.close()
    assert "“figures.csv” has come in and is checked now." in messages_of(response)
    assert ProcrastinateJob.objects.filter(task_name="indicators.tasks.check_release").count() == 1


def test_the_form_says_what_it_takes_and_offers_a_file_to_begin_with(browser_of_officer: Client) -> None:
    page = browser_of_officer.get(address("add"))
    said = words_of(page)
    for word in ("CSV, XLSX or ODS, up to 100 MB", "Fingertips download", "An empty cell is never zero"):
        assert word in said
    assert soup_of(page).find("a", href=address("template"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"file": ""}, "Choose the file with the figures."),
        ({"name": "figures.pdf"}, "This is no CSV, XLSX or ODS file."),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "The file is empty."),
        ({"title": ""}, "This field is required."),
        ({"notes": " "}, "This field is required."),
        ({"mode": "guess"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    browser_of_officer: Client, changes: dict[str, Any], expected: str
) -> None:
    response = send(browser_of_officer, **changes)
    said = words_of(response)
    assert expected in said
    assert "It is told beside the field." in said
    assert not DataRelease.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_kept(
    browser_of_officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_limit, "MOST", 200)
    monkeypatch.setattr(upload_limit, "REST", 2_000)
    for size in (1_000, 10_000):  # found while it comes, and announced
        response = send(browser_of_officer, content=b"x" * size)
        said = words_of(response)
        assert upload_form.TOO_LARGE in said
        assert soup_of(response).find(id="id_title")["value"] == "Yearly figures"
    assert not DataRelease.objects.exists()


def test_a_file_beyond_all_measure_is_not_waited_for(
    browser_of_officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_limit, "HOPELESS", 500)
    assert send(browser_of_officer, content=b"x" * 1_000).status_code == 400
    assert not DataRelease.objects.exists()


def test_a_form_sent_from_elsewhere_is_refused(data_officer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(data_officer)
    assert send(client).status_code == 403
    page = soup_of(client.get(address("add")))
    token = page.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"]
    assert send(client, csrfmiddlewaretoken=token).status_code == 302


def test_pressed_twice_it_comes_in_once(browser_of_officer: Client) -> None:
    first, second = send(browser_of_officer), send(browser_of_officer, follow=True)
    release = DataRelease.objects.get()
    assert first.headers["Location"] == address("inspect", release.pk)
    assert "This file was handed in a moment ago" in messages_of(second)
    assert ProcrastinateJob.objects.count() == 1


def test_the_same_file_in_another_way_is_another_release(browser_of_officer: Client) -> None:
    send(browser_of_officer)
    send(browser_of_officer, mode="replace")
    assert DataRelease.objects.count() == 2


def test_a_file_that_was_published_before_is_told(browser_of_officer: Client, counted: Indicator) -> None:
    published(ROW, title="Last year’s")
    send(browser_of_officer)
    release = check_release(release=DataRelease.objects.get(number=None))
    assert "The very same file was published as “Last year’s”" in words_of(
        browser_of_officer.get(address("inspect", release.pk))
    )


def test_a_mended_file_takes_the_place_of_the_faulty_one(browser_of_officer: Client, counted: Indicator) -> None:
    faulty = checked(ROW | {"value": "ten"}, title="Yearly figures", notes="Yearly update", mode="replace")
    query = f"?instead_of={faulty.pk}"
    page = browser_of_officer.get(f"{address('add')}{query}")
    assert "Upload a mended file" in soup_of(page).h1.get_text()
    assert soup_of(page).find(id="id_title")["value"] == "Yearly figures"
    assert soup_of(page).find(id="id_notes").get_text(strip=True) == "Yearly update"
    assert soup_of(page).find("input", attrs={"name": "mode", "checked": True})["value"] == "replace"
    send(browser_of_officer, query=query, mode="replace")
    mended = DataRelease.objects.get(mends=faulty)
    faulty.refresh_from_db()
    assert faulty.status == "discarded"
    assert faulty.fault_count == 1
    assert "In its place: Yearly figures" in words_of(browser_of_officer.get(address("inspect", faulty.pk)))
    assert "In place of Yearly figures" in words_of(browser_of_officer.get(address("inspect", mended.pk)))


@pytest.mark.parametrize("query", ["?instead_of=x", "?instead_of=999999", f"?instead_of={'9' * 40}"])
def test_a_place_that_cannot_be_taken_is_passed_over(browser_of_officer: Client, query: str) -> None:
    assert "Bring in figures" in soup_of(browser_of_officer.get(f"{address('add')}{query}")).h1.get_text()


def test_what_is_published_is_not_replaced_by_a_mended_file(browser_of_officer: Client, counted: Indicator) -> None:
    release = published(ROW)
    page = browser_of_officer.get(f"{address('add')}?instead_of={release.pk}")
    assert "Bring in figures" in soup_of(page).h1.get_text()


def test_the_file_to_begin_with_is_read_without_a_fault(
    browser_of_officer: Client, counted: Indicator, places: Any
) -> None:
    make_observation(counted, places[1], lower_95=8.5, upper_95=11.5, value=10.25)
    response = browser_of_officer.get(address("template"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[-1]
    assert header[:3] == ["indicator", "area_code", "period_from"]
    assert rows[-2][0] == "# counted"
    assert "10.25" in rows[-2]
    assert all(row[0].startswith("#") for row in rows[:-1])
    cells = {"indicator": "counted", "area_code": "E06000001", "value": "11", "period_label": "2021"}
    cells |= {"period_from": "2021-01-01", "period_to": "2021-12-31", "period_kind": "calendar_year"}
    cells |= {"sex": "persons", "source": "Office for Examples", "licence": "OGL v3.0"}
    filled = text + ",".join(cells.get(name, "") for name in header) + "\n"
    send(browser_of_officer, content=filled.encode())
    release = check_release(release=DataRelease.objects.get(number=None, status="uploaded"))
    assert (release.status, release.faults, release.row_count) == ("ready", [], 1)


def test_without_any_figure_the_file_to_begin_with_has_no_example(browser_of_officer: Client) -> None:
    rows = list(csv.reader(io.StringIO(browser_of_officer.get(address("template")).content.decode("utf-8-sig"))))
    assert len(rows) == 2


def test_words_and_settings_can_be_corrected_and_settings_are_checked_again(
    browser_of_officer: Client, counted: Indicator
) -> None:
    release = checked(ROW | {"indicator": ""}, title="Yearly figures", notes="Yearly update")
    assert release.status == "faulty"
    said = {"title": "Better", "notes": "Yearly update", "mode": "add", "disclosure": "automatic"}
    browser_of_officer.post(address("edit", release.pk), said)
    release.refresh_from_db()
    assert (release.title, release.status) == ("Better", "faulty")
    browser_of_officer.post(address("edit", release.pk), said | {"indicator": counted.pk})
    release.refresh_from_db()
    assert release.status == "uploaded"
    assert check_release(release=release).status == "ready"


def test_of_what_is_published_only_the_words_are_corrected(browser_of_officer: Client, counted: Indicator) -> None:
    release = published(ROW, title="Figures", notes="Update")
    data = {"title": "Better", "notes": "Update", "mode": "replace", "source_name": "Office for Examples"}
    browser_of_officer.post(address("edit", release.pk), data)
    release.refresh_from_db()
    assert (release.title, release.mode, release.status) == ("Better", "add", "published")
    assert "is required" in words_of(browser_of_officer.post(address("edit", release.pk), {"title": ""}))


def test_a_release_at_work_is_corrected_in_words_alone(browser_of_officer: Client, counted: Indicator) -> None:
    release = hand_in(ROW)
    browser_of_officer.post(address("edit", release.pk), {"title": "Better", "notes": "Why", "mode": "replace"})
    release.refresh_from_db()
    assert (release.title, release.mode, release.status) == ("Better", "add", "uploaded")
