"""What a search finds, by kind, and what a misspelt word may have meant. At most nine SQL queries, whatever is found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramSimilarity
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, F, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from het_site.core.models import Theme
from het_site.home.search.highlighting import has_marks, marked
from het_site.home.search.kinds import Kind, kinds
from het_site.home.search.models import CONFIG, SearchEntry, SearchWord
from het_site.home.search.words import MARK_END, MARK_START, WORD, Typed, without_accents

SHOWN_PER_KIND = 4
SHOWN_PER_PAGE = 10
MOST_WORDS = 12
WEIGHTS = [0.1, 0.2, 0.5, 1.0]  # D, C, B, A: text, nothing, summary, title
BY_LENGTH = Value(1)  # a long text is not better for being long


class Found(Enum):
    """How the results came to be."""

    EXACTLY = "exactly"
    CORRECTED = "corrected"
    SOME_WORDS = "some_words"
    NOTHING = "nothing"
    ONLY_SMALL_WORDS = "only_small_words"


@dataclass(frozen=True)
class Result:
    """One thing found, with the words that were looked for marked in it."""

    kind: Kind
    title: SafeString
    url: str
    excerpt: SafeString
    themes: list[Theme]


@dataclass(frozen=True)
class Group:
    """The best results of one kind, and how many there are."""

    kind: Kind
    count: int
    results: list[Result] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """Tell whether there are more than are shown."""
        return self.count > len(self.results)


@dataclass(frozen=True)
class Outcome:
    """What was found: groups in order of their best result; `query` asks for the words that found them."""

    found: Found
    words: str
    groups: list[Group]
    query: SearchQuery

    @property
    def count(self) -> int:
        """Give the number of results of all kinds."""
        return sum(group.count for group in self.groups)


def outcome(typed: Typed) -> Outcome:
    """Look for all the words; failing that for what they may have meant; failing that for any of them."""
    exact = _counted(Found.EXACTLY, typed.text, _asked(typed.text))
    if exact.groups:
        return exact
    if _is_only_small_words(typed.text):
        return replace(exact, found=Found.ONLY_SMALL_WORDS)
    corrected = corrected_text(typed)
    if corrected != typed.text:
        meant = _counted(Found.CORRECTED, corrected, _asked(corrected))
        if meant.groups:
            return meant
    words = Typed(corrected).words[:MOST_WORDS]
    if len(words) > 1:
        some = _counted(Found.SOME_WORDS, corrected, _asked(" or ".join(words)))
        if some.groups:
            return some
    return exact


def grouped_results(outcome: Outcome) -> list[Group]:
    """Give the best few results of every kind, the kind with the best one first."""
    place = Window(RowNumber(), partition_by=F("kind"), order_by=[F("rank").desc(), F("title"), F("pk")])
    best = (
        _ranked(outcome.query, outcome.words)
        .annotate(place=place)
        .filter(place__lte=SHOWN_PER_KIND)
        .values_list("pk", flat=True)
    )
    results: dict[Kind, list[Result]] = {}
    for result in _results(list(best), outcome.query):
        results.setdefault(result.kind, []).append(result)
    counts = {group.kind: group for group in outcome.groups}
    return [replace(counts[kind], results=found) for kind, found in results.items() if kind in counts]


def results_of_kind(outcome: Outcome, kind: Kind, *, page: int) -> tuple[ListPage[int], list[Result]]:
    """Give one page of a kind's results, best first, and its place in the list; raises EmptyPage beyond the last."""
    paginator = Paginator(
        _ranked(outcome.query, outcome.words).filter(kind=kind.slug).values_list("pk", flat=True), SHOWN_PER_PAGE
    )
    paginator.count = next((group.count for group in outcome.groups if group.kind == kind), 0)  # counted already
    shown = paginator.page(page)
    return shown, _results(list(shown), outcome.query)


def corrected_text(typed: Typed) -> str:
    """Give the text with each word that stands nowhere replaced by the nearest one that does."""
    nearest = _nearest_words(typed.words[:MOST_WORDS])
    return WORD.sub(lambda match: nearest.get(without_accents(match[0]), match[0]), typed.text)


def _asked(text: str) -> SearchQuery:
    return SearchQuery(text, config=CONFIG, search_type="websearch")


def _matching(query: SearchQuery) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(vector=query)


def _counted(found: Found, words: str, query: SearchQuery) -> Outcome:
    counts = dict(_matching(query).values_list("kind").annotate(Count("pk")).order_by())
    groups = [Group(kind, counts[slug]) for slug, kind in kinds().items() if slug in counts]
    return Outcome(found if groups else Found.NOTHING, words, sorted(groups, key=lambda g: -g.count), query)


def _ranked(query: SearchQuery, words: str) -> QuerySet[SearchEntry]:
    """Rank by where the words stand; a title that is just these words comes before longer ones."""
    rank = SearchRank(F("vector"), query, weights=WEIGHTS, normalization=BY_LENGTH)
    return _matching(query).annotate(rank=rank + TrigramSimilarity("title", words)).order_by("-rank", "title", "pk")


def _results(pks: list[int], query: SearchQuery) -> list[Result]:
    """Give the entries that are shown, in the order of `pks`: cutting out excerpts is too costly for all that match."""
    headline = partial(SearchHeadline, query=query, config=CONFIG, start_sel=MARK_START, stop_sel=MARK_END)
    entries = SearchEntry.objects.annotate(
        marked_title=headline("title", highlight_all=True),
        marked_summary=headline("summary", highlight_all=True),
        excerpt=headline("text", max_fragments=2, max_words=24, min_words=10),
    )
    found = entries.prefetch_related("themes").in_bulk(pks)
    return [_result(found[pk]) for pk in pks if pk in found]


def _result(entry: Any) -> Result:
    excerpt = entry.marked_summary
    if entry.excerpt and (not excerpt or (has_marks(entry.excerpt) and not has_marks(excerpt))):
        excerpt = f"… {entry.excerpt} …"
    return Result(kinds()[entry.kind], marked(entry.marked_title), entry.url, marked(excerpt), list(entry.themes.all()))


def _is_only_small_words(text: str) -> bool:
    """Tell whether nothing is left to look for: words such as “the” and “of” are not in the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery(%s, %s)) = 0", [CONFIG, text])
        return bool(cursor.fetchone()[0])


NEAREST = f"""
SELECT typed.word, near.word
FROM unnest(%(words)s::text[]) AS typed(word)
CROSS JOIN LATERAL (
    SELECT known.word
    FROM {SearchWord._meta.db_table} AS known
    WHERE known.word %% typed.word
      AND EXISTS (
          SELECT FROM {SearchEntry._meta.db_table} AS entry
          WHERE entry.vector @@ plainto_tsquery(%(config)s::regconfig, known.word))
    ORDER BY similarity(known.word, typed.word) + 0.1 * (left(known.word, 1) = left(typed.word, 1))::int DESC, known.word
    LIMIT 1
) AS near
WHERE numnode(plainto_tsquery(%(config)s::regconfig, typed.word)) > 0
  AND NOT EXISTS (
      SELECT FROM {SearchEntry._meta.db_table} AS entry
      WHERE entry.vector @@ plainto_tsquery(%(config)s::regconfig, typed.word))
"""  # noqa: S608  (the tables' own names)


def _nearest_words(words: list[str]) -> dict[str, str]:
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"words": words, "config": CONFIG})
        return dict(cursor.fetchall())
