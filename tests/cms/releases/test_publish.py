"""Publishing, setting a time, taking it back, discarding, going back: asked in words, done once, nothing lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from het_site.core.models import User
from indicators.actions.checking import check_release
from indicators.actions.publishing import publish_if_due, publish_release
from indicators.models import DataRelease, Indicator, StagedObservation
from tests.cms.releases.reading import address, messages_of, soup_of, table_rows, words_of
from tests.factories.indicators import make_release
from tests.indicators.releases.handing_in import checked, live_values, published

pytestmark = pytest.mark.django_db

Status = DataRelease.Status


def row(value: float, year: int = 2021, **cells: Any) -> dict[str, Any]:
    return {"indicator": "counted", "value": value, "year": year, **cells}


@pytest.fixture
def ready(counted: Indicator) -> DataRelease:
    return checked(row(10.5), title="Ready")


def agree(client: Client, release: DataRelease, *, follow: bool = True, **changes: str) -> Any:
    """Fill in the form as a person would and send it."""
    seen = soup_of(client.get(address("publish", release.pk))).find("input", attrs={"name": "seen"})["value"]
    data = {"when": "now", "publish_at": "", "agreed": "on", "seen": seen} | changes
    return client.post(
        address("publish", release.pk), {key: value for key, value in data.items() if value}, follow=follow
    )


def fresh(release: DataRelease) -> DataRelease:
    return DataRelease.objects.get(pk=release.pk)


def jobs() -> list[tuple[str, datetime | None]]:
    found = ProcrastinateJob.objects.filter(task_name="indicators.tasks.publish_release").order_by("pk")
    return list(found.values_list("task_name", "scheduled_at"))


def test_what_will_happen_stands_beside_the_box(browser_of_officer: Client, ready: DataRelease) -> None:
    said = words_of(browser_of_officer.get(address("publish", ready.pk)))
    assert "This puts 1 new figure live, in 1 indicator. Publish it." in said
    assert "In the time of London" in said


def test_nothing_is_published_without_the_tick(browser_of_officer: Client, ready: DataRelease) -> None:
    assert "Tick the box" in words_of(agree(browser_of_officer, ready, agreed=""))
    assert fresh(ready).status == Status.READY
    assert jobs() == []


def test_with_the_tick_a_worker_publishes_it_in_the_officers_name(
    browser_of_officer: Client, data_officer: User, ready: DataRelease
) -> None:
    response = agree(browser_of_officer, ready)
    assert "The figures are being published." in messages_of(response)
    assert len(jobs()) == 1
    publish_if_due(release=fresh(ready))
    assert (fresh(ready).status, fresh(ready).published_by) == (Status.PUBLISHED, data_officer)
    said = words_of(browser_of_officer.get(address("inspect", ready.pk)))
    assert "by Data officers Person" in said
    assert live_values() == {("counted", "E06000001", 2021): 10.5}


def test_pressed_twice_it_is_published_once(browser_of_officer: Client, ready: DataRelease) -> None:
    page = soup_of(browser_of_officer.get(address("publish", ready.pk)))
    data = {"when": "now", "agreed": "on", "seen": page.find("input", attrs={"name": "seen"})["value"]}
    for _ in range(2):
        response = browser_of_officer.post(address("publish", ready.pk), data, follow=True)
        assert "cannot" not in messages_of(response)
    assert len(jobs()) == 1
    publish_if_due(release=fresh(ready))
    browser_of_officer.post(address("publish", ready.pk), data)
    publish_if_due(release=fresh(ready))
    assert DataRelease.objects.exclude(number=None).count() == 1


def in_words(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def test_a_time_is_set_in_local_time_and_can_be_taken_back(
    browser_of_officer: Client, data_officer: User, ready: DataRelease
) -> None:
    at = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    response = agree(browser_of_officer, ready, when="later", publish_at=in_words(at))
    assert "The time is set." in messages_of(response)
    assert (fresh(ready).status, fresh(ready).publish_at, fresh(ready).published_by) == (
        Status.SCHEDULED,
        at,
        data_officer,
    )
    assert jobs() == [("indicators.tasks.publish_release", at)]
    said = words_of(response)
    assert "This will be published on" in said
    assert "no worker has been seen" in said
    form = soup_of(browser_of_officer.get(address("publish", ready.pk)))
    assert form.find(id="id_publish_at")["value"] == in_words(at)
    assert form.find("input", attrs={"name": "when", "checked": True})["value"] == "later"

    response = browser_of_officer.post(address("unschedule", ready.pk), follow=True)
    assert "It is not published at that time any more." in messages_of(response)
    assert (fresh(ready).status, fresh(ready).publish_at) == (Status.READY, None)
    assert "It has no time to take back" in messages_of(
        browser_of_officer.post(address("unschedule", ready.pk), follow=True)
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Say on which day and at what time."),
        ("2020-01-01 09:00", "This time has passed."),
        ("tomorrow", "Enter a valid date/time."),
        ("2027-03-28 01:30", "couldn’t be interpreted in time zone"),  # the hour that summer time leaves out
    ],
)
def test_a_time_has_to_be_a_time_to_come(
    browser_of_officer: Client, ready: DataRelease, typed: str, expected: str
) -> None:
    assert expected in words_of(agree(browser_of_officer, ready, when="later", publish_at=typed))
    assert fresh(ready).status == Status.READY


def test_what_somebody_else_published_meanwhile_is_told_and_compared_anew(
    browser_of_officer: Client, ready: DataRelease
) -> None:
    published(row(99), title="Theirs")
    response = agree(browser_of_officer, ready)
    assert "Somebody else has published figures of the same indicators meanwhile. Nothing of yours is lost" in (
        messages_of(response)
    )
    assert fresh(ready).status == Status.UPLOADED
    check_release(release=fresh(ready))
    page = browser_of_officer.get(f"{address('inspect', ready.pk)}?kind=changed")
    assert "Value: 99.0 → 10.5" in table_rows(page, "The figures")[0][3]
    assert "are being published" in messages_of(agree(browser_of_officer, ready))


def test_a_definition_that_changed_meanwhile_is_told_and_taken_into_account(
    browser_of_officer: Client, ready: DataRelease, counted: Indicator
) -> None:
    counted.suppress_below = 10
    counted.save()
    assert "The definition of an indicator was changed meanwhile." in messages_of(agree(browser_of_officer, ready))
    assert fresh(ready).status == Status.UPLOADED
    check_release(release=fresh(ready))
    assert "are being published" in messages_of(agree(browser_of_officer, ready))


def test_a_time_is_taken_back_where_figures_changed_meanwhile(browser_of_officer: Client, ready: DataRelease) -> None:
    at = timezone.now() + timedelta(days=3)
    agree(browser_of_officer, ready, when="later", publish_at=in_words(at))
    published(row(99))
    agree(browser_of_officer, ready, when="later", publish_at=in_words(at + timedelta(days=1)))
    assert (fresh(ready).status, fresh(ready).publish_at) == (Status.UPLOADED, None)


def test_figures_that_cross_in_the_worker_come_back_with_the_reason(
    browser_of_officer: Client, ready: DataRelease
) -> None:
    agree(browser_of_officer, ready)
    published(row(99))
    publish_if_due(release=fresh(ready))
    check_release(release=fresh(ready))
    said = words_of(browser_of_officer.get(address("inspect", ready.pk)))
    assert "Figures of the same indicators were published meanwhile." in said
    assert "changes 1 figure" in said


def test_a_difference_that_was_taken_anew_has_to_be_looked_at_first(
    browser_of_officer: Client, ready: DataRelease
) -> None:
    response = agree(browser_of_officer, ready, seen="0-9-9-9")
    assert "Look at it again before you publish." in messages_of(response)
    assert fresh(ready).status == Status.READY


@pytest.mark.parametrize("status", [Status.FAULTY, Status.DISCARDED, Status.UPLOADED])
def test_what_is_not_ready_is_not_published(browser_of_officer: Client, status: Status) -> None:
    release = make_release(status=status)
    for response in (
        browser_of_officer.get(address("publish", release.pk), follow=True),
        browser_of_officer.post(address("publish", release.pk), {"when": "now", "agreed": "on"}, follow=True),
    ):
        assert "It cannot be published" in messages_of(response)
    assert fresh(release).status == status


def test_it_is_discarded_once_and_its_history_stays(browser_of_officer: Client, ready: DataRelease) -> None:
    said = words_of(browser_of_officer.get(address("discard", ready.pk)))
    assert "The live figures are not touched." in said
    for _ in range(2):
        response = browser_of_officer.post(address("discard", ready.pk), {"why": "The wrong year"}, follow=True)
        assert "cannot" not in messages_of(response)
    assert fresh(ready).status == Status.DISCARDED
    assert fresh(ready).file
    assert not StagedObservation.objects.exists()
    assert "It was given up" in words_of(response)
    history = words_of(browser_of_officer.get(address("history", ready.pk)))
    for word in ("Figures discarded", "File of figures handed in", "Data officers Person"):
        assert word in history


def test_what_is_published_is_not_discarded(browser_of_officer: Client, counted: Indicator) -> None:
    release = published(row(1))
    response = browser_of_officer.post(address("discard", release.pk), {"why": ""}, follow=True)
    assert "It cannot be discarded" in messages_of(response)
    assert fresh(release).status == Status.PUBLISHED


def test_a_reason_that_is_too_long_is_refused(browser_of_officer: Client, ready: DataRelease) -> None:
    page = browser_of_officer.post(address("discard", ready.pk), {"why": "x" * 501})
    assert "at most 500 characters" in words_of(page)
    assert fresh(ready).status == Status.READY


# Going back


def test_the_history_tells_number_when_who_and_why(
    browser_of_officer: Client, data_officer: User, counted: Indicator
) -> None:
    first = published(row(1), title="First", notes="Because", by=data_officer)
    published(row(2), title="Second")
    rows = table_rows(browser_of_officer.get(address("states")), "Published releases")
    assert [line[0] for line in rows] == ["2", "1"]
    assert rows[0][1:2] == ["Second People who are counted"]
    assert rows[0][-1] == "Live now"
    assert "First People who are counted Because" in rows[1][1]
    assert "Data officers Person" in rows[1][2]
    assert rows[1][3:5] == ["1", "0"]
    page = soup_of(browser_of_officer.get(address("states")))
    assert page.find("a", href=address("restore", first.pk))


def test_without_a_release_the_history_is_empty(browser_of_officer: Client) -> None:
    assert "No figures have been published yet." in words_of(browser_of_officer.get(address("states")))


def test_going_back_asks_why_shows_the_difference_and_is_published_like_any_other(
    browser_of_officer: Client, data_officer: User, counted: Indicator
) -> None:
    first = published(row(1), row(5, 2020), title="First")
    second = published(row(2), mode="replace", title="Second")
    page = browser_of_officer.get(address("inspect", second.pk))
    assert soup_of(page).find("a", string="Undo this release")["href"] == address("restore", first.pk)
    assert "What 1 later release changed goes back" in words_of(browser_of_officer.get(address("restore", first.pk)))
    assert "Say why the figures go back." in words_of(
        browser_of_officer.post(address("restore", first.pk), {"why": ""})
    )

    response = browser_of_officer.post(address("restore", first.pk), {"why": "It was wrong"}, follow=True)
    assert "Nothing has changed yet." in messages_of(response)
    back = DataRelease.objects.get(restores=first)
    assert (back.notes, back.loaded_by) == ("It was wrong", data_officer)
    assert live_values()["counted", "E06000001", 2021] == 2
    check_release(release=back)
    said = words_of(browser_of_officer.get(address("inspect", back.pk)))
    assert "puts 1 new figure live and changes 1, in 1 indicator" in said
    assert "Brings back" in said
    assert "Upload another file" not in said
    agree(browser_of_officer, back)
    publish_if_due(release=fresh(back))
    assert live_values() == {("counted", "E06000001", 2021): 1, ("counted", "E06000001", 2020): 5}
    assert "It brought back the figures as they were after number 1" in words_of(
        browser_of_officer.get(address("inspect", back.pk))
    )


def test_pressed_twice_the_way_back_is_made_once(browser_of_officer: Client, counted: Indicator) -> None:
    first = published(row(1))
    published(row(2))
    for _ in range(2):
        browser_of_officer.post(address("restore", first.pk), {"why": "It was wrong"})
    assert DataRelease.objects.filter(restores=first).count() == 1


def test_only_what_was_published_can_be_gone_back_to(browser_of_officer: Client, ready: DataRelease) -> None:
    for response in (
        browser_of_officer.get(address("restore", ready.pk), follow=True),
        browser_of_officer.post(address("restore", ready.pk), {"why": "No"}, follow=True),
    ):
        assert "Only a release that was published can be brought back." in messages_of(response)


def test_an_earlier_release_offers_its_state(browser_of_officer: Client, counted: Indicator) -> None:
    first = published(row(1))
    publish_release(release=checked(row(2)), by=None)
    page = soup_of(browser_of_officer.get(address("inspect", first.pk)))
    assert page.find("a", string="Go back to this state")["href"] == address("restore", first.pk)
