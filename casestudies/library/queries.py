"""Finds stories: for the library with its filters, and for pages of other apps. Reads only, in a bounded number of
SQL queries that does not depend on how many stories there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as ListedPage
from django.db.models import Count, F, Prefetch, Q, Value, prefetch_related_objects
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest
from wagtail.query import PageQuerySet

from casestudies.library.filtering import FACETS, NEWEST, OLDEST, RELEVANCE, SORTS, TITLE, Selection
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from het_site.core.models import Theme
from indicators.explorer.queries import Summary, summaries
from indicators.models import Area, Indicator
from priorities.models import Organisation, PriorityPage, ProjectPage, Recommendation

STORIES_PER_PAGE = 12
NO_KEY = 0  # no row has it
SEARCH_LANGUAGE = "english"  # as the search index is built


@dataclass(frozen=True)
class Option:
    """One value of a filter, with the number of stories it would show beside the other choices."""

    value: str
    label: str
    count: int
    selected: bool
    theme: Theme | None = None


@dataclass(frozen=True)
class Facet:
    """One filter with all its values."""

    name: str
    legend: str
    options: tuple[Option, ...]

    @property
    def is_chosen(self) -> bool:
        """Tell whether any of its values is ticked."""
        return any(option.selected for option in self.options)


@dataclass(frozen=True)
class Chip:
    """One choice, and the address without it."""

    label: str
    query: str


@dataclass(frozen=True)
class Library:
    """What the library shows for one address."""

    selection: Selection
    stories: ListedPage[CaseStudyPage]
    total: int
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[tuple[str, str], ...]
    has_unknown_value: bool


@dataclass(frozen=True)
class Links:
    """What one story is linked to, on pages that readers may see."""

    priorities: list[PriorityPage]
    projects: list[ProjectPage]
    recommendations: list[Recommendation]
    indicators: list[Summary]
    wards: list[Area]


@dataclass(frozen=True)
class _Source:
    """Where a filter's values come from: a path from the story to the value, and one to its words."""

    legend: str
    value: str
    label: str


SOURCES = {
    "principle": _Source("Principle", "themes__slug", "themes__short_title"),
    "priority": _Source("Priority area", "priorities__slug", "priorities__title"),
    "kind": _Source("Kind of organisation", "organisations__kind", "organisations__kind"),
    "organisation": _Source("Organisation", "organisations__slug", "organisations__name"),
    "ward": _Source("Ward", "wards__code", "wards__name"),
    "year": _Source("Year", "year", "year"),
}


def stories() -> PageQuerySet:
    """Give all public stories with what a list shows of them."""
    found = CaseStudyPage.objects.live().public().prefetch_related("themes", "organisations")
    return found.listed("headline_number", "headline_label", "year")


def library(index: CaseStudyIndexPage, selection: Selection) -> Library:
    """Find the stories for the reader's choices, and count what each further choice would show.

    Within a filter a story has to match one of the values, and every filter has to match. An unknown value matches
    nothing; an unknown page of the list is not found.
    """
    everything = stories().descendant_of(index)
    conditions = _conditions(selection)
    facets = tuple(_facet(name, everything, selection, conditions) for name in FACETS)
    found = _sorted(everything.filter(*conditions.values()), selection)
    try:
        page = Paginator(found, STORIES_PER_PAGE).page(selection.page)
    except InvalidPage as fault:
        raise Http404("There is no such page of the library.") from fault
    known = {(facet.name, option.value) for facet in facets for option in facet.options}
    return Library(
        selection=selection,
        stories=page,
        total=page.paginator.count,
        facets=facets,
        chips=_chips(selection, facets),
        sorts=tuple((name, label) for name, label in SORTS.items() if name != RELEVANCE or selection.text),
        has_unknown_value=any((name, value) not in known for name in FACETS for value in selection.values(name)),
    )


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


def related_stories(story: CaseStudyPage, limit: int = 3) -> list[CaseStudyPage]:
    """Give the stories that share most themes, priority areas and indicators with this one."""
    shared: Combinable = Value(0)
    for name in ("themes", "priorities", "indicators"):
        if rows := getattr(story, name).all():
            shared = shared + Count(name, filter=Q(**{f"{name}__in": [row.pk for row in rows]}), distinct=True)
    found = stories().exclude(pk=story.pk).annotate(shared=shared).filter(shared__gt=0)
    return list(found.order_by("-shared", F("year").desc(nulls_last=True), "-pk").prefetch_related(None)[:limit])


def bring_along(story: CaseStudyPage) -> None:
    """Fetch what a story is linked to, as far as links show it; a draft's choices stay as they are."""
    if story.pk:
        linked = {
            "priorities": PriorityPage.objects.listed("live"),
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
    if sort == TITLE:
        return found.order_by("title", "path")
    if sort == OLDEST:
        return found.order_by(F("year").asc(nulls_last=True), "first_published_at__date", "path")
    return found.order_by(F("year").desc(nulls_last=True), F("first_published_at__date").desc(nulls_last=True), "path")


def _sorted(found: PageQuerySet, selection: Selection) -> PageQuerySet:
    if selection.sort != RELEVANCE:
        return _in_order(found, selection.sort)
    query = _words(selection.text)
    rank = SearchRank("index_entries__title", query) * 2 + SearchRank("index_entries__body", query)
    return found.annotate(rank=rank).order_by("-rank", "title", "pk")


def _words(text: str) -> SearchQuery:
    """Read a search as people write it: all words, “phrases”, or, and -not. Never a syntax error."""
    return SearchQuery(text, search_type="websearch", config=SEARCH_LANGUAGE)


def _conditions(selection: Selection) -> dict[str, Q]:
    """Give the condition of each choice by its filter; `q` is the words searched for.

    Each is a subquery of its own, so that no join multiplies the rows that are counted. The words are looked up once
    and not with every count, because that is the dear part.
    """
    conditions = {}
    every = CaseStudyPage.objects.order_by()
    if selection.text:
        # Title and body are matched together: one word may stand in the title and another in the text.
        indexed = every.annotate(words=_joined_vectors()).filter(words=_words(selection.text))
        conditions["q"] = Q(pk__in=list(indexed.values_list("pk", flat=True)) or [NO_KEY])
    for name in FACETS:
        if chosen := selection.values(name):
            matching = every.filter(**{f"{SOURCES[name].value}__in": _typed(name, chosen)})
            conditions[name] = Q(pk__in=matching.values("pk"))
    return conditions


def _joined_vectors() -> Any:
    """Give the words of title and body that the search index holds, as one."""
    return F("index_entries__title")._combine(F("index_entries__body"), "||", False)  # type: ignore[attr-defined]  # as the search backend joins them


def _typed(name: str, chosen: Iterable[str]) -> list[Any]:
    """Give values as the database compares them; a year that is no number matches nothing."""
    if name != "year":
        return list(chosen)
    return [int(value) for value in chosen if value.isascii() and value.isdigit() and len(value) == 4]


def _facet(name: str, everything: PageQuerySet, selection: Selection, conditions: dict[str, Q]) -> Facet:
    """Count each value of a filter among the stories that all the other choices leave."""
    source = SOURCES[name]
    others = Q(*(condition for facet, condition in conditions.items() if facet != name))
    counted = Count("pk", filter=others or None, distinct=True)
    rows = (
        everything.order_by()
        .filter(**{f"{source.value}__isnull": False})
        .values_list(source.value, source.label)
        .annotate(number=counted)
    )
    chosen = selection.values(name)
    found = [(str(value), str(label), number) for value, label, number in rows]
    if name == "principle":
        return Facet(name, source.legend, _principles(found, chosen))
    if name == "kind":
        words = dict(Organisation.Kind.choices)
        found = [(value, str(words.get(value, value)), number) for value, _, number in found]
    found.sort(key=lambda row: row[1].casefold(), reverse=name == "year")
    return Facet(name, source.legend, tuple(Option(*row, selected=row[0] in chosen) for row in found))


def _principles(found: list[tuple[str, str, int]], chosen: tuple[str, ...]) -> tuple[Option, ...]:
    """Give all principles in their order, those without a story too: a blank is worth seeing."""
    numbers = {slug: number for slug, _, number in found}
    return tuple(
        Option(theme.slug, theme.short_title, numbers.get(theme.slug, 0), theme.slug in chosen, theme)
        for theme in Theme.objects.all()
    )


def _chips(selection: Selection, facets: Iterable[Facet]) -> tuple[Chip, ...]:
    """Give every choice with the address that drops it."""
    chips = [Chip(f"“{selection.text}”", selection.query_without("q", selection.text))] if selection.text else []
    chips += [
        Chip(option.label, selection.query_without(facet.name, option.value))
        for facet in facets
        for option in facet.options
        if option.selected
    ]
    return tuple(chips)
