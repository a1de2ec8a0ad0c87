"""Email leaves one message for each person, never to strangers from a copy, and never with a smuggled header."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from het_site.core.email import UnknownRecipientError, is_known, send_email


def send(*to: str, **changes: Any) -> None:
    """Send a good message with some things changed."""
    send_email(**{"subject": "Hello", "text": "Words", "html": "<p>Words</p>", "to": to} | changes)


@pytest.fixture(autouse=True)
def only_some(settings: Any) -> None:
    """Let only the demo domain and one address be written to."""
    settings.EMAIL_KNOWN_RECIPIENTS = ["@demo.example", "Chair@partner.example"]


def test_each_person_gets_a_message_of_their_own() -> None:
    send("a@demo.example", "b@demo.example", "a@demo.example")
    assert [message.to for message in mail.outbox] == [["a@demo.example"], ["b@demo.example"]]
    assert all(not message.cc and not message.bcc for message in mail.outbox)


def test_a_message_has_text_html_and_where_to_answer() -> None:
    send("a@demo.example", reply_to=["team@demo.example"])
    (message,) = mail.outbox
    assert isinstance(message, mail.EmailMultiAlternatives)
    assert (message.subject, message.body, message.reply_to) == ("Hello", "Words", ["team@demo.example"])
    assert [(part.content, part.mimetype) for part in message.alternatives] == [("<p>Words</p>", "text/html")]


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("a@demo.example", True),
        ("A@DEMO.EXAMPLE", True),
        (" a@demo.example ", True),
        ("chair@partner.example", True),
        ("other@partner.example", False),
        ("a@notdemo.example", False),
        ("a@demo.example.org", False),
        ("a@sub.demo.example", False),
        ("demo.example", False),
        ("@demo.example", False),
        ("", False),
        ("stranger@example.org, a@demo.example", False),
        ("stranger@example.org\na@demo.example", False),
        ("stranger@example.org;a@demo.example", False),
        ("<stranger@example.org>a@demo.example", False),
    ],
)
def test_who_may_be_written_to(address: str, *, known: bool) -> None:
    assert is_known(address) is known


def test_the_public_site_may_write_to_anybody(settings: Any) -> None:
    settings.EMAIL_KNOWN_RECIPIENTS = None
    assert is_known("anybody@example.org")
    send("anybody@example.org")
    assert len(mail.outbox) == 1


def test_one_stranger_stops_the_whole_message() -> None:
    with pytest.raises(UnknownRecipientError, match=r"does not write to stranger@example\.org"):
        send("a@demo.example", "stranger@example.org")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"to": []}, "somebody"),
        ({"subject": ""}, "subject"),
        ({"subject": "  "}, "subject"),
        ({"subject": "Hello\nBcc: stranger@example.org"}, "one line"),
        ({"subject": "Hello\rBcc: stranger@example.org"}, "one line"),
        ({"subject": "Hello\u2028Bcc: x"}, "one line"),
        ({"text": " "}, "text"),
        ({"html": ""}, "HTML"),
        ({"to": "a@demo.example"}, "list of addresses"),
        ({"reply_to": ["team@demo.example\nBcc: stranger@example.org"]}, "not an address"),
    ],
)
def test_what_is_no_message_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        send(**{"to": ["a@demo.example"]} | changes)
    assert mail.outbox == []


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@demo.example\nBcc: b@example.org", "a@demo.example, b@example.org", "A <a@demo.example>"],
)
def test_what_is_no_address_is_refused_wherever_it_runs(address: str, settings: Any) -> None:
    settings.EMAIL_KNOWN_RECIPIENTS = None
    with pytest.raises(ValueError, match="not an address"):
        send("a@demo.example", address)
    assert mail.outbox == []


@given(st.text(max_size=60))
def test_no_text_that_is_known_holds_a_second_address(text: str) -> None:
    if is_known(f"{text}@demo.example"):
        assert "@" not in text
        assert "," not in text
        assert text.isprintable()
