"""The Atom feed of the library, and of any choice of its filters: the address is the library’s with `feed/` in it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from casestudies.library.filtering import Selection
from casestudies.library.listing import DATES, choice, rows_of
from casestudies.models import CaseStudyIndexPage

LENGTH = 30
BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class _Feed(Atom1Feed):
    """An Atom feed that changes with its stories alone: without any it is as old as can be, rather than of this moment."""

    def latest_post_date(self) -> dt.datetime:
        """Give when anything in it last changed."""
        return max((item["updateddate"] for item in self.items if item["updateddate"]), default=BEGINNING)


def atom_feed(index: CaseStudyIndexPage, request: HttpRequest, asked: Selection) -> str:
    """Write the newest stories of a choice as Atom (RFC 4287). Names of feed and stories never change."""
    found = choice(asked, LENGTH)
    selection = found.selection
    query = f"?{selection.query}" if selection.query else ""
    address = index.get_full_url(request)
    name = index.translation_key if not query else uuid.uuid5(index.translation_key, selection.query)
    chosen = f": {', '.join(found.labels)}" if found.labels else ""
    feed = _Feed(
        title=f"{index.seo_title or index.title}{chosen}",
        link=f"{address}{query}",
        description=index.summary,
        subtitle=index.summary or None,
        language="en-GB",
        feed_url=f"{address}feed/{query}",
        feed_guid=f"urn:uuid:{name}",
    )
    for page in rows_of(found.keys, *DATES):
        feed.add_item(
            title=page.title,
            link=page.get_full_url(request),
            description=escape(page.summary),  # Django says that it is HTML
            unique_id=f"urn:uuid:{page.translation_key}",
            author_name=", ".join(owner.name for owner in page.organisations.all()) or index.title,
            pubdate=page.first_published_at,
            updateddate=page.last_published_at or page.first_published_at or BEGINNING,
            categories=[theme.short_title for theme in page.themes.all()],
        )
    return str(feed.writeString("utf-8"))
