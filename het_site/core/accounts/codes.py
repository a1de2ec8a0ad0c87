"""The rules of codes: one browser, one address, a quarter of an hour, five tries, one use.

No code is stored. It is worked out from a row's seed and the site's secret key, when the email is written and when
somebody types it, so it stands in no table, no job and no log.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from procrastinate.contrib.django import app

from het_site.core.accounts import people
from het_site.core.models import SignInCode, User

logger = logging.getLogger(__name__)

DIGITS = 6
LIFETIME = timedelta(minutes=15)
MOST_TRIES = 5
#: how long a row is kept, so that somebody who comes too late can be told so
KEPT_FOR = timedelta(hours=1)
SEND = "core.send_sign_in_code"
#: before everything else that waits: somebody sits there
FIRST = 100


class Outcome(StrEnum):
    """What became of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    DEAD = "dead"


@dataclass(frozen=True)
class Tried:
    """A try; `user` is who signs in, `left` how many tries are left after a wrong one."""

    outcome: Outcome
    user: User | None = None
    left: int = 0


def ask(address: str, *, instead_of: SignInCode | None = None) -> str:
    """Have a code sent; gives the ticket that the browser has to show with it.

    Nobody is looked up here, whoever has the address: only the worker that writes the email knows.
    """
    ticket = secrets.token_urlsafe(32)
    with transaction.atomic():
        forget_old()
        if instead_of is not None:
            instead_of.delete()
        code = SignInCode.objects.create(ticket=_hash(ticket), seed=secrets.token_hex(32), address=address)
        app.configure_task(SEND, priority=FIRST).defer(code_id=code.pk)
    return ticket


def forget_old() -> None:
    """Delete what nobody can use and nobody has to be told about any more."""
    SignInCode.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR).delete()


def asked_with(ticket: str) -> SignInCode | None:
    """Find what a browser asked for."""
    kept = SignInCode.objects.filter(asked_at__gt=timezone.now() - KEPT_FOR)
    return kept.filter(ticket=_hash(ticket)).first() if ticket else None


def is_alive(code: SignInCode) -> bool:
    """Tell whether a code can still be used."""
    return code.tries < MOST_TRIES and code.asked_at > timezone.now() - LIFETIME


def digits_of(code: SignInCode) -> str:
    """Work out the digits of a code."""
    mixed = salted_hmac("het_site.core.accounts.codes", f"{code.pk} {code.seed}", algorithm="sha256")
    return f"{int(mixed.hexdigest(), 16) % 10**DIGITS:0{DIGITS}d}"


def use(code: SignInCode, typed: str) -> Tried:
    """Try a code. The right one ends it, signs up who is new, and gives who signs in.

    A try is counted in the database before the digits are looked at, so that many at once get no more than five.
    """
    usable = SignInCode.objects.filter(pk=code.pk, tries__lt=MOST_TRIES, asked_at__gt=timezone.now() - LIFETIME)
    if not usable.update(tries=F("tries") + 1):
        return Tried(Outcome.DEAD)
    if constant_time_compare(digits_of(code), typed):
        with transaction.atomic():
            user = people.find(code.address)
            if people.may_use_codes(user):
                if not SignInCode.objects.filter(pk=code.pk).delete()[0]:
                    return Tried(Outcome.DEAD)  # another window was quicker
                return Tried(Outcome.RIGHT, user or people.make_partner(code.address))
    tries = SignInCode.objects.filter(pk=code.pk).values_list("tries", flat=True).first() or MOST_TRIES
    if tries >= MOST_TRIES:
        logger.warning("A code to sign in was tried too often and is dead.")
        return Tried(Outcome.DEAD)
    return Tried(Outcome.WRONG, left=MOST_TRIES - tries)


def _hash(ticket: str) -> str:
    return salted_hmac("het_site.core.accounts.ticket", ticket, algorithm="sha256").hexdigest()
