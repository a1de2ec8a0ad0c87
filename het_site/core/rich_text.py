"""Turns Markdown into Wagtail's rich text, and its links into addresses. Refuses what the editor could not have written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from markdown_it import MarkdownIt
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

#: gives a page's id for an address of ours; None for an address that no page owns but the site answers
PageId = Callable[[str], int | None]

ALLOWED = {"a", "b", "i", "p", "ul", "ol", "li", "h3", "h4", "br", "hr"}
HEADINGS = frozenset({"h3", "h4"})
LINK = re.compile(r'<a href="(/[^"]*)">')
TAG = re.compile(r"</?([a-z0-9]+)")


class PageLinks(PageLinkHandler):
    """Links to pages. Wagtail fetches each page whole and as its own kind, because a kind may choose its address; none of ours does."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        """Give the pages with what their addresses need; None for one that is gone."""
        keys = [attrs.get("id") for attrs in attrs_list]
        found = {str(page.pk): page for page in Page.objects.filter(pk__in=keys).only("url_path", "live")}
        return [found.get(str(key)) for key in keys]


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
