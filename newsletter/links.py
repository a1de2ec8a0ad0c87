"""The links by which readers leave, change and confirm without an account. Each holds a signed key and no address.

They are signed with the one key that never changes (`ADDRESS_KEY`), for they stand in emails for years. Each purpose has a
salt of its own: a link made for one page opens no other.
"""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from newsletter.models import Subscriber

UNSUBSCRIBE, YOURS, CONFIRM = "unsubscribe", "yours", "confirm"
#: stands where a reader's token stands, in letters that are tests
TEST = "test"
#: a token is shorter; what is longer is not even looked at
LONGEST = 120


def unsubscribe_url(subscriber: Subscriber) -> str:
    """Give where a reader leaves: a page with a button. It works for ever."""
    return _address("newsletter_unsubscribe", token(UNSUBSCRIBE, subscriber.key))


def one_click_url(subscriber: Subscriber) -> str:
    """Give what stands in `List-Unsubscribe`: the same address, which takes the mail program's POST too (RFC 8058)."""
    return unsubscribe_url(subscriber)


def preferences_url(subscriber: Subscriber) -> str:
    """Give the reader's own page: topics, name, address, what is held, and erasure. It works for ever."""
    return _address("newsletter_yours", token(YOURS, subscriber.key))


def confirm_url(key: UUID) -> str:
    """Give where somebody confirms what they asked for, by the key of what they asked."""
    return _address("newsletter_confirm", token(CONFIRM, key))


def test_url(purpose: str) -> str:
    """Give where such a link leads in a letter that is a test: to a page that says so, and does nothing."""
    return _address({UNSUBSCRIBE: "newsletter_unsubscribe", YOURS: "newsletter_yours"}[purpose], TEST)


def token(purpose: str, key: UUID) -> str:
    """Sign a key for one purpose."""
    return _signer(purpose).sign(base64.urlsafe_b64encode(key.bytes).rstrip(b"=").decode())


def key_of(purpose: str, token: str) -> UUID | None:
    """Give the key that a token was made of; none for a token that is forged, broken or made for another purpose."""
    if len(token) > LONGEST:
        return None
    try:
        signed = _signer(purpose).unsign(token)
        return UUID(bytes=base64.urlsafe_b64decode(f"{signed}=="))
    except (signing.BadSignature, binascii.Error, ValueError):
        return None


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(key=settings.ADDRESS_KEY, fallback_keys=[], sep=".", salt=f"newsletter.links.{purpose}")


def _address(name: str, made: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[made])}"
