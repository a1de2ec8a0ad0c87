"""What an address asks of the list: filters, order, view. What it does not know is set aside and named to the reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

LONGEST_SEARCH = 200
#: how much of a value that is not known is shown, and how many
SHOWN, MOST_SHOWN = 40, 3
TABLE, CARDS = "table", "cards"
VIEWS = {TABLE: "Table", CARDS: "Cards"}
BY_PRINCIPLE, BY_STATUS, BY_AGE = "principle", "status", "newest"
SORTS = {BY_PRINCIPLE: "by principle", BY_STATUS: "worst first", BY_AGE: "newest figures first"}


@dataclass(frozen=True)
class Asked:
    """A view of the list, and the address that asks for it."""

    text: str
    chosen: Mapping[str, tuple[str, ...]]
    view: str = TABLE
    sort: str = BY_PRINCIPLE
    unknown: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is filtered."""
        return bool(self.text) or any(self.chosen.values())

    @property
    def unknown_text(self) -> str:
        """Say what was set aside: the first few values, and how many more."""
        if not self.unknown:
            return ""
        named = ", ".join(f"“{value}”" for value in self.unknown[:MOST_SHOWN])
        more = len(self.unknown) - MOST_SHOWN
        return f"{named} and {more} more" if more > 0 else named

    def address(self, **changes: object) -> str:
        """Give the query of this view with some of it changed: a facet's values, `text`, `view`, `sort`, `format`."""
        chosen = {name: changes.get(name, values) for name, values in self.chosen.items()}
        pairs: list[tuple[str, object]] = [("q", text)] if (text := changes.get("text", self.text)) else []
        pairs += [(name, value) for name, values in chosen.items() for value in values]  # type: ignore[attr-defined]  # lists
        for name, usual in (("sort", BY_PRINCIPLE), ("view", TABLE)):
            if (value := changes.get(name, getattr(self, name))) != usual:
                pairs.append((name, value))
        if "format" in changes:
            pairs.append(("format", changes["format"]))
        return f"?{urlencode(pairs)}" if pairs else "?"

    def without(self, name: str, value: str) -> Asked:
        """Give this view with one value of a filter taken out, or without its search."""
        if name == "q":
            return replace(self, text="")
        left = tuple(one for one in self.chosen[name] if one != value)
        return replace(self, chosen={**self.chosen, name: left})


def asked(query: QueryDict, known: Mapping[str, Collection[str]]) -> Asked:
    """Read an address; `known` are the values of each facet."""
    unknown: list[str] = []
    chosen = {}
    for name, values in known.items():
        given = list(dict.fromkeys(value for value in query.getlist(name) if value))
        chosen[name] = tuple(value for value in given if value in values)
        unknown += [value for value in given if value not in values]
    text = " ".join(query.get("q", "").split())
    found = {}
    for name, words, usual in (("view", VIEWS, TABLE), ("sort", SORTS, BY_PRINCIPLE)):
        value = query.get(name, "")
        found[name] = value if value in words else usual
        unknown += [value] if value and value not in words else []
    if len(text) > LONGEST_SEARCH:
        unknown.append(text[LONGEST_SEARCH:])
    shortened = (f"{value[:SHOWN]}…" if len(value) > SHOWN else value for value in unknown)
    return Asked(text[:LONGEST_SEARCH].strip(), chosen, **found, unknown=tuple(shortened))
