"""What an item still lacks before it can be sent, in words. Plain values in and out."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

#: characters that may be sent
MOST_HEADLINE, MOST_TEXT, MOST_LINK, MOST_NAME = 100, 600, 500, 120
is_address = URLValidator(schemes=["http", "https"])
PICTURE = {
    "alt": "Describe the picture for people who cannot see it",
    "shown": "Choose who can be recognised in the picture",
    "holder": "Enter who keeps the consent of the people shown",
    "given_on": "Enter when they agreed",
    "guardian": "Enter which parent or guardian agreed",
    "in_newsletter": "Tick that the picture may be shown in the newsletter, or remove it",
}
MOST_LINKS = 2
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)


@dataclass(frozen=True)
class Missing:
    """One thing that has to be put right, and the field where that is done."""

    field: str
    words: str


def what_is_missing(
    *, headline: str, text: str, link: str, organisation: str, picture: Collection[str] = ()
) -> list[Missing]:
    """Give everything that stands against sending; `picture` names the fields that one lacks."""
    found = [
        *_text("headline", headline, MOST_HEADLINE, "Enter a headline", "headline"),
        *_text("text", text, MOST_TEXT, "Write the lines that readers are to see", "text"),
        *_text("organisation", organisation, MOST_NAME, "Enter your organisation’s name", "name"),
    ]
    if link.strip() and not is_web_address(link):
        found.append(Missing("link", "Enter a web address in full, like https://example.org/page"))
    return found + [Missing(name, PICTURE[name]) for name in PICTURE if name in picture]


def is_web_address(text: str) -> bool:
    """Tell whether it is a whole address of a web page, and nothing that a browser would run."""
    if len(text) > MOST_LINK:
        return False
    try:
        is_address(text.strip())
    except ValidationError:
        return False
    return True


def one_line(text: str) -> str:
    """Give text without line breaks and marks that nobody sees, such as would make a second head line of an email."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def looks_like_spam(text: str) -> list[str]:
    """Give what moderators are shown before they read; none is the rule. Nothing is thrown away."""
    links = len(LINK.findall(text))
    return [f"It has {links} links in its text."] if links > MOST_LINKS else []


def _text(name: str, value: str, most: int, empty: str, called: str) -> list[Missing]:
    if not value.strip():
        return [Missing(name, empty)]
    length = len(value.strip().replace("\r\n", "\n"))
    if length > most:
        return [Missing(name, f"The {called} has {length:,} characters. Shorten it to {most} or fewer")]
    return []
