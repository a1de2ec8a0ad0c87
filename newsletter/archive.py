"""The archive of the newsletter: its list with search, one edition with its neighbours, and the feeds of its topics."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from wagtail.query import PageQuerySet

from het_site.core.models import Theme
from newsletter import diary
from newsletter.models import Delivery, EditionPage, NewsletterIndexPage, Sending
from newsletter.planning import next_deadline
from newsletter.rendering.collecting import words_of
from newsletter.rendering.items import Words, restore
from newsletter.rendering.markup import plain
from priorities.models import PriorityPage

PER_PAGE = 20
FEED_LENGTH = 30
LONGEST_QUERY = 100
MOST_FOUND = 1000
#: a sending in these states may not have reached anybody
UNSENT = (Sending.State.PLANNED, Sending.State.CANCELLED, Sending.State.LATE)
#: after one of these the edition may be changed and sent anew
UNDONE = (Sending.State.CANCELLED, Sending.State.LATE)
REACHED = (Delivery.State.ACCEPTED, Delivery.State.UNCERTAIN)


@dataclass(frozen=True)
class Topic:
    """One topic that readers can follow."""

    slug: str
    title: str
    which: Q


def topics() -> list[Topic]:
    """List them: the principles, the priority areas, news and events, new figures."""
    themes = [Topic(f"principle-{each.slug}", str(each), Q(themes=each)) for each in Theme.objects.all()]
    areas = PriorityPage.objects.live().public().order_by("path")
    return [
        *themes,
        *(Topic(f"priority-{each.slug}", each.title, Q(priorities=each)) for each in areas),
        Topic("news", "News and events", Q(is_news=True)),
        Topic("figures", "New figures", Q(is_figures=True)),
    ]


def editions_of(index: NewsletterIndexPage) -> PageQuerySet:
    """Give the editions that are out, newest first. A sample is none."""
    return _out(index).filter(is_sample=False).order_by("-number")


def samples_of(index: NewsletterIndexPage) -> list[EditionPage]:
    """Give the samples, which stand in for editions as long as there are none."""
    return list(_out(index).filter(is_sample=True).order_by("number"))


def _out(index: NewsletterIndexPage) -> PageQuerySet:
    return EditionPage.objects.live().public().child_of(index)


def listing(index: NewsletterIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Give what the newsletter's own page shows."""
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    found = editions_of(index).prefetch_related("themes")
    rows = found.filter(pk__in=_with_words(query)) if query else found
    try:
        editions = Paginator(rows, PER_PAGE).page(request.GET.get("page", "1"))
    except InvalidPage as fault:
        raise Http404("There is no such page of the list.") from fault
    editions.object_list = as_sent(list(editions.object_list))
    has_any = bool(query) or editions.paginator.count > 0
    planned = next_deadline()
    here = index.get_url(request)
    return {
        "editions": editions,
        "total": editions.paginator.count,
        "query": query,
        "has_any": has_any,
        "samples": [] if has_any else samples_of(index),
        "deadline": diary.day(planned.copy_deadline) if planned else "",
        "feed_url": f"{here}feed/",
        "topic_feeds": [(each.title, f"{here}feed/{each.slug}/") for each in topics()],
    }


def _with_words(query: str) -> list[int]:
    """Give the editions with some words: in what readers got, where they did, or in the title that they have now."""
    return [edition.pk for edition in EditionPage.objects.live().search(query)[:MOST_FOUND]]


def as_sent(editions: list[EditionPage]) -> list[EditionPage]:
    """Give editions, to be listed and not saved, the title and summary that readers got. One query."""
    reached = Delivery.objects.filter(sending=OuterRef("pk"), state__in=REACHED)
    sent = Sending.objects.filter(~Q(state__in=UNSENT) | Exists(reached), edition__in=editions)
    words = {each["edition"]: each for each in sent.values("edition", "words__title", "words__summary")}
    for edition in editions:
        told = words.get(edition.pk)
        if told and told["words__title"]:
            edition.title, edition.summary = told["words__title"], told["words__summary"] or ""
    return editions


def words_to_find(edition: EditionPage) -> str:
    """Give what an edition is found by: what is sent, or while it is not, what it says now. No words about pictures."""
    frozen = Sending.objects.filter(edition_id=edition.pk).exclude(state__in=UNDONE).values("words").first()
    words = restore(frozen["words"]) if frozen and frozen["words"] else words_of(edition)
    told = [words.title, words.summary]
    for item in words.items:
        told += [item.label, item.theme, item.heading, plain(item.html), item.credit, item.source, *item.facts]
        told += [f"{figure.whose} {figure.words} {figure.verdict}" for figure in item.figures]
    return "\n".join(part for part in told if part)


def reading(edition: EditionPage, request: HttpRequest) -> dict[str, Any]:
    """Give what the page of an edition shows: once anybody was sent it, the words that they were sent."""
    parent = edition.get_parent() if edition.pk and edition.path else None
    index = parent.specific if parent is not None else None
    beside = EditionPage.objects.none()
    if isinstance(index, NewsletterIndexPage) and not edition.is_sample:
        beside = editions_of(index)
    return {
        "words": words_as_sent(edition) or words_of(edition),
        "earlier": _titled(beside.filter(number__lt=edition.number or 0)),
        "later": _titled(beside.filter(number__gt=edition.number or 0).order_by("number")),
        "newsletter": index,
        "feed_url": f"{index.get_url(request)}feed/" if index is not None else "",
    }


def _titled(editions: PageQuerySet) -> EditionPage | None:
    """Give the first of some editions under the title that readers got."""
    return next(iter(as_sent(list(editions[:1]))), None)


def words_as_sent(edition: EditionPage) -> Words | None:
    """Give the words that readers were sent; None while nobody was."""
    sending = Sending.objects.filter(edition_id=edition.pk).only("words", "state").first() if edition.pk else None
    if sending is None or not sending.words:
        return None
    if sending.state in UNSENT and not sending.deliveries.filter(state__in=REACHED).exists():
        return None
    return restore(sending.words)


def atom_feed(index: NewsletterIndexPage, request: HttpRequest, slug: str) -> str:
    """Write the latest editions, or those of a topic, as Atom (RFC 4287)."""
    topic = next((each for each in topics() if each.slug == slug), None) if slug else None
    if slug and topic is None:
        raise Http404("There is no such topic.")
    rows = editions_of(index).prefetch_related("themes")
    address = index.get_full_url(request)
    title = index.seo_title or index.title
    feed = _Feed(
        title=f"{title}: {topic.title}" if topic else title,
        link=address,
        description=index.summary,
        subtitle=index.summary or None,
        language="en-GB",
        author_name=title,
        feed_url=f"{address}feed/{slug}/" if slug else f"{address}feed/",
        feed_guid=f"urn:uuid:{index.translation_key}" if not topic else f"{address}feed/{slug}/",
    )
    for edition in as_sent(list((rows.filter(topic.which).distinct() if topic else rows)[:FEED_LENGTH])):
        feed.add_item(
            title=edition.title,
            link=edition.get_full_url(request),
            description=escape(edition.summary),  # Django says that it is HTML
            unique_id=f"urn:uuid:{edition.translation_key}",
            pubdate=edition.first_published_at,
            updateddate=edition.last_published_at or edition.first_published_at or BEGINNING,
            categories=[theme.short_title for theme in edition.themes.all()],
        )
    return str(feed.writeString("utf-8"))


BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class _Feed(Atom1Feed):
    """An Atom feed that changes with its editions alone."""

    def latest_post_date(self) -> dt.datetime:
        """Give when anything in it last changed."""
        return max((item["updateddate"] for item in self.items if item["updateddate"]), default=BEGINNING)
