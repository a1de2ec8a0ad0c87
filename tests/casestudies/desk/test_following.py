"""Checking, sending and following a story, writing it with others, and ending it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.actions import save
from casestudies.actions.judging import ask_changes, remark
from casestudies.actions.publishing import accept
from casestudies.models import Event, Invitation, Membership, Remark, Submission
from het_site.core.models import User
from tests.casestudies.desk.conftest import At, address
from tests.casestudies.making import make_person, make_submission
from tests.factories.pictures import consent_to, make_picture

State = Submission.State


@pytest.fixture
def quick(author: User, story: Submission) -> Submission:
    """Give a quick draft that lacks nothing."""
    found = make_submission(by=author)
    found.answers |= {"contact_is_shown": "no"}
    found.save()
    return found


def text_of(response: Any) -> str:
    return str(response.content.decode())


def send_it(client: Client, story: Submission, **data: str) -> Any:
    page = client.get(address("check", story))
    return client.post(address("send", story), {"mark": page.context["mark"]} | data)


def test_the_check_page_leads_to_each_answer_and_to_what_is_missing(author_at: Client, story: Submission) -> None:
    page = text_of(author_at.get(address("check", story)))
    assert f"{address('group', story, 'story')}#id_title" in page
    assert f"{address('group', story, 'did')}#id_did" in page
    assert "Still missing" in page
    assert "Agree and send" not in page
    refused = send_it(author_at, story)
    assert refused.status_code == 422
    assert "Error: Check your answers" in text_of(refused)
    story.refresh_from_db()
    assert story.state == State.DRAFT


def test_a_story_is_sent_once(author_at: Client, quick: Submission, django_capture_on_commit_callbacks: Any) -> None:
    mark = author_at.get(address("check", quick)).context["mark"]
    assert author_at.post(address("send", quick), {"mark": mark}).status_code == 302
    quick.refresh_from_db()
    assert (quick.state, quick.number) == (State.SUBMITTED, 1)
    assert author_at.post(address("send", quick), {"mark": mark}).status_code == 302
    assert Event.objects.filter(action="send").count() == 1


@pytest.mark.parametrize("mark", ["", "forged"])
def test_a_forged_form_sends_nothing(author_at: Client, quick: Submission, mark: str) -> None:
    refused = send_it(author_at, quick, mark=mark)
    assert refused.status_code == 400
    assert "did not come from our page" in text_of(refused)
    quick.refresh_from_db()
    assert quick.state == State.DRAFT


def test_what_a_program_sends_is_held_back_and_its_writer_reads_that_it_is_with_us(
    author_at: Client, quick: Submission
) -> None:
    assert send_it(author_at, quick, website="https://spam.example").status_code == 302
    quick.refresh_from_db()
    assert quick.state == State.QUARANTINED
    page = text_of(author_at.get(address("status", quick)))
    assert "<h1>With us</h1>" in page
    assert "eld back" not in page


def test_the_status_page_tells_place_day_and_what_happened(author_at: Client, author: User, quick: Submission) -> None:
    for _ in range(2):
        make_submission(State.SUBMITTED, by=make_person(f"other-{_}"), number=50 + _)
    send_it(author_at, quick)
    quick.refresh_from_db()
    page = text_of(author_at.get(address("status", quick)))
    assert "Number 3: 2 stories were sent earlier" in page
    assert quick.due_on is not None
    assert f"{quick.due_on.day} {quick.due_on:%B %Y}" in page
    assert "Sent to us by you" in page


def test_the_conversation_shows_what_is_told_and_nothing_else(
    author_at: Client, author: User, quick: Submission
) -> None:
    officer = make_person("officer", group="Moderators")
    send_it(author_at, quick)
    remark(submission=quick, text="Who paid for it?", by=officer, field="summary")
    remark(submission=quick, text="Looks odd to me", by=officer, is_internal=True)
    assert "Who paid" not in text_of(author_at.get(address("status", quick)))
    ask_changes(submission=quick, by=officer)
    remark(submission=quick, text="Not told yet", by=officer)
    page = text_of(author_at.get(address("status", quick)))
    for words, is_shown in (("Who paid for it?", True), ("Looks odd", False), ("Not told", False), ("officer@", False)):
        assert (words in page) == is_shown, words
    assert "Who paid for it?" in text_of(author_at.get(address("group", quick, "story")))
    assert "To answer</span>" in text_of(author_at.get(address("story", quick)))
    save(submission=quick, by=author, answers={"summary": "The council paid."}, seen=quick.versions)
    assert "To answer</span>" not in text_of(author_at.get(address("story", quick)))
    taken = text_of(author_at.get(address("story_json", quick)))
    assert "Who paid" in taken
    assert "Looks odd" not in taken
    assert "officer@" not in taken


def test_writers_answer_in_the_conversation(author_at: Client, co_author_at: Client, story: Submission) -> None:
    Submission.objects.filter(pk=story.pk).update(state=State.SUBMITTED)
    url = address("reply", story)
    assert author_at.post(url, {"text": "  "}).status_code == 422
    long = author_at.post(url, {"text": "x" * 4_001})
    assert long.status_code == 422
    assert "x" * 4_001 in text_of(long), "nothing typed is lost"
    assert co_author_at.post(url, {"text": "The <b>council</b> did"}).status_code == 302
    assert Remark.objects.get().text == "The <b>council</b> did"
    assert "The &lt;b&gt;council" in text_of(author_at.get(address("status", story)))


def test_the_yearly_question_is_answered_on_the_status_page(author_at: Client, author: User, quick: Submission) -> None:
    send_it(author_at, quick)
    officer = make_person("officer", group="Moderators")
    page = accept(submission=quick, by=officer)
    Submission.objects.filter(pk=quick.pk).update(state=State.PUBLISHED, asked_on=timezone.localdate())
    assert "Is the work still going on?" in text_of(author_at.get(address("status", quick)))
    author_at.post(address("running", quick), {"running": "no"})
    page.refresh_from_db()
    assert page.is_archived
    assert "Is the work still going on?" not in text_of(author_at.get(address("status", quick)))


def test_the_preview_is_the_public_page_and_escapes_everything(author_at: Client, story: Submission) -> None:
    story.answers |= {"did": "<script>alert(1)</script>", "organisation": "Ours <b>"}
    story.save()
    page = text_of(author_at.get(address("preview", story)))
    assert "What was done" in page
    assert "<script>alert" not in page
    assert "Ours &lt;b&gt;" in page
    assert '<meta name="robots" content="noindex">' in page


def test_somebody_is_invited_joins_writes_and_leaves(
    author_at: Client, at: At, story: Submission, author: User
) -> None:
    assert author_at.post(address("invite", story), {"email": "Guest@demo.example"}).status_code == 302
    guest = make_person("guest")
    client = at(guest)
    assert client.get(address("group", story, "story")).status_code == 404
    assert client.get(address("story", story)).headers["Location"] == address("join", story)
    page = client.get(address("join", story))
    assert story.title in text_of(page)
    assert Membership.objects.filter(user=guest).count() == 0, "looking joins nobody"
    client.post(address("join", story))
    assert client.post(address("group", story, "did"), {"seen-did": 0, "did": "Guest wrote"}).status_code == 302
    assert "guest@demo.example" in text_of(author_at.get(address("history", story)))
    assert client.post(address("join", story)).status_code == 404
    client.post(address("leave", story))
    assert client.get(address("story", story)).status_code == 404
    story.refresh_from_db()
    assert story.answers["did"] == "Guest wrote"


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "right form"),
        ("no address", "right form"),
        ("co-author@demo.example", "writes this story already"),
        ("AUTHOR@demo.example", "writes this story already"),
    ],
)
def test_who_cannot_be_invited(author_at: Client, story: Submission, email: str, words: str) -> None:
    response = author_at.post(address("invite", story), {"email": email})
    assert response.status_code == 422
    assert words in text_of(response)
    assert Invitation.objects.count() == 0


def test_nobody_invites_the_whole_town(author_at: Client, story: Submission) -> None:
    codes = [author_at.post(address("invite", story), {"email": f"p{n}@demo.example"}).status_code for n in range(22)]
    assert codes == [302] * 20 + [422] * 2


def test_an_author_takes_invitations_back_and_removes_co_authors(
    author_at: Client, co_author_at: Client, story: Submission
) -> None:
    author_at.post(address("invite", story), {"email": "guest@demo.example"})
    author_at.post(address("forget", story, Invitation.objects.get().pk))
    assert Invitation.objects.count() == 0
    member = story.memberships.get(role="co_author")
    assert author_at.post(address("remove", story, story.memberships.get(role="author").pk)).status_code == 404
    author_at.post(address("remove", story, member.pk))
    assert co_author_at.get(address("story", story)).status_code == 404


def test_an_invitation_of_another_story_cannot_be_touched(author_at: Client, story: Submission) -> None:
    other = make_submission()
    theirs = Invitation.objects.create(submission=other, email="x@demo.example")
    assert author_at.post(address("forget", story, theirs.pk)).status_code == 404
    assert author_at.post(address("remove", story, other.memberships.get().pk)).status_code == 404


def test_a_story_is_taken_back(author_at: Client, quick: Submission) -> None:
    send_it(author_at, quick)
    assert author_at.get(address("withdraw", quick)).status_code == 200
    author_at.post(address("withdraw", quick))
    quick.refresh_from_db()
    assert quick.state == State.WITHDRAWN
    assert "Taken back by you" in text_of(author_at.get(address("status", quick)))


def test_a_story_is_deleted_with_everything(author_at: Client, story: Submission) -> None:
    assert author_at.get(address("delete", story)).status_code == 200
    assert author_at.post(address("delete", story)).headers["Location"] == reverse("desk_home")
    assert (Submission.objects.count(), Membership.objects.count(), Event.objects.count()) == (0, 0, 0)


@pytest.mark.usefixtures("stores")
def test_everything_is_taken_away(author_at: Client, author: User, story: Submission) -> None:
    picture = make_picture(story, author)
    consent_to(picture, author)
    author_at.post(address("group", story, "did"), {"seen-did": 0, "did": "We cooked 🍲 #let x = 1"})
    response = author_at.get(address("story_json", story))
    taken = json.loads(response.content)
    assert {"story", "answers", "writers", "conversation", "revisions", "pictures", "documents"} <= set(taken)
    assert any(one["answer"] == "We cooked 🍲 #let x = 1" for one in taken["answers"])
    assert "attachment" in response.headers["Content-Disposition"]
    assert taken["pictures"][0]["consent"]["holder"] == "The allotment society"
    packed = author_at.get(address("story_zip", story))
    assert packed.headers["Content-Disposition"] == 'attachment; filename="story.zip"'
    with ZipFile(BytesIO(b"".join(packed))) as whole:  # type: ignore[arg-type]  # wider than its stubs say
        assert whole.testzip() is None
        assert whole.namelist() == ["story.json", "story.pdf", "pictures/1.jpg"]
        assert json.loads(whole.read("story.json")) == taken
        assert whole.read("pictures/1.jpg") == Path(picture.file.path).read_bytes()
    paper = author_at.get(address("story_pdf", story))
    assert paper.content.startswith(b"%PDF-")
    assert b"StructTreeRoot" in paper.content
