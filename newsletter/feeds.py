"""The Atom feed of the news. Holds what the pages say in short; the text itself stays on the page."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from newsletter.models import NewsIndexPage, NewsPage
from newsletter.queries import latest_news_of

FEED_LENGTH = 30


def atom_feed(index: NewsIndexPage, request: HttpRequest) -> str:
    """Write the latest news as Atom (RFC 4287)."""
    address = index.get_full_url(request)
    feed = Atom1Feed(
        title=index.seo_title or index.title,
        link=address,
        description=index.summary,
        subtitle=index.summary or None,
        language="en-GB",
        author_name=index.seo_title or index.title,
        feed_url=f"{address}feed/",
        feed_guid=f"urn:uuid:{index.translation_key}",
    )
    for page in latest_news_of(index, FEED_LENGTH):
        feed.add_item(
            title=page.title,
            link=page.get_full_url(request),
            description=escape(page.summary),  # Django says that it is HTML
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=None if page.date_is_approximate else _noon(page.date),
            updateddate=changed_at(page),
            categories=[theme.short_title for theme in page.themes.all()],
        )
    return str(feed.writeString("utf-8"))


def changed_at(page: NewsPage) -> dt.datetime:
    """Give when a page was last published; a page that never was counts from its date."""
    return page.last_published_at or _noon(page.date)


def _noon(day: dt.date) -> dt.datetime:
    """Give the middle of a day, which is the same day in every reader's zone near ours."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
