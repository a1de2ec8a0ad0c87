"""Each reader's copy: read back by the standard library as it was meant, whatever stands in it; and no head that was made up."""

from __future__ import annotations

import email
import email.policy
import re
import uuid
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from newsletter import links
from newsletter.addresses import address_key
from newsletter.models import Sending, Subscriber
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.sending.claiming import Claimed
from newsletter.sending.mailing import Letters, MalformedError
from newsletter.sending.preferring import Sender

SENDER = Sender(name="Anytown Newsletter", address="portal@demo.example", reply_to="answers@demo.example")
ROW = Claimed(1, "ann@demo.example", "demo.example", address_key("ann@demo.example"), 0, UUID(int=7))


def letters(
    *, html: str = f"<p>{UNSUBSCRIBE}</p>", text: str = UNSUBSCRIBE, subject: str = "News", sender: Sender = SENDER
) -> Letters:
    return Letters(Sending(key=UUID(int=3), subject=subject, html=html, text=text), sender)


def read(wire: bytes) -> Any:
    message = email.message_from_bytes(wire, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def parts(wire: bytes) -> tuple[str, str]:
    text, html = read(wire).iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return text.get_content(), html.get_content()


def test_the_head_says_all_that_mail_programs_ask_for() -> None:
    message = read(letters().wire(ROW))
    leave = links.one_click_url(Subscriber(key=ROW.reader))
    assert message["From"] == "Anytown Newsletter <portal@demo.example>"
    assert (message["To"], message["Reply-To"]) == ("ann@demo.example", "answers@demo.example")
    assert message["List-Unsubscribe"] == f"<{leave}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<newsletter.testserver>"
    assert (message["Auto-Submitted"], message["Precedence"]) == ("auto-generated", "bulk")
    assert message["Message-ID"] == f"<{UUID(int=3)}.{ROW.address_key[:32]}@testserver>"
    assert message["Date"].datetime is not None
    assert message["MIME-Version"] == "1.0"


def test_a_mailbox_for_unsubscribing_stands_beside_the_link() -> None:
    sender = Sender(name="N", address="portal@demo.example", unsubscribe_address="leave@demo.example")
    ways = read(letters(sender=sender).wire(ROW))["List-Unsubscribe"]
    leave = links.one_click_url(Subscriber(key=ROW.reader))
    assert re.sub(r"\s", "", ways) == f"<{leave}>,<mailto:leave@demo.example?subject=unsubscribe%20{ROW.reader}>"


def test_each_reader_has_links_of_their_own_in_both_parts() -> None:
    both = letters(html=f'<a href="{UNSUBSCRIBE}">x</a>{PREFERENCES}', text=f"{PREFERENCES} {UNSUBSCRIBE}")
    for number in (7, 8):
        row = Claimed(1, "ann@demo.example", "demo.example", "k" * 64, 0, UUID(int=number))
        reader = Subscriber(key=UUID(int=number))
        leave, change = links.unsubscribe_url(reader), links.preferences_url(reader)
        text, html = parts(both.wire(row))
        assert text.strip() == f"{change} {leave}"
        assert html.strip() == f'<a href="{leave}">x</a>{change}'


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t."), max_size=400)


@given(st.lists(words, min_size=1, max_size=6))
def test_whatever_is_written_arrives(pieces: list[str]) -> None:
    frozen = UNSUBSCRIBE.join(pieces)
    if PREFERENCES in frozen:
        return
    wire = letters(html=frozen, text=frozen).wire(ROW)
    leave = links.unsubscribe_url(Subscriber(key=ROW.reader))
    for found in parts(wire):
        assert found.replace("\r\n", "\n").rstrip("\n") == frozen.replace(UNSUBSCRIBE, leave).rstrip("\n")
    lines = wire.split(b"\r\n")
    assert wire.isascii()
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    body = wire.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert max(len(line) for line in body) <= 76
    assert max(len(line) for line in lines) <= 998


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=150))
def test_whatever_the_subject_and_the_sender_are_called(name: str) -> None:
    if not name.isprintable() or not name.strip():
        return
    sender = Sender(name=name[:80], address="portal@demo.example")
    message = read(letters(subject=name, sender=sender).wire(ROW))
    assert re.sub(r"\s+", " ", message["Subject"]).strip() == re.sub(r"\s+", " ", name).strip()
    (found,) = message["From"].addresses
    assert found.addr_spec == "portal@demo.example"
    assert message["To"] == ROW.address


@pytest.mark.parametrize("bad", ["News\nBcc: all@demo.example", "News\r\nX: y", "News\x00", "News\u2028X"])
@pytest.mark.parametrize("where", ["subject", "name", "reply_to", "unsubscribe_address"])
def test_a_head_is_never_made_up(bad: str, where: str) -> None:
    given = (
        {"subject": bad}
        if where == "subject"
        else {"sender": Sender(**{"name": "N", "address": "a@b.example"} | {where: bad})}
    )
    with pytest.raises(MalformedError):
        letters(**given)  # type: ignore[arg-type]  # one or the other


@pytest.mark.parametrize(
    "address",
    [
        "x@demo.example\r\nBcc: y@demo.example",
        "x@demo.example>,<y@demo.example",
        "x",
        "",
        "é@demo.example",
        "a b@demo.example",
    ],
)
def test_what_is_no_address_is_not_written_to(address: str) -> None:
    row = Claimed(1, address, "demo.example", "k" * 64, 0, uuid.uuid4())
    with pytest.raises(MalformedError):
        letters().wire(row)
    with pytest.raises(MalformedError):
        letters().message(row)


def test_djangos_own_message_says_the_same() -> None:
    made = letters(html=f"<p>Été {UNSUBSCRIBE}</p>", text=f"Été {UNSUBSCRIBE}", subject="Été")
    message, wire = read(made.message(ROW).message().as_bytes(linesep="\r\n")), read(made.wire(ROW))
    for name in (
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Reply-To",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Id",
    ):
        assert str(message[name]).strip() == str(wire[name]).strip(), name
        assert len(message.get_all(name)) == len(wire.get_all(name)) == 1
    for ours, djangos in zip(wire.iter_parts(), message.iter_parts(), strict=True):
        assert ours.get_content().strip() == djangos.get_content().strip()


def test_the_message_is_known_by_the_same_name_however_often_it_is_tried() -> None:
    first, second = (read(letters().wire(ROW))["Message-ID"] for _ in range(2))
    assert first == second
    assert django_settings.SITE_URL.endswith("testserver")
