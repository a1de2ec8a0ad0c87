"""A file that is handed in is kept where no web server shows it, and a job to check it goes with it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.log_actions import registry

from het_site.core.models import User
from indicators import actions
from indicators.actions.checking import check_release
from indicators.models import DataRelease, Indicator, StagedObservation
from indicators.models.releases import private_storage
from indicators.wagtail_hooks import RELEASE_ACTIONS
from tests.indicators.releases.handing_in import checked, hand_in, published, tidy

pytestmark = pytest.mark.django_db
Status = DataRelease.Status


def jobs() -> list[tuple[str, str | None, dict[str, int]]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "lock", "args"))


def history(release: DataRelease) -> list[tuple[str, str | None]]:
    entries = registry.get_logs_for_instance(release).order_by("timestamp", "pk")
    return [(entry.action.rpartition(".")[2], entry.user.email if entry.user else None) for entry in entries]


def test_the_file_its_mark_and_who_brought_it_are_kept(counted: Indicator, officer: User) -> None:
    data = tidy({"indicator": "counted"})
    release = actions.receive_file(file=ContentFile(data, name="../a/Fuel poverty.csv"), by=officer, notes="New year")
    release.refresh_from_db()
    assert (release.status, release.title, release.file_name) == (Status.UPLOADED, "Fuel poverty", "Fuel poverty.csv")
    assert release.checksum == hashlib.sha256(data).hexdigest()
    with release.file.open("rb") as kept:
        assert kept.read() == data
    assert release.loaded_by == officer
    assert history(release) == [("receive", "data@demo.example")]


def test_a_job_to_check_it_goes_with_it_once(counted: Indicator) -> None:
    release = hand_in({"indicator": "counted"})
    actions.check_again(release=release, by=None)
    assert jobs() == [("indicators.tasks.check_release", f"release {release.pk}", {"release_id": release.pk})]


def test_the_very_same_file_is_told_and_no_error(counted: Indicator) -> None:
    published({"indicator": "counted"}, title="First")
    again = checked({"indicator": "counted"})
    assert again.status == Status.READY
    day = f"{timezone.localdate():%-d %B %Y}"
    assert again.counts["notices"] == [f"The very same file was published as “First” on {day}."]
    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (1, 0, 0)


def test_a_time_is_set_and_taken_back(counted: Indicator, officer: User) -> None:
    release = checked({"indicator": "counted"})
    at = timezone.now() + timedelta(days=1)
    actions.schedule_release(release=release, publish_at=at, by=officer)
    assert (release.status, release.publish_at, release.published_by) == (Status.SCHEDULED, at, officer)
    job = ProcrastinateJob.objects.get(task_name="indicators.tasks.publish_release")
    assert job.scheduled_at == at
    actions.unschedule_release(release=release, by=officer)
    assert (release.status, release.publish_at) == (Status.READY, None)
    assert [action for action, _ in history(release)] == ["receive", "schedule", "unschedule"]


def test_a_time_that_has_passed_is_refused(counted: Indicator) -> None:
    release = checked({"indicator": "counted"})
    with pytest.raises(actions.ReleaseError, match="passed"):
        actions.schedule_release(release=release, publish_at=timezone.now(), by=None)


def test_what_is_discarded_is_forgotten_but_not_that_it_was(counted: Indicator, officer: User) -> None:
    release = checked({"indicator": "counted"})
    actions.discard_release(release=release, by=officer, why="The wrong year")
    assert not StagedObservation.objects.exists()
    assert release.status == Status.DISCARDED
    assert history(release)[-1] == ("discard", "data@demo.example")
    with release.file.open("rb") as kept:
        assert kept.read()


def test_what_is_published_cannot_be_discarded_or_checked_again(counted: Indicator) -> None:
    release = published({"indicator": "counted"})
    for action in (actions.discard_release, actions.check_again, actions.start_publishing):
        with pytest.raises(actions.ReleaseError, match="its state is “published”"):
            action(release=release, by=None)


def test_a_job_for_what_was_discarded_does_nothing(counted: Indicator) -> None:
    release = hand_in({"indicator": "counted"})
    actions.discard_release(release=release, by=None)
    assert check_release(release=release).status == Status.DISCARDED


def test_the_history_names_every_action() -> None:
    registry.scan_for_actions()
    assert {name for name in registry.formatters if name.startswith("indicators.release.")} == {
        f"indicators.release.{name}" for name in RELEASE_ACTIONS
    }


def test_files_that_came_in_are_not_where_readers_find_pictures() -> None:
    assert not private_storage().path("x").startswith(str(settings.MEDIA_ROOT))
