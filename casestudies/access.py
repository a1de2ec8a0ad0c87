"""Who may do what to a story, in one table. Every view, file and job asks here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from casestudies.models import Membership, Submission
from het_site.core.models import User

State = Submission.State


class Who(StrEnum):
    """What somebody is to a story."""

    STRANGER = "stranger"
    INVITED = "invited"
    CO_AUTHOR = "co_author"
    AUTHOR = "author"
    OFFICER = "officer"
    #: the portal itself: the clock, and Wagtail's workflow when a page is published
    PORTAL = "portal"


class Action(StrEnum):
    """What can be done to a story."""

    READ = "read"
    SAVE = "save"
    ADD_FILE = "add_file"
    REPLY = "reply"
    INVITE = "invite"
    JOIN = "join"
    LEAVE = "leave"
    SEND = "send"
    WITHDRAW = "withdraw"
    TAKE_AWAY = "take_away"
    DELETE = "delete"
    WITHDRAW_CONSENT = "withdraw_consent"
    SAY_IF_RUNNING = "say_if_running"
    READ_AS_OFFICER = "read_as_officer"
    REMARK = "remark"
    ASSIGN = "assign"
    ASK_CHANGES = "ask_changes"
    ACCEPT = "accept"
    DECLINE = "decline"
    HOLD_BACK = "hold_back"
    LET_IN = "let_in"
    PUBLISH = "publish"
    ERASE = "erase"
    REMOVE = "remove"


EVERY = frozenset(State)
WRITABLE = frozenset({State.DRAFT, State.CHANGES_NEEDED})
WITH_US = frozenset({State.SUBMITTED})
SENT = EVERY - {State.DRAFT}
WRITERS = frozenset({Who.AUTHOR, Who.CO_AUTHOR})
#: who may do it, and in which states
TABLE: dict[Action, tuple[frozenset[Who], frozenset[State]]] = {
    Action.READ: (WRITERS, EVERY),
    Action.SAVE: (WRITERS, WRITABLE),
    Action.ADD_FILE: (WRITERS, WRITABLE),
    Action.REPLY: (WRITERS, SENT - {State.WITHDRAWN, State.DECLINED}),
    Action.INVITE: (frozenset({Who.AUTHOR}), WRITABLE),
    Action.JOIN: (frozenset({Who.INVITED}), WRITABLE),
    Action.LEAVE: (frozenset({Who.CO_AUTHOR}), EVERY),
    Action.SEND: (frozenset({Who.AUTHOR}), WRITABLE),
    # The portal closes what came back to its writers and was left lying.
    Action.WITHDRAW: (
        frozenset({Who.AUTHOR, Who.PORTAL}),
        frozenset({State.SUBMITTED, State.CHANGES_NEEDED, State.QUARANTINED, State.ACCEPTED}),
    ),
    Action.TAKE_AWAY: (WRITERS, EVERY),
    Action.DELETE: (frozenset({Who.AUTHOR}), EVERY - {State.ACCEPTED, State.PUBLISHED}),
    Action.WITHDRAW_CONSENT: (WRITERS | {Who.OFFICER}, EVERY),
    Action.SAY_IF_RUNNING: (WRITERS, frozenset({State.PUBLISHED})),
    # A draft is its writers' own until they send it; one that came back is read as it was sent.
    Action.READ_AS_OFFICER: (frozenset({Who.OFFICER}), SENT),
    Action.REMARK: (frozenset({Who.OFFICER}), SENT - {State.WITHDRAWN}),
    Action.ASSIGN: (frozenset({Who.OFFICER}), SENT - {State.WITHDRAWN}),
    # Also after acceptance: the second acceptance updates the same page.
    Action.ASK_CHANGES: (frozenset({Who.OFFICER}), WITH_US | {State.ACCEPTED}),
    Action.ACCEPT: (frozenset({Who.OFFICER}), WITH_US),
    Action.DECLINE: (frozenset({Who.OFFICER}), WITH_US | {State.QUARANTINED, State.ACCEPTED}),
    Action.HOLD_BACK: (frozenset({Who.OFFICER, Who.PORTAL}), WITH_US),
    Action.LET_IN: (frozenset({Who.OFFICER}), frozenset({State.QUARANTINED})),
    Action.PUBLISH: (frozenset({Who.PORTAL}), frozenset({State.ACCEPTED, State.PUBLISHED})),
    Action.ERASE: (frozenset({Who.OFFICER, Who.PORTAL}), EVERY - WRITABLE),
    Action.REMOVE: (frozenset({Who.PORTAL}), frozenset({State.DRAFT})),
}
#: the state that an action leads to, where it leads to another
LEADS_TO = {
    Action.SEND: State.SUBMITTED,
    Action.WITHDRAW: State.WITHDRAWN,
    Action.ASK_CHANGES: State.CHANGES_NEEDED,
    Action.ACCEPT: State.ACCEPTED,
    Action.DECLINE: State.DECLINED,
    Action.HOLD_BACK: State.QUARANTINED,
    Action.LET_IN: State.SUBMITTED,
    Action.PUBLISH: State.PUBLISHED,
}
OFFICERS = "casestudies.change_submission"


class NotAllowedError(Exception):
    """Somebody may not do this to a story in its state."""


def what_is(user: User | AnonymousUser | None, submission: Submission) -> Who:
    """Tell what somebody is to a story: its writer before an officer, so that nobody judges their own. Asks two queries at most."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Who.STRANGER
    role = submission.memberships.filter(user=user).values_list("role", flat=True).first()
    if role is not None:
        return Who.AUTHOR if role == Membership.Role.AUTHOR else Who.CO_AUTHOR
    if user.has_perm(OFFICERS):
        return Who.OFFICER
    is_invited = submission.invitations.filter(email__iexact=user.email, accepted_at=None).exists()
    return Who.INVITED if is_invited else Who.STRANGER


def may(who: Who, action: Action, state: str) -> bool:
    """Tell whether somebody may do something to a story in a state."""
    whom, states = TABLE[action]
    return who in whom and state in states


def require(user: User | None, action: Action, submission: Submission, *, who: Who | None = None) -> Who:
    """Give what somebody is to a story. Raises `NotAllowedError` where they may not do this to it now."""
    found = who or what_is(user, submission)
    if not may(found, action, submission.state):
        raise NotAllowedError(f"{found} may not {action} what is {submission.state}")
    return found
