"""Marks the words that were found. PostgreSQL sets control characters around them; here they become markup, safely."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from het_site.home.search.words import MARK_END, MARK_START


def marked(headline: str) -> SafeString:
    """Give the text with everything escaped and the found words in `<mark>`."""
    text = str(escape(headline)).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
    return mark_safe(text)  # noqa: S308  (escaped on the line above)


def has_marks(headline: str) -> bool:
    """Tell whether anything was found in the text."""
    return MARK_START in headline
