"""Writes an edition as it is sent: subject, HTML by way of MJML, and plain text, from the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mrml
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string

from newsletter.rendering.collecting import words_of
from newsletter.rendering.items import Words
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE, Rendered
from newsletter.rendering.pictures import mail_picture
from newsletter.rendering.plain_text import text_of
from newsletter.rendering.publisher import publisher

if TYPE_CHECKING:
    from newsletter.models import EditionPage


LANGUAGE = "en-GB"


class LostWordsError(Exception):
    """The email lacks something that the edition says: the converter leaves out, without a word, what it does not know."""


def render(edition: EditionPage) -> Rendered:
    """Write an edition as it is now. Raises `LostWordsError` rather than give an email that lacks an item."""
    return written(words_of(edition))


def written(words: Words) -> Rendered:
    """Write an edition from its words."""
    return Rendered(subject=words.subject, html=html_of(words), text=text_of(words, publisher()), words=words.stored())


def html_of(words: Words) -> str:
    """Write the HTML."""
    house = publisher()
    logo = house.brand.logo
    mjml = render_to_string(
        "newsletter/email/letter.mjml",
        {
            "language": LANGUAGE,
            "words": words,
            "publisher": house,
            "light": house.light,
            "dark": house.dark,
            "hues": list(range(1, 9)),
            "blocks": house.blocks,
            "logo": mail_picture(logo.pk) if logo else None,
            "site_url": settings.SITE_URL,
            "unsubscribe": UNSUBSCRIBE,
            "preferences": PREFERENCES,
        },
    )
    written = mrml.to_html(mjml)
    if written.warnings:
        raise LostWordsError("; ".join(str(warning) for warning in written.warnings))
    _look_for_all(words, written.content)
    return written.content


def _look_for_all(words: Words, html: str) -> None:
    soup = BeautifulSoup(html, "html.parser")
    said = " ".join(soup.get_text(" ").split())
    wanted = [words.title, *(line for item in words.items for line in (item.heading, item.link_words, item.credit))]
    for item in words.items:
        wanted += [*item.facts, *(figure.number for figure in item.figures)]
        wanted += [block.get_text(" ") for block in BeautifulSoup(item.html, "html.parser").find_all(["p", "li"])]
    for line in wanted:
        if line and " ".join(line.split()) not in said:
            raise LostWordsError(f"The email lacks these words: “{line[:200]}”")
