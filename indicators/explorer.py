"""The index of indicators: one entry each, filtered by what the address asks. Plain values; no SQL, no verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import QueryDict

from het_site.core.models import Theme
from indicators import charts
from indicators.figures import Series
from indicators.models import Indicator
from indicators.profiles import SEXES, chart_lines
from indicators.sentences import Measure

LONGEST_SEARCH = 200
FIGURE, PROXY, NONE = "figure", "stand-in", "none"
STATES = {FIGURE: "Figure", PROXY: "Stand-in figure", NONE: "No published figure"}
INSIDE = "inside"


def age_text(end: date, *, today: date) -> str:
    """Say how long ago a period ended."""
    months = (today.year - end.year) * 12 + today.month - end.month - (today.day < end.day)
    if months < 12:
        return "under a year old"
    years = months // 12
    return f"{years} year{'s' if years > 1 else ''} old"


@dataclass(frozen=True)
class Line:
    """One group's latest figure beside the country's of the same period."""

    group: str
    value: str
    period: str
    age: str
    other: str
    has_other: bool
    spark: charts.Spark | None
    spark_words: str

    @classmethod
    def of(cls, columns: Sequence[tuple[str, Series]], *, measure: Measure, sex: str, today: date) -> Line:
        """Make a line from the town's series and the country's, if there is one."""
        latest = columns[0][1].latest
        assert latest is not None  # noqa: S101  (a line is only made where the town has a figure)
        other = columns[1][1].at(latest.period) if len(columns) > 1 else None
        has_other = other is not None and other.value is not None
        known = [figure for figure in columns[0][1].figures if figure.value is not None]
        spark = charts.spark_line(chart_lines(columns))
        words = ""
        if spark is not None:
            first, last = known[0], known[-1]
            words = (
                f"{columns[0][0]}, {measure.number(first.value)} in {first.label}, "
                f"{measure.number(last.value)} in {last.label}"
            )
        return cls(
            group=SEXES[sex].lower() if sex else "",
            value=measure.number(latest.value) if latest.value is not None else "none",
            period=latest.label,
            age=age_text(latest.end, today=today),
            other=measure.number(other.value) if other is not None and has_other else "none",
            has_other=has_other,
            spark=spark,
            spark_words=words or ("One figure so far" if len(known) == 1 else "Too few figures to draw"),
        )


@dataclass(frozen=True)
class Entry:
    """One indicator in the index."""

    indicator: Indicator
    url: str
    lines: tuple[Line, ...]
    has_places: bool

    @property
    def state(self) -> str:
        """Tell whether it has a figure, a stand-in's figure or none."""
        if not self.lines:
            return NONE
        return PROXY if self.indicator.is_proxy else FIGURE

    def has_words(self, words: Iterable[str]) -> bool:
        """Tell whether all words stand in its title, question or measure."""
        text = f"{self.indicator.title} {self.indicator.question} {self.indicator.measure_used}".casefold()
        return all(word in text for word in words)


@dataclass(frozen=True)
class Option:
    """One tick box of a facet."""

    value: str
    label: str
    count: int
    selected: bool
    theme: Theme | None = None


@dataclass(frozen=True)
class Facet:
    """One group of tick boxes."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Group:
    """A theme's entries; `has_lines` tells whether any has a figure."""

    theme: Theme
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Explorer:
    """The index page: facets, and the entries left, by theme."""

    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    text: str
    shown: int
    total: int
    is_narrowed: bool

    @classmethod
    def of(cls, entries: Sequence[Entry], query: QueryDict) -> Explorer:
        """Filter the entries by an address's parameters; a value we do not know matches nothing."""
        text = " ".join(query.get("q", "").split())[:LONGEST_SEARCH]
        chosen = {name: query.getlist(name) for name in ("principle", "figure", "places")}
        left = [entry for entry in entries if _matches(entry, chosen, text)]
        by_theme = groupby(left, key=lambda entry: entry.indicator.theme)
        return cls(
            groups=tuple(Group(theme, tuple(group)) for theme, group in by_theme if theme),
            facets=_facets(entries, chosen),
            text=text,
            shown=len(left),
            total=len(entries),
            is_narrowed=bool(text) or any(chosen.values()),
        )


#: what an entry holds for each facet's parameter
VALUES: Mapping[str, Callable[[Entry], str]] = {
    "principle": lambda entry: entry.indicator.theme.slug if entry.indicator.theme else "",
    "figure": lambda entry: entry.state,
    "places": lambda entry: INSIDE if entry.has_places else "",
}


def _matches(entry: Entry, chosen: Mapping[str, list[str]], text: str) -> bool:
    if any(values and VALUES[name](entry) not in values for name, values in chosen.items()):
        return False
    return entry.has_words(text.casefold().split())


def _facets(entries: Sequence[Entry], chosen: Mapping[str, list[str]]) -> tuple[Facet, ...]:
    found = (entry.indicator.theme for entry in entries)
    themes = {theme.slug: theme for theme in found if theme}

    def options(name: str, labels: Mapping[str, str], **extra: Mapping[str, Any]) -> tuple[Option, ...]:
        return tuple(
            Option(
                value,
                label,
                sum(VALUES[name](entry) == value for entry in entries),
                value in chosen[name],
                **{key: given[value] for key, given in extra.items()},
            )
            for value, label in labels.items()
        )

    titles = {slug: theme.short_title for slug, theme in themes.items()}
    return (
        Facet("principle", "Principle", options("principle", titles, theme=themes)),
        Facet("figure", "Figure", options("figure", STATES)),
        Facet("places", "Places", options("places", {INSIDE: "Wards or neighbourhoods"})),
    )
