"""What officers reach beyond the table of `tests.casestudies.everybody`: their own stories, remarks, and settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casestudies.actions.judging import remark
from casestudies.models import Membership, Submission
from tests.casestudies.making import make_submission
from tests.factories.casestudies import make_library

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
State = Submission.State

JUDGES = ("Moderators", "Administrators")
OTHERS = ("Editors", "Data officers", "Newsletter editors", "Partners")
ON_REMARKS = ("drop_remark", "settle_remark")


def url(name: str, story: Submission, *more: int) -> str:
    return reverse(f"stories:{name}", args=[story.pk, *more])


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_it_in_the_menu(signed_in: SignIn, role: str) -> None:
    assert reverse("stories:index") not in signed_in(role).get("/cms/").content.decode()


@pytest.mark.parametrize("role", [Membership.Role.AUTHOR, Membership.Role.CO_AUTHOR])
def test_an_officer_who_writes_a_story_does_not_judge_it(signed_in: SignIn, person: Any, role: str) -> None:
    story = make_submission(State.SUBMITTED)
    story.memberships.all().delete()
    Membership.objects.create(submission=story, user=person("Moderators"), role=role)
    client = signed_in("Moderators")
    assert client.get(url("read", story)).status_code == 404
    assert client.post(url("hold_back", story)).status_code == 404
    assert story.title not in client.get(reverse("stories:index")).content.decode()


def test_a_remark_is_reached_through_its_own_story_only(signed_in: SignIn, person: Any) -> None:
    one, other = make_submission(State.SUBMITTED), make_submission(State.SUBMITTED)
    row = remark(submission=one, text="Why?", by=person("Moderators"))
    client = signed_in("Moderators")
    for name in ON_REMARKS:
        assert client.post(url(name, other, row.pk)).status_code == 404
        assert client.get(url(name, one, row.pk)).status_code == 405
    assert one.remarks.count() == 1
    assert client.post(url("drop_remark", one, row.pk)).status_code == 302
    assert one.remarks.count() == 0


def test_without_a_token_nothing_is_done(person: Any) -> None:
    story = make_submission(State.SUBMITTED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("Moderators"))
    assert client.post(url("hold_back", story)).status_code == 403
    story.refresh_from_db()
    assert story.state == State.SUBMITTED


@pytest.mark.parametrize("role", [*JUDGES, *OTHERS])
def test_administrators_alone_set_how_stories_are_taken_in(signed_in: SignIn, role: str) -> None:
    make_library()
    url = reverse("wagtailsettings:edit", args=["casestudies", "casestudysettings"])
    response = signed_in(role).get(url, follow=True)
    is_shown = "Days within which partners hear from us" in response.content.decode()
    assert is_shown == (role == "Administrators")
