"""Accounts of partners that nobody uses go, after notice; those with a story, of staff, and in use stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from procrastinate.contrib.django.models import ProcrastinateJob

from casestudies.actions.accounts import look_after_accounts
from casestudies.models import AccountNotice, CaseStudySettings
from casestudies.tasks import send_notice
from het_site.core.accounts.people import make_partner
from het_site.core.models import User
from tests.casestudies.making import make_submission

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
SETTINGS = CaseStudySettings()


def ago(days: int) -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC) - timedelta(days)


def partner(name: str, *, seen: int) -> User:
    user = make_partner(f"{name}@demo.example")
    User.objects.filter(pk=user.pk).update(last_login=ago(seen), date_joined=ago(2_000))
    return user


def run(day: int) -> int:
    return look_after_accounts(TODAY + timedelta(day), SETTINGS)


def test_an_unused_account_goes_after_notice(mailoutbox: list[Any]) -> None:
    user = partner("idle", seen=370)
    assert [run(day) for day in (0, 0, 1, 29)] == [1, 0, 0, 0]
    (job,) = ProcrastinateJob.objects.filter(task_name=send_notice.name)
    send_notice(**job.args)
    (message,) = mailoutbox
    assert message.to == [user.email]
    assert "removed in 30 days" in " ".join(message.body.split())
    assert User.objects.filter(pk=user.pk).exists()
    assert run(30) == 1
    assert not User.objects.filter(pk=user.pk).exists()
    assert run(31) == 0


def test_signing_in_after_notice_keeps_it_and_begins_anew() -> None:
    user = partner("back", seen=370)
    run(0)
    User.objects.filter(pk=user.pk).update(last_login=ago(-10))
    assert run(40) == 0
    assert not AccountNotice.objects.exists()
    assert run(10 + 366) == 1
    assert AccountNotice.objects.get().told_on == TODAY + timedelta(376)


def test_starting_a_story_after_notice_keeps_it() -> None:
    user = partner("writer", seen=370)
    run(0)
    make_submission(by=user)
    assert run(40) == 0
    assert User.objects.filter(pk=user.pk).exists()


def test_who_never_came_back_counts_from_the_first_day() -> None:
    user = make_partner("once@demo.example")
    User.objects.filter(pk=user.pk).update(last_login=None, date_joined=ago(370))
    assert run(0) == 1


def test_all_others_are_left_alone() -> None:
    partner("new", seen=360)
    make_submission(by=partner("writing", seen=900))
    staff = partner("officer", seen=900)
    staff.groups.add(Group.objects.get(name="Moderators"))
    User.objects.filter(pk=partner("root", seen=900).pk).update(is_superuser=True)
    User.objects.create_user("nobody@demo.example", date_joined=ago(900))
    assert run(0) == 0
    assert run(100) == 2 - 1, "the new one is a year old by then"
