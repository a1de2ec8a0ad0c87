"""The last gate for email."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from het_site.core.mail_backend import GuardedBackend


@pytest.fixture
def guarded(settings: Any) -> GuardedBackend:
    settings.EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_KNOWN_RECIPIENTS = ["@demo.example"]
    return GuardedBackend()


def message(*to: str, **fields: Any) -> EmailMessage:
    return EmailMessage("Subject", "Text", "portal@demo.example", list(to), **fields)


def test_settings_send_everything_through_the_guard() -> None:
    from het_site.settings import base

    assert base.EMAIL_BACKEND == "het_site.core.mail_backend.GuardedBackend"


def test_known_recipients_are_written_to(guarded: GuardedBackend) -> None:
    assert guarded.send_messages([message("editor@demo.example")]) == 1
    assert mail.outbox[0].to == ["editor@demo.example"]


def test_strangers_are_left_out_wherever_they_stand(guarded: GuardedBackend) -> None:
    mixed = message("a@example.org", "b@demo.example", cc=["c@example.org"], bcc=["d@example.org"])
    assert guarded.send_messages([mixed]) == 1
    assert mail.outbox[0].recipients() == ["b@demo.example"]


def test_a_message_to_strangers_alone_is_not_sent(guarded: GuardedBackend) -> None:
    assert guarded.send_messages([message("a@example.org")]) == 0
    assert mail.outbox == []


def test_the_public_site_writes_to_anybody(guarded: GuardedBackend, settings: Any) -> None:
    settings.EMAIL_KNOWN_RECIPIENTS = None
    assert guarded.send_messages([message("a@example.org")]) == 1
