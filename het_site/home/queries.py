"""What the home page and content pages show. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page


def home_sections() -> dict[str, Any]:
    """Give the home page's sections; one without data is absent."""
    return {}


def child_summaries(page: Page) -> list[Page]:
    """List the public pages below one, in their order, as their own kinds."""
    return list(page.get_children().live().public().order_by("path").specific())
