"""The list of indicators: one entry each, filtered and sorted as an address asks, with facets that count. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from het_site.core.models import Theme
from indicators.explorer import standings
from indicators.explorer.asked import BY_AGE, BY_PRINCIPLE, BY_STATUS, SORTS, VIEWS, Asked
from indicators.explorer.lines import Line
from indicators.models import Indicator

#: worst first
ORDER = {status: number for number, status in enumerate(standings.STATUSES)}
PRINCIPLE, STATUS, DIRECTION, HAS, FIGURE = "principle", "status", "direction", "has", "figure"


@dataclass(frozen=True)
class Entry:
    """One indicator in the list; `reaches` are keys of `standings.REACHES`."""

    indicator: Indicator
    url: str
    lines: tuple[Line, ...]
    reaches: frozenset[str] = frozenset()

    @cached_property
    def status(self) -> str:
        """Give how it stands beside the country."""
        outcomes = {line.finding.outcome for line in self.lines if line.finding.value is not None}
        return standings.status_of(outcomes, is_proxy=self.indicator.is_proxy)

    @property
    def kind(self) -> str:
        """Tell whether it has a figure, a stand-in's figure or none."""
        if self.status == standings.NODATA:
            return standings.NONE
        return standings.PROXY if self.indicator.is_proxy else standings.FIGURE

    @property
    def block(self) -> str:
        """Name the block that stands for it in a row of blocks."""
        return "proxy" if self.kind == standings.PROXY else self.status

    @property
    def end(self) -> date:
        """Give the last day that its newest figure is about; the first day of all where it has none."""
        return max((line.finding.period_to for line in self.lines), default=date.min)

    @cached_property
    def values(self) -> Mapping[str, frozenset[str]]:
        """Give what it holds for each facet: of a direction there may be one for women and one for men."""
        theme = self.indicator.theme
        return {
            PRINCIPLE: frozenset([theme.slug] if theme else []),
            STATUS: frozenset([self.status]),
            DIRECTION: frozenset(line.direction for line in self.lines) or frozenset(["unknown"]),
            HAS: self.reaches,
            FIGURE: frozenset([self.kind]),
        }

    def has_words(self, words: Iterable[str]) -> bool:
        """Tell whether all words stand in its title, question or measure."""
        text = f"{self.indicator.title} {self.indicator.question} {self.indicator.measure_used}".casefold()
        return all(word in text for word in words)

    def matches(self, view: Asked, *, but: str = "") -> bool:
        """Tell whether a view keeps it, without asking the facet named by `but`."""
        for name, chosen in view.chosen.items():
            if chosen and name != but and self.values[name].isdisjoint(chosen):
                return False
        return self.has_words(view.text.casefold().split())


@dataclass(frozen=True)
class Option:
    """One tick box of a facet, with how many it would show beside what the other facets ask."""

    value: str
    label: str
    count: int
    selected: bool
    theme: Theme | None = None
    status: str = ""


@dataclass(frozen=True)
class Facet:
    """One group of tick boxes."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Way:
    """A link to another view of the list; `count` is how many it shows, where that is told."""

    label: str
    url: str
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Standing:
    """One of the counts above the list, with a block for each indicator in it."""

    status: str
    label: str
    blocks: tuple[str, ...]
    url: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """A theme's entries, or all of them where the order is another; then there is no theme."""

    theme: Theme | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Names:
    """What places are called in labels."""

    town: str = "the town"
    country: str = "the country"

    def fill(self, label: str) -> str:
        """Put them into a label."""
        return label.format(town=self.town, country=self.country)


def labels(entries: Sequence[Entry], names: Names) -> dict[str, dict[str, str]]:
    """Give every facet's values with their labels; rare ones only where an entry has them."""
    themes = {theme.slug: theme.short_title for entry in entries if (theme := entry.indicator.theme)}
    every = {
        STATUS: standings.STATUSES,
        DIRECTION: standings.DIRECTIONS,
        PRINCIPLE: themes,
        HAS: standings.REACHES,
        FIGURE: standings.KINDS,
    }
    held = {name: set().union(*(entry.values[name] for entry in entries)) for name in every}
    return {
        name: {
            value: names.fill(label)
            for value, label in values.items()
            if value in held[name] or value not in standings.RARE
        }
        for name, values in every.items()
    }


LEGENDS = {
    STATUS: "Compared with {country}",
    DIRECTION: "Direction",
    PRINCIPLE: "Principle",
    HAS: "Reaches inside {town}",
    FIGURE: "Kind of figure",
}


class Explorer:
    """The list as one address asks for it."""

    def __init__(self, entries: Sequence[Entry], view: Asked, names: Names) -> None:
        self.all, self.view, self.names = entries, view, names
        self.labels = labels(entries, names)
        self.entries = _sorted([entry for entry in entries if entry.matches(view)], view.sort)
        self.shown, self.total = len(self.entries), len(entries)

    @property
    def groups(self) -> Iterable[Group]:
        """Give the entries by theme, or in one group where another order is asked for."""
        if self.view.sort != BY_PRINCIPLE:
            return [Group(None, tuple(self.entries))] if self.entries else []
        by_theme = groupby(self.entries, key=lambda entry: entry.indicator.theme)
        return [Group(theme, tuple(group)) for theme, group in by_theme]

    @property
    def order_text(self) -> str:
        """Say the order."""
        return SORTS[self.view.sort]

    @property
    def facets(self) -> Iterable[Facet]:
        """Give every facet; each counts what the others leave."""
        for name, values in self.labels.items():
            left = [entry for entry in self.all if entry.matches(self.view, but=name)]
            themes = {theme.slug: theme for entry in self.all if (theme := entry.indicator.theme)}
            options = (
                Option(
                    value,
                    label,
                    sum(value in entry.values[name] for entry in left),
                    value in self.view.chosen[name],
                    theme=themes.get(value) if name == PRINCIPLE else None,
                    status=value if name == STATUS else "",
                )
                for value, label in values.items()
            )
            yield Facet(name, self.names.fill(LEGENDS[name]), tuple(options))

    @property
    def standings(self) -> Iterable[Standing]:
        """Give the counts of the whole set beside the country; each leads to the indicators it counts."""
        told = ((standings.WORSE,), (standings.SIMILAR,), (standings.BETTER,), (standings.UNTESTED, standings.NODATA))
        for statuses in told:
            found = sorted((entry for entry in self.all if entry.status in statuses), key=_last_without_figure)
            label = self.names.fill(standings.STATUSES[statuses[0]]) if len(statuses) == 1 else "We cannot say yet"
            none = dict.fromkeys(self.view.chosen, ())
            url = self.view.address(**{**none, STATUS: statuses, "text": ""})
            is_current = set(self.view.chosen[STATUS]) == set(statuses)
            yield Standing(statuses[0], label, tuple(entry.block for entry in found), url, is_current)

    @property
    def filters(self) -> Iterable[Way]:
        """Give each filter in force, with the way to take it off."""
        if self.view.text:
            yield self._off("q", "", f"“{self.view.text}”")
        for name, values in self.view.chosen.items():
            yield from (self._off(name, value, self.labels[name][value]) for value in values)

    def _off(self, name: str, value: str, label: str) -> Way:
        view = self.view.without(name, value)
        return Way(label, view.address(), count=sum(entry.matches(view) for entry in self.all))

    @property
    def sorts(self) -> Iterable[Way]:
        """Give the other orders."""
        return [Way(label, self.view.address(sort=key), key == self.view.sort) for key, label in SORTS.items()]

    @property
    def views(self) -> Iterable[Way]:
        """Give table and cards."""
        return [Way(label, self.view.address(view=key), key == self.view.view) for key, label in VIEWS.items()]

    @property
    def here(self) -> str:
        """Give the address of exactly this view."""
        return self.view.address()

    @property
    def file(self) -> str:
        """Give the address of this view as a file."""
        return self.view.address(format="csv")


def _last_without_figure(entry: Entry) -> tuple[int, int]:
    return (ORDER[entry.status], entry.kind == standings.PROXY)


def _sorted(entries: list[Entry], order: str) -> list[Entry]:
    """Sort entries that stand by principle; equal ones stay so."""
    if order == BY_STATUS:
        return sorted(entries, key=lambda entry: ORDER[entry.status])
    if order == BY_AGE:
        return sorted(entries, key=lambda entry: entry.end, reverse=True)
    return entries
