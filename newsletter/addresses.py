"""Email addresses as the newsletter keeps them: written one way, and known again by a keyed hash. No database."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

#: what the standard for addresses permits (RFC 5321), in characters
LONGEST = 254
NOT_AN_ADDRESS = "Enter an email address in the correct format, like name@example.com"
#: mail to such an address needs every server on the way to know RFC 6531, which too few do
NOT_WITH_SUCH_LETTERS = (
    "We cannot send to an address with such letters before the @. Give another one, if you have one."
)


def tidy(text: str) -> str:
    """Give an address as it is kept: no space around it, small letters, the domain as servers write it (IDNA).

    Mailboxes may tell capitals apart in theory and do not in practice, so one person is one reader.
    Raises `ValidationError` with a sentence for readers.
    """
    if len(text) > LONGEST + 50:  # a megabyte is not even looked at
        raise ValidationError(NOT_AN_ADDRESS)
    text = unicodedata.normalize("NFC", text).strip(" \t").lower()
    local, at, domain = text.rpartition("@")
    if at and local and not local.isascii():
        raise ValidationError(NOT_WITH_SUCH_LETTERS)
    try:
        found = f"{local}@{domain.encode('idna').decode('ascii')}" if at else text
        validate_email(found)
    except (UnicodeError, ValidationError):
        raise ValidationError(NOT_AN_ADDRESS) from None
    if len(found) > LONGEST:
        raise ValidationError(NOT_AN_ADDRESS)
    return found


def address_key(address: str) -> str:
    """Give the keyed hash (HMAC with SHA-256, 64 hexadecimal digits) by which a tidied address is known."""
    return salted_hmac("newsletter.addresses", address, secret=settings.ADDRESS_KEY, algorithm="sha256").hexdigest()


def domain_of(address: str) -> str:
    """Give what stands behind the @."""
    return address.rpartition("@")[2]
