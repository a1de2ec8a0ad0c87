"""Writes each reader's own copy of an edition: its head, and the frozen words with their own links. Sends nothing.

What is alike in all copies is encoded once; a copy costs little more than joining the pieces, so that a worker writes
thousands in a second. The longer way, through Django's own message, is for other ways to send than SMTP.
"""

from __future__ import annotations

import binascii
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime
from typing import Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from newsletter import links
from newsletter.models import Delivery, Sending, Subscriber
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.sending.claiming import Claimed
from newsletter.sending.preferring import Sender

LINE: Final = 76  # the longest line of quoted-printable text (RFC 2045)
MARKS = re.compile(f"({re.escape(UNSUBSCRIBE)}|{re.escape(PREFERENCES)})")
ONE_CLICK = "List-Unsubscribe=One-Click"
NOT_SENDABLE = re.compile(r"[^\x21-\x7e]|[<>,;()\\\"]")


class MalformedError(ValueError):
    """What would stand in the head of a message is not one line, or no address."""


class Letters:
    """All copies of one sending, from one sender."""

    def __init__(self, sending: Sending, sender: Sender) -> None:
        for line in (sending.subject, sender.name, sender.address, sender.reply_to, sender.unsubscribe_address):
            if any(not letter.isprintable() for letter in line):
                raise MalformedError("A line of the head of a message has more than one line.")
        self.sender = sender
        self.sending = sending
        self._html, self._text = MARKS.split(sending.html), MARKS.split(sending.text)
        boundary = uuid.uuid5(sending.key, "boundary").hex
        self._between = [
            _part(boundary, "plain"),
            *_encoded(self._text),
            b"\r\n" + _part(boundary, "html"),
            *_encoded(self._html),
            f"\r\n--{boundary}--\r\n".encode(),
        ]
        shared = self._shared_head() | {
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{boundary}"',
        }
        self._head = "".join(f"{name}: {_folded(name, value)}\r\n" for name, value in shared.items()).encode()

    def wire(self, row: Claimed) -> bytes:
        """Give a reader's copy as it goes over the wire: lines end in CRLF, and there is nothing but ASCII."""
        own = self._own_head(row)
        urls = self._urls(row)
        head = "".join(f"{name}: {value}\r\n" for name, value in own.items()).encode("ascii")
        body = [
            piece if isinstance(piece, bytes) else b"=\r\n" + _quoted(urls[piece]) + b"=\r\n" for piece in self._between
        ]
        return b"".join((self._head, head, b"\r\n", *body))

    def message(self, row: Claimed) -> EmailMultiAlternatives:
        """Give the same copy as Django's message, for consoles and providers."""
        urls = self._urls(row)
        own = self._own_head(row)
        del own["To"]
        reply_to = [self.sender.reply_to] if self.sender.reply_to else []
        shared = {
            name: value for name, value in self._shared_head().items() if name.startswith(("List", "Auto", "Pre"))
        }
        message = EmailMultiAlternatives(
            subject=self.sending.subject,
            body="".join(urls.get(piece, piece) for piece in self._text),
            from_email=str(Address(self.sender.name, addr_spec=self.sender.address)),
            to=[row.address],
            reply_to=reply_to,
            headers=shared | {name: value.replace("\r\n", "") for name, value in own.items()},
        )
        message.attach_alternative("".join(urls.get(piece, piece) for piece in self._html), "text/html")
        return message

    def _shared_head(self) -> dict[str, str]:
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        head = {
            "From": f"{_phrase(self.sender.name)} <{self.sender.address}>" if self.sender.name else self.sender.address,
            "Subject": self.sending.subject,
            "List-Id": f"<newsletter.{host}>",
            "List-Unsubscribe-Post": ONE_CLICK,
            "Precedence": "bulk",
            "Auto-Submitted": "auto-generated",
        }
        return head | ({"Reply-To": self.sender.reply_to} if self.sender.reply_to else {})

    def _own_head(self, row: Claimed, now: Callable[[], datetime] = timezone.localtime) -> dict[str, str]:
        if "@" not in row.address or NOT_SENDABLE.search(row.address):
            raise MalformedError("This is no address that an email can go to.")
        ways = [f"<{links.one_click_url(_reader(row))}>"]
        if self.sender.unsubscribe_address:
            subject = quote(f"unsubscribe {row.reader}")
            ways.append(f"<mailto:{self.sender.unsubscribe_address}?subject={subject}>")
        delivery = Delivery(sending=self.sending, address_key=row.address_key)
        return {
            "To": row.address,
            "Date": format_datetime(now()),
            "Message-ID": delivery.message_id,
            "List-Unsubscribe": ",\r\n ".join(ways),
        }

    def _urls(self, row: Claimed) -> dict[str, str]:
        reader = _reader(row)
        return {UNSUBSCRIBE: links.unsubscribe_url(reader), PREFERENCES: links.preferences_url(reader)}


def _reader(row: Claimed) -> Subscriber:
    if row.reader is None:
        raise MalformedError("Nobody is sent a copy who is not a reader.")
    return Subscriber(key=row.reader, email=row.address)


def _part(boundary: str, kind: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return f"--{boundary}\r\n{head}".encode()


def _encoded(pieces: list[str]) -> list[bytes | str]:
    """Encode the frozen words and leave the marks: each stands between two soft line breaks, where any text fits."""
    return [piece if piece in (UNSUBSCRIBE, PREFERENCES) else _quoted(piece) for piece in pieces]


def _quoted(words: str) -> bytes:
    """Encode text as quoted-printable, with room for a soft line break after its last line."""
    lines = re.sub(r"\r\n|\r", "\n", words)
    encoded = binascii.b2a_qp(lines.encode(), istext=True)
    begins = encoded.rfind(b"\n") + 1
    if len(encoded) - begins >= LINE:
        at = begins + LINE - 6
        while b"=" in encoded[at - 2 : at]:
            at -= 1
        encoded = encoded[:at] + b"=\n" + encoded[at:]
    return encoded.replace(b"\n", b"\r\n")  # by itself it ends lines in one way or the other, as its first line does


def _phrase(name: str) -> str:
    """Give a name as it may stand before an address: quoted, or encoded where it is not ASCII."""
    if name.isascii():
        return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return Header(name, "utf-8").encode(linesep="\r\n")


def _folded(name: str, value: str) -> str:
    """Fold a line of the head, and encode what is not ASCII."""
    if not value.isascii():
        return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    return Header(value, header_name=name, continuation_ws=" ").encode(linesep="\r\n", maxlinelen=LINE)
