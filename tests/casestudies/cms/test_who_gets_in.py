"""Every address of the officers' side × every role × every state: who reaches what, and that looking changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casestudies.access import Action, Who, may
from casestudies.actions.judging import remark
from casestudies.models import Membership, Submission
from het_site.core.models import User
from tests.casestudies.making import make_submission
from tests.factories.casestudies import make_library

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
State = Submission.State

JUDGES = ("Moderators", "Administrators")
OTHERS = ("Editors", "Data officers", "Newsletter editors", "Partners")
#: addresses that are looked at, and the action without which they lead back to the story
PAGES = {"read": None, "difference": None, "accept": Action.ACCEPT, "decline": Action.DECLINE}
#: addresses of deeds, with what is posted, what they need and the state that they lead to
DEEDS: dict[str, tuple[dict[str, str], Action, str | None]] = {
    "accept": ({"whose": "none"}, Action.ACCEPT, State.ACCEPTED),
    "decline": ({"reason": "No."}, Action.DECLINE, State.DECLINED),
    "remark": ({"text": "Why?", "field": "summary"}, Action.REMARK, None),
    "send_remarks": ({}, Action.REMARK, None),
    "ask_changes": ({}, Action.ASK_CHANGES, State.CHANGES_NEEDED),
    "assign": ({"to": ""}, Action.ASSIGN, None),
    "hold_back": ({}, Action.HOLD_BACK, State.QUARANTINED),
    "let_in": ({}, Action.LET_IN, State.SUBMITTED),
}
ON_REMARKS = ("drop_remark", "settle_remark")


def url(name: str, story: Submission, *more: int) -> str:
    return reverse(f"stories:{name}", args=[story.pk, *more])


def frozen(story: Submission) -> tuple[Any, ...]:
    story.refresh_from_db()
    return (story.state, story.assignee_id, story.page_id, story.remarks.count(), story.events.count())


@pytest.mark.parametrize("role", [*OTHERS, ""])
def test_nobody_else_reaches_anything(signed_in: SignIn, role: str) -> None:
    story = make_submission(State.SUBMITTED)
    row = story.remarks.create(text="Hm", is_from_us=True)
    client = signed_in(role) if role else Client()
    before = frozen(story)
    there = [url(name, story) for name in {*PAGES, *DEEDS}] + [url(name, story, row.pk) for name in ON_REMARKS]
    not_there = [address.replace(f"/{story.pk}/", "/999999/") for address in there]
    lists = [reverse("stories:index"), reverse("stories:index_results"), reverse("stories:assign_several")]
    for address in [*there, *not_there, *lists]:
        for response in (client.get(address), client.post(address, {"text": "x", "story": story.pk, "to": "nobody"})):
            assert response.status_code in {302, 403}, address
            assert story.title not in response.content.decode()
    assert frozen(story) == before
    if role:
        assert reverse("stories:index") not in client.get("/cms/").content.decode()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", JUDGES)
def test_what_officers_can_look_at_in_each_state(signed_in: SignIn, role: str, state: str) -> None:
    story = make_submission(state)
    before = frozen(story)
    client = signed_in(role)
    for name, action in PAGES.items():
        status = client.get(url(name, story)).status_code
        if state == State.DRAFT:
            assert status == 404
        else:
            assert status == (200 if action is None or may(Who.OFFICER, action, state) else 302), name
    for name in set(DEEDS) - set(PAGES):
        assert client.get(url(name, story)).status_code == (404 if state == State.DRAFT else 405)
    assert frozen(story) == before


@pytest.mark.parametrize("name", list(DEEDS))
@pytest.mark.parametrize("state", list(State))
def test_what_officers_can_do_in_each_state(signed_in: SignIn, person: Any, state: str, name: str) -> None:
    make_library()
    officer: User = person("Moderators")
    story = make_submission(state)
    if may(Who.OFFICER, Action.REMARK, state):
        remark(submission=story, text="Why?", by=officer)
    posted, action, leads_to = DEEDS[name]
    before = frozen(story)
    response = signed_in("Moderators").post(url(name, story), posted | {"seen": str(story.revision)})
    if state == State.DRAFT:
        assert response.status_code == 404
        assert frozen(story) == before
    elif may(Who.OFFICER, action, state):
        assert response.status_code == 302
        story.refresh_from_db()
        assert story.state == (leads_to or state)
    else:
        assert response.status_code in {302, 409}
        assert frozen(story) == before


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
