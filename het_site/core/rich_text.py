"""Turns Markdown into Wagtail's rich text. Refuses what the editor could not have written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from markdown_it import MarkdownIt

#: gives a page's id for an address of ours; None for an address that no page owns but the site answers
PageId = Callable[[str], int | None]

ALLOWED = {"a", "b", "i", "p", "ul", "ol", "li", "h3", "h4", "br", "hr"}
HEADINGS = frozenset({"h3", "h4"})
LINK = re.compile(r'<a href="(/[^"]*)">')
TAG = re.compile(r"</?([a-z0-9]+)")

markdown = MarkdownIt("commonmark", {"html": False})


def rich_text(text: str, *, page_id: PageId, features: Collection[str] = HEADINGS) -> str:
    """Give the rich text of some Markdown; raises ValueError for what the field's editor has no button for.

    That is always code, pictures, dead links and headings above level 3; and headings that are not in `features`.
    """
    html = markdown.render(text or "").replace("strong>", "b>").replace("em>", "i>").strip()

    def internal(match: re.Match[str]) -> str:
        path, _, anchor = match[1].partition("#")
        found = page_id(path)
        if found is None or anchor:
            return match[0]
        return f'<a linktype="page" id="{found}">'

    html = LINK.sub(internal, html)
    strange = set(TAG.findall(html)) - ALLOWED.difference(HEADINGS.difference(features))
    if strange:
        raise ValueError(
            f"Text cannot hold {', '.join(f'<{tag}>' for tag in sorted(strange))}: use a block of its own."
        )
    return html
