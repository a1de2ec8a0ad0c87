"""Tells partners what happened to their items: puts the job beside the change that it tells of, and writes the email."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Site

from het_site.core.email import UnknownRecipientError
from het_site.core.letters import send_letter, site_name
from het_site.core.models import User
from newsletter.contributions.access import WRITABLE
from newsletter.contributions.jobs import ask_for_notice
from newsletter.contributions.letters import LETTERS, Link, Notice
from newsletter.models import Item, NewsletterSettings
from newsletter.planning import Planned, aim, next_deadline, planned

__all__ = ["Notice", "deliver", "settings_now", "tell", "tell_person"]

logger = logging.getLogger(__name__)

State = Item.State
STOP_SALT = "newsletter.contributions.reminders"
#: days between the notice and the removal of a draft
NOTICE_DAYS = 14
#: what is not told any more where the item has moved on before the email goes
ONLY_IN = {
    Notice.SENT: frozenset({State.SUBMITTED, State.ACCEPTED}),
    Notice.CHANGES_NEEDED: WRITABLE,
    Notice.DRAFT_GOES: WRITABLE,
    Notice.ACCEPTED: frozenset({State.ACCEPTED, State.PUBLISHED}),
    Notice.DECLINED: frozenset({State.DECLINED}),
    Notice.OUT: frozenset({State.PUBLISHED}),
}


def tell(notice: Notice, item: Item) -> None:
    """Have the partner told, once the transaction that this is called in is over; nobody, where nobody is known any more."""
    if item.owner_id is not None:
        ask_for_notice(notice=str(notice), item_id=item.pk, user_id=item.owner_id)


def tell_person(notice: Notice, user: User) -> None:
    """Have somebody told something that is about no item."""
    ask_for_notice(notice=str(notice), item_id=0, user_id=user.pk)


def deliver(*, notice: str, item_id: int, user_id: int) -> bool:
    """Write one email; tells whether it went. Nothing is written where the person is gone or the item has moved on."""
    kind = Notice(notice)
    item = Item.objects.select_related("edition").filter(pk=item_id).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    upcoming = next_deadline()
    is_needless = upcoming is None if kind is Notice.DEADLINE else item is None or item.state not in ONLY_IN[kind]
    if user is None or is_needless or (item is not None and item.owner_id != user.pk):
        return False
    letter, known = LETTERS[kind], _facts(item, user, upcoming)
    try:
        send_letter(
            to=user.email,
            subject=letter.subject.format(**known),
            paragraphs=[paragraph.format(**known).strip() for paragraph in letter.paragraphs],
            link=_link(letter.link, item),
            link_text=letter.link_text,
        )
    except UnknownRecipientError:
        logger.warning("A notice, %s, was not sent: this copy of the site does not write to strangers.", kind)
        return False
    return True


def stop_token(user: User) -> str:
    """Give what stands in the address where somebody stops reminders, without signing in."""
    return signing.dumps(user.pk, salt=STOP_SALT)


def settings_now() -> NewsletterSettings:
    """Give what is set, or the usual where nobody has set anything."""
    site = Site.objects.filter(is_default_site=True).first()
    return NewsletterSettings.for_site(site) if site else NewsletterSettings()


def _facts(item: Item | None, user: User, upcoming: Planned | None) -> dict[str, str]:
    """Give what letters say: numbers and days, nothing that somebody wrote."""
    called = f"your item {item.called}".strip() if item else ""
    goes_on = timezone.localdate() + timedelta(NOTICE_DAYS)
    if item is not None and item.reminded_on is not None:
        goes_on = item.reminded_on + timedelta(NOTICE_DAYS)
    return {
        "site": site_name(),
        "item": called,
        "item_begins": called.replace("your", "Your", 1),
        "aim": aim_in_words(item) if item else "",
        "remove_on": _day(goes_on),
        "deadline": _day(upcoming.copy_deadline) if upcoming else "",
        "stop_url": _full("items_reminders", stop_token(user)),
        "status_url": _full("item_status", item.key) if item else _full("items_home"),
    }


def aim_in_words(item: Item) -> str:
    """Say which edition an item is for, and that it is another than the one that was chosen, if so."""
    found = aim(item.wanted_id, planned())
    if found.edition is None:
        return "The day of the next edition is not known yet."
    where = f"{found.edition}, which is planned for {_day(found.edition.day)}"
    if found.has_moved:
        return f"The copy deadline of the edition that you chose is over, so it is for {where}."
    return f"It is for {where}."


def _link(link: Link, item: Item | None) -> str:
    from newsletter.contributions.publishing import public_address

    if item is None or link is Link.START:
        return _full("items_home")
    if link is Link.ITEM:
        return _full("item", item.key)
    return (public_address(item) if link is Link.PUBLIC else "") or _full("item_status", item.key)


def _full(name: str, *arguments: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
