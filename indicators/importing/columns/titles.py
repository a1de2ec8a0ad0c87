"""How the title of an indicator is compared, and how it becomes the last part of an address."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SLUG = 80


def plain_spaces(text: str) -> str:
    """Put single spaces where there are several, or line breaks."""
    return re.sub(r"\s+", " ", text).strip()


def plain_title(title: str) -> str:
    """Give a title as it is compared."""
    return plain_spaces(title).casefold()


def slug_of(title: str) -> str:
    """Make the last part of an address from a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-")
