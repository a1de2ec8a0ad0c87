"""What the settings in the CMS say now about sending. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from wagtail.models import Site

from het_site.core.models import BrandSettings
from newsletter.models import NewsletterSettings


@dataclass(frozen=True)
class Sender:
    """Who an edition comes from, and where answers go."""

    name: str
    address: str
    reply_to: str = ""
    unsubscribe_address: str = ""


def settings_now() -> NewsletterSettings:
    """Give what is set, or the usual where nobody has set anything."""
    site = Site.objects.filter(is_default_site=True).first()
    return NewsletterSettings.for_site(site) if site else NewsletterSettings()


def sender_now() -> Sender:
    """Give who editions come from: the name that is set, or the site's, and the site's address."""
    chosen = settings_now()
    site = Site.objects.filter(is_default_site=True).first()
    own_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = chosen.from_name or own_name or (str(BrandSettings.for_site(site).site_name) if site else "")
    return Sender(name=name, address=address, reply_to=chosen.reply_to, unsubscribe_address=chosen.unsubscribe_address)
