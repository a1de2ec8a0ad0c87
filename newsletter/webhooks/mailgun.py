"""What Mailgun's signature leaves open: it covers a time and a token, not the words, so it must be fresh and well made."""

from __future__ import annotations

import json
from datetime import timedelta

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils import timezone

#: Mailgun tells again for eight hours what it was not answered
OLDEST = timedelta(hours=12)
PARTS = ("timestamp", "token", "signature")


class MalformedError(SuspiciousOperation):
    """What came is nothing that Mailgun sends. Django answers 400 and logs it."""


def refuse_what_is_old_or_malformed(request: HttpRequest) -> None:
    """Raise `MalformedError`, before anybody trips over what was sent."""
    try:
        found = json.loads(request.body)["signature"]
        parts = [found[part] for part in PARTS]
        is_well_made = all(isinstance(part, str) and part.isascii() for part in parts)
        age = abs(timezone.now().timestamp() - float(parts[0]))
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise MalformedError("A webhook of Mailgun without a signature.") from fault
    if not is_well_made or not age < OLDEST.total_seconds():
        raise MalformedError("A webhook of Mailgun with an old or malformed signature.")
