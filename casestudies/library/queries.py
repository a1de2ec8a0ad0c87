"""Finds stories for pages of every app. Reads only, in a bounded number of SQL queries, however many stories there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Prefetch, prefetch_related_objects
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from wagtail.query import PageQuerySet

from casestudies.library.filtering import NEWEST, OLDEST, TITLE
from casestudies.models import CaseStudyPage
from het_site.core.models import Theme
from indicators.explorer.queries import Summary, summaries
from indicators.models import Area, Indicator
from priorities.models import Organisation, PriorityPage, ProjectPage, Recommendation


@dataclass(frozen=True)
class Links:
    """What one story is linked to, on pages that readers may see."""

    priorities: list[PriorityPage]
    projects: list[ProjectPage]
    recommendations: list[Recommendation]
    indicators: list[Summary]
    wards: list[Area]


#: those without a year come last, those published on one day stand as editors put them
ORDERS = {
    NEWEST: (F("year").desc(nulls_last=True), TruncDate("first_published_at").desc(nulls_last=True), F("path").asc()),
    OLDEST: (F("year").asc(nulls_last=True), TruncDate("first_published_at").asc(), F("path").asc()),
    TITLE: (F("title").asc(), F("path").asc()),
}


def stories(*more: str) -> PageQuerySet:
    """Give all public stories with what a list shows of them, and the fields that are named."""
    names = Prefetch("organisations", queryset=Organisation.objects.only("name"))
    found = CaseStudyPage.objects.live().public().prefetch_related("themes", names)
    return found.listed("headline_number", "headline_label", "year", *more)


def stories_for_indicator(indicator: Indicator, limit: int) -> list[CaseStudyPage]:
    """Give the newest stories in which an indicator shows success."""
    return _linked(stories().filter(indicators=indicator), limit)


def stories_for_theme(theme: Theme, limit: int) -> list[CaseStudyPage]:
    """Give the newest stories about a theme."""
    return _linked(stories().filter(themes=theme), limit)


def stories_for_priority(priority: PriorityPage, limit: int) -> list[CaseStudyPage]:
    """Give the newest stories of a priority area."""
    return _linked(stories().filter(priorities=priority), limit)


def stories_for_recommendation(recommendation: Recommendation, limit: int) -> list[CaseStudyPage]:
    """Give the newest stories that answer a recommendation."""
    return _linked(stories().filter(recommendations=recommendation), limit)


@dataclass(frozen=True)
class WorkInWard:
    """The stories from one ward, and the public projects and recommendations that they belong to."""

    stories: list[CaseStudyPage]
    projects: list[ProjectPage]
    recommendations: list[Recommendation]


def work_in_ward(code: str, limit: int) -> WorkInWard:
    """Give the newest stories from a ward, named by its code, with what they are part of and answer."""
    found = _linked(stories().filter(wards__code=code), limit)
    if not found:
        return WorkInWard([], [], [])
    linked = CaseStudyPage.objects.filter(pk__in=[story.pk for story in found])
    projects = ProjectPage.objects.live().public().listed().filter(pk__in=linked.values("projects"))
    recommendations = Recommendation.objects.public().filter(pk__in=linked.values("recommendations"))
    return WorkInWard(found, list(projects.order_by("path")), list(recommendations))


def latest_stories(limit: int) -> list[CaseStudyPage]:
    """Give the newest stories, with their themes."""
    return _newest(stories().prefetch_related(None).prefetch_related("themes"), limit)


def bring_along(story: CaseStudyPage) -> None:
    """Fetch what a story is linked to, as far as links show it; a draft's choices stay as they are."""
    if story.pk:
        linked = {
            "priorities": PriorityPage.objects.listed("live", "slug"),
            "projects": ProjectPage.objects.listed("live"),
            "recommendations": Recommendation.objects.public(),
            "indicators": Indicator.objects.in_brief(),
            "wards": Area.objects.only("name"),
        }
        lists = [Prefetch(name, queryset=found) for name, found in linked.items()]
        prefetch_related_objects([story], "themes", "organisations", *lists)


def links_of(story: CaseStudyPage, request: HttpRequest) -> Links:
    """Give what a story is linked to, leaving out what readers may not see; indicators with their latest figures."""
    return Links(
        priorities=[page for page in story.priorities.all() if page.live],
        projects=[page for page in story.projects.all() if page.live],
        recommendations=[found for found in story.recommendations.all() if found.live],
        indicators=summaries((found for found in story.indicators.all() if found.live), request),
        wards=list(story.wards.all()),
    )


def _linked(found: PageQuerySet, limit: int) -> list[CaseStudyPage]:
    """Give the newest for a list of links, which shows neither themes nor organisations."""
    return _newest(found.prefetch_related(None), limit)


def _newest(found: PageQuerySet, limit: int) -> list[CaseStudyPage]:
    return list(_in_order(found, NEWEST)[:limit])


def _in_order(found: PageQuerySet, sort: str) -> PageQuerySet:
    """Put stories in order; those without a year come last, those published on one day stand as editors put them."""
    return found.order_by(*ORDERS[sort])
