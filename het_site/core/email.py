"""The one way out for email. Says no to unknown recipients wherever the site is not the public one."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email


class UnknownRecipientError(Exception):
    """Somebody would be written to by a copy of the site that must not write to strangers."""


def is_known(address: str) -> bool:
    """Tell whether this copy of the site may write to an address; `EMAIL_KNOWN_RECIPIENTS` lists addresses and @domains."""
    known = settings.EMAIL_KNOWN_RECIPIENTS
    if known is None:
        return True
    address = address.strip(" ").lower()  # only what a person types by mistake, never a line break
    if not _is_address(address):
        return False  # such as two in one, of which only the last ends as it should
    return any(
        address.endswith(entry.lower()) if entry.startswith("@") else address == entry.lower() for entry in known
    )


def send_email(
    *, subject: str, text: str, html: str, to: Sequence[str], reply_to: Sequence[str] = (), sender: str | None = None
) -> None:
    """Send one message to each of `to`, so that nobody sees another's address; from the site, or from a `sender` of its own.

    Raises `UnknownRecipientError`, before anything is sent, if any address may not be written to, and `ValueError` for
    an empty subject, text or HTML, a subject of more than one line, nobody to send to, or what is not an address.
    """
    if not to:
        raise ValueError("An email needs somebody to go to.")
    if isinstance(to, str):
        raise ValueError("An email goes to a list of addresses.")
    if len(subject.strip().splitlines()) != 1 or subject != subject.strip("\r\n"):
        raise ValueError("An email needs a subject of one line.")
    if not text.strip() or not html.strip():
        raise ValueError("An email needs its text and its HTML.")
    if malformed := [address for address in (*to, *reply_to) if not _is_address(address)]:
        raise ValueError(f"{malformed[0]!r} is not an address that an email can go to.")
    strangers = [address for address in to if not is_known(address)]
    if strangers:
        raise UnknownRecipientError(f"This copy of the site does not write to {', '.join(strangers)}.")
    for address in dict.fromkeys(to):
        message = EmailMultiAlternatives(
            subject=subject, body=text, from_email=sender, to=[address], reply_to=list(reply_to)
        )
        message.attach_alternative(html, "text/html")
        message.send()


def _is_address(text: str) -> bool:
    """Tell whether the text is one plain address, without a name, a line break or a second one."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
