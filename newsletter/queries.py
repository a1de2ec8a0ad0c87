"""Questions about news and events. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as ListedPage
from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from wagtail.query import PageQuerySet

from newsletter.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage

NEWS_PER_PAGE = 20
EVENTS_PER_PAGE = 20


def news() -> PageQuerySet:
    """Give all public news, newest first, with what a list shows of it."""
    found = NewsPage.objects.live().public().order_by("-date", "-pk").prefetch_related("themes")
    return found.listed("date", "date_is_approximate", "date_text")


def events() -> PageQuerySet:
    """Give all public events with what a list shows of them; `over_at` is the start of their last moment."""
    return (
        EventPage.objects.live()
        .public()
        .alias(over_at=Coalesce("ends_at", "starts_at"))
        .prefetch_related("themes")
        .listed("starts_at", "ends_at", "date_is_approximate", "date_text", "venue")
    )


def upcoming_events() -> PageQuerySet:
    """Give the events whose last day is not over, the next one first."""
    return events().filter(over_at__gte=_start_of_today()).order_by("starts_at", "pk")


def past_events() -> PageQuerySet:
    """Give the events whose last day is over, the latest first."""
    return events().filter(over_at__lt=_start_of_today()).order_by("-starts_at", "-pk")


def next_or_last_event() -> EventPage | None:
    """Give the next event; while none is coming, the last one. Themes are not brought along."""
    is_over = Q(over_at__lt=_start_of_today())
    nearest = ("is_over", Case(When(~is_over, then="starts_at")), "-starts_at", "pk")
    return events().prefetch_related(None).alias(is_over=is_over).order_by(*nearest).first()


def news_of(index: NewsIndexPage, number: str) -> ListedPage[NewsPage]:
    """Give one page of the news below an index; an unknown page number is not found."""
    return _listed(news().descendant_of(index), number, NEWS_PER_PAGE)


def latest_news_of(index: NewsIndexPage, limit: int) -> list[NewsPage]:
    """Give the latest news below an index, whole."""
    return list(news().defer(None).descendant_of(index)[:limit])


def upcoming_events_of(index: EventIndexPage) -> list[EventPage]:
    """Give the events to come below an index; nobody plans more than a hundred."""
    return list(upcoming_events().descendant_of(index)[:100])


def past_events_of(index: EventIndexPage, number: str) -> ListedPage[EventPage]:
    """Give one page of the past events below an index; an unknown page number is not found."""
    return _listed(past_events().descendant_of(index), number, EVENTS_PER_PAGE)


def _start_of_today() -> dt.datetime:
    """Give the moment when the local day began."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _listed(rows: PageQuerySet, number: str, per_page: int) -> ListedPage[Any]:
    """Cut one page out of a list."""
    try:
        return Paginator(rows, per_page).page(number)
    except InvalidPage as fault:
        raise Http404("There is no such page of the list.") from fault
