"""The list of editions: what is to be sent, what is being sent, what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

from newsletter.cms.beginning import new_edition_url
from newsletter.cms.sending.progress import in_words
from newsletter.cms.sending.screens import TITLE, Screen, called, clock_words, person
from newsletter.models import EditionPage, Sending
from newsletter.planning import planned
from newsletter.sending import arming
from newsletter.sending.counting import Counts, counts_of

State = Sending.State
PER_PAGE = 20
UNDER_WAY = (State.PLANNED, State.RUNNING, State.PAUSED)


@dataclass(frozen=True)
class Waiting:
    """An edition that was not sent."""

    edition: EditionPage
    called: str
    state: str
    day: str


@dataclass(frozen=True)
class Sent:
    """An edition with its sending, and how far it is."""

    edition: EditionPage
    called: str
    sending: Sending
    state: str
    counts: Counts
    at: str


class ListView(Screen):
    """All editions, by what is to be done with them."""

    template_name = "newsletter/cms/sending/index.html"
    page_title = TITLE

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the list."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the three parts; what was sent, and what was published and never sent, a page at a time."""
        sendings = Sending.objects.select_related("edition").order_by("-start_at", "-pk")
        over = Paginator(sendings.exclude(state__in=UNDER_WAY), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "drafts": drafts(),
            "published": [_waiting(page) for page in published()[:PER_PAGE]],
            "under_way": [_sent(row) for row in sendings.filter(state__in=UNDER_WAY)],
            "over": over,
            "sent": [_sent(row) for row in over],
            "why_off": arming.why_not(),
            "new_url": new_edition_url(person(self.request)),
        }


def drafts() -> list[Waiting]:
    """Give the planned editions, the next first."""
    found = sorted(planned(), key=lambda one: (one.day, one.number))
    rows = EditionPage.objects.in_bulk([one.pk for one in found])
    return [_waiting(rows[one.pk], day=f"{one.day:%-d %B %Y}") for one in found if one.pk in rows]


def published() -> QuerySet[EditionPage]:
    """Give the editions that are published, or were, and not sent, the newest first; samples go to nobody."""
    return (
        EditionPage.objects.filter(sending=None, is_sample=False)
        .exclude(first_published_at=None, live=False)
        .order_by("-number")
    )


def page_state(page: EditionPage) -> str:
    """Say how far its page is."""
    if page.workflow_in_progress:
        return "Waits for approval"
    if not page.live:
        return "Draft" if page.first_published_at is None else "Taken down"
    return "Published, with changes that are not" if page.has_unpublished_changes else "Published"


def _waiting(page: EditionPage, day: str = "") -> Waiting:
    return Waiting(page, called(page), state=page_state(page), day=day or f"{page.planned_for:%-d %B %Y}")


def _sent(row: Sending) -> Sent:
    return Sent(
        row.edition, called(row.edition), row, state=in_words(row), counts=counts_of(row), at=clock_words(row.start_at)
    )
