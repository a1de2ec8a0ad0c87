"""Which figures add up to which: places to the place they lie in, sexes to all people, categories, years to pooled years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.disclosure.holding import Cell, Group

PERSONS, SEXES = "persons", ("female", "male")
#: what hiding a total costs beside hiding a part, for each sum that it is the total of
TOTAL_COSTS = 4.0
#: what hiding a figure costs that readers have seen already: the last resort
LIVE_COSTS = 1000.0


@dataclass(frozen=True)
class Place:
    """An area: the one it lies in, and which way of parting that one it belongs to (wards of one vintage, say)."""

    id: int
    parent: int | None
    level: str


@dataclass(frozen=True)
class Figure:
    """One figure of one indicator and age, as far as its count is concerned.

    `count` is None where neither the file nor the site tells it. `is_shown`: readers would know it. `is_guarded`: it
    was held back before. `is_live`: it is not in the file but on the site.
    """

    key: Hashable
    area: int
    start: date
    end: date
    period_kind: str
    sex: str
    category_type: str
    category: str
    count: float | None
    is_shown: bool = True
    is_guarded: bool = False
    is_live: bool = False


@dataclass(frozen=True)
class Tables:
    """The counts and their sums, ready for `hold_back`."""

    cells: tuple[Cell, ...]
    groups: tuple[Group, ...]


Coordinates = tuple[int, date, date, str, str, str]  # area, from, to, sex, category type, category


def tables_of(
    figures: Iterable[Figure], places: Mapping[int, Place], *, threshold: int, apart: Iterable[str] = ()
) -> Tables:
    """Find every sum among the figures of one indicator and age.

    Categories of the types in `apart` are other measures and add up to nothing here.
    """
    found = {_coordinates(figure): figure for figure in figures}
    found |= {_coordinates(figure): figure for figure in _other_sex(found, threshold)}
    groups = [
        *_places(found, places),
        *_sexes(found),
        *_categories(found, frozenset(apart)),
        *_periods(found),
    ]
    totals: dict[Hashable, int] = defaultdict(int)
    for group in groups:
        totals[group.total] += 1
    cells = tuple(
        Cell(
            figure.key,
            figure.count,
            is_shown=figure.is_shown,
            is_guarded=figure.is_guarded,
            cost=TOTAL_COSTS ** totals[figure.key] * (LIVE_COSTS if figure.is_live else 1),
        )
        for figure in found.values()
    )
    return Tables(cells, tuple(groups))


def _coordinates(figure: Figure) -> Coordinates:
    return figure.area, figure.start, figure.end, figure.sex, figure.category_type, figure.category


def _other_sex(found: Mapping[Coordinates, Figure], threshold: int) -> Iterable[Figure]:
    """Give the figure that nobody published of one sex, where all people and the other sex tell it and it is small."""
    for (*_, sex, _, _), figure in list(found.items()):
        if sex not in SEXES:
            continue
        other = replace(figure, sex=SEXES[1 - SEXES.index(sex)])
        everybody = found.get(_coordinates(replace(figure, sex=PERSONS)))
        if _coordinates(other) in found or everybody is None or None in (figure.count, everybody.count):
            continue
        count = (everybody.count or 0) - (figure.count or 0)
        if 0 < count < threshold:
            yield replace(other, key=("other sex", figure.key), count=count, is_shown=False, is_guarded=True)


def _places(found: Mapping[Coordinates, Figure], places: Mapping[int, Place]) -> Iterable[Group]:
    children: dict[tuple[int, str], int] = defaultdict(int)
    for place in places.values():
        if place.parent is not None:
            children[place.parent, place.level] += 1
    parts: dict[tuple[Hashable, ...], list[Figure]] = defaultdict(list)
    for (area, *rest), figure in found.items():
        inside = places.get(area)
        if inside is not None and inside.parent is not None:
            parts[inside.parent, inside.level, *rest].append(figure)
    for (parent, level, *rest), figures in parts.items():
        total = found.get((parent, *rest))  # type: ignore[arg-type]  # the coordinates, taken apart above
        if total is not None:
            is_whole = len(figures) == children[parent, level]  # type: ignore[index]  # as above
            yield Group(total.key, tuple(figure.key for figure in figures), is_whole=is_whole)


def _sexes(found: Mapping[Coordinates, Figure]) -> Iterable[Group]:
    for figure in found.values():
        if figure.sex == PERSONS:
            parts = [found.get(_coordinates(replace(figure, sex=sex))) for sex in SEXES]
            present = tuple(part.key for part in parts if part is not None)
            if present:
                yield Group(figure.key, present, is_whole=len(present) == len(SEXES))


def _categories(found: Mapping[Coordinates, Figure], apart: frozenset[str]) -> Iterable[Group]:
    parts: dict[tuple[Hashable, ...], list[Hashable]] = defaultdict(list)
    for (*rest, category_type, _), figure in found.items():
        if category_type and category_type not in apart:
            parts[*rest, category_type].append(figure.key)
    for (*rest, _), inside in parts.items():
        total = found.get((*rest, "", ""))  # type: ignore[arg-type]  # the coordinates, taken apart above
        if total is not None:
            yield Group(total.key, tuple(inside))


def _periods(found: Mapping[Coordinates, Figure]) -> Iterable[Group]:
    """Find the periods that shorter ones of one kind fill from the first day to the last."""
    series: dict[tuple[Hashable, ...], list[Figure]] = defaultdict(list)
    for (area, _, _, *rest), figure in found.items():
        series[area, *rest].append(figure)
    for figures in series.values():
        kinds: dict[str, list[Figure]] = defaultdict(list)
        for figure in sorted(figures, key=lambda one: one.start):
            kinds[figure.period_kind].append(figure)
        for whole in figures:
            for shorter in kinds.values():
                inside = tiles((whole.start, whole.end), [(figure.start, figure.end) for figure in shorter])
                if inside:
                    yield Group(whole.key, tuple(shorter[place].key for place in inside))


def tiles(whole: tuple[date, date], periods: Iterable[tuple[date, date]]) -> list[int]:
    """Give the places of the periods that fill a longer one day by day; none where they do not. Sorted by first day."""
    chosen: list[int] = []
    next_day = whole[0]
    for place, (start, end) in enumerate(periods):
        if start == next_day and end <= whole[1] and (start, end) != whole:
            chosen.append(place)
            next_day = end + timedelta(days=1)
    return chosen if len(chosen) > 1 and next_day == whole[1] + timedelta(days=1) else []
