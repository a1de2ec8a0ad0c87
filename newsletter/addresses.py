"""Email addresses as the newsletter keeps them: written one way, and known again by a keyed hash. No database."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

#: what the standard for addresses permits (RFC 5321), in characters
LONGEST = 254
#: what some keyboards write for a dot
OTHER_DOTS = re.compile("[\u3002\uff0e\uff61]")
#: letters that RFC 5891 keeps and the rules before it wrote as others
KEPT_APART = frozenset("ßς")
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
    domain = OTHER_DOTS.sub(".", domain)
    if at and local and (not local.isascii() or '"' in local):
        raise ValidationError(NOT_WITH_SUCH_LETTERS)
    if at and ("." not in domain or "[" in domain):  # a machine's own name or number: `localhost`, `[127.0.0.1]`
        raise ValidationError(NOT_AN_ADDRESS)
    try:
        found = f"{local}@{_as_servers_write_it(domain)}" if at else text
        validate_email(found)
    except (UnicodeError, ValidationError):
        raise ValidationError(NOT_AN_ADDRESS) from None
    if len(found) > LONGEST:
        raise ValidationError(NOT_AN_ADDRESS)
    return found


def _as_servers_write_it(domain: str) -> str:
    """Give a domain in ASCII. Python knows the older rules, which send mail for straße to strasse: somebody else's by now."""
    labels = (
        f"xn--{label.encode('punycode').decode('ascii')}"
        if KEPT_APART.intersection(label)
        else label.encode("idna").decode("ascii")
        for label in domain.split(".")
    )
    return ".".join(labels)


def address_key(address: str) -> str:
    """Give the keyed hash (HMAC with SHA-256, 64 hexadecimal digits) by which a tidied address is known."""
    return salted_hmac("newsletter.addresses", address, secret=settings.ADDRESS_KEY, algorithm="sha256").hexdigest()


def domain_of(address: str) -> str:
    """Give what stands behind the @."""
    return address.rpartition("@")[2]
