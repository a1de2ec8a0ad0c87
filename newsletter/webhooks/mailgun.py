"""What Mailgun's signature leaves open: it covers a time and a token, not the words, so it must be fresh and for these words alone."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from het_site.core import throttle
from het_site.core.throttle import Limit

#: Mailgun tells again for eight hours what it was not answered
OLDEST = timedelta(hours=12)
PARTS = ("timestamp", "token", "signature")
#: a token is good for the words that it first came with, for as long as its time may be thought fresh
TOKEN = Limit("mailgun token", most=1, within=2 * OLDEST)
WORDS = Limit("mailgun words", most=1, within=2 * OLDEST)


class MalformedError(SuspiciousOperation):
    """What came is nothing that Mailgun sends. Django answers 400 and logs it."""


def refuse_what_is_not_mailguns(request: HttpRequest, *, key: str) -> None:
    """Raise `MalformedError` for what is malformed, old, or signed for other words, before anybody trips over it.

    A wrong signature is left to django-anymail. The same words may come again: Mailgun repeats what it was not answered.
    """
    try:
        found = json.loads(request.body)["signature"]
        parts = [found[part] for part in PARTS]
        is_well_made = all(isinstance(part, str) and part.isascii() for part in parts)
        age = abs(timezone.now().timestamp() - float(parts[0]))
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise MalformedError("A webhook of Mailgun without a signature.") from fault
    if not is_well_made or not age < OLDEST.total_seconds():
        raise MalformedError("A webhook of Mailgun with an old or malformed signature.")
    time, token, signature = parts
    if not constant_time_compare(
        hmac.new(key.encode(), f"{time}{token}".encode(), hashlib.sha256).hexdigest(), signature
    ):
        return
    words = f"{token} {hashlib.sha256(request.body).hexdigest()}"
    if not throttle.spend({TOKEN: token, WORDS: words}) and not throttle.wait({WORDS: words}):
        raise MalformedError("A webhook of Mailgun whose signature has stood under other words.")
