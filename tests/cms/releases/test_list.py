"""The list of releases: what it says, its filters and its search."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from het_site.core.models import User
from indicators.cms import words
from indicators.models import DataRelease, Indicator
from tests.cms.releases.reading import address, soup_of, words_of
from tests.factories.indicators import make_release
from tests.indicators.releases.handing_in import checked, published

pytestmark = pytest.mark.django_db

Status = DataRelease.Status


def test_it_says_what_came_in_what_about_how_far_who_and_when(
    browser_of_officer: Client, data_officer: User, counted: Indicator
) -> None:
    checked({"indicator": "counted", "value": 10}, title="Yearly figures", by=data_officer)
    page = browser_of_officer.get(address("index"))
    said = words_of(page)
    for word in ("Yearly figures", "People who are counted", "Ready to publish", "Data officers Person"):
        assert word in said
    assert soup_of(page).find("a", href=address("add")).get_text(strip=True) == "Bring in figures"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": Status.CHECKING, "rows_done": 12_000}, "Being checked: 12,000 rows done"),
        ({"status": Status.CHECKING}, "Being checked"),
        ({"status": Status.FAULTY, "fault_count": 1}, "Has 1 fault"),
        ({"status": Status.FAULTY, "fault_count": 1200}, "Has 1,200 faults"),
        ({"status": Status.MATCHING}, "Columns to be matched"),
        ({"status": Status.PUBLISHED}, "Published"),
    ],
)
def test_states_are_words(values: dict[str, object], expected: str) -> None:
    assert words.state(make_release(**values)) == expected


def test_a_set_time_is_said_in_local_time() -> None:
    at = timezone.datetime(2026, 7, 1, 8, 30, tzinfo=timezone.get_default_timezone())  # type: ignore[attr-defined]
    release = make_release(status=Status.SCHEDULED, publish_at=at)
    assert words.state(release) == "To be published on 1 July 2026, 08:30"


def titles_found(client: Client, query: str) -> set[str]:
    page = soup_of(client.get(f"{address('index')}?{query}"))
    return {cell.get_text(" ", strip=True) for cell in page.select("td.title a")}


def test_it_is_filtered_by_state_indicator_and_person(
    browser_of_officer: Client, data_officer: User, counted: Indicator, other: Indicator
) -> None:
    checked({"indicator": "counted", "value": 10}, title="Mine", by=data_officer)
    published({"indicator": "other", "value": 10}, title="Theirs")
    make_release(title="Chosen", status=Status.FAULTY, indicator=other)
    assert titles_found(browser_of_officer, "status=ready") == {"Mine"}
    assert titles_found(browser_of_officer, "status=ready&status=faulty") == {"Mine", "Chosen"}
    assert titles_found(browser_of_officer, f"indicator={counted.pk}") == {"Mine"}
    assert titles_found(browser_of_officer, f"indicator={other.pk}") == {"Theirs", "Chosen"}
    assert titles_found(browser_of_officer, f"loaded_by={data_officer.pk}") == {"Mine"}


def test_a_release_without_counts_is_found_by_its_figures(browser_of_officer: Client, other: Indicator) -> None:
    release = published({"indicator": "other", "value": 10}, title="Old")
    DataRelease.objects.filter(pk=release.pk).update(counts={})
    assert titles_found(browser_of_officer, f"indicator={other.pk}") == {"Old"}


def test_it_is_searched_by_title_file_and_reason(browser_of_officer: Client, counted: Indicator) -> None:
    checked({"indicator": "counted", "value": 10}, title="First", name="smoke.csv", notes="Yearly update")
    checked({"indicator": "counted", "value": 11}, title="Second")
    for word in ("first", "smoke", "yearly"):
        assert titles_found(browser_of_officer, f"q={word}") == {"First"}
    assert "No release matches" in words_of(browser_of_officer.get(f"{address('index')}?q=nothing"))


def test_an_empty_list_leads_to_the_upload(browser_of_officer: Client) -> None:
    page = browser_of_officer.get(address("index"))
    assert "No figures have come in yet." in words_of(page)
    assert soup_of(page).find("a", string="Bring in the first ones")["href"] == address("add")


def test_the_list_costs_the_same_however_long_it_is(
    browser_of_officer: Client, data_officer: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        make_release(loaded_by=data_officer)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        browser_of_officer.get(address("index"))
