"""Publishing makes what came in live in one go, keeps what it replaces, and never crosses another publication."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.log_actions import registry

from het_site.core.models import User
from indicators import actions
from indicators.actions.checking import check_release
from indicators.actions.publishing import CROSSED, REDEFINED, publish_if_due, publish_release
from indicators.differences import state_at, touched_by
from indicators.models import DataRelease, Indicator, Observation, PastObservation, StagedObservation
from indicators.signals import figures_published
from tests.factories.indicators import make_release
from tests.indicators.releases.handing_in import checked, hand_in, live_values, published

pytestmark = pytest.mark.django_db
Status = DataRelease.Status
TOWN = "E06000001"


def of(year: int, value: float, **cells: Any) -> dict[str, Any]:
    return {"indicator": "counted", "year": year, "value": str(value), **cells}


@pytest.mark.usefixtures("counted")
def test_what_came_in_is_live_with_its_number_day_and_person(officer: User) -> None:
    release = published({"indicator": "counted"}, by=officer)
    assert (release.status, release.number, release.published_by) == (Status.PUBLISHED, 1, officer)
    assert live_values() == {("counted", TOWN, 2020): 12.5}
    assert not StagedObservation.objects.exists()
    assert registry.get_logs_for_instance(release).filter(action="indicators.release.publish", user=officer).exists()


@pytest.mark.usefixtures("counted")
def test_what_changes_moves_to_the_past_and_what_does_not_stays_as_it_is() -> None:
    first = published(of(2019, 9), of(2020, 10))
    second = published(of(2019, 9), of(2020, 11), of(2021, 12))
    assert {row.period_from.year: row.release for row in Observation.objects.all()} == {
        2019: first,
        2020: second,
        2021: second,
    }
    past = PastObservation.objects.get()
    assert (past.value, past.release, past.ended_by) == (10, first, second)
    assert (second.counts["came"], second.counts["went"]) == (2, 1)
    assert list(touched_by(second).values_list("slug", flat=True)) == ["counted"]


@pytest.mark.usefixtures("counted", "other")
def test_a_file_that_replaces_takes_down_what_it_lacks_of_its_indicators_only() -> None:
    published(of(2019, 9), of(2020, 10), {"indicator": "other", "value": "1"})
    published(of(2020, 10), mode=DataRelease.Mode.REPLACE)
    assert live_values() == {("counted", TOWN, 2020): 10, ("other", TOWN, 2020): 1}
    assert PastObservation.objects.get().period_from.year == 2019


@pytest.mark.usefixtures("counted")
def test_publishing_twice_does_nothing_the_second_time() -> None:
    release = published(of(2020, 10))
    assert publish_release(release=release, by=None).number == 1
    assert Observation.objects.count() == 1


@pytest.mark.usefixtures("counted")
def test_what_has_faults_or_was_discarded_cannot_be_published() -> None:
    release = checked(of(2020, 10, sex="x"))
    with pytest.raises(actions.ReleaseError, match="has faults"):
        publish_release(release=release, by=None)
    assert not Observation.objects.exists()


@pytest.mark.usefixtures("counted", "other")
def test_the_second_of_two_officers_gets_a_message_and_a_new_difference(officer: User) -> None:
    published(of(2020, 10))
    mine, theirs = checked(of(2020, 11)), checked(of(2020, 12))
    publish_release(release=theirs, by=officer)
    with pytest.raises(actions.FiguresChangedError, match="published meanwhile"):
        publish_release(release=mine, by=None)
    assert live_values() == {("counted", TOWN, 2020): 12}
    assert mine.status == Status.UPLOADED
    assert ProcrastinateJob.objects.filter(args={"release_id": mine.pk}, status="todo").exists()
    check_release(release=mine)
    assert (mine.status, mine.counts["changed"]) == (Status.READY, 1)
    assert mine.counts["notices"] == [CROSSED]
    publish_release(release=mine, by=None)
    assert [row.value for row in PastObservation.objects.order_by("ended_by__number")] == [10, 12]


def test_a_definition_that_was_changed_meanwhile_is_looked_at_first(counted: Indicator) -> None:
    release = checked({"indicator": "counted", "value": "0.9", "count": "9", "denominator": "1000"})
    Indicator.objects.filter(pk=counted.pk).update(suppress_below=10)
    with pytest.raises(actions.FiguresChangedError, match="definition of its indicator was changed"):
        publish_release(release=release, by=None)
    check_release(release=release)
    assert release.counts["notices"] == [REDEFINED]
    assert publish_release(release=release, by=None).counts["held_back"]["small"] == 1


@pytest.mark.usefixtures("counted", "other")
def test_officers_at_different_indicators_do_not_meet() -> None:
    mine, theirs = checked(of(2020, 11)), checked({"indicator": "other", "value": "1"})
    publish_release(release=theirs, by=None)
    assert publish_release(release=mine, by=None).number == 2


@pytest.mark.usefixtures("counted")
def test_a_failure_half_way_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    published(of(2020, 10))
    release = checked(of(2020, 11))

    def fail(**given: object) -> None:
        raise ObjectDoesNotExist("The findings could not be made.")

    with monkeypatch.context() as patch:
        patch.setattr("indicators.actions.publishing.record_findings", fail)
        with pytest.raises(ObjectDoesNotExist):
            publish_release(release=release, by=None)
    release.refresh_from_db()
    assert (release.status, release.number) == (Status.FAILED, None)
    assert "could not be made" in release.step
    assert live_values() == {("counted", TOWN, 2020): 10}
    assert not PastObservation.objects.exists()
    actions.check_again(release=release, by=None)
    assert publish_release(release=check_release(release=release), by=None).number == 2


@pytest.mark.usefixtures("counted")
def test_readers_pages_are_told_once_it_is_certain(django_capture_on_commit_callbacks: Any) -> None:
    told: list[tuple[int | None, list[int]]] = []

    def listen(sender: object, release: DataRelease, indicator_ids: list[int], **given: object) -> None:
        told.append((release.number, indicator_ids))

    figures_published.connect(listen)
    try:
        with django_capture_on_commit_callbacks() as callbacks:
            published(of(2020, 10))
            assert told == []
        for callback in callbacks:
            callback()
    finally:
        figures_published.disconnect(listen)
    assert told == [(1, [Indicator.objects.get(slug="counted").pk])]


# At a time


@pytest.mark.usefixtures("counted")
def test_a_time_that_has_not_come_publishes_nothing(officer: User) -> None:
    release = checked(of(2020, 10))
    actions.schedule_release(release=release, publish_at=timezone.now() + timedelta(hours=1), by=officer)
    publish_if_due(release=release)
    assert release.status == Status.SCHEDULED
    DataRelease.objects.filter(pk=release.pk).update(publish_at=timezone.now())
    release.refresh_from_db()
    publish_if_due(release=release)
    assert (release.status, release.published_by) == (Status.PUBLISHED, officer)


@pytest.mark.usefixtures("counted")
def test_a_job_for_a_time_that_was_taken_back_does_nothing() -> None:
    release = checked(of(2020, 10))
    publish_if_due(release=release)
    assert release.status == Status.READY


@pytest.mark.usefixtures("counted")
def test_what_was_to_be_published_by_itself_is_not_when_the_figures_have_changed(officer: User) -> None:
    release = checked(of(2020, 10))
    actions.schedule_release(release=release, publish_at=timezone.now() + timedelta(hours=1), by=officer)
    published(of(2020, 11))
    DataRelease.objects.filter(pk=release.pk).update(publish_at=timezone.now())
    release.refresh_from_db()
    publish_if_due(release=release)
    check_release(release=release)
    assert (release.status, release.publish_at) == (Status.READY, None)
    assert release.counts["notices"] == [CROSSED]
    assert live_values() == {("counted", TOWN, 2020): 11}


# Outside the set


@pytest.mark.usefixtures("places")
def test_an_indicator_outside_the_set_is_made_when_its_figures_are_published(officer: User) -> None:
    release = published({"indicator": "Steps to the door per 1000", "value": "3"}, by=officer)
    indicator = Indicator.objects.get()
    assert (indicator.pk, indicator.live, indicator.is_listed) == (release.counts["unlisted"][0]["id"], True, False)
    assert (indicator.theme, indicator.unit, indicator.comparison_allowed) == (None, "per 1,000", "none")
    assert indicator.revisions.count() == 1
    again = published({"indicator": "Steps to the door per 1000", "value": "4"})
    assert Observation.objects.get().release == again
    assert Indicator.objects.count() == 1


@pytest.mark.usefixtures("places")
def test_two_files_about_the_same_new_indicator_make_it_once() -> None:
    first, second = (checked({"indicator": "Steps to the door", "value": value}) for value in ("3", "4"))
    publish_release(release=first, by=None)
    with pytest.raises(actions.FiguresChangedError):
        publish_release(release=second, by=None)
    publish_release(release=check_release(release=second), by=None)
    assert Indicator.objects.count() == 1
    assert Observation.objects.get().value == 4


# Undo


@pytest.mark.usefixtures("counted", "other")
def test_an_earlier_release_is_brought_back_as_a_new_one(officer: User) -> None:
    first = published(of(2019, 9), of(2020, 10))
    published(of(2020, 11), of(2021, 12), mode=DataRelease.Mode.REPLACE)
    published({"indicator": "other", "value": "1"})
    back = actions.restore_release(to=first, by=officer, why="The new file was wrong")
    check_release(release=back)
    counts = back.counts
    assert [counts[name] for name in ("new", "changed", "same", "gone")] == [1, 1, 0, 2]
    publish_release(release=back, by=officer)
    assert live_values() == {("counted", TOWN, 2019): 9, ("counted", TOWN, 2020): 10}
    assert (back.number, back.restores, back.notes) == (4, first, "The new file was wrong")


@pytest.mark.usefixtures("counted")
def test_an_undo_can_be_undone() -> None:
    first = published(of(2020, 10))
    second = published(of(2020, 11, note="Better"))
    for to, value in ((first, 10), (second, 11), (first, 10)):
        back = actions.restore_release(to=to, by=None, why="")
        publish_release(release=check_release(release=back), by=None)
        assert live_values() == {("counted", TOWN, 2020): value}
    assert Observation.objects.get().note == ""


@pytest.mark.usefixtures("counted")
def test_what_never_was_published_cannot_be_brought_back() -> None:
    with pytest.raises(actions.ReleaseError, match="Only a release that was published"):
        actions.restore_release(to=hand_in(of(2020, 1)), by=None, why="")


@pytest.mark.usefixtures("counted")
def test_each_state_is_known_for_ever() -> None:
    published(of(2019, 9), of(2020, 10))
    published(of(2020, 11))
    published(of(2019, 1), mode=DataRelease.Mode.REPLACE)
    states = [
        sorted(value for rows in state_at(number) for value in rows.values_list("value", flat=True))
        for number in range(4)
    ]
    assert states == [[], [9, 10], [9, 11], [1]]


# Locks


def test_nobody_waits_for_a_worker(held_elsewhere: Any) -> None:
    release = make_release(status=Status.READY)
    with held_elsewhere(release), pytest.raises(actions.BusyReleaseError, match="A worker is at this release"):
        actions.discard_release(release=release, by=None)
    assert release.status == Status.READY


@pytest.mark.usefixtures("counted")
def test_tables_are_not_joined_row_by_row_when_the_database_takes_them_for_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_observation, indicators_stagedobservation")
    published(*(of(year, year - 1950) for year in range(1950, 2020)))
    plans: list[str] = []

    def explain(execute: Any, sql: str, parameters: Any, many: Any, context: Any) -> Any:
        if sql.startswith(("WITH leaving", "UPDATE indicators_stagedobservation staged")):
            with connection.cursor().cursor as cursor:  # beneath the wrapper
                cursor.execute(f"EXPLAIN {sql}", parameters)
                plans.extend(line for (line,) in cursor)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(explain):
        published(*(of(year, year - 1949) for year in range(1950, 2010)), mode=DataRelease.Mode.REPLACE)
    assert plans
    assert not [line for line in plans if "Nested Loop" in line]
    assert Observation.objects.count() == 60
