"""One published story as plain values, for files and the API alike. Never a draft; of contacts only what was chosen to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from wagtail.query import PageQuerySet

from casestudies.library.catalogue import readable
from casestudies.models import CaseStudyPage
from casestudies.template.choices import AUDIENCES, LICENCE_NAMES
from indicators.downloads.definitions import plain_text
from indicators.downloads.dictionary import Column
from indicators.models import Area, Indicator
from priorities.models import Organisation, PriorityPage, Recommendation

#: how many are in memory at a time
BATCH = 500
#: one outcome’s parts
PARTS = ("measure", "before", "after", "period", "source")


@dataclass(frozen=True)
class Field:
    """One value of a story: its place in the dictionary, and how it is read."""

    column: Column
    read: Callable[[CaseStudyPage], Any]
    is_list: bool = False
    is_required: bool = False

    @property
    def name(self) -> str:
        """Give its name, the same in every format."""
        return self.column.name


def _own(name: str, meaning: str, *, kind: str = "text", is_required: bool = False) -> Field:
    return Field(Column(name, kind, meaning), lambda page: getattr(page, name), is_required=is_required)


def _moment(name: str, meaning: str) -> Field:
    def read(page: CaseStudyPage) -> str | None:
        moment = getattr(page, name)
        return moment.isoformat() if moment else None

    return Field(Column(name, "date and time", meaning), read)


def _prose(name: str, meaning: str) -> Field:
    return Field(Column(name, "text", meaning), lambda page: plain_text(getattr(page, name)))


def _several(name: str, meaning: str, relation: str, key: str, words: tuple[tuple[str, str], ...] = ()) -> Field:
    def read(page: CaseStudyPage) -> list[str]:
        return sorted({str(getattr(row, key)) for row in getattr(page, relation).all()})

    return Field(Column(name, "list", meaning, words), read, is_list=True, is_required=True)


def _address(page: CaseStudyPage) -> str:
    return f"{settings.SITE_URL}{page.url}"


def _licence(place: int) -> Callable[[CaseStudyPage], str]:
    return lambda page: LICENCE_NAMES[page.licence][place] if page.licence in LICENCE_NAMES else ""


def _outcomes(page: CaseStudyPage) -> list[dict[str, str]]:
    return [{part: getattr(row, part) for part in PARTS} for row in page.outcomes.all()]


KINDS = tuple((value, str(label)) for value, label in Organisation.Kind.choices)
FIELDS: tuple[Field, ...] = (
    Field(
        Column("id", "text", "Names the story for good: it stays when title and address change."),
        lambda page: str(page.translation_key),
        is_required=True,
    ),
    _own("title", "The story’s title.", is_required=True),
    Field(Column("address", "text", "Where people read it."), _address, is_required=True),
    _own("summary", "What happened, in one or two sentences."),
    _own("authors", "Who wrote it, as they want to be named."),
    _several("organisations", "Whose work it is, by name.", "organisations", "name"),
    _several("organisation_kinds", "What kinds of organisation these are.", "organisations", "kind", KINDS),
    _own("year", "The year in which it was told.", kind="number"),
    _own("period", "When the work was done, in the authors’ words."),
    Field(
        Column("audiences", "list", "Who it was for.", tuple(AUDIENCES.items())),
        lambda page: list(page.audiences),
        is_list=True,
        is_required=True,
    ),
    _several("principles", "The principles that it is about, by slug.", "themes", "slug"),
    _several("priorities", "The priority areas that it serves, by slug.", "priorities", "slug"),
    _several("recommendations", "The recommendations that it answers, by slug.", "recommendations", "slug"),
    _several("indicators", "The indicators where success would show, by slug.", "indicators", "slug"),
    _several("wards", "Where it happened, by official code. Empty: the whole town.", "wards", "code"),
    Field(
        Column(
            "is_summary", "yes or empty", "The portal’s team wrote it about a partner’s work.", (("yes", "It did."),)
        ),
        lambda page: page.is_summary,
        is_required=True,
    ),
    Field(
        Column(
            "is_archived", "yes or empty", "The work has ended.", (("yes", "It has. Empty: not as far as we know."),)
        ),
        lambda page: page.is_archived,
        is_required=True,
    ),
    _own("source", "Where the facts were published."),
    _own("source_url", "Where readers can check it; empty where that is not public."),
    _own("headline_number", "One figure, as it is shown."),
    _own("headline_label", "What that figure is."),
    _prose("about", "About the project, as plain text."),
    _prose("did", "What was done, as plain text."),
    _prose("achieved", "What was achieved, as plain text."),
    _prose("learnt", "What was learnt, as plain text."),
    _prose("acknowledgements", "Who helped, as plain text."),
    Field(
        Column("outcomes", "list", "What was measured: before, after, period and source."),
        _outcomes,
        is_list=True,
        is_required=True,
    ),
    Field(
        Column("licence", "text", "What its authors allow others to do with the text. Empty: they did not say."),
        _licence(0),
    ),
    Field(Column("licence_url", "text", "Where that licence can be read."), _licence(1)),
    _own("contact", "How readers can contact the authors, where they chose to show it."),
    _moment("first_published_at", "When it was first published."),
    _moment("last_published_at", "When it was last changed."),
)
NAMES = tuple(field.name for field in FIELDS)


def with_links(pages: PageQuerySet) -> PageQuerySet:
    """Bring along what a story’s record tells of others, as far as it is public, in a fixed number of queries."""
    return pages.prefetch_related(
        "themes",
        "organisations",
        "outcomes",
        Prefetch("priorities", queryset=PriorityPage.objects.live().public().only("slug")),
        Prefetch("recommendations", queryset=Recommendation.objects.public().select_related(None).only("slug")),
        Prefetch("indicators", queryset=Indicator.objects.public().only("slug")),
        Prefetch("wards", queryset=Area.objects.only("code")),
    )


def record(page: CaseStudyPage) -> dict[str, Any]:
    """Give a story by name, as JSON has it."""
    return {field.name: field.read(page) for field in FIELDS}


def row(page: CaseStudyPage) -> list[Any]:
    """Give a story’s cells: several values in one cell are parted by semicolons."""
    return [_cell(field.read(page)) for field in FIELDS]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(_outcome_words(one) if isinstance(one, dict) else one for one in value)
    return value


def _outcome_words(outcome: dict[str, str]) -> str:
    words = [f"{part}: {outcome[part]}" for part in PARTS[1:] if outcome[part]]
    return f"{outcome['measure']} ({', '.join(words)})" if words else outcome["measure"]


def all_stories() -> Iterator[CaseStudyPage]:
    """Give every story that anybody may read, the first one first, some at a time."""
    return with_links(readable()).order_by("pk").iterator(chunk_size=BATCH)


def stories_of(keys: Sequence[int]) -> Iterator[CaseStudyPage]:
    """Give some of them, in the order of their keys, some at a time."""
    for first in range(0, len(keys), BATCH):
        part = keys[first : first + BATCH]
        by_key = {page.pk: page for page in with_links(readable()).filter(pk__in=part)}
        yield from (by_key[key] for key in part if key in by_key)
