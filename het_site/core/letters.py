"""Writes a letter of the portal: some paragraphs, and one link under them. What it says is told elsewhere, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from wagtail.models import Site

from het_site.core.email import send_email
from het_site.core.models import BrandSettings


def send_letter(*, to: str, subject: str, paragraphs: Sequence[str], link: str, link_text: str) -> None:
    """Send it to one person, as HTML and as text. Raises what `send_email` does."""
    words = {
        "subject": subject,
        "paragraphs": paragraphs,
        "link": link,
        "link_text": link_text,
        "site_name": site_name(),
        "site_url": settings.SITE_URL,
    }
    text, html = (render_to_string(f"emails/letter.{kind}", words) for kind in ("txt", "html"))
    send_email(subject=subject, text=text, html=html, to=[to])


def site_name() -> str:
    """Give what the portal is called."""
    site = Site.objects.filter(is_default_site=True).first()
    return str(BrandSettings.for_site(site).site_name) if site else settings.WAGTAIL_SITE_NAME
