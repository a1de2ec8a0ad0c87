"""Hands a copy to the mail server, or to whatever else the settings send email with, and says what came of it.

Over SMTP every answer is known, and so is the moment from which a message may have been sent: when the server has asked for
it and the first byte has gone. What breaks before has certainly not been sent; what breaks after is unknown.
"""

from __future__ import annotations

import contextlib
import smtplib
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from newsletter.sending import steps
from newsletter.sending.claiming import Claimed
from newsletter.sending.mailing import Letters

GUARDED = "het_site.core.mail_backend.GuardedBackend"
DROPPED = "The line broke after the message was handed over."


class Answer(Enum):
    """What came of handing over one copy."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # this reader's copy, for good
    LATER = "later"  # this reader's copy, for now
    NOT_SENT = "not sent"  # the line or the server broke before: it says nothing about the reader
    SENDER_REFUSED = "sender refused"  # the server will take nothing from us
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Said:
    """An answer, with the server's words."""

    answer: Answer
    words: str = ""


class Carrier(Protocol):
    """A way to send. Kept open over many copies by one worker."""

    def open(self) -> None:
        """Make it ready; raises `OSError` if that cannot be done now."""

    def send(self, letters: Letters, row: Claimed) -> Said:
        """Send one copy; never raises for what a server or a line does."""

    def close(self) -> None:
        """Let go of it."""


def carrier_now() -> Carrier:
    """Give the way that the settings send email."""
    chosen = settings.EMAIL_DELIVERY_BACKEND if settings.EMAIL_BACKEND == GUARDED else settings.EMAIL_BACKEND
    backend = get_connection(chosen)
    return Smtp(backend) if isinstance(backend, EmailBackend) else Other(get_connection())


class Smtp:
    """One connection to the mail server that Django's settings name."""

    def __init__(self, backend: EmailBackend) -> None:
        self._backend = backend

    def open(self) -> None:
        """Connect, encrypt and sign in as the settings say, unless that is done."""
        if self._backend.connection is None:
            try:
                self._backend.open()
                if self._backend.connection is None:
                    raise OSError("There is no mail server.")
                self._backend.connection.ehlo_or_helo_if_needed()
            except (smtplib.SMTPException, OSError) as error:
                self.close()
                raise OSError(str(error)) from error

    def send(self, letters: Letters, row: Claimed) -> Said:
        """Go through SMTP's steps for one copy."""
        wire = letters.wire(row)
        smtp = self._backend.connection
        if smtp is None:
            return Said(Answer.NOT_SENT, "The line was closed.")
        try:
            refusal = self._envelope(smtp, letters.sender.address, row.address)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Said(Answer.NOT_SENT, str(error))
        if refusal is not None:
            return refusal
        try:
            smtp.send(wire.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            steps.reached(steps.HANDED_OVER)
            code, words = smtp.getreply()
            steps.reached(steps.ANSWERED)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Said(Answer.UNKNOWN, f"{DROPPED} {error}")
        if code == 421:
            self.close()
        return Said(_meaning(code, otherwise=Answer.UNKNOWN), _spoken(code, words))

    def close(self) -> None:
        """Say goodbye, if anybody is listening."""
        smtp, self._backend.connection = self._backend.connection, None
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _envelope(self, smtp: smtplib.SMTP, sender: str, reader: str) -> Said | None:
        """Ask whether the server takes a copy; nothing, when it now wants it."""
        code, words = smtp.mail(sender)
        steps.reached(steps.SENDER_TAKEN)
        if code != 250:
            answer = Answer.SENDER_REFUSED if 500 <= code < 600 else Answer.NOT_SENT
            return self._refusal(smtp, code, words, answer)
        code, words = smtp.rcpt(reader)
        steps.reached(steps.READER_TAKEN)
        if code not in (250, 251, 252):
            return self._refusal(smtp, code, words, _meaning(code, otherwise=Answer.NOT_SENT))
        code, words = smtp.docmd("data")
        steps.reached(steps.DATA_WANTED)
        if code != 354:
            return self._refusal(smtp, code, words, _meaning(code, otherwise=Answer.NOT_SENT))
        return None

    def _refusal(self, smtp: smtplib.SMTP, code: int, words: bytes, answer: Answer) -> Said:
        if code == 421 or not 400 <= code < 600:  # it hangs up, or talks nonsense
            self.close()
            return Said(Answer.NOT_SENT, _spoken(code, words))
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.rset()
        return Said(answer, _spoken(code, words))


class Other:
    """Any other of Django's ways: the console, memory, or a provider's own. What goes wrong there is unknown."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self._backend = backend

    def open(self) -> None:
        """Open it."""
        self._backend.open()

    def send(self, letters: Letters, row: Claimed) -> Said:
        """Send one copy as one of Django's messages."""
        message = letters.message(row)
        try:
            sent = self._backend.send_messages([message])
        except Exception as error:
            return Said(Answer.UNKNOWN, f"{type(error).__name__}: {error}")
        return Said(Answer.ACCEPTED, "Handed over.") if sent else Said(Answer.REFUSED, "Nothing was sent.")

    def close(self) -> None:
        """Close it."""
        self._backend.close()


def _meaning(code: int, *, otherwise: Answer) -> Answer:
    if 200 <= code < 300:
        return Answer.ACCEPTED
    if 400 <= code < 500:
        return Answer.LATER
    return Answer.REFUSED if 500 <= code < 600 else otherwise


def _spoken(code: int, words: bytes) -> str:
    return f"{code} {words.decode(errors='replace')}"
