"""Who may do what to an item, in one table. Every view, file and job asks here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from het_site.core.models import User
from newsletter.models import Item

State = Item.State


class Who(StrEnum):
    """What somebody is to an item."""

    STRANGER = "stranger"
    OWNER = "owner"
    MODERATOR = "moderator"
    #: the portal itself: the clock, and an edition that goes out
    PORTAL = "portal"


class Action(StrEnum):
    """What can be done to an item."""

    READ = "read"
    SAVE = "save"
    SEND = "send"
    WITHDRAW = "withdraw"
    TAKE_AWAY = "take_away"
    DELETE = "delete"
    WITHDRAW_CONSENT = "withdraw_consent"
    READ_AS_MODERATOR = "read_as_moderator"
    ASK_CHANGES = "ask_changes"
    ACCEPT = "accept"
    DECLINE = "decline"
    PICK = "pick"
    PUBLISH = "publish"
    ERASE = "erase"
    REMOVE = "remove"


EVERY = frozenset(State)
WRITABLE = frozenset({State.DRAFT, State.CHANGES_NEEDED})
SENT = EVERY - {State.DRAFT}
#: who may do it, and in which states
TABLE: dict[Action, tuple[frozenset[Who], frozenset[State]]] = {
    Action.READ: (frozenset({Who.OWNER}), EVERY),
    Action.SAVE: (frozenset({Who.OWNER}), WRITABLE),
    Action.SEND: (frozenset({Who.OWNER}), WRITABLE),
    # The portal closes what came back to its partner and was left lying.
    Action.WITHDRAW: (
        frozenset({Who.OWNER, Who.PORTAL}),
        frozenset({State.SUBMITTED, State.CHANGES_NEEDED, State.ACCEPTED}),
    ),
    Action.TAKE_AWAY: (frozenset({Who.OWNER}), EVERY),
    Action.DELETE: (frozenset({Who.OWNER}), EVERY - {State.ACCEPTED, State.PUBLISHED}),
    Action.WITHDRAW_CONSENT: (frozenset({Who.OWNER, Who.MODERATOR, Who.PORTAL}), EVERY),
    # A draft is its partner's own until they send it.
    Action.READ_AS_MODERATOR: (frozenset({Who.MODERATOR}), SENT),
    Action.ASK_CHANGES: (frozenset({Who.MODERATOR}), frozenset({State.SUBMITTED, State.ACCEPTED})),
    Action.ACCEPT: (frozenset({Who.MODERATOR}), frozenset({State.SUBMITTED})),
    Action.DECLINE: (frozenset({Who.MODERATOR}), frozenset({State.SUBMITTED, State.ACCEPTED})),
    Action.PICK: (frozenset({Who.MODERATOR}), frozenset({State.ACCEPTED, State.PUBLISHED})),
    Action.PUBLISH: (frozenset({Who.PORTAL}), frozenset({State.ACCEPTED})),
    Action.ERASE: (frozenset({Who.PORTAL}), frozenset({State.PUBLISHED, State.DECLINED, State.WITHDRAWN})),
    Action.REMOVE: (frozenset({Who.PORTAL}), frozenset({State.DRAFT})),
}
#: the state that an action leads to, where it leads to another
LEADS_TO = {
    Action.SEND: State.SUBMITTED,
    Action.WITHDRAW: State.WITHDRAWN,
    Action.ASK_CHANGES: State.CHANGES_NEEDED,
    Action.ACCEPT: State.ACCEPTED,
    Action.DECLINE: State.DECLINED,
    Action.PUBLISH: State.PUBLISHED,
}
MODERATORS = "newsletter.change_item"


class Refused(Exception):  # noqa: N818  (it is no error: it is the answer that somebody gets)
    """Somebody may not do this to an item in its state."""


class MovedOnError(Refused):
    """The item is not the one that the moderator looked at any more."""


def what_is(user: User | AnonymousUser | None, item: Item) -> Who:
    """Tell what somebody is to an item: its owner before a moderator, so that nobody judges their own."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Who.STRANGER
    if item.owner_id == user.pk:
        return Who.OWNER
    return Who.MODERATOR if user.has_perm(MODERATORS) else Who.STRANGER


def may(who: Who, action: Action, state: str) -> bool:
    """Tell whether somebody may do something to an item in a state."""
    whom, states = TABLE[action]
    return who in whom and state in states


def require(user: User | None, action: Action, item: Item, *, who: Who | None = None) -> Who:
    """Give what somebody is to an item. Raises `Refused` where they may not do this to it now."""
    found = who or what_is(user, item)
    if not may(found, action, item.state):
        raise Refused(f"{found} may not {action} what is {item.state}")
    return found
