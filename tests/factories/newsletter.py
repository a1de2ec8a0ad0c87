"""Makes news and events for tests: enough to be valid, each value overridable."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from newsletter.addresses import address_key, tidy
from newsletter.models import (
    EditionPage,
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    NewsletterIndexPage,
    NewsPage,
    Subscriber,
)
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


def make_newsletter() -> NewsletterIndexPage:
    """Give the newsletter's own page, made once in a test."""
    return NewsletterIndexPage.objects.first() or make_home().add_child(
        instance=NewsletterIndexPage(title="Newsletter", slug="newsletter", summary="What is new, by email.")
    )


def make_edition(**values: Any) -> EditionPage:
    """Make a published edition."""
    n = next(numbers)
    defaults = {
        "title": f"Edition {n}",
        "slug": f"edition-{n}",
        "summary": f"What edition {n} tells.",
        "number": n,
        "planned_for": dt.date(2026, 12, 1),
        "copy_deadline": dt.date(2026, 11, 20),
    }
    edition: EditionPage = _published(make_newsletter(), EditionPage, defaults, values)
    return edition


def make_subscriber(**values: Any) -> Subscriber:
    """Make a reader who has confirmed; topics may be given as lists."""
    n = next(numbers)
    lists = {name: values.pop(name) for name in MANY if name in values}
    email = tidy(values.pop("email", f"reader-{n}@demo.example"))
    defaults = {"email": email, "address_key": address_key(email), "state": "confirmed", "confirmed_at": timezone.now()}
    subscriber = Subscriber.objects.create(**defaults | values)
    for name, rows in lists.items():
        getattr(subscriber, name).set(rows)
    return subscriber


def _published(parent: Any, model: Any, defaults: dict[str, Any], values: dict[str, Any]) -> Any:
    lists = {name: values.pop(name) for name in MANY if name in values}
    page = model(**defaults | values)
    parent.add_child(instance=page)
    for name, rows in lists.items():
        getattr(page, name).set(rows)
    page.save()
    return page
