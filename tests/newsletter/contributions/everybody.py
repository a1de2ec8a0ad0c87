"""The one table of who reaches what: every role, every address about items, every state, and what each is answered."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.contributions.access import TABLE, Action, Who, may
from newsletter.models import Item

State = Item.State
READ, SEND, BOTH = ("GET",), ("POST",), ("GET", "POST")
MODERATORS = ("Moderators", "Newsletter editors", "Administrators")
#: may open the CMS, and nothing of items in it
OTHER_STAFF = ("Editors", "Data officers")
ROLES = ("nobody", "other partner", "owner", *OTHER_STAFF, *MODERATORS)
DONE = {200, 302, 400, 409, 422}


@dataclass(frozen=True)
class Door:
    """An address: what one does there, by which methods, and what a form there sends."""

    action: Action
    methods: tuple[str, ...] = READ
    sent: tuple[tuple[str, str], ...] = ()


#: the partners' side
DESK: dict[str, Door] = {
    "item": Door(Action.SAVE, BOTH, (("headline", "Anew"),)),
    "item_check": Door(Action.SEND),
    "item_send": Door(Action.SEND, SEND),
    "item_status": Door(Action.READ),
    "item_withdraw": Door(Action.WITHDRAW, BOTH),
    "item_delete": Door(Action.DELETE, BOTH),
    "item_json": Door(Action.TAKE_AWAY),
    "item_zip": Door(Action.TAKE_AWAY),
    "item_withdraw_consent": Door(Action.WITHDRAW_CONSENT, BOTH, (("asked_by", "person"),)),
}
#: the picture's file, which moderators see too once the item was sent
FILES = ("item_picture", "item_picture_small")
#: the moderators' side
CMS: dict[str, Door] = {
    "items:read": Door(Action.READ_AS_MODERATOR),
    "items:accept": Door(Action.ACCEPT, SEND),
    "items:ask_changes": Door(Action.ASK_CHANGES, SEND, (("text", "Why?"),)),
    "items:decline": Door(Action.DECLINE, SEND, (("text", "No."),)),
    "items:withdraw_consent": Door(Action.WITHDRAW_CONSENT, SEND, (("asked_by", "office"),)),
}
#: what needs no item: by name, with its methods
LISTS = {"items:index": READ, "items:basket": READ}
BASKET = ("items:put_in", "items:take_out", "items:move", "items:leave_out")
#: for everybody
PUBLIC = {"items_home", "items_start", "items_reminders"}


def who(role: str) -> Who:
    """Tell what a role is to the item of these tests."""
    return Who.OWNER if role == "owner" else Who.MODERATOR if role in MODERATORS else Who.STRANGER


def expected(role: str, name: str, state: State) -> set[int]:
    """Give the statuses that the table allows."""
    if name in FILES:
        can = any(may(who(role), action, state) for action in (Action.READ, Action.READ_AS_MODERATOR))
        return {200} if can else {404}
    if name in DESK:
        if role == "nobody":
            return {302}
        return DONE if who(role) is Who.OWNER else {404}
    if role in {"nobody", "other partner", "owner", *OTHER_STAFF}:
        return {302, 403}
    return DONE if may(Who.MODERATOR, Action.READ_AS_MODERATOR, state) else {404}


def changes(role: str, name: str, state: State) -> bool:
    """Tell whether a form at a door may do anything."""
    door = {**DESK, **CMS}[name]
    is_theirs = who(role) is Who.OWNER if name in DESK else who(role) is Who.MODERATOR
    return is_theirs and may(who(role), door.action, state)


assert {Action.PICK, Action.PUBLISH, Action.ERASE, Action.REMOVE} == set(TABLE) - {
    *(door.action for door in (*DESK.values(), *CMS.values())),
}
