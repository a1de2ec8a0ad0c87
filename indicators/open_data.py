"""What anybody may take away: which indicators and figures, and in which state they are. Reads only; judges no person.

Downloads and the API ask here and nowhere else, so that neither can show what the other holds back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from het_site.core.row_marks import rows_mark
from indicators.models import DataRelease, Finding, GapSeries, Indicator, Observation, PastObservation
from indicators.models.indicator_lists import IndicatorQuerySet

#: the tables whose every row counts for the state of the open data: they are small, and some keep no date of their changes
SMALL_TABLES = (
    "indicators_indicator",
    "indicators_target",
    "indicators_area",
    "indicators_areagroup",
    "indicators_areagroupmember",
    "indicators_indicatorsettings",
    "core_theme",
)
_SMALL = " || '/' || ".join(rows_mark(table) for table in SMALL_TABLES)
_STATE = f"""
    SELECT (SELECT max(number) FROM indicators_datarelease),
           (SELECT max(published_at) FROM indicators_datarelease),
           (SELECT max(last_published_at) FROM indicators_indicator),
           (SELECT max(id) FROM indicators_finding),
           {_SMALL}"""  # noqa: S608  (our own names)


@dataclass(frozen=True)
class State:
    """How the open data stands: the last release, when anything was last published, and a mark that no two states share."""

    release: int
    released_at: datetime | None
    changed_at: datetime | None
    mark: str

    def mark_of(self, *parts: object) -> str:
        """Give the mark of one answer in this state, as an ETag; equal marks are equal bytes."""
        whole = "\n".join([self.mark, settings.COMMIT, *map(str, parts)])
        return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


def state() -> State:
    """Give the state that the open data is in now, in one query whose cost does not depend on how many figures there are."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        release, released_at, defined_at, findings, small = cursor.fetchone()
    changed_at = max(filter(None, (released_at, defined_at)), default=None)
    return State(release or 0, released_at, changed_at, f"{release}|{defined_at}|{findings}|{small}")


def indicators_to_list() -> IndicatorQuerySet:
    """Find what a list names: every published indicator that has or had a place in the set, the retired ones included."""
    return Indicator.objects.listed()


def indicators_to_show() -> IndicatorQuerySet:
    """Find what somebody who knows its address may have: every published one."""
    return Indicator.objects.public()


def set_as_it_stands() -> Q:
    """Keep figures and findings of the set as it stands: not of retired indicators, nor of those without a place in it."""
    return Q(indicator__live=True, indicator__is_retired=False, indicator__number__isnull=False)


def figures(*, indicator: Indicator | None = None) -> QuerySet[Observation]:
    """Find the live figures of one published indicator, or of the whole set as it stands."""
    if indicator is not None:
        return Observation.objects.filter(indicator=indicator, indicator__live=True)
    return Observation.objects.filter(set_as_it_stands())


def retired_figures() -> QuerySet[Observation]:
    """Find the live figures of the indicators that left the set."""
    return Observation.objects.filter(indicator__live=True, indicator__is_retired=True, indicator__number__isnull=False)


def findings() -> QuerySet[Finding]:
    """Find what is concluded now about published indicators."""
    return Finding.objects.current().filter(indicator__live=True)


def gaps() -> QuerySet[GapSeries]:
    """Find the town's gaps over time that follow from the live figures of published indicators."""
    return GapSeries.objects.current().filter(indicator__live=True)


def releases() -> QuerySet[DataRelease]:
    """Find what was published, but not those that were only about indicators nobody may see."""
    own = {"release": OuterRef("pk")}
    both = (Observation, PastObservation)
    shown, any_at_all = Q(), Q()
    for model in both:
        shown |= Q(Exists(model._default_manager.filter(**own, indicator__live=True)))
        any_at_all |= Q(Exists(model._default_manager.filter(**own)))
    return DataRelease.objects.filter(number__isnull=False).filter(shown | ~any_at_all)
