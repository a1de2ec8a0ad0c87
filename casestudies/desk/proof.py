"""Tells forms that people sent from those that programs did: a hidden field, a time, and a mark that counts once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.http import HttpRequest

from het_site.core.throttle import Limit, spend

#: a box that nobody sees; whoever fills it in is no person
TRAP = "website"
MARK = "mark"
#: nobody reads a page and presses its button within this time
QUICKEST = timedelta(seconds=1)
OLDEST = timedelta(hours=24)
ONCE = Limit("desk-form", 1, OLDEST)
SALT = "casestudies.desk.proof"


class FormRefusedError(Exception):
    """A form that no person sent, or that was sent before; `reason` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


FORGED, OLD, QUICK, AGAIN = "forged", "old", "quick", "again"


def mark(request: HttpRequest, purpose: str) -> str:
    """Give what a form carries: who it was shown to, for what, when, and a number of its own."""
    return signing.dumps([purpose, request.user.pk, uuid4().hex], salt=SALT)


def is_trapped(request: HttpRequest) -> bool:
    """Tell whether the field was filled in that people do not see."""
    return bool(request.POST.get(TRAP, ""))


def check(request: HttpRequest, purpose: str) -> None:
    """Look at a form's time and mark, and use the mark up. Raises `FormRefusedError`."""
    sent = request.POST.get(MARK, "")
    try:
        whose, person, number = signing.loads(sent, salt=SALT, max_age=OLDEST)
    except signing.SignatureExpired as fault:
        raise FormRefusedError(OLD) from fault
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise FormRefusedError(FORGED) from fault
    if (whose, person) != (purpose, request.user.pk):
        raise FormRefusedError(FORGED)
    if _is_younger(sent, QUICKEST):
        raise FormRefusedError(QUICK)
    if not spend({ONCE: number}):
        raise FormRefusedError(AGAIN)


def _is_younger(sent: str, age: timedelta) -> bool:
    try:
        signing.loads(sent, salt=SALT, max_age=age)
    except signing.SignatureExpired:
        return False
    return True
