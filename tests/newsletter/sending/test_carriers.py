"""What a mail server does, and what it means: from a real one in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from het_site.core.mail_backend import GuardedBackend
from newsletter.addresses import address_key, domain_of
from newsletter.sending.carriers import Answer, Other, Smtp, carrier_now
from newsletter.sending.claiming import Claimed
from tests import mail_server
from tests.mail_server import MailServer
from tests.newsletter.sending.test_mailing import letters


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server.running(tmp_path_factory.mktemp("mail"), keeps=True) as running:
        yield running


@pytest.fixture
def smtp(server: MailServer) -> Iterator[Smtp]:
    carrier = Smtp(EmailBackend(host="127.0.0.1", port=server.port, timeout=5))
    carrier.open()
    yield carrier
    carrier.close()


def row(local: str) -> Claimed:
    from uuid import UUID

    address = f"{local}@demo.example"
    return Claimed(1, address, domain_of(address), address_key(address), 0, UUID(int=1))


def test_a_message_is_taken_as_it_was_written(smtp: Smtp, server: MailServer) -> None:
    dotted = letters(text="a\n.b\n..\n.\n[[unsubscribe]]")
    said = smtp.send(dotted, row("taken"))
    assert (said.answer, said.words[:9]) == (Answer.ACCEPTED, "250 taken")
    (received,) = [one for one in server.received() if one.to == "taken@demo.example"]
    assert b"\r\na\r\n.b\r\n..\r\n=2E\r\n=\r\nhttp" in received.data


@pytest.mark.parametrize(
    ("local", "answers"),
    [
        ("later-1", [Answer.LATER, Answer.ACCEPTED]),
        ("refused-1", [Answer.REFUSED, Answer.REFUSED]),
        ("not-known-1", [Answer.REFUSED, Answer.REFUSED]),
        ("dropped-1", [Answer.UNKNOWN, Answer.UNKNOWN]),
        ("hangs-up-1", [Answer.NOT_SENT, Answer.ACCEPTED]),
    ],
)
def test_each_answer_is_understood_and_the_line_serves_the_next(smtp: Smtp, local: str, answers: list[Answer]) -> None:
    for answer in answers:
        smtp.open()
        assert smtp.send(letters(), row(local)).answer is answer
    smtp.open()
    assert smtp.send(letters(), row("next")).answer is Answer.ACCEPTED


def test_one_line_serves_many(smtp: Smtp) -> None:
    backend: Any = smtp._backend
    first = backend.connection
    for number in range(3):
        smtp.open()
        smtp.send(letters(), row(f"many-{number}"))
    assert backend.connection is first


class Answering:
    """Stands for a connection whose server answers as told."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        self.answers = list(answers)
        self.reset = self.closed = 0

    def mail(self, sender: str) -> tuple[int, bytes]:
        return self.answers.pop(0)

    def rcpt(self, reader: str) -> tuple[int, bytes]:
        return self.answers.pop(0)

    def docmd(self, command: str) -> tuple[int, bytes]:
        return self.answers.pop(0)

    def getreply(self) -> tuple[int, bytes]:
        return self.answers.pop(0)

    def send(self, data: bytes) -> None:
        pass

    def rset(self) -> None:
        self.reset += 1

    def quit(self) -> None:
        pass

    def close(self) -> None:
        self.closed += 1


OK, GO = (250, b"ok"), (354, b"go")


@pytest.mark.parametrize(
    ("answers", "answer", "closes"),
    [
        ([(550, b"not you")], Answer.SENDER_REFUSED, False),
        ([(451, b"busy")], Answer.NOT_SENT, False),
        ([(421, b"bye")], Answer.NOT_SENT, True),
        ([(-1, b"?")], Answer.NOT_SENT, True),
        ([OK, (451, b"busy")], Answer.LATER, False),
        ([OK, (421, b"bye")], Answer.NOT_SENT, True),
        ([OK, (220, b"?")], Answer.NOT_SENT, True),
        ([OK, OK, (451, b"busy")], Answer.LATER, False),
        ([OK, OK, (554, b"no")], Answer.REFUSED, False),
        ([OK, OK, (250, b"?")], Answer.NOT_SENT, True),
        ([OK, OK, GO, (421, b"bye")], Answer.LATER, True),
        ([OK, OK, GO, (-1, b"?")], Answer.UNKNOWN, False),
        ([OK, (251, b"elsewhere"), GO, OK], Answer.ACCEPTED, False),
    ],
)
def test_every_answer_at_every_step(answers: list[tuple[int, bytes]], answer: Answer, closes: bool) -> None:  # noqa: FBT001  (a table)
    backend: Any = EmailBackend()
    connection = Answering(*answers)
    backend.connection = connection
    assert Smtp(backend).send(letters(), row("any")).answer is answer
    assert bool(connection.closed) is closes


def test_a_server_that_is_not_there_is_said_to_be_away() -> None:
    with pytest.raises(OSError, match="refused"):
        Smtp(EmailBackend(host="127.0.0.1", port=9, timeout=2)).open()


def test_other_ways_to_send_go_through_the_guard(settings: Any) -> None:
    carrier = Other(get_connection())
    carrier.open()
    assert carrier.send(letters(), row("memory")).answer is Answer.ACCEPTED
    assert mail.outbox[0].to == ["memory@demo.example"]
    settings.EMAIL_BACKEND = "het_site.core.mail_backend.GuardedBackend"
    settings.EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    other = carrier_now()
    assert isinstance(other, Other)
    backend: Any = other._backend
    assert isinstance(backend, GuardedBackend)


def test_a_provider_that_fails_leaves_it_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = get_connection()
    monkeypatch.setattr(backend, "send_messages", lambda messages: 1 / 0)
    assert Other(backend).send(letters(), row("any")).answer is Answer.UNKNOWN


def test_smtp_is_spoken_where_the_settings_say_so(settings: Any) -> None:
    settings.EMAIL_BACKEND = "het_site.core.mail_backend.GuardedBackend"
    settings.EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert isinstance(carrier_now(), Smtp)
