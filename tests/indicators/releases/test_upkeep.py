"""A release that waits for a job that is lost gets another, and one whose job was given up says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from indicators import tasks
from indicators.actions.upkeep import GIVEN_UP, look_after_releases
from indicators.jobs import ask_for_check
from indicators.models import DataRelease
from tests.factories.indicators import make_release

pytestmark = pytest.mark.django_db
Status = DataRelease.Status


def tasks_waiting() -> list[str]:
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


@pytest.mark.parametrize(
    ("status", "task"),
    [
        (Status.UPLOADED, "indicators.tasks.check_release"),
        (Status.CHECKING, "indicators.tasks.check_release"),
        (Status.PUBLISHING, "indicators.tasks.publish_release"),
    ],
)
def test_lost_work_is_asked_for_again_once(status: str, task: str) -> None:
    make_release(status=status)
    assert (look_after_releases(), look_after_releases()) == (1, 0)
    assert tasks_waiting() == [task]


def test_what_was_due_and_has_no_job_is_asked_for_but_not_what_is_to_come() -> None:
    make_release(status=Status.SCHEDULED, publish_at=timezone.now() - timedelta(minutes=1))
    make_release(status=Status.SCHEDULED, publish_at=timezone.now() + timedelta(minutes=1))
    make_release(status=Status.READY)
    assert look_after_releases() == 1


def test_work_that_was_given_up_is_told() -> None:
    release = make_release(status=Status.CHECKING)
    ask_for_check(release)
    with_status(release, "failed")
    look_after_releases()
    release.refresh_from_db()
    assert (release.status, release.step) == (Status.FAILED, GIVEN_UP)


def with_status(release: DataRelease, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE lock = %s", [f"release {release.pk}"])
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE lock = %s", [status, f"release {release.pk}"])


def test_a_job_for_a_release_that_is_gone_ends() -> None:
    tasks.check_release.func(release_id=0)
    tasks.publish_release.func(release_id=0)
    tasks.look_after_releases.func(timestamp=0)
