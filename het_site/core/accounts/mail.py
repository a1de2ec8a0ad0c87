"""The email that somebody gets who wants to sign in: a code, or, for staff, where they sign in. Never in a log."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Site

from het_site.core.accounts import codes, people
from het_site.core.email import UnknownRecipientError, send_email
from het_site.core.models import BrandSettings, SignInCode

logger = logging.getLogger(__name__)


def send(code_id: int) -> None:
    """Write to whoever asked, unless the code is over. Opening what the email holds changes nothing."""
    code = SignInCode.objects.filter(pk=code_id).first()
    if code is None or not codes.is_alive(code):
        return
    user = people.find(code.address)
    kind = "code" if people.may_use_codes(user) else "staff" if user and user.is_active else "closed"
    site = Site.objects.filter(is_default_site=True).first()
    name = BrandSettings.for_site(site).site_name if site else settings.WAGTAIL_SITE_NAME
    context = {
        "kind": kind,
        "digits": codes.digits_of(code) if kind == "code" else "",
        "minutes": int(codes.LIFETIME.total_seconds() // 60),
        "site_name": name,
        "page": settings.SITE_URL + reverse("sign_in"),
        "cms": settings.SITE_URL + reverse("wagtailadmin_home"),
    }
    try:
        send_email(
            subject=" ".join(f"Signing in to {name}".split()),
            text=render_to_string("emails/sign_in/message.txt", context),
            html=render_to_string("emails/sign_in/message.html", context),
            to=[code.address],
        )
    except (UnknownRecipientError, SMTPRecipientsRefused):
        # Their words name the address, so they are left out.
        logger.warning("An email to sign in was not sent: this site may not write to that address, or nobody has it.")
    except ValueError:
        logger.warning("An email to sign in was not sent: that is no address.")
