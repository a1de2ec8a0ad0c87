"""What a reader chose in the library, read from the address and written back to it. Asks no database."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

#: the filters, by their name in the address
FACETS = ("principle", "priority", "audience", "kind", "organisation", "ward", "year", "outcomes")
LONGEST_TEXT = 200
MOST_VALUES = 50
#: how much of a value that is not known is shown, and how many
SHOWN, MOST_SHOWN = 40, 3

RELEVANCE, NEWEST, OLDEST, TITLE = "relevance", "newest", "oldest", "title"
SORTS = {RELEVANCE: "Best match", NEWEST: "Newest first", OLDEST: "Oldest first", TITLE: "Title, A to Z"}

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


@dataclass(frozen=True)
class Selection:
    """The choices in one address. Values are kept as they came: whether they exist is for the database to say."""

    text: str = ""
    is_text_cut: bool = False
    chosen: Mapping[str, tuple[str, ...]] | None = None
    sort: str = NEWEST
    page: str = "1"
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, query: QueryDict) -> Selection:
        """Read an address: unknown parameters are passed over, repeated ones gathered, the text cut to its limit."""
        written = UNPRINTABLE.sub(" ", query.get("q", "")).strip()
        text = written[:LONGEST_TEXT].strip()
        sort = query.get("sort", "")
        unknown = (sort,) if sort and sort not in SORTS else ()
        if sort not in SORTS or (sort == RELEVANCE and not text):
            sort = cls.usual_sort(text)
        return cls(
            text=text,
            is_text_cut=len(written) > LONGEST_TEXT,
            chosen={name: values for name in FACETS if (values := _values(query.getlist(name)))},
            sort=sort,
            page=query.get("page", "1"),
            unknown=unknown,
        )

    @staticmethod
    def usual_sort(text: str) -> str:
        """Give the order when none is chosen: the best match where there are words to match."""
        return RELEVANCE if text else NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is searched for or filtered by."""
        return bool(self.text or self.chosen)

    def values(self, facet: str) -> tuple[str, ...]:
        """Give what is chosen in a facet."""
        return (self.chosen or {}).get(facet, ())

    @property
    def unknown_text(self) -> str:
        """Say what was set aside: the first few values, and how many more."""
        shortened = (f"{value[:SHOWN]}…" if len(value) > SHOWN else value for value in self.unknown)
        named = ", ".join(f"“{value}”" for value in list(shortened)[:MOST_SHOWN])
        more = len(self.unknown) - MOST_SHOWN
        return f"{named} and {more} more" if more > 0 else named

    def keeping(self, known: Mapping[str, Collection[str]]) -> Selection:
        """Give these choices with what is not known set aside; `known` has the values of each facet."""
        kept, unknown = {}, list(self.unknown)
        for name, values in (self.chosen or {}).items():
            if found := tuple(value for value in values if value in known.get(name, ())):
                kept[name] = found
            unknown += [value for value in values if value not in known.get(name, ())]
        return replace(self, chosen=kept, unknown=tuple(unknown))

    @property
    def query(self) -> str:
        """Give the query of the address, without its page."""
        return urlencode(list(self._pairs()))

    def query_without(self, facet: str, value: str) -> str:
        """Give the query of the address without one choice and from the first page; without `q`, its text is dropped."""
        pairs = [pair for pair in self._pairs() if pair != (facet, value)]
        return urlencode(pairs)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        for facet in FACETS:
            for value in self.values(facet):
                yield facet, value
        if self.sort != self.usual_sort(self.text):
            yield "sort", self.sort


def _values(written: list[str]) -> tuple[str, ...]:
    """Give the values of one facet, each once; more than anyone can tick are cut off."""
    cleaned = (UNPRINTABLE.sub(" ", value).strip() for value in written)
    return tuple(dict.fromkeys(value for value in cleaned if value))[:MOST_VALUES]
