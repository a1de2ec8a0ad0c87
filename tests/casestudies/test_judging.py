"""What officers do with a story, and from acceptance to the published page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from procrastinate.contrib.django.models import ProcrastinateJob

from casestudies import spam
from casestudies.actions import Refused, save, send
from casestudies.actions.ending import delete, withdraw
from casestudies.actions.judging import (
    MovedOnError,
    NothingAskedError,
    ask_changes,
    assign,
    decline,
    drop_remark,
    let_in,
    remark,
    send_remarks,
)
from casestudies.actions.publishing import accept, why_not_public
from casestudies.models import Remark, Submission
from casestudies.notices import Notice
from casestudies.wagtail_hooks import hold_what_is_not_ours
from het_site.core.models import User
from priorities.models import Organisation
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library, make_story
from tests.factories.pictures import consent_to, make_picture

pytestmark = pytest.mark.django_db
State = Submission.State


@pytest.fixture
def officer() -> User:
    return make_person("officer", group="Moderators")


def author_of(story: Submission) -> User:
    return story.memberships.get(role="author").user


def told() -> list[str]:
    jobs = ProcrastinateJob.objects.filter(task_name="casestudies.tasks.send_notice").order_by("pk")
    return [job.args["notice"] for job in jobs]


def again(story: Submission, **answers: Any) -> None:
    """Let the writer change answers and send the story again."""
    author = author_of(story)
    story.refresh_from_db()
    save(submission=story, by=author, answers=answers, seen=story.versions)
    send(submission=story, by=author, settings=None)


def test_changes_are_asked_with_remarks_that_writers_read_only_then(officer: User) -> None:
    story = make_submission(State.SUBMITTED)
    with pytest.raises(NothingAskedError):
        ask_changes(submission=story, by=officer)
    asked = remark(submission=story, text="How many?", by=officer, field="summary")
    note = remark(submission=story, text="Nice people", by=officer, is_internal=True)
    assert asked.told_at is None
    assert told() == []
    ask_changes(submission=story, by=officer, seen=story.revision)
    for one in (asked, note):
        one.refresh_from_db()
    assert (asked.told_at is None, note.told_at is None) == (False, True)
    assert (story.state, told()) == (State.CHANGES_NEEDED, [Notice.CHANGES_NEEDED])


def test_who_judges_what_changed_meanwhile_is_told_and_nothing_happens(officer: User) -> None:
    story = make_submission(State.SUBMITTED)
    seen = story.revision
    remark(submission=story, text="How many?", by=officer)
    ask_changes(submission=story, by=officer)
    again(story, summary="Forty.")
    with pytest.raises(MovedOnError):
        decline(submission=story, by=officer, reason="Too short", seen=seen)
    story.refresh_from_db()
    assert story.state == State.SUBMITTED
    assert not story.remarks.filter(text="Too short").exists()


def test_a_remark_can_be_taken_back_until_it_is_sent(officer: User) -> None:
    story = make_submission(State.SUBMITTED)
    assert drop_remark(remark=remark(submission=story, text="No", by=officer), by=officer)
    sent = remark(submission=story, text="Yes", by=officer, field="no such question")
    assert sent.field == ""
    assert send_remarks(submission=story, by=officer) == 1
    assert send_remarks(submission=story, by=officer) == 0
    assert not drop_remark(remark=sent, by=officer)
    assert told() == [Notice.REPLIED]


def test_a_story_is_declined_with_a_reason_that_its_writers_read(officer: User) -> None:
    story = make_submission(State.SUBMITTED)
    decline(submission=story, by=officer, reason="It is an advertisement.")
    assert story.state == State.DECLINED
    assert story.decided_at is not None
    assert Remark.objects.get(submission=story).told_at is not None


def test_several_stories_are_given_to_an_officer_but_no_draft(officer: User) -> None:
    stories = [make_submission(state) for state in (State.SUBMITTED, State.DRAFT, State.WITHDRAWN, State.QUARANTINED)]
    given = assign(submissions=stories, to=officer, by=officer)
    assert [story.state for story in given] == [State.SUBMITTED, State.QUARANTINED]
    assert assign(submissions=stories, to=officer, by=officer) == []


def test_nobody_judges_their_own_story(officer: User) -> None:
    story = make_submission(State.SUBMITTED, by=officer)
    with pytest.raises(Refused):
        accept(submission=story, by=officer)


def test_what_looks_like_spam_is_held_back_and_can_be_let_in(officer: User) -> None:
    story = make_submission(answers={"title": "Win", "summary": "https://a.example " * 9})
    send(submission=story, by=author_of(story), settings=None, signs=[spam.HIDDEN_FIELD])
    assert story.state == State.QUARANTINED
    assert story.spam_reasons == [spam.SIGNS[spam.HIDDEN_FIELD], "It has 9 links."]
    let_in(submission=story, by=officer)
    assert (story.state, story.spam_reasons) == (State.SUBMITTED, [])


@pytest.mark.parametrize(
    "answers",
    [
        {"title": "Warm homes", "summary": "See https://a.example and https://b.example"},
        {"title": "Casino night for carers", "outcomes": [{"measure": "Loans", "after": "3"}]},
        {"title": "Debt advice", "did": "We helped people with payday lenders and gambling."},
    ],
)
def test_stories_are_not_taken_for_spam(answers: dict[str, Any]) -> None:
    assert spam.reasons(answers) == []


def test_an_accepted_story_is_a_draft_page_that_waits_for_approval(officer: User) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    page = accept(submission=story, by=officer, new_organisation=("Church  kitchen", "charity"), seen=story.revision)
    assert not page.live
    assert page.workflow_in_progress
    assert page.title == story.title
    assert [one.name for one in page.organisations.all()] == ["Church kitchen"]
    assert not Organisation.objects.get().is_partner
    assert (story.state, story.page, told()) == (State.ACCEPTED, page, [Notice.ACCEPTED])


def test_a_second_acceptance_updates_the_same_page_at_the_same_address(officer: User) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    page = accept(submission=story, by=officer)
    edited = page.get_latest_revision_as_object()
    edited.search_description = "By an officer"
    edited.save_revision()
    remark(submission=story, text="One thing more", by=officer)
    ask_changes(submission=story, by=officer)
    page.refresh_from_db()
    assert not page.workflow_in_progress
    again(story, title="Another title")
    second = accept(submission=story, by=officer)
    assert (second.pk, second.slug, second.title) == (page.pk, page.slug, "Another title")
    draft = second.get_latest_revision_as_object()
    assert (draft.title, draft.search_description) == ("Another title", "By an officer")
    assert second.workflow_in_progress


@pytest.mark.usefixtures("stores")
def test_pictures_that_may_be_shown_come_with_the_page_once_and_others_blocks_stay(officer: User) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    author = author_of(story)
    Submission.objects.filter(pk=story.pk).update(state=State.DRAFT)
    story.refresh_from_db()
    consent_to(make_picture(story, author, caption="In May"), author)
    make_picture(story, author)
    Submission.objects.filter(pk=story.pk).update(state=State.SUBMITTED)
    story.refresh_from_db()
    page = accept(submission=story, by=officer)
    draft = page.get_latest_revision_as_object()
    assert [(block.block_type, block.value["caption"]) for block in draft.body] == [("picture", "In May")]
    draft.body = [*((block.block_type, block.value) for block in draft.body), ("heading", {"text": "Ours"})]
    draft.save_revision()
    remark(submission=story, text="One thing more", by=officer)
    ask_changes(submission=story, by=officer)
    again(story, title="Another title")
    second = accept(submission=story, by=officer).get_latest_revision_as_object()
    assert [block.block_type for block in second.body] == ["picture", "heading"]


def test_two_stories_of_one_title_have_two_addresses(officer: User) -> None:
    make_library()
    stories = [make_submission(State.SUBMITTED, answers={"title": "Lunch"}) for _ in range(2)]
    assert [accept(submission=story, by=officer).slug for story in stories] == ["lunch", "lunch-2"]


def test_approval_publishes_the_page_moves_the_story_on_and_tells_once(officer: User) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    page = accept(submission=story, by=officer)
    page.current_workflow_state.current_task_state.approve(user=officer)
    story.refresh_from_db()
    assert story.state == State.PUBLISHED
    assert story.published_at is not None
    page.refresh_from_db()
    assert page.live
    page.save_revision().publish()
    assert told() == [Notice.ACCEPTED, Notice.PUBLISHED]
    page.unpublish()
    assert story.events.filter(action="unpublish").exists()


def test_a_page_of_our_own_is_published_as_before() -> None:
    make_story().save_revision().publish()
    assert told() == []


def test_a_story_that_is_deleted_leaves_no_draft_page_behind(officer: User) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    page = accept(submission=story, by=officer)
    author = author_of(story)
    story.refresh_from_db()
    withdraw(submission=story, by=author)
    page.refresh_from_db()
    assert not page.workflow_in_progress
    delete(submission=story, by=author)
    assert not type(page).objects.filter(pk=page.pk).exists()


def test_a_page_of_a_story_that_was_withdrawn_is_not_published(officer: User, rf: RequestFactory) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    page = accept(submission=story, by=officer)
    story.refresh_from_db()
    withdraw(submission=story, by=author_of(story))
    assert "withdrawn" in why_not_public(page)
    assert why_not_public(make_story()) == ""
    request = rf.post("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware does
    assert hold_what_is_not_ours(request, page) is not None
    assert hold_what_is_not_ours(request, make_story()) is None


def test_declining_after_acceptance_takes_the_page_out_of_the_approval(officer: User) -> None:
    make_library()
    story = make_submission(State.SUBMITTED)
    page = accept(submission=story, by=officer)
    decline(submission=story, by=officer, reason="Withdrawn by the board.")
    page.refresh_from_db()
    assert not page.workflow_in_progress
