"""The reading view: what officers see, what they write and decide there, and what a second officer is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from casestudies.actions import save, send
from casestudies.actions.judging import ask_changes, remark
from casestudies.models import CaseStudyPage, Submission
from priorities.models import Organisation
from tests.casestudies.making import make_submission
from tests.factories.casestudies import make_library
from tests.factories.priorities import make_organisation

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
State = Submission.State


@pytest.fixture
def client(signed_in: SignIn) -> Client:
    return signed_in("Moderators")


def url(name: str, story: Submission) -> str:
    return reverse(f"stories:{name}", args=[story.pk])


def main(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").select_one("main")
    assert found is not None
    return found  # type: ignore[return-value]  # wider than its stubs say


def words(client: Client, story: Submission, name: str = "read") -> str:
    return main(client, url(name, story)).get_text(" ", strip=True)


def sent_again(story: Submission, officer: Any, **answers: Any) -> None:
    remark(submission=story, text="Please say more", by=officer, field="summary")
    ask_changes(submission=story, by=officer)
    author = story.memberships.get().user
    save(submission=story, by=author, answers=answers, seen=story.versions)
    send(submission=story, by=author, settings=None)


def test_answers_stand_with_what_was_said_about_them(client: Client, person: Any) -> None:
    story = make_submission(State.SUBMITTED, answers={"title": "Lunch", "summary": "Forty <b>eat</b>."})
    client.post(url("remark", story), {"field": "summary", "text": "How do you know?"})
    client.post(url("remark", story), {"text": "Thank you"})
    client.post(url("remark", story), {"text": "Ask Bo", "kind": "note"})
    page = main(client, url("read", story))
    answer = page.select_one("#q-summary")
    assert answer is not None
    assert "Forty <b>eat</b>." in answer.get_text()
    assert "How do you know?" in answer.get_text()
    assert "Not sent yet" in answer.get_text()
    text = page.get_text(" ", strip=True)
    for part in ("Thank you", "Ask Bo", "For us only", "Changes needed: send 2 comments", "No answer"):
        assert part in text
    assert story.remarks.filter(told_at=None).count() == 3


def test_changes_need_a_comment(client: Client) -> None:
    story = make_submission(State.SUBMITTED)
    response = client.post(url("ask_changes", story), {"seen": story.revision}, follow=True)
    assert "Say first what is to be changed" in response.content.decode()
    story.refresh_from_db()
    assert story.state == State.SUBMITTED


def test_what_its_writers_write_meanwhile_is_not_shown(client: Client, person: Any) -> None:
    story = make_submission(State.SUBMITTED)
    remark(submission=story, text="More?", by=person("Moderators"))
    ask_changes(submission=story, by=person("Moderators"))
    author = story.memberships.get().user
    save(
        submission=story,
        by=author,
        answers={"summary": "A secret draft", "title": "A secret name"},
        seen=story.versions,
    )
    text = client.get(url("read", story)).content.decode()
    assert "A secret" not in text + client.get(reverse("stories:index")).content.decode()
    assert "Forty people eat." in text


def test_what_came_back_is_shown_beside_what_was_sent_before(client: Client, person: Any) -> None:
    story = make_submission(State.SUBMITTED)
    assert "sent once" in words(client, story, "difference")
    sent_again(story, person("Moderators"), summary="Fifty people eat.")
    text = words(client, story)
    assert "It came back with 1 changed answer." in text
    table = main(client, url("difference", story)).select_one("table")
    assert table is not None
    assert [one.get_text() for one in table.select("del")] == ["Gone: Forty"]
    assert [one.get_text() for one in table.select("ins")] == ["New: Fifty"]


def test_the_second_of_two_officers_is_told_and_keeps_what_they_wrote(client: Client, person: Any) -> None:
    story = make_submission(State.SUBMITTED)
    seen = story.revision
    sent_again(story, person("Administrators"), summary="Fifty.")
    response = client.post(url("decline", story), {"reason": "Far too short", "seen": seen})
    assert response.status_code == 409
    assert "Far too short" in response.content.decode()
    assert "sent it anew" in response.content.decode()
    story.refresh_from_db()
    assert story.state == State.SUBMITTED
    client.post(url("hold_back", story))
    response = client.post(url("accept", story), {"whose": "none", "seen": story.revision}, follow=True)
    assert "cannot be done any more" in response.content.decode()


def test_a_comment_on_what_was_withdrawn_is_given_back(client: Client) -> None:
    story = make_submission(State.WITHDRAWN)
    response = client.post(url("remark", story), {"text": "Long thoughts"})
    assert response.status_code == 409
    assert "Long thoughts" in response.content.decode()


def test_accepting_matches_the_organisation(client: Client) -> None:
    make_library()
    near = make_organisation(name="Church Kitchen Luton")
    make_organisation(name="Dentists")
    story = make_submission(State.SUBMITTED)
    form = main(client, url("accept", story))
    assert form.select_one(f"input[name=whose][value='{near.pk}'][checked]")
    response = client.post(url("accept", story), {"whose": str(near.pk), "seen": story.revision}, follow=True)
    assert "waits for approval" in response.content.decode()
    story.refresh_from_db()
    assert (story.organisation, story.page is not None) == (near, True)


@pytest.mark.parametrize(
    ("posted", "fault"),
    [
        ({}, "missing"),
        ({"whose": "other"}, "Choose the organisation."),
        ({"whose": "new", "new_name": ""}, "Give its full public name."),
        ({"whose": "new", "new_name": "A"}, "Choose its kind."),
        ({"whose": "77777"}, "missing"),
    ],
)
def test_accepting_asks_for_what_is_missing(client: Client, posted: dict[str, str], fault: str) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    response = client.post(url("accept", story), posted)
    assert response.status_code == 200
    assert fault in response.content.decode()
    assert not CaseStudyPage.objects.exists()


def test_a_new_organisation_is_made(client: Client) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    posted = {"whose": "new", "new_name": "Church kitchen", "new_kind": "charity", "seen": story.revision}
    client.post(url("accept", story), posted)
    assert Organisation.objects.get(name="Church kitchen").kind == "charity"


def test_without_a_library_nothing_is_accepted(client: Client) -> None:
    story = make_submission(State.SUBMITTED)
    response = client.post(url("accept", story), {"whose": "none"}, follow=True)
    assert "no case study library" in response.content.decode()
    story.refresh_from_db()
    assert story.state == State.SUBMITTED


def test_likely_duplicates_and_history_are_shown(client: Client) -> None:
    story = make_submission(State.SUBMITTED, answers={"title": "Warm homes"})
    other = make_submission(State.SUBMITTED, answers={"title": "Warm homes"})
    client.post(url("assign", story), {"to": ""})
    client.post(url("hold_back", story))
    text = words(client, story)
    for part in ("Likely the same story", other.called, "Held back", "An officer held it back.", "Let it in"):
        assert part in text
