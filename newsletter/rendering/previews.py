"""What officers see of an edition before it is sent: every form it takes, and the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from bs4 import BeautifulSoup
from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from newsletter.rendering.collecting import words_of
from newsletter.rendering.letter import LostWordsError, written
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.rendering.report import report

if TYPE_CHECKING:
    from newsletter.models import EditionPage

WIDE, NARROW, DARK, BARE, TEXT, REPORT = "email", "email-320", "email-dark", "email-no-pictures", "text", "report"
MODES = [
    (WIDE, "Email"),
    (NARROW, "Email on a phone, 320 pixels"),
    (DARK, "Email in dark mode"),
    (BARE, "Email without pictures"),
    (TEXT, "Plain text"),
    (REPORT, "Report: may it be sent?"),
]
DARK_MODE = "@media (prefers-color-scheme: dark)"
SMALLER, WIDER = "@media only screen and (max-width:479px)", re.compile(r"@media only screen and \(min-width:480px\)")
PHONE = "html { background: #8a8f94; } body { width: 320px; margin: 0 auto !important; }"
OWN_LINK = "(each reader’s own link)"
LIGHT_MODE = re.compile(r":root \{ color-scheme: light dark;")
#: an email has its styles on its elements, as mail programs need them; it runs nothing and fetches only our pictures
POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "img-src": [SELF],
    "style-src": [UNSAFE_INLINE, SELF],
    "font-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
}


def preview(edition: EditionPage, mode: str) -> HttpResponse:
    """Show one form of an edition as it would be now."""
    words = words_of(edition)
    if mode == REPORT:
        return HttpResponse(
            render_to_string("newsletter/email/report.html", {"report": report(edition), "edition": edition})
        )
    try:
        letter = written(words)
    except LostWordsError as error:
        return HttpResponse(render_to_string("newsletter/email/lost.html", {"why": str(error)}))
    if mode == TEXT:
        text = letter.text.replace(UNSUBSCRIBE, OWN_LINK).replace(PREFERENCES, OWN_LINK)
        return HttpResponse(render_to_string("newsletter/email/as_text.html", {"text": text, "words": words}))
    html = letter.html.replace(f'"{UNSUBSCRIBE}"', '"#"').replace(f'"{PREFERENCES}"', '"#"')
    html = html.replace('role="article"', 'role="main"', 1)  # here it is the page itself, in a mailbox a part of one
    return _shown(html if mode == WIDE else CHANGES[mode](html))


def narrow(html: str) -> str:
    """Show it as wide as on the smallest phone, whatever the window: what is for wider screens alone does not hold."""
    html = WIDER.sub("@media not all", html.replace(SMALLER, "@media all"))
    return html.replace("</head>", f"<style>{PHONE}</style></head>", 1)


def dark(html: str) -> str:
    """Show it as mail programs in dark mode do."""
    return LIGHT_MODE.sub(":root { color-scheme: dark;", html.replace(DARK_MODE, "@media all"))


def bare(html: str) -> str:
    """Show it as mail programs do that fetch no pictures: with the words that stand for them."""
    soup = BeautifulSoup(html, "html.parser")
    for image in soup.find_all("img"):
        del image["src"]
    return str(soup)


CHANGES = {NARROW: narrow, DARK: dark, BARE: bare}


def _shown(html: str) -> HttpResponse:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(html)

    return cast("HttpResponse", csp_replace(POLICY)(answer)(HttpRequest()))
