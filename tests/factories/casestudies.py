"""Makes the library and its stories for tests: enough to be valid, each value overridable."""

from __future__ import annotations

from itertools import count
from typing import Any

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from tests.factories.priorities import make_home

numbers = count(1)
MANY = (
    "themes",
    "organisations",
    "priorities",
    "projects",
    "recommendations",
    "indicators",
    "wards",
    "figures",
    "outcomes",
)


def make_library() -> CaseStudyIndexPage:
    """Give the library, made once in a test."""
    return CaseStudyIndexPage.objects.first() or make_home().add_child(
        instance=CaseStudyIndexPage(title="Stories", slug="case-studies", summary="What partners did.")
    )


def make_story(**values: Any) -> CaseStudyPage:
    """Make a published story; what it points to may be given as lists."""
    n = next(numbers)
    lists = {name: values.pop(name) for name in MANY if name in values}
    defaults = {
        "title": f"Story {n}",
        "slug": f"story-{n}",
        "summary": f"What story {n} tells.",
        "about": f"<p>It is about {n}.</p>",
    }
    page = CaseStudyPage(**defaults | values)
    make_library().add_child(instance=page)
    for name, rows in lists.items():
        getattr(page, name).set(rows)
    page.save()
    return page
