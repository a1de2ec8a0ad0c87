"""What a killed worker left undone is taken up again, and what kills every worker is given up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, LiteralString

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.manager import JobManager

from het_site.core.tasks import MOST_ATTEMPTS, take_up_stalled_jobs

pytestmark = pytest.mark.django_db


def job(*, silent_for: int = 60, attempts: int = 0, **fields: Any) -> int:
    """Make a job that a worker was at when it was last heard of."""
    pk = app.configure_task("some.task", **fields).defer()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (worker,) = cursor.fetchone() or (None,)
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s) WHERE id = %s",
            [silent_for, worker],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
            [worker, attempts, pk],
        )
    return pk


class InThisThread(DjangoConnector):
    """Answers at once and on the test's own connection: no event loop, of which another test may have left one."""

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        self.execute_query(query, **arguments)

    async def execute_query_one_async(self, query: LiteralString, **arguments: Any) -> dict[str, Any]:
        return self.execute_query_one(query, **arguments)

    async def execute_query_all_async(self, query: LiteralString, **arguments: Any) -> list[dict[str, Any]]:
        return self.execute_query_all(query, **arguments)


def take_up() -> None:
    with app.replace_connector(InThisThread()) as here, pytest.raises(StopIteration):
        take_up_stalled_jobs.func(SimpleNamespace(app=here), timestamp=0).send(None)


def status(pk: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=pk).status)


def test_the_job_of_a_worker_that_is_gone_waits_again() -> None:
    pk = job()
    take_up()
    assert (status(pk), ProcrastinateJob.objects.get(pk=pk).attempts) == ("todo", 1)


def test_the_job_of_a_worker_that_is_there_is_left_to_it() -> None:
    pk = job(silent_for=5)
    take_up()
    assert status(pk) == "doing"


def test_a_job_that_stops_every_worker_is_given_up() -> None:
    pk = job(attempts=MOST_ATTEMPTS)
    take_up()
    assert status(pk) == "failed"


def test_a_job_that_waits_already_is_not_put_back_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    pk = job()

    async def refuse(*given: object) -> None:  # the database would, and end the test's transaction
        raise UniqueViolation(constraint_name="procrastinate_jobs_queueing_lock_idx_v1", queueing_lock="once")

    monkeypatch.setattr(JobManager, "retry_job", refuse)
    take_up()
    assert status(pk) == "failed"
