"""The editions that are planned, their copy deadlines, and which of them something offered today can be in. Reads only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date

from newsletter.models import EditionPage


@dataclass(frozen=True)
class Planned:
    """A planned edition, as its newest draft has it."""

    pk: int
    number: int
    day: dt.date
    copy_deadline: dt.date

    def __str__(self) -> str:
        return f"Edition {self.number}"

    def is_open(self, today: dt.date) -> bool:
        """Tell whether items are still taken for it; the day of the deadline counts."""
        return today <= self.copy_deadline


def planned() -> list[Planned]:
    """Give the editions that were never out and are not being sent, the next deadline first. One query.

    The page's own row is as old as its first draft: what editors change before publication stands in the newest one.
    """
    rows = EditionPage.objects.filter(live=False, first_published_at=None, sending=None).select_related(
        "latest_revision"
    )
    return sorted((_as_drafted(row) for row in rows), key=lambda one: (one.copy_deadline, one.number))


def open_editions(today: dt.date | None = None) -> list[Planned]:
    """Give the planned editions that still take items, the next deadline first."""
    day = today or timezone.localdate()
    return [one for one in planned() if one.is_open(day)]


def next_deadline(today: dt.date | None = None) -> Planned | None:
    """Give the edition whose copy deadline comes next; None while none is known."""
    return next(iter(open_editions(today)), None)


@dataclass(frozen=True)
class Aim:
    """The edition that an item is for now, and whether that is another than its partner chose, whose deadline is over."""

    edition: Planned | None
    has_moved: bool = False


def aim(wanted: int | None, editions: list[Planned], today: dt.date | None = None) -> Aim:
    """Find the edition for an item: the one that was chosen, or the next one if none was or its deadline is over."""
    day = today or timezone.localdate()
    still_open = [one for one in editions if one.is_open(day)]
    chosen = next((one for one in still_open if one.pk == wanted), None)
    return Aim(chosen or next(iter(still_open), None), has_moved=wanted is not None and chosen is None)


def _as_drafted(page: EditionPage) -> Planned:
    content: dict[str, Any] = page.latest_revision.content if page.latest_revision else {}
    return Planned(
        pk=page.pk,
        number=int(content.get("number") or page.number),
        day=parse_date(content.get("planned_for") or "") or page.planned_for,
        copy_deadline=parse_date(content.get("copy_deadline") or "") or page.copy_deadline,
    )
