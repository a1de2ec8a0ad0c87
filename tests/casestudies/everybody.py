"""The one table of who reaches what: every role, every address about stories, every state, and what each is answered.

`expected` is read from it alone; `test_every_door` asks the portal and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from casestudies.access import TABLE, Action, Who, may
from casestudies.models import Submission

State = Submission.State
READ, SEND, BOTH = ("GET",), ("POST",), ("GET", "POST")
ANY_PAGE, DONE = {200}, {200, 302, 400, 409, 422}
MOVED_ON = {302, 409}
#: nobody signed in; for the desk, also whose account is closed and staff without their second factor
NOBODIES = ("nobody", "closed account", "no second factor")
STRANGERS = ("other partner", "co-author who left", "Editors", "Data officers", "Newsletter editors", "Partners")
WRITERS = {"invited": Who.INVITED, "co-author": Who.CO_AUTHOR, "author": Who.AUTHOR}
OFFICERS = ("Moderators", "Administrators", "superuser")
ROLES = (*NOBODIES, *STRANGERS, *WRITERS, *OFFICERS)
#: of those, the groups of the CMS; a group that is added later has to be put into the table
GROUPS = {"Editors", "Data officers", "Newsletter editors", "Partners", "Moderators", "Administrators"}
#: may open the CMS, and nothing of stories in it
OTHER_STAFF = {"Editors", "Data officers", "Newsletter editors"}


@dataclass(frozen=True)
class Door:
    """An address: what one does there, by which methods, and what a form there sends."""

    action: Action
    methods: tuple[str, ...] = READ
    sent: tuple[tuple[str, str], ...] = ()


#: the partners' side
DESK: dict[str, Door] = {
    "desk_story": Door(Action.READ),
    "desk_speed": Door(Action.SAVE, SEND, (("speed", "full"),)),
    "desk_check": Door(Action.SAVE),
    "desk_send": Door(Action.SEND, SEND),
    "desk_preview": Door(Action.READ),
    "desk_status": Door(Action.READ),
    "desk_reply": Door(Action.REPLY, SEND, (("text", "Yes"),)),
    "desk_running": Door(Action.SAY_IF_RUNNING, SEND, (("running", "yes"),)),
    "desk_history": Door(Action.READ),
    "desk_writers": Door(Action.READ),
    "desk_invite": Door(Action.INVITE, SEND, (("email", "more@demo.example"),)),
    "desk_forget": Door(Action.INVITE, SEND),
    "desk_remove": Door(Action.INVITE, SEND),
    "desk_join": Door(Action.JOIN, BOTH),
    "desk_leave": Door(Action.LEAVE, SEND),
    "desk_withdraw": Door(Action.WITHDRAW, BOTH),
    "desk_delete": Door(Action.DELETE, BOTH),
    "desk_story_json": Door(Action.TAKE_AWAY),
    "desk_story_zip": Door(Action.TAKE_AWAY),
    "desk_story_pdf": Door(Action.TAKE_AWAY),
    "desk_pictures": Door(Action.READ, BOTH),
    "desk_picture": Door(Action.READ, BOTH, (("alt", "Anew"),)),
    "desk_picture_move": Door(Action.ADD_FILE, SEND, (("to", "up"),)),
    "desk_picture_remove": Door(Action.ADD_FILE, BOTH),
    "withdraw_consent": Door(Action.WITHDRAW_CONSENT, BOTH, (("asked_by", "person"),)),
    "desk_picture_file": Door(Action.READ),
    "desk_picture_small": Door(Action.READ),
    "desk_autosave": Door(Action.SAVE, SEND),
    "desk_group": Door(Action.SAVE, BOTH, (("seen-title", "0"), ("title", "New"))),
}
FILES = {"desk_picture_file", "desk_picture_small"}
#: the officers' side; reading needs no more than that the story was sent
CMS: dict[str, Door] = {
    "stories:read": Door(Action.READ_AS_OFFICER),
    "stories:difference": Door(Action.READ_AS_OFFICER),
    "stories:accept": Door(Action.ACCEPT, BOTH, (("whose", "none"),)),
    "stories:decline": Door(Action.DECLINE, BOTH, (("reason", "No."),)),
    "stories:remark": Door(Action.REMARK, SEND, (("text", "Why?"),)),
    "stories:send_remarks": Door(Action.REMARK, SEND),
    "stories:ask_changes": Door(Action.ASK_CHANGES, SEND),
    "stories:assign": Door(Action.ASSIGN, SEND, (("to", ""),)),
    "stories:hold_back": Door(Action.HOLD_BACK, SEND),
    "stories:let_in": Door(Action.LET_IN, SEND),
    "stories:drop_remark": Door(Action.REMARK, SEND),
    "stories:settle_remark": Door(Action.REMARK, SEND),
    "stories:withdraw_consent": Door(Action.WITHDRAW_CONSENT, BOTH, (("asked_by", "office"),)),
}
#: lists of the officers' side, which show what each state allows
LISTS: dict[str, tuple[str, ...]] = {
    "stories:index": READ,
    "stories:index_results": READ,
    "stories:consents": READ,
    "stories:consent_log": READ,
    "stories:assign_several": SEND,
}
#: for everybody: where one starts, and what is published
PUBLIC = {
    *("desk_home", "desk_start", "data_case_studies", "data_case_studies_json"),
    *("api_case_studies", "api_case_study"),
}


def who(role: str) -> Who:
    """Tell what a role is to the story of these tests."""
    return WRITERS.get(role, Who.OFFICER if role in OFFICERS else Who.STRANGER)


def at_the_desk(role: str, name: str, method: str, state: str) -> set[int]:
    """Tell what somebody has to be answered on the partners' side."""
    door, is_to = DESK[name], who(role)
    if method not in door.methods:
        return {405}
    if name in FILES:
        is_open = may(is_to, Action.READ, state) or may(is_to, Action.READ_AS_OFFICER, state)
        return ANY_PAGE if is_open else {404}
    if role in NOBODIES:
        return {401} if name == "desk_autosave" else {302}
    if name == "desk_story" and is_to is Who.INVITED:
        return {302}
    if is_to not in TABLE[door.action][0] or is_to is Who.OFFICER:
        return {404}
    if not may(is_to, door.action, state):
        is_typed = name == "desk_autosave" or (name, method) == ("desk_group", "POST")
        return {404} if name == "desk_join" else {409} if is_typed else {302}
    if name == "desk_picture" or (name, method) == ("desk_pictures", "POST"):
        return DONE if may(is_to, Action.ADD_FILE, state) else {302}
    if name == "desk_story":
        return ANY_PAGE if may(is_to, Action.SAVE, state) else {302}
    return ANY_PAGE if method == "GET" else DONE


def in_the_cms(role: str, name: str, method: str, state: str) -> set[int]:
    """Tell what somebody has to be answered on the officers' side."""
    if role in OTHER_STAFF:
        return {302, 403}
    if role not in OFFICERS:
        return {302}
    if name in LISTS:
        return {405} if method not in LISTS[name] else {302} if method == "POST" else ANY_PAGE
    door = CMS[name]
    if state == State.DRAFT:
        return {404}
    if method not in door.methods:
        return {405}
    if not may(Who.OFFICER, door.action, state):
        return MOVED_ON
    return ANY_PAGE if method == "GET" else {302}


def expected(role: str, name: str, method: str, state: str) -> set[int]:
    """Tell what somebody has to be answered."""
    return (at_the_desk if name in DESK else in_the_cms)(role, name, method, state)


def changes(role: str, name: str, method: str, state: str) -> bool:
    """Tell whether a request may change the story: it is undone after it was answered."""
    if method != "POST" or name in LISTS:
        return False
    door = (DESK if name in DESK else CMS)[name]
    return may(who(role), door.action, state)


def addresses() -> Iterator[tuple[str, str]]:
    """Walk all addresses of the portal; gives the name of each that is about stories, with its route."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, route: str, space: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            view: Any = getattr(one.callback, "view_class", one.callback)
            if view.__module__.startswith("casestudies.") or "case-studies" in here:
                yield f"{space}{one.name}", here
        else:
            yield from _below(one, here, f"{space}{one.namespace}:" if one.namespace else space)
