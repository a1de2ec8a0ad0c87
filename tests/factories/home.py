"""Makes the home page and pages of text for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.models import Page

from het_site.home.models import ContentPage
from tests.factories.priorities import make_home

__all__ = ["make_content_page", "make_home"]

numbers = count(1)


def make_content_page(*, parent: Page | None = None, text: str = "", **values: Any) -> ContentPage:
    """Make a published page; `text` becomes its body."""
    n = next(numbers)
    body = [("text", text)] if text else []
    page: ContentPage = (parent or make_home()).add_child(
        instance=ContentPage(**{"title": f"Page {n}", "slug": f"page-{n}", "body": body} | values)
    )
    return page
