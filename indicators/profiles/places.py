"""Places inside the town in order of their figures, and places like the town."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.text import slugify

from indicators import charts
from indicators.figures import SEX_ORDER, Figure
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
        chart = None if category else _chart(evidence, level, places, table)
        yield Part(level, (table,), boundaries, chart=chart)


def _table(evidence: Evidence, level: str, places: Sequence[Inside], measure: Measure) -> Table:
    first = places[0].figure
    sexes = [sex for sex in SEX_ORDER if any(place.figure.sex == sex for place in places)]
    rows = []
    for name in in_order(place.name for place in places):
        of_sex = {place.figure.sex: place.figure for place in places if place.name == name}
        place = next(place for place in places if place.name == name)
        rows.append(Ranked(name, tuple(of_sex.get(sex) for sex in sexes), url=place.url, key=place.code))
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


def _chart(evidence: Evidence, level: str, places: Sequence[Inside], table: Table) -> charts.Chart | None:
    """Give the map of places with one figure each; where there can be none, the ranked places as dots."""
    first, editions = places[0].figure, in_order(place.edition for place in places)
    edition = editions[0] if len(editions) == 1 else ""
    spots = [charts.Spot(p.name, p.code, p.url, p.hex_q, p.hex_r, p.outline) for p in places]
    one_each = len({place.name for place in places}) == len(places)
    drawing: charts.MapDrawing | charts.RowsDrawing | None = charts.map_drawing(table, spots) if one_each else None
    if drawing is None and len(places) > 1:
        measure = evidence.measure
        drawing = charts.rows_drawing(table, decimals=measure.decimals, sign=evidence.sign, compares=True)
    if drawing is None:
        return None
    since = f", boundaries of {edition}" if edition else ""
    return charts.Chart(
        name=slugify(f"{level}-{edition or 'all'}"),
        title=_ranked_title(places, table),
        subtitle=" ".join(
            [f"{evidence.title}: {evidence.measure.unit}.", f"{level}{since}, {first.label}.", *drawing.notes]
        ),
        source=charts.source_line((place.figure.source, place.figure.licence) for place in places),
        table=table,
        drawing=drawing,
    )


def _ranked_title(places: Sequence[Inside], table: Table) -> str:
    """Say which place has the highest figure and which the lowest."""
    names = {place.name for place in places}
    known = [row for row in table.rows if row.heading in names and row.cells[0].value is not None]
    if len(known) < 2:
        return f"{places[0].level}: too few figures to set side by side"
    high, low = known[0], known[-1]
    return f"Highest in {high.heading} ({high.cells[0].words}), lowest in {low.heading} ({low.cells[0].words})"


def alike(evidence: Evidence) -> charts.Chart | None:
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
    table = rank_table(
        evidence.measure,
        table_id="alike-table",
        caption=f"{evidence.title}, {first.label}, {evidence.measure.unit}",
        corner="Place",
        columns=_names(sexes),
        places=rows,
        bars=False,
    )
    drawing = charts.rows_drawing(table, decimals=evidence.measure.decimals, sign=evidence.sign, compares=True)
    return charts.Chart(
        name="alike",
        title=_alike_title(evidence, table, sexes),
        subtitle=" ".join(
            [
                f"{evidence.title}: {evidence.measure.unit}.",
                f"{evidence.setting.town.name} and places like it, {first.label}.",
                *(drawing.notes if drawing else ()),
            ]
        ),
        source=charts.source_line((f.source, f.licence) for f in (first, *(figure for _, figure in evidence.alike))),
        table=table,
        drawing=drawing,
        no_drawing="" if drawing else "Fewer than two places have a figure, so there is nothing to draw.",
    )


def _alike_title(evidence: Evidence, table: Table, sexes: Sequence[str]) -> str:
    """Say where the town stands in the order, which says nothing of better or worse."""
    town = evidence.setting.town.name
    known = [row for row in table.rows if row.cells[0].value is not None]
    names = [row.heading for row in known]
    if town not in names or len(known) < 2:
        return f"{town} beside places like it"
    own = known[names.index(town)].cells[0].value
    above = sum((row.cells[0].value or 0.0) > (own or 0.0) for row in known)
    who = f" for {SEXES[sexes[0]].lower()}" if len(sexes) > 1 else ""
    count = {0: "None", 1: "One"}.get(above, str(above))
    verb = "has" if above < 2 else "have"
    return f"{count} of {len(known) - 1} places like {town} {verb} a higher figure{who}"
