"""Every kind of email that the portal writes, as it is written: made by the code that sends it, read back from the outbox.

`KINDS` is the table. What is not in it is found by the tests beside this file: by the words that are defined, by the templates
on disk and by who in the source sends email at all.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from html import unescape
from typing import Any

from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from casestudies import letters as story_letters
from casestudies import notices as story_notices
from casestudies.models import Invitation
from het_site.core.models import User
from het_site.core.tasks import send_password_reset
from newsletter.contributions import letters as item_letters
from newsletter.contributions import notices as item_notices
from newsletter.models import Contributor, SignUp, Subscriber
from newsletter.rendering.letter import render
from newsletter.sending.claiming import Claimed
from newsletter.sending.freezing import freeze
from newsletter.sending.mailing import Letters
from newsletter.sending.preferring import sender_now, settings_now
from newsletter.sending.trying import send_test
from newsletter.subscribers.letters import write
from newsletter.subscribers.signing_up import ask, ask_to_move
from tests.casestudies.making import make_submission
from tests.core.accounts.signing_in import ask as ask_for_code
from tests.core.accounts.signing_in import work as send_codes
from tests.factories.casestudies import make_library
from tests.factories.editions import KINDS as BLOCKS
from tests.factories.editions import edition_with
from tests.factories.newsletter import make_edition, make_subscriber
from tests.factories.priorities import make_home
from tests.newsletter.contributions.conftest import make_item, plan

OURS = "http://testserver"
IN_TEXT = re.compile(r"https?://[^\s<>\"\[\])]+")
IN_HTML = re.compile(
    r"""(?:href|src|srcset|action|background|poster)\s*=\s*["']?(https?://[^\s"'>]+)|url\(["']?(https?://[^"')]+)"""
)
#: the words of readers' letters, by their names in `newsletter.subscribers.letters`
READERS = {"CONFIRM": "answer", "ALREADY": "answer", "MOVE": "answer", "MOVING": "moving"}


@dataclass(frozen=True)
class Written:
    """One email: what kind it is, who gets it if they have an account, and its parts."""

    kind: str
    text: str
    html: str
    heads: dict[str, str] = field(default_factory=dict)
    user: User | None = None

    @property
    def links(self) -> set[str]:
        """Give every address in it, in whatever part it stands."""
        found = set(IN_TEXT.findall(self.text))
        found |= {unescape(one or other) for one, other in IN_HTML.findall(self.html)}
        for value in self.heads.values():
            found |= set(IN_TEXT.findall(value))
        return found


def person(name: str, *groups: str) -> User:
    """Give somebody with an account."""
    user, _ = User.objects.get_or_create(email=f"{name}@demo.example")
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user


def reader_is_written(name: str) -> None:
    """Write one of the letters to readers."""
    reader = Subscriber.objects.filter(email="letters@demo.example").first()
    reader = reader or make_subscriber(email="letters@demo.example")
    if name == "CONFIRM":
        ask(email="new@demo.example", name="", topic_names=[], source="here")
    elif name == "ALREADY":
        ask(email=reader.email, name="", topic_names=[], source="here")
    else:
        ask_to_move(subscriber=reader, email="other@demo.example", source="here")
    sign_up = SignUp.objects.order_by("-pk").first()
    assert sign_up is not None
    assert write(letter=READERS[name], sign_up_id=sign_up.pk)


def partner_is_told(notice: item_letters.Notice) -> None:
    """Write one of the letters about an item."""
    owner = person("items", "Partners")
    Contributor.objects.get_or_create(user=owner)
    if notice is item_letters.Notice.DEADLINE:
        plan(901, deadline=10)
        assert item_notices.deliver(notice=notice, item_id=0, user_id=owner.pk)
        return
    state = {"sent": "submitted", "out": "published", "draft_goes": "draft"}.get(notice, str(notice))
    edition = make_edition() if state == "published" else None
    item = make_item(owner, state=state, edition=edition, reminded_on=timezone.localdate())
    assert item_notices.deliver(notice=notice, item_id=item.pk, user_id=owner.pk)


def writer_is_told(notice: story_letters.Notice) -> None:
    """Write one of the letters about a story."""
    kind = story_letters.Notice
    writer = person("officer", "Moderators") if notice is kind.ANSWERED else person("stories", "Partners")
    if notice in story_notices.WITHOUT_STORY:
        assert story_notices.deliver(notice=notice, submission_id=0, user_id=writer.pk, invitation_id=None)
        return
    states = {
        kind.INVITED: "draft",
        kind.REMINDER: "draft",
        kind.LAST_REMINDER: "draft",
        kind.STILL_RUNNING: "published",
    }
    states |= {kind.CHANGES_NEEDED: "changes_needed"}
    story = make_submission(states.get(notice, "submitted"), by=person("stories", "Partners"))
    if notice is kind.INVITED:
        invitation = Invitation.objects.create(submission=story, email="stories@demo.example")
        assert story_notices.deliver(notice=notice, submission_id=story.pk, user_id=None, invitation_id=invitation.pk)
        return
    assert story_notices.deliver(notice=notice, submission_id=story.pk, user_id=writer.pk, invitation_id=None)


def somebody_signs_in(kind: str) -> None:
    """Write what is written to whoever asks for a code."""
    who = person(f"{kind}.codes", "Partners" if kind != "staff" else "Editors")
    if kind == "closed":
        User.objects.filter(pk=who.pk).update(is_active=False)
    ask_for_code(Client(), who.email)
    send_codes()


def password_is_reset() -> None:
    """Write to an officer who has forgotten the password."""
    who = person("forgot", "Editors")
    who.set_password("a password that nobody guesses")
    who.save()
    Client().post("/cms/password_reset/", {"email": who.email})
    job = ProcrastinateJob.objects.get(task_name="core.send_password_reset")
    send_password_reset(**job.args)


def workflow_is_told(what: str) -> None:
    """Write what the CMS writes about a page that waits for approval."""
    editor, moderator = person("editor", "Editors"), person("moderator", "Moderators")
    page = make_edition()
    page.title = "Anew"
    page.save_revision(user=editor)
    state = page.get_workflow().start(page, editor)
    if what != "submitted":
        mail.outbox.clear()
        getattr(state.current_task_state, what)(user=moderator)


def comment_is_told() -> None:
    """Write what the CMS writes about a comment on a page."""
    from wagtail.admin.mail import send_notification

    page, editor = make_edition(), person("editor", "Editors")
    context = {"page": page, "editor": editor, "new_comments": [], "resolved_comments": [], "deleted_comments": []}
    assert send_notification(
        [person("moderator", "Moderators")], "updated_comments", context | {"replied_comments": []}
    )


def edition_is_tried() -> None:
    """Send a colleague an edition as it is before it goes out."""
    officer = person("newsletter", "Newsletter editors")
    assert send_test(edition=edition_with("text", "button"), to=[officer.email], by=officer) == 1


KINDS: dict[str, Callable[[], None]] = {
    **{f"reader: {name}": lambda name=name: reader_is_written(name) for name in READERS},  # type: ignore[misc]  # bound now
    **{f"item: {kind}": lambda kind=kind: partner_is_told(kind) for kind in item_letters.Notice},  # type: ignore[misc]  # as above
    **{f"story: {kind}": lambda kind=kind: writer_is_told(kind) for kind in story_letters.Notice},  # type: ignore[misc]  # as above
    **{f"sign in: {kind}": lambda kind=kind: somebody_signs_in(kind) for kind in ("code", "staff", "closed")},  # type: ignore[misc]  # as above
    "test: an edition": edition_is_tried,
    "cms: password": password_is_reset,
    "cms: waits for approval": lambda: workflow_is_told("submitted"),
    "cms: approved": lambda: workflow_is_told("approve"),
    "cms: sent back": lambda: workflow_is_told("reject"),
    "cms: comment": comment_is_told,
}


def every_letter() -> list[Written]:
    """Write one of each kind, and an edition with items of every kind as readers get it, by each way of sending."""
    make_home()
    make_library()
    found: list[Written] = []
    for kind, make in KINDS.items():
        mail.outbox.clear()
        make()
        assert mail.outbox, f"nobody was written to: {kind}"
        found += [read_back(kind, message) for message in mail.outbox]
    return [*found, *edition_as_delivered()]


def read_back(kind: str, message: Any) -> Written:
    """Take one of Django's messages as it would go over the wire."""
    return parsed(kind, message.message().as_bytes(), user=User.objects.filter(email=message.to[0]).first())


def edition_as_delivered() -> list[Written]:
    """Give an edition as a reader gets it."""
    reader = make_subscriber(email="gets.it@demo.example")
    settings = settings_now()
    settings.unsubscribe_address = "leave@demo.example"
    settings.save()
    edition = edition_with(*BLOCKS)
    sending = freeze(edition, by=None, start_at=timezone.now(), rendered=render(edition))
    row = Claimed(1, reader.email, "demo.example", reader.address_key, 0, reader.key)
    letters = Letters(sending, sender_now())
    return [
        parsed("edition: SMTP", letters.wire(row)),
        parsed("edition: other ways", letters.message(row).message().as_bytes()),
    ]


def parsed(kind: str, wire: bytes, *, user: User | None = None) -> Written:
    """Read a message as a mail program does."""
    message = message_from_bytes(wire, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    parts = {}
    for name in ("plain", "html"):
        body = message.get_body((name,))
        parts[name] = body.get_content() if body is not None else ""
    heads = {name: str(value) for name, value in message.items()}
    return Written(kind, parts["plain"], parts["html"], heads, user)
