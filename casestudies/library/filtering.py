"""What a reader chose in the library, read from the address and written back to it. Asks no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

#: the filters, by their name in the address
FACETS = ("principle", "priority", "kind", "organisation", "ward", "year")
LONGEST_TEXT = 200
MOST_VALUES = 50

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

    @classmethod
    def parse(cls, query: QueryDict) -> Selection:
        """Read an address: unknown parameters are passed over, repeated ones gathered, the text cut to its limit."""
        written = UNPRINTABLE.sub(" ", query.get("q", "")).strip()
        text = written[:LONGEST_TEXT].strip()
        sort = query.get("sort", "")
        if sort not in SORTS or (sort == RELEVANCE and not text):
            sort = cls.usual_sort(text)
        return cls(
            text=text,
            is_text_cut=len(written) > LONGEST_TEXT,
            chosen={name: values for name in FACETS if (values := _values(query.getlist(name)))},
            sort=sort,
            page=query.get("page", "1"),
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
