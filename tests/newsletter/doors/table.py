"""The one table of who reaches what of the newsletter: every address, every role, every method.

A line says who may, by which methods, what a form there sends, and whether it then changes something. All others are
refused, the same way whether a thing is there or not, and nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TEAM = frozenset({"Newsletter editors", "Administrators"})
MODERATORS = frozenset({"Moderators", *TEAM})
EDITORS = frozenset({"Editors", *MODERATORS})
OWNER = frozenset({"owner"})
#: `turned away`: an account of the newsletter's team that is closed; `halfway`: one that has not taken its second step
NOBODIES = ("nobody", "turned away", "halfway")
ROLES = (
    *NOBODIES,
    "other partner",
    "owner",
    "Editors",
    "Data officers",
    "Moderators",
    "Newsletter editors",
    "Administrators",
)
EVERYBODY = frozenset(ROLES)
#: the groups of the CMS; one that is added later has to be put into the table
GROUPS = {"Editors", "Data officers", "Newsletter editors", "Partners", "Moderators", "Administrators"}
LOOK, SEND, BOTH = ("GET", "HEAD"), ("POST",), ("GET", "HEAD", "POST")
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
#: enough to see that somebody is refused
KNOCKS = ("GET", "POST")


@dataclass(frozen=True)
class Door:
    """An address: who may, how, what a form there sends, and whether it then changes something."""

    may: frozenset[str]
    methods: tuple[str, ...] = LOOK
    sent: tuple[tuple[str, Any], ...] = ()
    changes: bool = False


def door(may: frozenset[str], methods: tuple[str, ...] = LOOK, *, changes: bool = False, **sent: Any) -> Door:
    """Give a line of the table."""
    return Door(may, methods, tuple(sent.items()), changes)


#: items on the partner's side, once they were sent
ITEMS = {
    "items_home": door(EVERYBODY),
    "items_start": door(EVERYBODY - {"nobody", "turned away"}, SEND),
    "items_reminders": door(EVERYBODY, BOTH, changes=True, do="stop"),
    "item": door(OWNER, BOTH, headline="Anew"),
    "item_check": door(OWNER),
    "item_send": door(OWNER, SEND),
    "item_status": door(OWNER),
    "item_withdraw": door(OWNER, BOTH, changes=True, do="yes"),
    "item_delete": door(OWNER, BOTH),
    "item_json": door(OWNER),
    "item_zip": door(OWNER),
    "item_withdraw_consent": door(OWNER, BOTH, changes=True, asked_by="person"),
    "item_picture": door(OWNER | MODERATORS),
    "item_picture_small": door(OWNER | MODERATORS),
}
#: contributions and the basket in the CMS
JUDGING = {
    "items:index": door(MODERATORS),
    "items:read": door(MODERATORS),
    "items:accept": door(MODERATORS, SEND, changes=True),
    "items:ask_changes": door(MODERATORS, SEND, changes=True, text="Why?"),
    "items:decline": door(MODERATORS, SEND, changes=True, text="No."),
    "items:withdraw_consent": door(MODERATORS, SEND, changes=True, asked_by="office"),
    "items:basket": door(MODERATORS),
    "items:put_in": door(MODERATORS, SEND),
    "items:take_out": door(MODERATORS, SEND),
    "items:move": door(MODERATORS, SEND),
    "items:leave_out": door(MODERATORS, SEND),
}
#: subscribers, imports, exports, suppressions
PEOPLE = {
    "newsletter_subscribers:index": door(TEAM),
    "newsletter_subscribers:index_results": door(TEAM),
    "newsletter_subscribers:log": door(TEAM),
    "newsletter_subscribers:suppressed": door(TEAM, BOTH, email="ann.secret@demo.example"),
    "newsletter_subscribers:bring_in": door(TEAM, BOTH),
    "newsletter_subscribers:look": door(TEAM),
    "newsletter_subscribers:do": door(TEAM, SEND, changes=True),
    "newsletter_subscribers:discard": door(TEAM, SEND, changes=True),
    "newsletter_subscribers:take_away": door(
        TEAM, BOTH, changes=True, states=["confirmed"], file_format="csv", reason="A test"
    ),
    "newsletter_subscribers:read": door(TEAM),
    "newsletter_subscribers:leave": door(TEAM, SEND, changes=True),
    "newsletter_subscribers:erase": door(TEAM, BOTH, changes=True),
}
#: the sending desk, for an edition whose sending was paused and has an uncertain row
SENDING = {
    "newsletter_sending:index": door(TEAM),
    "newsletter_sending:switch_on": door(TEAM, BOTH),
    "newsletter_sending:desk": door(TEAM, BOTH),
    "newsletter_sending:progress": door(TEAM),
    "newsletter_sending:try": door(TEAM, BOTH),
    "newsletter_sending:undo": door(TEAM, SEND),
    "newsletter_sending:pause": door(TEAM, BOTH),
    "newsletter_sending:resume": door(TEAM, BOTH, changes=True),
    "newsletter_sending:cancel": door(TEAM, BOTH, changes=True),
    "newsletter_sending:uncertain": door(TEAM),
    "newsletter_sending:settle": door(TEAM, BOTH, changes=True, what="arrived"),
}
#: readers' own pages: whoever has the link
READERS = {
    "newsletter_sign_up": door(EVERYBODY, BOTH),
    "newsletter_sent": door(EVERYBODY, BOTH),
    "newsletter_confirm": door(EVERYBODY, BOTH, changes=True),
    "newsletter_unsubscribe": door(EVERYBODY, BOTH, changes=True, leave="yes"),
    "newsletter_yours": door(EVERYBODY, BOTH, changes=True, name="Anew"),
    "newsletter_move": door(EVERYBODY, BOTH, changes=True, email="moved@demo.example"),
    "newsletter_erase": door(EVERYBODY, BOTH, changes=True),
    "newsletter_held": door(EVERYBODY, BOTH),
    "newsletter_picture": door(EVERYBODY),
}
#: addresses that answer nobody here: mail providers, where one is set (`tests/newsletter/subscribers/test_webhooks.py`)
CLOSED = {"newsletter_told": door(frozenset(), BOTH)}
NO_BLOCKS = {"body-count": "0"}
#: editions in the CMS's page editor; the second half of the name is Wagtail's
EDITIONS = {
    "wagtailadmin_pages:add": door(EDITORS, BOTH, **NO_BLOCKS),
    "wagtailadmin_pages:edit": door(EDITORS, BOTH, **NO_BLOCKS),
    "wagtailadmin_pages:history": door(EDITORS),
    "wagtailadmin_pages:view_draft": door(EDITORS),
    "wagtailadmin_pages:unpublish": door(MODERATORS, BOTH, changes=True),
    "wagtailadmin_pages:delete": door(MODERATORS, BOTH, changes=True),
}
#: what is written no more leads to where it stands
MOVED_ON = {"item", "item_check"}
#: editions and the archive for readers
PAGES = {"": door(EVERYBODY), "feed/": door(EVERYBODY), "feed/news/": door(EVERYBODY), "edition-1/": door(EVERYBODY)}

#: by the names that the portal's addresses have
DOORS = {**ITEMS, **JUDGING, **PEOPLE, **SENDING, **READERS, **CLOSED, **EDITIONS}


def expected(role: str, name: str, method: str) -> set[int]:
    """Give the statuses that the table allows."""
    line = DOORS[name]
    if role not in line.may:
        return {302, 403, 404, 405}
    if method not in line.methods:  # Wagtail's views take other methods for looking
        return {200, 405} if name in EDITIONS else {405}
    if method in LOOK:
        return {302} if name in MOVED_ON else {200}
    return {200, 302, 303, 400, 404, 409, 422}
