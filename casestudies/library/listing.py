"""What the library shows for the choices in an address: a page of stories, and every filter with its counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as ListedPage
from django.db.models import F, Q, QuerySet, Value
from django.http import Http404
from wagtail.search.models import IndexEntry

from casestudies.library.catalogue import Catalogue, catalogue, with_each_left_out
from casestudies.library.filtering import FACETS, NEWEST, RELEVANCE, SORTS, Selection
from casestudies.library.queries import stories
from casestudies.library.state import state
from casestudies.models import CaseStudyPage
from casestudies.template.choices import AUDIENCES
from het_site.core.models import Theme
from indicators.models import Area
from priorities.models import Organisation, PriorityPage

TEXT = "q"
#: what a feed says of a story beside its list entry
DATES = ("translation_key", "first_published_at", "last_published_at")
#: beyond so many matches they are not ranked by how well they match
MOST_RANKED = 500
STORIES_PER_PAGE = 12
#: a filter shows so many organisations at most, those with most stories first to stay; others are found by their name
MOST_ORGANISATIONS = 30
SEARCH_LANGUAGE = "english"  # as the search index is built
LEGENDS = {
    "principle": "Principle",
    "priority": "Priority area",
    "audience": "Who it was for",
    "kind": "Kind of organisation",
    "organisation": "Organisation",
    "ward": "Ward",
    "year": "Year",
    "outcomes": "Measured",
}
OUTCOMES = {"yes": "Has figures before or after"}
KINDS = {value: str(label) for value, label in Organisation.Kind.choices}
#: what values are called that are words of ours
WORDS: Mapping[str, Mapping[str, str]] = {"kind": KINDS, "audience": AUDIENCES, "outcomes": OUTCOMES}


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
    """One filter with its values; `left_out` is how many are not offered because there are too many."""

    name: str
    legend: str
    options: tuple[Option, ...]
    left_out: int = 0

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


def library(asked: Selection) -> Library:
    """Find the stories for the reader's choices, and count what each further choice would show.

    Within a filter a story has to match one of the values, and every filter has to match. A value that is none of ours is
    set aside; an unknown page of the list is not found.
    """
    books = catalogue(state())
    themes = list(Theme.objects.all())
    labels = known(asked, books, themes)
    selection = asked.keeping(labels)
    conditions = {name: books.having(name, selection.values(name)) for name in FACETS if selection.values(name)}
    ranked: list[int] = []
    if selection.text:
        ranked = matching(selection.text)
        conditions[TEXT] = books.of_keys(ranked)
    passing = reduce(and_, conditions.values(), books.everything)
    paginator: Paginator[Any] = Paginator(range(passing.bit_count()), STORIES_PER_PAGE)
    try:
        number = paginator.validate_number(_page_number(selection.page))
    except InvalidPage as fault:
        raise Http404("There is no such page of the library.") from fault
    first = (number - 1) * STORIES_PER_PAGE
    if selection.sort == RELEVANCE:
        shown = set(books.part(passing, NEWEST, first=0, most=len(books.keys)))
        keys = [key for key in ranked if key in shown][first : first + STORIES_PER_PAGE]
    else:
        keys = books.part(passing, selection.sort, first=first, most=STORIES_PER_PAGE)
    facets = tuple(
        _facet(name, _counts(books, name, others), selection, labels, themes)
        for name, others in with_each_left_out(conditions, books.everything)
    )
    return Library(
        selection=selection,
        stories=ListedPage(rows_of(keys), number, paginator),
        total=paginator.count,
        facets=facets,
        chips=_chips(selection, facets),
        sorts=tuple((name, label) for name, label in SORTS.items() if name != RELEVANCE or selection.text),
    )


@dataclass(frozen=True)
class Choice:
    """The choices in one address as far as they are known, in words too, and the stories that pass, newest first."""

    selection: Selection
    labels: tuple[str, ...]
    keys: list[int]


def choice(asked: Selection, most: int | None = None) -> Choice:
    """Give the stories for the reader's choices, whatever order was asked for; so many at most."""
    books = catalogue(state())
    labels = known(asked, books, Theme.objects.all())
    kept = asked.keeping(labels)
    selection = replace(kept, sort=Selection.usual_sort(kept.text), page="1")
    conditions = {name: books.having(name, selection.values(name)) for name in FACETS if selection.values(name)}
    if selection.text:
        conditions[TEXT] = books.of_keys(matching(selection.text))
    passing = reduce(and_, conditions.values(), books.everything)
    words = [f"“{selection.text}”"] if selection.text else []
    words += [labels[name][value] for name in FACETS for value in selection.values(name)]
    return Choice(selection, tuple(words), books.part(passing, NEWEST, first=0, most=most or len(books.keys)))


def _counts(books: Catalogue, facet: str, others: int) -> dict[str, tuple[str, int]]:
    """Give what each value of a filter is called, and how many stories it would show."""
    labels = books.labels[facet]
    return {value: (labels.get(value, value), (bits & others).bit_count()) for value, bits in books.bits[facet].items()}


def rows_of(keys: Collection[int], *more: str) -> list[CaseStudyPage]:
    """Give stories with what a list shows of them, and the fields that are named, in the order of their keys."""
    by_key = {story.pk: story for story in stories(*more).filter(pk__in=keys)} if keys else {}
    return [by_key[key] for key in keys if key in by_key]


def related_stories(story: CaseStudyPage, limit: int = 3) -> list[CaseStudyPage]:
    """Give the stories that share most principles, priority areas and indicators with this one."""
    shared = [
        *(("principle", theme.slug) for theme in story.themes.all()),
        *(("priority", priority.slug) for priority in story.priorities.all() if priority.live),
        *(("indicator", indicator.slug) for indicator in story.indicators.all()),
    ]
    keys = catalogue(state()).most_alike(shared, limit + 1) if shared else []
    return rows_of([key for key in keys if key != story.pk][:limit])


def known(asked: Selection, books: Catalogue, themes: Iterable[Theme]) -> dict[str, Mapping[str, str]]:
    """Give what the values that were asked for are called, by filter; what is none of ours is left out.

    A ward, a priority area or an organisation without a story is still one of ours, and is looked up.
    """
    found: dict[str, Mapping[str, str]] = {
        "principle": {theme.slug: theme.short_title for theme in themes},
        "audience": AUDIENCES,
        "kind": KINDS,
        "year": {value: value for value in asked.values("year") if _is_year(value)},
        "outcomes": OUTCOMES,
    }
    rows: dict[str, tuple[QuerySet[Any], str, str]] = {
        "priority": (PriorityPage.objects.live(), "slug", "title"),
        "organisation": (Organisation.objects.all(), "slug", "name"),
        "ward": (Area.objects.filter(area_type=Area.Type.WARD), "code", "name"),
    }
    for name, (every, value, label) in rows.items():
        labels = books.labels[name]
        missing = [one for one in asked.values(name) if one not in labels]
        others = dict(every.filter(**{f"{value}__in": missing}).values_list(value, label)) if missing else {}
        found[name] = {**labels, **others}
    return found


def _page_number(written: str) -> int:
    """Read the page that was asked for, as far as SQL needs it; one that cannot be is not found."""
    if not (written.isascii() and written.isdigit()) or len(written) > 6:
        raise Http404("There is no such page of the library.")
    return int(written)


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) == 4 and 1990 <= int(value) <= 2100


def matching(text: str) -> list[int]:
    """Find stories by their words, best first. Title and body are matched together: one word may stand in each.

    Where very many match, a rank says little and costs much: then those with the words in their title come first, and the
    newest of them.
    """
    query = _words(text)
    joined = F("title")._combine(F("body"), "||", False)  # type: ignore[attr-defined]  # as the search backend joins them
    kind = ContentType.objects.get_for_model(CaseStudyPage)
    entries = IndexEntry.objects.filter(content_type=kind)
    found = entries.annotate(words=joined).filter(words=query)
    first = list(found.values_list("object_id", flat=True)[: MOST_RANKED + 1])
    if len(first) > MOST_RANKED:
        both = found.aggregate(
            every=ArrayAgg("object_id"), named=ArrayAgg("object_id", filter=Q(title=query), default=Value([]))
        )
        named = set(both["named"])
        return sorted(map(int, both["every"]), key=lambda key: (str(key) not in named, -key))
    rank = SearchRank("title", query) * 2 + SearchRank("body", query)
    ordered = entries.filter(object_id__in=first).annotate(rank=rank).order_by("-rank", "title_text", "object_id")
    return [int(key) for key in ordered.values_list("object_id", flat=True)]


def _words(text: str) -> SearchQuery:
    """Read a search as people write it: all words, “phrases”, or, and -not. Never a syntax error."""
    return SearchQuery(text, search_type="websearch", config=SEARCH_LANGUAGE)


def _facet(
    name: str,
    counts: dict[str, tuple[str, int]],
    selection: Selection,
    labels: Mapping[str, Mapping[str, str]],
    themes: list[Theme],
) -> Facet:
    """Give a filter with its values, the chosen ones included though no story may have them."""
    chosen = selection.values(name)
    if name == "principle":  # all of them in their order, those without a story too: a blank is worth seeing
        numbers = [(theme, counts.get(theme.slug, ("", 0))[1]) for theme in themes]
        options = [Option(theme.slug, theme.short_title, n, theme.slug in chosen, theme) for theme, n in numbers]
        return Facet(name, LEGENDS[name], tuple(options))
    for value in chosen:
        counts.setdefault(value, (labels[name][value], 0))
    words: Mapping[str, Any] = WORDS.get(name, {})
    named = [Option(value, str(words.get(value, label)), n, value in chosen) for value, (label, n) in counts.items()]
    offered = _most_used(named) if name == "organisation" else named
    if name == "audience":
        offered.sort(key=lambda option: list(AUDIENCES).index(option.value))
    else:
        offered.sort(key=lambda option: option.label.casefold(), reverse=name == "year")
    return Facet(name, LEGENDS[name], tuple(offered), len(named) - len(offered))


def _most_used(options: list[Option]) -> list[Option]:
    """Keep the options that show most stories, and all that are chosen."""
    in_order = sorted(options, key=lambda option: (not option.selected, -option.count, option.label.casefold()))
    chosen = sum(option.selected for option in options)
    return in_order[: max(MOST_ORGANISATIONS, chosen)]


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
