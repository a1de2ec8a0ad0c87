"""Makes news and events for tests: enough to be valid, each value overridable."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from newsletter.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from tests.factories.priorities import make_home

numbers = count(1)
MANY = ("themes", "organisations", "priorities", "materials")


def make_news_index() -> NewsIndexPage:
    """Give the list of news, made once in a test."""
    return NewsIndexPage.objects.first() or make_home().add_child(
        instance=NewsIndexPage(title="News", slug="news", summary="What happened.")
    )


def make_news_page(**values: Any) -> NewsPage:
    """Make a published piece of news; what it points to may be given as lists."""
    n = next(numbers)
    defaults = {"title": f"News {n}", "slug": f"news-{n}", "summary": f"What {n} is.", "date": dt.date(2024, 5, 17)}
    return _published(make_news_index(), NewsPage, defaults, values)


def make_event_index() -> EventIndexPage:
    """Give the diary, made once in a test."""
    return EventIndexPage.objects.first() or make_home().add_child(
        instance=EventIndexPage(title="Events", slug="events", summary="What is on.")
    )


def make_event_page(**values: Any) -> EventPage:
    """Make a published event; what it points to may be given as lists."""
    n = next(numbers)
    defaults = {
        "title": f"Event {n}",
        "slug": f"event-{n}",
        "summary": f"What event {n} is.",
        "starts_at": dt.datetime(2023, 12, 14, 9, 30, tzinfo=dt.UTC),
    }
    return _published(make_event_index(), EventPage, defaults, values)


def _published(parent: Any, model: Any, defaults: dict[str, Any], values: dict[str, Any]) -> Any:
    lists = {name: values.pop(name) for name in MANY if name in values}
    page = model(**defaults | values)
    parent.add_child(instance=page)
    for name, rows in lists.items():
        getattr(page, name).set(rows)
    page.save()
    return page
