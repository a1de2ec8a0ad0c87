"""Places inside the town in order of their figures, and places like the town."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.text import slugify

from indicators.figures import SEX_ORDER, Figure
from indicators.hexmap import HexMap, Place, hex_map
from indicators.profiles.evidence import SEXES, Evidence, Inside, in_order
from indicators.profiles.parts import Part
from indicators.sentences import Measure
from indicators.tables import Ranked, Table, rank_table


def parts_inside(evidence: Evidence, measure: Measure, category_type: str = "", category: str = "") -> Iterable[Part]:
    """Give a part for each level of places inside the town, for the latest period."""
    wanted = (category_type, category)
    found = [place for place in evidence.inside if (place.figure.category_type, place.figure.category) == wanted]

    def level_of(place: Inside) -> tuple[str, str]:
        return (place.level, place.boundaries)

    for (level, boundaries), group in groupby(sorted(found, key=level_of), key=level_of):
        places = list(group)
        latest = max(places, key=lambda place: place.figure.end).figure.period
        places = [place for place in places if place.figure.period == latest]
        table = _table(evidence, level, places, measure)
        yield Part(level, (table,), boundaries, map=None if category else _map(places, measure))


def _table(evidence: Evidence, level: str, places: Sequence[Inside], measure: Measure) -> Table:
    first = places[0].figure
    sexes = [sex for sex in SEX_ORDER if any(place.figure.sex == sex for place in places)]
    rows = []
    for name in in_order(place.name for place in places):
        of_sex = {place.figure.sex: place.figure for place in places if place.name == name}
        rows.append(Ranked(name, tuple(of_sex.get(sex) for sex in sexes)))
    for area in evidence.setting.areas:
        series = (evidence.series(area, sex, first.category_type, first.category) for sex in sexes)
        figures = tuple(one.at(first.period) for one in series)
        if any(figures):
            rows.append(Ranked(area.name, figures, "is-mean"))
    about = f"{level}, {first.label}"
    return rank_table(
        measure,
        table_id=f"inside-{slugify(f'{level} {places[0].boundaries} {first.category}')}",
        caption=f"{about}, {measure.unit}" if measure.unit else about,
        corner="Place",
        columns=_names(sexes),
        places=rows,
        bars=evidence.has_bars and len(sexes) == 1,
    )


def _names(sexes: Sequence[str]) -> list[str]:
    return [SEXES[sex] if len(sexes) > 1 else "Figure" for sex in sexes]


def _map(places: Sequence[Inside], measure: Measure) -> HexMap | None:
    """Give the map, where every place has a hexagon of its own and one figure."""
    spots = {(place.hex_q, place.hex_r) for place in places}
    if len(spots) != len(places) or any(q is None or r is None for q, r in spots):
        return None
    return hex_map(
        [Place(p.name, p.hex_q or 0, p.hex_r or 0, p.figure.value, measure.number(p.figure.value)) for p in places]
    )


def alike(evidence: Evidence) -> Table | None:
    """Set the town beside places like it, in the period of its latest figure; None where none of them has one."""
    sexes = evidence.sexes
    town: tuple[Figure | None, ...] = tuple(evidence.series(evidence.setting.town, sex).latest for sex in sexes)
    first = town[0] if town else None
    if first is None or not evidence.alike:
        return None
    rows = [Ranked(evidence.setting.town.name, town, "is-here")]
    for name in in_order(name for name, _ in evidence.alike):
        of_sex = {figure.sex: figure for other, figure in evidence.alike if other == name}
        rows.append(Ranked(name, tuple(of_sex.get(sex) for sex in sexes)))
    return rank_table(
        evidence.measure,
        table_id="alike-table",
        caption=f"{evidence.title}, {first.label}, {evidence.measure.unit}",
        corner="Place",
        columns=_names(sexes),
        places=rows,
        bars=evidence.has_bars and len(sexes) == 1,
    )
