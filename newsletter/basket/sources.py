"""What the basket holds: partners' items that were accepted, and what is new on the site since the last edition. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, Revision

from casestudies.models import CaseStudyPage
from indicators.models import Finding, IndicatorSettings
from newsletter.models import EditionPage, Item, Pick, Sending
from newsletter.planning import aim, planned
from newsletter.queries import news, upcoming_events
from priorities.models import Recommendation
from priorities.models.recommendations import Status

Kind = Pick.Kind
#: how far back is looked while no edition has been out
AT_FIRST = timedelta(days=90)
#: of one kind; nobody reads through more
MOST = 100


@dataclass(frozen=True)
class Thing:
    """One thing that an edition could hold: what it is, what is said of it, whose it is, and where it can be read."""

    kind: str
    key: str
    title: str
    about: str
    url: str
    credit: str = ""
    on: date | None = None

    @property
    def anchor(self) -> str:
        """Give what its row is called on the page."""
        return f"{self.kind}-{self.key}"


def since_when(now: datetime | None = None) -> datetime:
    """Give when the last edition went out, by its page or by email; some months ago while none has."""
    published = EditionPage.objects.aggregate(at=Max("first_published_at"))["at"]
    sent = Sending.objects.filter(state=Sending.State.FINISHED).aggregate(at=Max("finished_at"))["at"]
    known = [moment for moment in (published, sent) if moment is not None]
    return max(known) if known else (now or timezone.now()) - AT_FIRST


def basket(since: datetime) -> dict[Kind, list[Thing]]:
    """Give everything that an edition could hold, kind by kind."""
    sources: dict[Kind, Callable[[datetime], Iterable[Thing]]] = {
        Kind.ITEM: items,
        Kind.CASE_STUDY: case_studies,
        Kind.EVENT: events,
        Kind.NEWS: pieces_of_news,
        Kind.FIGURES: figures,
        Kind.RECOMMENDATION: recommendations,
    }
    return {kind: list(source(since)) for kind, source in sources.items()}


def items(since: datetime) -> Iterable[Thing]:
    """Give the items that were accepted and are not out, the oldest first, with the edition that each is for."""
    editions = planned()
    for item in Item.objects.filter(state=Item.State.ACCEPTED).order_by("submitted_at", "pk")[:MOST]:
        found = aim(item.wanted_id, editions).edition
        about = f"For {found}, planned for {_day(found.day)}." if found else "For the next edition."
        on = timezone.localdate(item.submitted_at) if item.submitted_at else None
        yield Thing(
            Kind.ITEM, str(item.pk), item.title, about, reverse("items:read", args=[item.pk]), item.organisation, on
        )


def case_studies(since: datetime) -> Iterable[Thing]:
    """Give the stories that were published since, the newest first."""
    rows = CaseStudyPage.objects.live().public().filter(first_published_at__gte=since)
    for page in rows.prefetch_related("organisations").order_by("-first_published_at")[:MOST]:
        credit = ", ".join(str(one) for one in page.organisations.all())
        yield _of_page(Kind.CASE_STUDY, page, page.summary, page.first_published_at, credit)


def events(since: datetime) -> Iterable[Thing]:
    """Give the events to come, the next one first."""
    for page in upcoming_events()[:MOST]:
        yield _of_page(Kind.EVENT, page, page.summary, page.starts_at)


def pieces_of_news(since: datetime) -> Iterable[Thing]:
    """Give the news that were published since, the newest first."""
    for page in news().filter(first_published_at__gte=since)[:MOST]:
        yield _of_page(Kind.NEWS, page, page.summary, page.first_published_at)


def figures(since: datetime) -> Iterable[Thing]:
    """Give the indicators with new figures for the town: which period is new, and the stored sentences about it."""
    settings = IndicatorSettings.of_default_site()
    if settings is None or settings.town_id is None:
        return
    rows = Finding.objects.current().filter(
        area=settings.town_id, sex="persons", release__published_at__gte=since, indicator__live=True
    )
    found = list(rows.select_related("indicator", "release").order_by("indicator__title")[:MOST])
    earlier = dict(
        Finding.objects.filter(area=settings.town_id, sex="persons", indicator__in=[row.indicator_id for row in found])
        .exclude(ended_by=None)
        .filter(release__published_at__lt=since)
        .order_by("release__number")
        .values_list("indicator", "period_label")
    )
    for row in found:
        before = earlier.get(row.indicator_id, "")
        news_of = f"Figures for {row.period_label}"
        news_of += f", after {before}." if before and before != row.period_label else "."
        told = (news_of, row.level_text, row.comparison_text, row.trend_text)
        on = timezone.localdate(row.release.published_at) if row.release.published_at else None
        key = f"{row.indicator_id}-{row.release_id}"
        yield Thing(
            Kind.FIGURES, key, row.indicator.title, " ".join(one for one in told if one), row.indicator.url, "", on
        )


def recommendations(since: datetime) -> Iterable[Thing]:
    """Give the recommendations that changed since: how far they are, and how far they were."""
    rows = Recommendation.objects.public().defer(None).filter(last_published_at__gte=since)
    for row in rows.order_by("-last_published_at")[:MOST]:
        now, then = Status(row.status), _status_before(row, since)
        about = f"Now: {now.label}." if then is None else f"Was: {then.label}. Now: {now.label}."
        if then is now:
            about = f"{now.label}, as before. Something else about it changed."
        on = timezone.localdate(row.last_published_at)
        # one that changes again is something new to tell
        yield Thing(Kind.RECOMMENDATION, f"{row.pk}-{on:%Y%m%d}", row.title, about, row.url, str(row.owner or ""), on)


def standing(things: Iterable[Thing]) -> dict[tuple[str, str], list[Pick]]:
    """Give what was done with each thing, by kind and key. One query."""
    keys = {(thing.kind, thing.key) for thing in things}
    found: dict[tuple[str, str], list[Pick]] = {}
    for pick in Pick.objects.filter(thing__in={key for _, key in keys}).select_related(
        "edition__latest_revision", "by"
    ):
        found.setdefault((pick.kind, pick.thing), []).append(pick)
    return found


def find(kind: str, key: str) -> Thing | None:
    """Find a thing that the basket holds now; None for what it does not."""
    if kind not in Kind.values:
        return None
    return next((one for one in basket(since_when())[Kind(kind)] if one.key == key), None)


def _of_page(kind: Kind, page: Page, about: str, at: datetime | None, credit: str = "") -> Thing:
    on = timezone.localdate(at) if at else None
    return Thing(kind, str(page.pk), page.title, about, page.get_url() or "", credit, on)


def _status_before(row: Recommendation, since: datetime) -> Status | None:
    revision: Revision | None = row.revisions.filter(created_at__lt=since).order_by("-created_at", "-pk").first()
    value = revision.content.get("status") if revision else None
    return Status(value) if value in Status.values else None


def _day(day: date) -> str:
    return date_format(day, "j F Y")
