"""Figures as plain values, and the rules that say which of them is the headline. No ORM, no words for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

PERSONS, FEMALE, MALE = "persons", "female", "male"
SEX_ORDER = (PERSONS, FEMALE, MALE)
#: how a category type begins that splits a place by deprivation: the gap inside it
DEPRIVATION = "Deprivation"
#: a category type for summary measures of that gap
INEQUALITY = "Inequality"
#: stands among the ways to split a place's people, which publishers otherwise name
SEX = "Sex"
#: how publishers write that nobody is left out for their age
EVERYBODY = {"", "all ages"}
#: periods of one series differ by this many days at most: leap days
LEAP_DAYS = 4


def judgement(polarity: str, *, rises: bool) -> str:
    """Say whether a rise or a fall is “better” or “worse” by what the definition calls good; empty where neither is."""
    if polarity == "no_judgement":
        return ""
    return "better" if rises == (polarity == "high_is_good") else "worse"


@dataclass(frozen=True)
class Figure:
    """One figure, or the reason why there is none; limits are at 95%."""

    area_id: int
    sex: str
    age: str
    category_type: str
    category: str
    start: date
    end: date
    kind: str
    label: str
    value: float | None
    reason: str = ""
    lower: float | None = None
    upper: float | None = None
    has_computed_limits: bool = False
    count: float | None = None
    denominator: float | None = None
    is_provisional: bool = False
    is_revised: bool = False
    has_break_before: bool = False
    published_comparison: str = ""
    note: str = ""
    source: str = ""
    licence: str = ""
    release_id: int = 0

    @property
    def period(self) -> tuple[date, date]:
        """Give what two figures share if they are of the same period."""
        return (self.start, self.end)

    @property
    def has_limits(self) -> bool:
        """Tell whether limits are published with it."""
        return self.lower is not None and self.upper is not None


@dataclass(frozen=True)
class Series:
    """Figures of one area and group, oldest first."""

    figures: tuple[Figure, ...]

    @property
    def latest(self) -> Figure | None:
        """Give the latest figure with a value, else the latest row; None for an empty series."""
        known = [figure for figure in self.figures if figure.value is not None]
        rows = known or self.figures
        return rows[-1] if rows else None

    def at(self, period: tuple[date, date]) -> Figure | None:
        """Give the figure of exactly this period."""
        return next((figure for figure in self.figures if figure.period == period), None)

    @property
    def has_limits(self) -> bool:
        """Tell whether any figure has limits."""
        return any(figure.has_limits for figure in self.figures)


def series_of(figures: Iterable[Figure], **wanted: object) -> Series:
    """Give the figures that match, oldest first: `area_id`, `sex`, `category_type`, `category`."""
    group, values = attrgetter(*wanted), tuple(wanted.values())
    found = [figure for figure in figures if group(figure) == (values if len(values) > 1 else values[0])]
    return Series(tuple(sorted(found, key=lambda figure: (figure.end, figure.start))))


def headline_age(figures: Iterable[Figure], *, chosen: str = "") -> str | None:
    """Say which age stands for all: the chosen one, else everybody's where figures come for several; None means any."""
    if chosen:
        return chosen
    ages = Counter(figure.age for figure in figures if not figure.category_type)
    if len(ages) < 2:
        return None
    everybody = sorted((age for age in ages if age.casefold() in EVERYBODY), reverse=True)
    return everybody[0] if everybody else min(ages, key=lambda age: (-ages[age], age))


def is_headline(figure: Figure, *, age: str | None = None) -> bool:
    """Tell whether a figure may be a headline: no category, and of the age that stands for all where one does."""
    return not figure.category_type and (age is None or figure.age == age)


def headline_sexes(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Say whose figures are the headline: all people's, or women's and men's where nothing counts both together."""
    found = {figure.sex for figure in figures}
    return (PERSONS,) if PERSONS in found else tuple(sex for sex in SEX_ORDER if sex in found)


def has_equal_periods(figures: Sequence[Figure]) -> bool:
    """Tell whether all periods are equally long; a line through others would mislead."""
    lengths = [(figure.end - figure.start).days for figure in figures]
    return not lengths or max(lengths) - min(lengths) <= LEAP_DAYS
