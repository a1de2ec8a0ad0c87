"""Who may do what to a story, for everybody in every state, and the steps from state to state."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction

from casestudies import access
from casestudies.access import Action, NotAllowedError, Who, may, what_is
from casestudies.actions import Refused, save, send, start, step
from casestudies.models import Event, Invitation, Membership, Submission
from het_site.core.models import User

State = Submission.State
#: what each person can do at all, in some state or other
WHOLE = {
    Who.STRANGER: set(),
    Who.INVITED: {Action.JOIN},
    Who.CO_AUTHOR: {
        *(Action.READ, Action.SAVE, Action.ADD_FILE, Action.REPLY, Action.LEAVE),
        *(Action.TAKE_AWAY, Action.WITHDRAW_CONSENT, Action.SAY_IF_RUNNING),
    },
    Who.AUTHOR: {
        *(Action.READ, Action.SAVE, Action.ADD_FILE, Action.REPLY, Action.INVITE, Action.SEND),
        *(Action.WITHDRAW, Action.TAKE_AWAY, Action.DELETE, Action.WITHDRAW_CONSENT),
        Action.SAY_IF_RUNNING,
    },
    Who.OFFICER: {
        *(Action.READ_AS_OFFICER, Action.REMARK, Action.ASSIGN, Action.ASK_CHANGES, Action.ACCEPT, Action.DECLINE),
        *(Action.HOLD_BACK, Action.LET_IN, Action.ERASE, Action.WITHDRAW_CONSENT),
    },
    Who.PORTAL: {Action.PUBLISH, Action.ERASE, Action.HOLD_BACK, Action.WITHDRAW, Action.REMOVE},
}


def make_user(email: str, **fields: Any) -> User:
    return User.objects.create_user(email, **fields)


@pytest.fixture
def author(db: None) -> User:
    return make_user("author@partner.example")


@pytest.fixture
def story(author: User) -> Submission:
    return start(by=author, speed="quick", settings=None)


def test_every_action_is_in_the_table() -> None:
    assert set(access.TABLE) == set(Action)


@pytest.mark.parametrize("who", list(Who))
def test_nobody_may_do_more_than_is_theirs(who: Who) -> None:
    can = {action for action, state in itertools.product(Action, State) if may(who, action, state)}
    assert can == WHOLE[who]


@pytest.mark.parametrize(
    ("action", "states"),
    [
        (Action.SAVE, {State.DRAFT, State.CHANGES_NEEDED}),
        (Action.SEND, {State.DRAFT, State.CHANGES_NEEDED}),
        (Action.ACCEPT, {State.SUBMITTED}),
        (Action.READ_AS_OFFICER, set(State) - {State.DRAFT}),
        (Action.DELETE, set(State) - {State.ACCEPTED, State.PUBLISHED}),
        (Action.LET_IN, {State.QUARANTINED}),
    ],
)
def test_states_in_which_something_can_be_done(action: Action, states: set[str]) -> None:
    (who, *_) = access.TABLE[action][0]
    assert {state for state in State if may(who, action, state)} == states


def test_what_people_are_to_a_story(story: Submission, author: User) -> None:
    officer = make_user("officer@example.org")
    officer.groups.add(Group.objects.get(name="Moderators"))
    other = make_user("other@partner.example")
    guest = make_user("Guest@partner.example")
    Invitation.objects.create(submission=story, email="guest@PARTNER.example", by=author)
    helper = make_user("helper@partner.example")
    Membership.objects.create(submission=story, user=helper)
    gone = make_user("gone@partner.example", is_active=False)
    Membership.objects.create(submission=story, user=gone)
    people = {author: Who.AUTHOR, helper: Who.CO_AUTHOR, guest: Who.INVITED, officer: Who.OFFICER}
    for user, who in (people | {other: Who.STRANGER, gone: Who.STRANGER}).items():
        assert what_is(user, story) == who
    assert what_is(AnonymousUser(), story) == Who.STRANGER
    Membership.objects.create(submission=story, user=officer)
    assert what_is(officer, story) == Who.CO_AUTHOR, "nobody judges a story of their own"


def test_a_step_moves_on_once_and_is_noted(story: Submission, author: User) -> None:
    send(submission=story, by=author, settings=None)
    assert (story.state, story.number, story.called) == (State.SUBMITTED, 1, "CS-0001")
    with pytest.raises(Refused):
        send(submission=story, by=author, settings=None)
    assert list(Event.objects.values_list("action", "state")) == [("start", "draft"), ("send", "submitted")]


def test_a_step_that_fails_leaves_nothing_behind(story: Submission, author: User) -> None:
    def fail_half_way() -> None:
        with step(Action.SEND, story, by=author) as found:
            found.answers = {"title": "Half"}
            raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        fail_half_way()
    story.refresh_from_db()
    assert (story.state, story.answers) == (State.DRAFT, {})
    assert Event.objects.filter(action="send").count() == 0


def test_savings_of_one_sitting_are_one_revision_and_of_two_people_are_two(story: Submission, author: User) -> None:
    helper = make_user("helper@partner.example")
    Membership.objects.create(submission=story, user=helper)
    save(submission=story, by=author, answers={"title": "A"}, seen={})
    save(submission=story, by=author, answers={"title": "AB"}, seen={"title": 1})
    found = save(submission=story, by=helper, answers={"title": "C", "summary": "S"}, seen={"title": 1})
    assert found.changed == ("summary",)
    assert [clash.stored for clash in found.clashes] == ["AB"]
    assert story.answers == {"title": "AB", "summary": "S"}
    assert list(story.revisions.values_list("number", "by__email", "changed")) == [
        (2, "helper@partner.example", ["summary"]),
        (1, "author@partner.example", ["title"]),
    ]


@pytest.mark.parametrize(
    ("name", "answer", "stored"),
    [
        ("title", "x" * 500, "x" * 120),
        ("title", "a\0b\r\nc", "ab\nc"),
        ("title", ["not", "a", "string"], ""),
        ("title", {"a": 1}, ""),
        ("wards", "E05", []),
        ("wards", ["E1", "E1", 5, ""], ["E1"]),
        (
            "outcomes",
            [{"measure": "m", "evil": "x"}, "row", {}],
            [{"measure": "m", "before": "", "after": "", "period": "", "source": ""}],
        ),
        ("nothing", "x", None),
        ("pictures", "x", None),
        ("state", "published", None),
    ],
)
def test_whatever_comes_is_stored_in_the_shape_of_its_question(
    story: Submission, author: User, name: str, answer: Any, stored: Any
) -> None:
    save(submission=story, by=author, answers={name: answer}, seen={})
    assert story.answers.get(name, "" if stored == "" else [] if stored == [] else None) == stored
    assert story.state == State.DRAFT


@pytest.mark.parametrize("who", ["other@partner.example", "officer@example.org"])
def test_nobody_else_saves_or_sends(story: Submission, who: str) -> None:
    person = make_user(who)
    if who.startswith("officer"):
        person.groups.add(Group.objects.get(name="Administrators"))
    with pytest.raises(NotAllowedError):
        save(submission=story, by=person, answers={"title": "Mine"}, seen={})
    with pytest.raises(NotAllowedError):
        send(submission=story, by=person, settings=None)
