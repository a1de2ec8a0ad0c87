"""The one way out for email. Says no to unknown recipients wherever the site is not the public one."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives


class UnknownRecipientError(Exception):
    """Somebody would be written to by a copy of the site that must not write to strangers."""


def is_known(address: str) -> bool:
    """Tell whether this copy of the site may write to an address; `EMAIL_KNOWN_RECIPIENTS` lists addresses and @domains."""
    known = settings.EMAIL_KNOWN_RECIPIENTS
    if known is None:
        return True
    address = address.strip().lower()
    return any(
        address.endswith(entry.lower()) if entry.startswith("@") else address == entry.lower() for entry in known
    )


def send_email(*, subject: str, text: str, html: str, to: Sequence[str], reply_to: Sequence[str] = ()) -> None:
    """Send one message to each of `to`, so that nobody sees another's address.

    Raises `UnknownRecipientError`, before anything is sent, if any address may not be written to, and `ValueError` for
    an empty subject, text or HTML, a subject of more than one line, or nobody to send to.
    """
    if not to:
        raise ValueError("An email needs somebody to go to.")
    if not subject.strip() or "\n" in subject or "\r" in subject:
        raise ValueError("An email needs a subject of one line.")
    if not text.strip() or not html.strip():
        raise ValueError("An email needs its text and its HTML.")
    strangers = [address for address in to if not is_known(address)]
    if strangers:
        raise UnknownRecipientError(f"This copy of the site does not write to {', '.join(strangers)}.")
    for address in dict.fromkeys(to):
        message = EmailMultiAlternatives(subject=subject, body=text, to=[address], reply_to=list(reply_to))
        message.attach_alternative(html, "text/html")
        message.send()
