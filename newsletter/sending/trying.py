"""A test: the edition as it is now, to colleagues. It is in no ledger, and its links to leave lead to a page that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email.headerregistry import Address

from django.core.exceptions import PermissionDenied

from het_site.core import throttle
from het_site.core.email import send_email
from het_site.core.models import User
from het_site.core.throttle import Limit
from newsletter import links
from newsletter.models import EditionPage
from newsletter.rendering.letter import render
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.sending.dispatching import SEND, newest
from newsletter.sending.preferring import sender_now

MARK = "[Test]"
MOST_AT_ONCE = 5
#: so many letters in an hour; somebody who presses the button again and again annoys colleagues and mail servers
LIMIT = Limit("newsletter test", most=20, within=timedelta(hours=1))


class TooManyError(Exception):
    """Too many tests. Says when to try again, in words for an officer."""


class NotAColleagueError(Exception):
    """Somebody has no account in the CMS. Says who."""


def colleagues(addresses: Sequence[str]) -> list[str]:
    """Give the addresses as their accounts have them. Raises `NotAColleagueError` for one that may not enter the CMS."""
    found: list[str] = []
    for address in dict.fromkeys(one.strip().lower() for one in addresses if one.strip()):
        user = User.objects.filter(email__iexact=address, is_active=True).first()
        if user is None or not user.has_perm("wagtailadmin.access_admin"):
            raise NotAColleagueError(f"{address} is nobody who works in this CMS. Tests go to colleagues alone.")
        found.append(user.email)
    return found


def send_test(*, edition: EditionPage, to: Sequence[str], by: User) -> int:
    """Send the newest draft to colleagues; gives how many. Raises what `colleagues` and `render` do, and what sending does."""
    if not by.has_perm(SEND):
        raise PermissionDenied
    known = colleagues(to)
    if len(known) > MOST_AT_ONCE:
        raise TooManyError(f"A test goes to at most {MOST_AT_ONCE} people.")
    letter = render(newest(edition))
    if not all(throttle.spend({LIMIT: str(by.pk)}) for _ in known):
        minutes = max(1, round(throttle.wait({LIMIT: str(by.pk)}).total_seconds() / 60))
        raise TooManyError(f"That was too many tests. Nothing was sent. Try again in {minutes} minutes.")
    sender = sender_now()
    send_email(
        subject=f"{MARK} {letter.subject}",
        text=_harmless(letter.text),
        html=_harmless(letter.html),
        to=known,
        reply_to=[sender.reply_to] if sender.reply_to else [],
        sender=str(Address(sender.name, addr_spec=sender.address)),
    )
    return len(known)


def _harmless(words: str) -> str:
    return words.replace(UNSUBSCRIBE, links.test_url(links.UNSUBSCRIBE)).replace(
        PREFERENCES, links.test_url(links.YOURS)
    )
