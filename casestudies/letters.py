"""What the portal writes to partners and officers, word for word. No letter says whom or what a story is about.

An email passes through many hands, so a letter tells what happened and what to do next, and leads to a page that asks
who reads it. What is between braces is filled in by `casestudies.notices`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """What somebody is told."""

    INVITED = "invited"
    SENT = "sent"
    CHANGES_NEEDED = "changes_needed"
    REPLIED = "replied"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    DECLINED = "declined"
    REMINDER = "reminder"
    LAST_REMINDER = "last_reminder"
    REMOVED = "removed"
    CLOSED = "closed"
    STILL_RUNNING = "still_running"
    #: to somebody who has neither a story nor an item with us
    ACCOUNT = "account"
    #: to the officer who looks after a story
    ANSWERED = "answered"


class Link(StrEnum):
    """Where a letter leads."""

    STATUS = "status"
    STORY = "story"
    PUBLIC = "public"
    START = "start"
    OFFICE = "office"


@dataclass(frozen=True)
class Letter:
    """One letter: its subject, its paragraphs, and the link under them."""

    subject: str
    paragraphs: tuple[str, ...]
    link_text: str = "Open your story’s page"
    link: Link = Link.STATUS


SIGN_IN = "You sign in with this email address. There is no password: we send you a code."

LETTERS: dict[Notice, Letter] = {
    Notice.INVITED: Letter(
        "You are asked to help write a story",
        (
            "Somebody who is writing a story for {site} asks you to write it with them.",
            f"Open the page below to see it and to join. {SIGN_IN}",
            "If you do not want to, do nothing.",
        ),
        "See the story",
        Link.STORY,
    ),
    Notice.SENT: Letter(
        "We have {story}",
        (
            "Thank you: {story} has reached us. You will hear from us {answer_by}.",
            "Its page tells you where it is. You can also write to us there, or take it back.",
        ),
    ),
    Notice.CHANGES_NEEDED: Letter(
        "{story_begins} needs a few changes",
        (
            "We read {story} and have some questions before it can be published.",
            "Each question stands beside the answer that it is about. Change what you need to, and send the story again;"
            " nothing that you wrote is lost.",
        ),
        "See what we ask",
        Link.STORY,
    ),
    Notice.REPLIED: Letter(
        "We wrote to you about {story}",
        ("There is a message for you about {story}. It is on the story’s page, and you can answer there.",),
        "Read the message",
    ),
    Notice.ACCEPTED: Letter(
        "{story_begins} is accepted",
        (
            "Good news: we want to publish {story}.",
            "Somebody checks the page once more. We write again when everybody can read it. There is nothing to do now.",
        ),
    ),
    Notice.PUBLISHED: Letter(
        "{story_begins} is published",
        (
            "Thank you: {story} is there for everybody to read, with your organisation’s name on it.",
            "Is something wrong, or does somebody in a picture not agree any more? Tell us here: {status_url}",
        ),
        "Read it",
        Link.PUBLIC,
    ),
    Notice.DECLINED: Letter(
        "We will not publish {story}",
        (
            "Thank you for {story}. We will not publish it. The reason is on its page.",
            "You can take away everything that you wrote, or delete it.",
        ),
        "Read why",
    ),
    Notice.REMINDER: Letter(
        "{story_begins} waits for you",
        (
            "You have not worked on {story} for a while. It is as you left it.",
            "A few lines are enough, and you can stop at any time. If you do not want it any more, delete it there.",
        ),
        "Go on writing",
        Link.STORY,
    ),
    Notice.LAST_REMINDER: Letter(
        "{story_begins} will be {removed} on {remove_on}",
        (
            "You have not worked on {story} for a while. We do not keep what nobody needs.",
            "On {remove_on} it will be {removed}. Open it and save it before that day, and it stays.",
        ),
        "Keep it",
        Link.STORY,
    ),
    Notice.REMOVED: Letter(
        "Your draft was removed",
        (
            "A draft of yours was removed, with its pictures and files, because nobody had opened it for a long time.",
            "You can start a new story at any time.",
        ),
        "Start a story",
        Link.START,
    ),
    Notice.CLOSED: Letter(
        "{story_begins} was closed",
        (
            "We asked you about {story} and heard nothing for a long time, so it was closed. It will not be published.",
            "On its page you can take away everything that you wrote, or delete it.",
        ),
    ),
    Notice.STILL_RUNNING: Letter(
        "Is the work in {story} still going on?",
        (
            "It is a year since we last asked, or since {story} was published.",
            "Please tell us whether the work is still going on. It is one question. If it has ended, the story stays, and"
            " readers are told that it is about the past.",
        ),
        "Answer the question",
    ),
    Notice.ACCOUNT: Letter(
        "Your account will be removed",
        (
            "You have an account at {site}, for stories and items of the newsletter, and have not used it for a long time. "
            "There is nothing in it.",
            "We do not keep what nobody needs: it is removed in {notice_days} days. Sign in before, and it stays.",
            "You can make a new one at any time.",
        ),
        "Keep it",
        Link.START,
    ),
    Notice.ANSWERED: Letter(
        "{called} has an answer",
        ("The partner has written to you about {called}, or sent it again.",),
        "Open it in the CMS",
        Link.OFFICE,
    ),
}
