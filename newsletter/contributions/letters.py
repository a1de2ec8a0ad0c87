"""What the portal writes to partners about their items, word for word. No letter says whom or what an item is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """What somebody is told."""

    SENT = "sent"
    CHANGES_NEEDED = "changes_needed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OUT = "out"
    DRAFT_GOES = "draft_goes"
    DEADLINE = "deadline"


class Link(StrEnum):
    """Where a letter leads."""

    ITEM = "item"
    STATUS = "status"
    PUBLIC = "public"
    START = "start"


@dataclass(frozen=True)
class Letter:
    """One letter: its subject, its paragraphs, and the link under them."""

    subject: str
    paragraphs: tuple[str, ...]
    link_text: str = "Open your item’s page"
    link: Link = Link.STATUS


LETTERS: dict[Notice, Letter] = {
    Notice.SENT: Letter(
        "We have {item}",
        (
            "Thank you: {item} for the newsletter has reached us. {aim}",
            "Its page tells you where it is, and you can take it back there.",
        ),
    ),
    Notice.CHANGES_NEEDED: Letter(
        "{item_begins} needs a few changes",
        ("We read {item} and ask you to change something before it goes into the newsletter. {aim}",),
        "See what we ask",
        Link.ITEM,
    ),
    Notice.ACCEPTED: Letter(
        "{item_begins} is accepted",
        ("Good news: we want to have {item} in the newsletter. {aim}", "We write again when it is out."),
    ),
    Notice.DECLINED: Letter(
        "We will not print {item}",
        ("Thank you for {item}. We will not have it in the newsletter. The reason is on its page.",),
        "Read why",
    ),
    Notice.OUT: Letter(
        "{item_begins} is out",
        (
            "Thank you: {item} is in the newsletter, with your organisation’s name.",
            "Is something wrong, or does somebody in the picture not agree any more? Tell us here: {status_url}",
        ),
        "Read it",
        Link.PUBLIC,
    ),
    Notice.DRAFT_GOES: Letter(
        "A draft of yours will be removed on {remove_on}",
        (
            "You started an item for the newsletter and have not worked on it for a while.",
            "On {remove_on} it will be removed. Open it and save it before that day, and it stays.",
        ),
        "Keep it",
        Link.ITEM,
    ),
    Notice.DEADLINE: Letter(
        "The newsletter takes items until {deadline}",
        (
            "You have offered an item for the newsletter of {site} before. The next copy deadline is {deadline}.",
            "A headline and a few lines are enough.",
            "You do not want to be told of deadlines? Stop it here: {stop_url}",
        ),
        "Offer an item",
        Link.START,
    ),
}
