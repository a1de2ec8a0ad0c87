"""What a comparison is about: one measure for one group of people, in the period and age chosen for it; and its levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from indicators.compare.asking import Asked
from indicators.compare.holdings import Holding, age_of, period_of, sexes_of
from indicators.compare.layouts import Layout, layout_for
from indicators.compare.places import Place
from indicators.figures import EVERYBODY, PERSONS
from indicators.models import Indicator
from indicators.profiles import SEXES
from indicators.queries import measure_of
from indicators.sentences import Measure


@dataclass(frozen=True)
class Level:
    """Places that may stand in one figure: those of one boundary, and the larger ones beside them."""

    title: str
    places: tuple[Place, ...]

    @property
    def slug(self) -> str:
        """Give what tells its figures from another level's in an address."""
        return slugify(self.title)

    @cached_property
    def ids(self) -> list[int]:
        """Give the places' numbers."""
        return [place.id for place in self.places]

    @cached_property
    def counted(self) -> list[int]:
        """Give the numbers of the places whose figures decide on age and period."""
        return [place.id for place in self.places if place.level] or self.ids

    @property
    def ranked(self) -> list[Place]:
        """List the places that are set in order: the small ones where there are any, else the towns, else all."""
        inside = [place for place in self.places if place.level]
        return inside or [place for place in self.places if not place.is_larger] or list(self.places)


def levels_of(places: Sequence[Place]) -> list[Level]:
    """Part places by their boundaries: two vintages, or wards and neighbourhoods, never share a figure."""
    large = tuple(place for place in places if not place.level)
    titles = list(dict.fromkeys(place.level for place in places if place.level))
    if not titles:
        return [Level("", large)] if large else []
    return [Level(title, (*large, *(place for place in places if place.level == title))) for title in titles]


@dataclass(frozen=True)
class Subject:
    """One indicator for one sex; `at` is the period that is compared, `age` None where nothing is held."""

    indicator: Indicator
    sex: str
    age: str | None
    at: Holding | None
    holdings: tuple[Holding, ...]

    @cached_property
    def measure(self) -> Measure:
        """Give how its numbers are written."""
        return measure_of(self.indicator)

    @property
    def key(self) -> tuple[int, str, str]:
        """Give what finds its figures."""
        return (self.indicator.pk, self.sex, self.age or "")

    @property
    def title(self) -> str:
        """Name it, with the group where it is not everybody."""
        group = f", {SEXES[self.sex].lower()}" if self.sex != PERSONS else ""
        return f"{self.indicator.title}{group}"

    @property
    def about(self) -> str:
        """Say the unit, and the age where figures are for one."""
        age = (self.age or "").casefold()
        is_told = age in EVERYBODY or age.removesuffix(" years") in self.indicator.unit.casefold()
        return self.indicator.unit if is_told else f"{self.indicator.unit}, {self.age}"

    @property
    def newer(self) -> str:
        """Say which newer period fewer places have; empty where there is none."""
        held = [one for one in self.holdings if one.known]
        newest = max(held, key=lambda one: (one.end, one.start), default=None)
        return newest.label if newest and self.at and newest.end > self.at.end else ""


def subjects_of(indicator: Indicator, holdings: Iterable[Holding], asked: Asked) -> list[Subject]:
    """Give an indicator's subjects: one for all people, or one each for women and men; one even where nothing is held."""
    own = [holding for holding in holdings if holding.indicator_id == indicator.pk]
    ages = age_of(own, asked=asked.age, headline=indicator.headline_age)
    of_age = [holding for holding in own if holding.age == ages] if ages is not None else []
    sexes = sexes_of(of_age, asked=asked.sex) or (PERSONS,)
    found = []
    for sex in sexes:
        held = tuple(holding for holding in of_age if holding.sex == sex)
        found.append(Subject(indicator, sex, ages if held else None, period_of(held), held))
    return found


def layout_of(levels: Sequence[Level], indicators: Sequence[Indicator]) -> Layout:
    """Choose one form for all levels: the one that the fullest needs."""
    return layout_for(indicators=len(indicators), areas=max((len(level.places) for level in levels), default=0))
