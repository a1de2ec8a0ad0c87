"""Counts how often an edition is opened in the archive, without learning by whom: a total for each day is all that is kept.

Counted is what a browser says it opens as a page for somebody to look at (Fetch Metadata, W3C: `Sec-Fetch-Dest: document`,
`Sec-Fetch-Mode: navigate`). Programs that fetch links, such as mail scanners and search engines, mostly do not say so; what
is fetched in advance, checked for being there, or opened by a signed-in person is not counted. A copy that a cache between
answers with is not seen, so the total is the least there were.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from newsletter.models import EditionPage, EditionVisits

logger = logging.getLogger(__name__)

_ONE_MORE = """INSERT INTO newsletter_editionvisits (edition_id, day, count) VALUES (%s, %s, 1)
    ON CONFLICT (edition_id, day) DO UPDATE SET count = newsletter_editionvisits.count + 1"""


def is_a_visit(request: HttpRequest) -> bool:
    """Tell whether a browser opens a page for somebody who has not signed in."""
    return (
        request.method == "GET"
        and request.headers.get("Sec-Fetch-Dest") == "document"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and "Sec-Purpose" not in request.headers
        and "Purpose" not in request.headers
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not getattr(request, "is_preview", False)
    )


def count(edition: EditionPage, request: HttpRequest) -> None:
    """Add one to today's total if the request is a visit. A database that cannot write now costs a count, never the page."""
    if not is_a_visit(request):
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ONE_MORE, [edition.pk, timezone.localdate()])
    except DatabaseError:
        logger.warning("A visit to an edition could not be counted.", exc_info=True)


def visits_of(edition: EditionPage) -> int:
    """Give how often an edition was opened so far."""
    total: int | None = EditionVisits.objects.filter(edition=edition).aggregate(total=Sum("count"))["total"]
    return total or 0
