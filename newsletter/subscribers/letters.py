"""What readers are written about their sign-up, word for word. Nothing that somebody typed stands in it but the address it goes to.

A form can be sent by anybody with anybody's address: a name or a topic in the letter would let strangers write to
strangers in our name.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.template.loader import render_to_string

from het_site.core.email import UnknownRecipientError, send_email
from newsletter.links import confirm_url, preferences_url
from newsletter.models import SignUp, Subscriber, Suppression
from newsletter.rendering.publisher import publisher
from newsletter.subscribers import limits
from newsletter.subscribers.jobs import Letter
from newsletter.subscribers.signing_up import KEPT_FOR, note_asker, waiting

logger = logging.getLogger(__name__)

Reason = Suppression.Reason
#: mailboxes that turned us away; whoever has one may still come back, but is not written to again and again
UNWELCOME = (Reason.COMPLAINT, Reason.HARD_BOUNCE, Reason.SOFT_BOUNCES)
NOT_YOU = "If you did not ask for this, you need not do anything. Nothing changes."


@dataclass(frozen=True)
class Words:
    """One letter: its subject, its paragraphs, the link under them and what stands below."""

    subject: str
    paragraphs: tuple[str, ...]
    link_text: str
    below: str


CONFIRM = Words(
    "Confirm that you want the {newsletter}",
    (
        "Somebody asked us to send the {newsletter} to this address. If that was you, open the page below and press its button.",
        "Nothing is sent before you do. The link works for {days} days.",
    ),
    "Confirm your email address",
    NOT_YOU,
)
ALREADY = Words(
    "You get the {newsletter} already",
    (
        "Somebody asked us to send the {newsletter} to this address. You get it already, so nothing has changed.",
        "On the page below you can choose topics, see what we hold about you, or stop.",
    ),
    "Change what you get",
    NOT_YOU,
)
MOVE = Words(
    "Confirm your new address for the {newsletter}",
    (
        "Somebody who gets the {newsletter} asked us to send it to this address instead. If that was you, open the page below "
        "and press its button.",
        "Until you do, it goes on to the address we have. The link works for {days} days.",
    ),
    "Confirm your new address",
    NOT_YOU,
)
MOVING = Words(
    "You asked for the {newsletter} at another address",
    (
        "Somebody with the link from one of your emails asked us to send the {newsletter} to another address. It changes once "
        "that address confirms.",
        "If that was not you, open the page below: you can see and change everything there. Pass on no email with your links.",
    ),
    "Change what you get",
    "If it was you, you need not do anything here.",
)


def write(*, letter: str, sign_up_id: int) -> bool:
    """Write one letter about a sign-up; tells whether it went. Nothing is written about one that is used or over."""
    sign_up = SignUp.objects.select_related("moves").filter(pk=sign_up_id).first()
    if sign_up is None or sign_up.used_at is not None or waiting(sign_up.key) is None:
        return False
    if Letter(letter) is Letter.MOVING:
        reader = sign_up.moves
        return reader is not None and _send(MOVING, reader.email, preferences_url(reader))
    return _answer(sign_up)


def _answer(sign_up: SignUp) -> bool:
    """Ask the address to confirm; tell who gets it already so."""
    reader = note_asker(sign_up)
    if not _may_be_written_to(sign_up.address_key):
        logger.warning("A sign-up is not answered: its mailbox turned us away, and was written to today already.")
        return False
    if sign_up.moves_id is not None:
        return _send(MOVE, sign_up.email, confirm_url(sign_up.key))
    if reader is not None and reader.state == Subscriber.State.CONFIRMED:
        has_gone = _send(ALREADY, reader.email, preferences_url(reader))
        sign_up.delete()
        return has_gone
    return _send(CONFIRM, sign_up.email, confirm_url(sign_up.key))


def _may_be_written_to(address_key: str) -> bool:
    is_unwelcome = Suppression.objects.filter(address_key=address_key, reason__in=UNWELCOME).exists()
    return not is_unwelcome or limits.may_write_to_unwelcome(address_key)


def _send(words: Words, address: str, link: str) -> bool:
    house = publisher()
    name = house.name
    known = {"newsletter": f"{name} newsletter", "days": str(KEPT_FOR.days)}
    subject = " ".join(words.subject.format(**known).split())
    context = {
        "subject": subject,
        "paragraphs": [paragraph.format(**known) for paragraph in words.paragraphs],
        "link": link,
        "link_text": words.link_text,
        "below": words.below,
        "site_name": name,
        "site_url": settings.SITE_URL,
        "brand": house.brand,
        "light": house.light,
        "dark": house.dark,
        "blocks": [] if house.brand.logo else house.blocks,
    }
    try:
        send_email(
            subject=subject,
            text=render_to_string("emails/newsletter/letter.txt", context),
            html=render_to_string("emails/newsletter/letter.html", context),
            to=[address],
        )
    except (UnknownRecipientError, SMTPRecipientsRefused, ValueError):
        # Their words name the address, so they are left out.
        logger.warning("A letter to a reader was not sent: this site may not write to that address, or nobody has it.")
        return False
    return True
