"""Puts a comparison together: reads what is stored, chooses the form of each part, and says what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from indicators import charts
from indicators.compare import asking, layouts, queries
from indicators.compare.asking import Asked
from indicators.compare.figures import lines_chart, ranked_chart, without_figures
from indicators.compare.layouts import Layout
from indicators.compare.places import Offer, Place
from indicators.compare.queries import Stored
from indicators.compare.subjects import Level, Subject, layout_of, levels_of, subjects_of
from indicators.compare.tables import Sheet, sheet
from indicators.figures import Figure
from indicators.models import Indicator

#: what is said of an address that holds what nobody can mean
FAULTS = {
    asking.UNKNOWN_INDICATOR: "The address names an indicator that is not public here. It is left out.",
    asking.UNKNOWN_AREA: "The address names a place that is not known here. It is left out.",
    asking.TOO_MANY_NAMES: f"The address names more than {asking.MOST_NAMES} indicators or places. The rest is not read.",
    asking.NO_YEAR: "A year is four digits, such as 2019. What stands in the address is not used.",
    asking.NO_SEX: "Figures are for all people, women or men. What stands in the address is not used.",
    asking.NO_AGE: "The age in the address is not used.",
    asking.REVERSED: "The first year came after the last, so we took them the other way round.",
}


@dataclass(frozen=True)
class Part:
    """What is shown for the places of one boundary."""

    level: Level
    layout: Layout
    charts: tuple[charts.Chart, ...] = ()
    sheet: Sheet | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no figure at all."""
        return not self.charts and self.sheet is None


@dataclass(frozen=True)
class Comparison:
    """All that one address shows, and the numbers of the rows that it shows."""

    asked: Asked
    indicators: tuple[Indicator, ...]
    places: tuple[Place, ...]
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]
    ids: frozenset[int]
    ages: tuple[str, ...] = ()

    @property
    def is_of_one_level(self) -> bool:
        """Tell whether all places share one figure."""
        return len(self.parts) == 1

    @property
    def has_figures(self) -> bool:
        """Tell whether any figure is shown."""
        return bool(self.ids)


def compared(asked: Asked, indicators: Sequence[Indicator], offer: Offer, *, country: tuple[int, str]) -> Comparison:
    """Compare some indicators, as far as they fit, in the places that an address names."""
    all_places = offer.places(asked.areas)
    kept, places = layouts.fitting(indicators, all_places)
    warnings = [
        *(FAULTS[fault] for fault in sorted(asked.faults)),
        *_left_out(indicators, kept, "indicator", [one.title for one in indicators[len(kept) :]]),
        *_left_out(all_places, places, "place", [place.name for place in all_places[len(places) :]]),
    ]
    verdicts = queries.judged(kept, [place.id for place in places]) if len(kept) > 1 else {}
    parts, ids, ages = [], set[int](), set[str]()
    levels = levels_of(places)
    layout = layout_of(levels, kept)
    for level in levels:
        held = queries.holdings(kept, level.counted, asked)
        subjects = [subject for indicator in kept for subject in subjects_of(indicator, held, asked)]
        rows = _rows(kept, level, asked, subjects, layout)
        ids |= {row.id for row in rows}
        ages |= {holding.age for holding in held if holding.age and len(kept) == 1}
        if layout in {Layout.LINES, Layout.RANKED}:
            parts.append(_part_of_one(level, layout, subjects, rows))
        else:
            shown = [subject for subject in subjects if subject.at is not None]
            found = {(row.indicator_id, row.figure.sex, row.figure.area_id): row.figure for row in rows}
            table = sheet(level, shown, found, verdicts, is_heat=layout == Layout.HEAT, country=country)
            remarks = (*_not_held(level, subjects), *_newer(subjects))
            parts.append(Part(level, layout, sheet=table if shown else None, remarks=remarks))
    return Comparison(
        asked, tuple(kept), tuple(places), tuple(parts), tuple(warnings), frozenset(ids), tuple(sorted(ages))
    )


def _rows(
    indicators: Sequence[Indicator], level: Level, asked: Asked, subjects: Sequence[Subject], layout: Layout
) -> list[Stored]:
    if layout == Layout.LINES:
        wanted = [subject.key for subject in subjects if subject.age is not None]
        return queries.over_time(indicators, level.ids, asked, wanted)
    return queries.at_one_time(indicators, level.ids, asked, [one.at for one in subjects if one.at is not None])


def _part_of_one(level: Level, layout: Layout, subjects: Sequence[Subject], rows: Sequence[Stored]) -> Part:
    """Show one indicator: a chart for each group of people, and in words what is missing from it."""
    draw = lines_chart if layout == Layout.LINES else ranked_chart
    found: list[charts.Chart] = []
    remarks: list[str] = []
    for subject in subjects:
        figures = [row.figure for row in rows if row.figure.sex == subject.sex]
        chart = draw(level, subject, figures)
        if chart is not None:
            found.append(chart)
            remarks += _missing(level, subject, figures, layout)
    if layout == Layout.RANKED:
        remarks += _newer(subjects)
    return Part(level, layout, charts=tuple(found), remarks=tuple(dict.fromkeys(remarks)))


def _missing(level: Level, subject: Subject, figures: Iterable[Figure], layout: Layout) -> Iterable[str]:
    names = without_figures(level, figures)
    if names:
        period = f" for {subject.at.label}" if layout == Layout.RANKED and subject.at else ""
        yield f"We hold no such figure{period} for {listed(names)}."


def _not_held(level: Level, subjects: Sequence[Subject]) -> Iterable[str]:
    """Name the measures of which none of the places has a figure."""
    titles = list(dict.fromkeys(subject.title for subject in subjects if subject.at is None))
    if titles and len(titles) < len(subjects):
        yield f"No figure is held {'below the town ' if level.title else ''}of {listed(titles)}."


def _newer(subjects: Iterable[Subject]) -> Iterable[str]:
    """Say where newer figures are left aside because too few of the places have them."""
    for words, group in groupby((subject for subject in subjects if subject.newer), key=lambda one: one.newer):
        titles = list(dict.fromkeys(subject.indicator.title for subject in group))
        yield f"Figures of {words} are held for too few of these places to compare them: {listed(titles)}."


def _left_out(asked: Sequence[object], kept: Sequence[object], what: str, names: Sequence[str]) -> Iterable[str]:
    if names:
        yield (
            f"This is too much for one page: {len(kept)} of {len(asked)} {what}s are shown. Left out: {listed(names)}."
        )


def listed(names: Sequence[str], *, most: int = 12) -> str:
    """Name some things in a sentence; of very many, the first ones and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
