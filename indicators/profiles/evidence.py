"""The figures of one indicator and what has to be known to show them; finds the series a section asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from indicators.figures import FEMALE, MALE, PERSONS, Figure, Series, headline_sexes, is_headline, series_of
from indicators.models import Observation
from indicators.sentences import Measure
from indicators.targets import Aims

Value = TypeVar("Value")
SEXES = {PERSONS: "All", FEMALE: "Women", MALE: "Men"}
#: measures that stand beside the indicator and are never mixed with it
APART = (Observation.RELATED_MEASURE, Observation.INEQUALITY)


@dataclass(frozen=True)
class AreaName:
    """A place as tables and sentences name it."""

    id: int
    name: str
    code: str = ""


@dataclass(frozen=True)
class Setting:
    """The place the page is about, and those it is set beside."""

    town: AreaName
    country: AreaName | None
    region: AreaName | None

    @property
    def others(self) -> list[AreaName]:
        """List the places it is set beside, the country first."""
        return [area for area in (self.country, self.region) if area is not None]

    @property
    def areas(self) -> list[AreaName]:
        """List all of them, the town first."""
        return [self.town, *self.others]


@dataclass(frozen=True)
class Inside:
    """A place inside the town with its figure; `boundaries` names those that are not in use, hexagons those drawn."""

    name: str
    level: str
    boundaries: str
    figure: Figure
    hex_q: int | None = None
    hex_r: int | None = None
    code: str = ""
    #: of when its boundaries are, whether in use or not
    edition: str = ""
    #: its page, where it has one
    url: str = ""
    outline: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Said:
    """What was found out about one group's headline when it was published, as readers see it."""

    outcome: str = ""
    basis: str = ""
    trend: str = ""
    trend_kind: str = ""
    trend_judgement: str = ""
    level: str = ""
    comparison: str = ""
    certainty: str = ""
    trend_text: str = ""
    gap: str = ""

    @property
    def status(self) -> str:
        """Give the verdict's mark: better, similar, worse, or untested where none of them can be said."""
        return self.outcome if self.outcome in {"better", "similar", "worse"} else "untested"

    def status_text(self, other_place: str) -> str:
        """Give the verdict in a few words, the publisher's as theirs; empty where there is none."""
        if self.outcome in {"", "not_compared"}:
            return ""
        word = f"{self.outcome.capitalize()} {'to' if self.outcome == 'similar' else 'than'} {other_place}"
        return f"{word}, says the publisher" if self.basis == "publisher" else word

    @property
    def movement(self) -> str:
        """Give the trend's arrow; “none” where no trend or direction is told."""
        arrows = {"increasing": "up", "decreasing": "down", "no_change": "flat"}
        return arrows.get(self.trend, "none") if self.trend_kind else "none"


@dataclass(frozen=True)
class GapInPeriod:
    """How wide a gap was in one period; above zero is to the harm of the place or of its most deprived part."""

    start: date
    end: date
    label: str
    difference: float | None
    lower: float | None = None
    upper: float | None = None
    ratio: float | None = None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    has_break_before: bool = False


@dataclass(frozen=True)
class GapHistory:
    """One gap over time with what was found out about it at publication, as readers see it."""

    kind: str
    sex: str
    name: str
    verdict: str
    basis: str
    judgement: str
    is_lead: bool
    standing: str
    change: str
    since_baseline: str
    periods: tuple[GapInPeriod, ...]


@dataclass(frozen=True)
class Evidence:
    """All figures that one indicator's page is made from."""

    title: str
    measure: Measure
    setting: Setting
    figures: tuple[Figure, ...]
    inside: tuple[Inside, ...] = ()
    alike: tuple[tuple[str, Figure], ...] = ()
    headline_age: str | None = None
    has_bars: bool = True
    #: by sex: what was found out at publication
    findings: Mapping[str, Said] = field(default_factory=dict)
    aims: Aims = field(default_factory=Aims)
    polarity: str = ""
    gaps: tuple[GapHistory, ...] = ()
    #: whom the line over time is set beside; None means the places of the setting
    compared: tuple[AreaName, ...] | None = None
    #: when the newest of all these figures were loaded
    loaded_at: datetime | None = None

    @cached_property
    def town_figures(self) -> list[Figure]:
        """List the town's own figures."""
        return [figure for figure in self.figures if figure.area_id == self.setting.town.id]

    @cached_property
    def town_headline(self) -> list[Figure]:
        """List those of the town's figures that may be a headline."""
        return [figure for figure in self.town_figures if is_headline(figure, age=self.headline_age)]

    @cached_property
    def sexes(self) -> tuple[str, ...]:
        """Say whose figures the headline is; nobody's where the town has none."""
        return headline_sexes(self.town_headline)

    @property
    def shown(self) -> Iterable[Figure]:
        """Give every figure that the page shows."""
        yield from self.figures
        yield from (place.figure for place in self.inside)
        yield from (figure for _, figure in self.alike)

    def series(self, area: AreaName, sex: str, category_type: str = "", category: str = "") -> Series:
        """Give one area's figures of a group, oldest first."""
        found = series_of(self.figures, area_id=area.id, sex=sex, category_type=category_type, category=category)
        if category_type:
            return found
        return Series(tuple(figure for figure in found.figures if is_headline(figure, age=self.headline_age)))

    def columns(self, sex: str, category_type: str = "", category: str = "") -> list[tuple[str, Series]]:
        """Give the series of the town and of the places beside it, each with its name."""
        return [(area.name, self.series(area, sex, category_type, category)) for area in self.setting.areas]

    def lines(self, sex: str) -> list[tuple[str, Series]]:
        """Give the series of the town and of the places that readers chose to see beside it."""
        others = self.setting.others if self.compared is None else self.compared
        return [(area.name, self.series(area, sex)) for area in (self.setting.town, *others)]

    @property
    def sign(self) -> str:
        """Give what stands behind every number in drawings."""
        return "%" if self.measure.is_percentage else ""


def in_order(values: Iterable[Value]) -> list[Value]:
    """Give each value once, in the order they first come."""
    return list(dict.fromkeys(values))
