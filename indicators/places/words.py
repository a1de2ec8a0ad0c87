"""A ward's standings in readers' words: one strip and one row of the table for each. Every number is a stored one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from het_site.core.models import Theme
from indicators.charts import Chart, Mark, StripDrawing, source_line
from indicators.charts.strips import can_be_drawn
from indicators.figures import PERSONS, Figure
from indicators.models import Indicator
from indicators.places.ranks import meaning_of, rank_words
from indicators.places.standings import Standing
from indicators.places.wards import Ward
from indicators.profiles import SEXES
from indicators.queries import measure_of
from indicators.sentences import Measure
from indicators.tables import MEANINGS, NOTHING, REASONS, Ranked, Table, rank_table


@dataclass(frozen=True)
class Names:
    """The ward, and what it is set beside."""

    ward: str
    town: str
    country: str


@dataclass(frozen=True)
class Strip:
    """One measure of one ward as the page shows it; its chart’s table holds every ward."""

    indicator: Indicator
    title: str
    measure: str
    is_related: bool
    period: str
    number: str
    blank: str
    rank: str
    meaning: str
    town: str
    country: str
    lowest: str
    highest: str
    verdict: str
    verdict_text: str
    notes: tuple[str, ...]
    chart: Chart

    @property
    def is_blank(self) -> bool:
        """Tell whether there is no value."""
        return not self.number


def strip_of(standing: Standing, names: Names, *, total: int) -> Strip:
    """Put one standing into words; `total` is how many wards there are."""
    indicator, measure = standing.indicator, _measure(standing)
    own = standing.own.value if standing.own else None
    low, high = _ends(standing, names, measure)
    said = standing.said if standing.is_known and not standing.category else None
    verdict = said.status_text(names.country) if said else ""
    return Strip(
        indicator=indicator,
        title=_title(standing),
        measure=measure.unit,
        is_related=bool(standing.category),
        period=standing.label,
        number=measure.number(own) if own is not None else "",
        blank="" if own is not None else _blank(standing, measure),
        rank=rank_words(own, standing.other_values, total=total) if own is not None else "",
        meaning=meaning_of(indicator.polarity) if own is not None and not standing.category else "",
        town=_words(standing.town, measure),
        country=_words(standing.country, measure),
        lowest=low,
        highest=high,
        verdict=said.status if said and verdict else "",
        verdict_text=verdict,
        notes=_notes(standing),
        chart=_chart(standing, names, measure),
    )


def _measure(standing: Standing) -> Measure:
    """Give how its numbers are written. A related measure’s name says its unit; it has the indicator’s decimals."""
    measure, category = measure_of(standing.indicator), standing.category
    if not category:
        return measure
    return Measure(unit=category, decimals=measure.decimals, is_percentage=category.startswith("%"))


def _title(standing: Standing) -> str:
    """Give the indicator’s title, or the related measure’s own name as one, and whom it is about if not everybody."""
    title = standing.indicator.title
    if standing.category:
        name = re.sub(r"\s*\([^()]*\)$", "", standing.category.removeprefix("% of "))
        title = f"{name[:1].upper()}{name[1:]}"
    return title if standing.sex == PERSONS else f"{title}, {SEXES[standing.sex].lower()}"


def _words(figure: Figure | None, measure: Measure) -> str:
    return measure.number(figure.value) if figure is not None and figure.value is not None else NOTHING


def _blank(standing: Standing, measure: Measure) -> str:
    """Say why there is no value, and which the ward had before."""
    own, older = standing.own, standing.older
    if own is not None:
        mark = REASONS.get(own.reason, ("",))[0]
        return f"{MEANINGS.get(mark, 'no figure').capitalize()}."
    said = f"No figure for {standing.label}."
    if older is not None and older.value is not None:
        return f"{said} The latest is {measure.number(older.value)} ({older.label})."
    return said


def _ends(standing: Standing, names: Names, measure: Measure) -> tuple[str, str]:
    """Give the lowest and the highest figure of all wards, each with its ward."""
    known = [(figure.value, ward.name) for ward, figure in standing.others if figure.value is not None]
    if standing.own is not None and standing.own.value is not None:
        known.append((standing.own.value, names.ward))
    if not known:
        return NOTHING, NOTHING
    low, high = (f"{measure.number(value)} ({name})" for value, name in (min(known), max(known)))
    return low, high


def _notes(standing: Standing) -> tuple[str, ...]:
    notes = standing.own.note.split("; ") if standing.own is not None and standing.own.note else []
    marks = []
    if standing.own is not None and standing.own.is_provisional:
        marks.append(MEANINGS["p"])
    if standing.own is not None and standing.own.is_revised:
        marks.append(MEANINGS["r"])
    return tuple(f"{note[:1].upper()}{note[1:]}" for note in (*notes, *marks))


COLUMN = "Figure"


def _chart(standing: Standing, names: Names, measure: Measure) -> Chart:
    """Give the strip as a chart, whose table holds every ward, the town and the country."""
    name = _name("ward", standing.indicator.slug, *_apart(standing))
    figures = [figure for figure in (standing.own, standing.town, standing.country) if figure is not None]
    value = standing.own.value if standing.own else None
    own = f"{names.ward}, {measure.number(value)}" if value is not None else names.ward
    drawing = _drawing(standing, names, measure)
    return Chart(
        name=name,
        title=_title(standing),
        subtitle=f"The large dot is {own}; each small one is another ward of {names.town}. {standing.label}, {measure.unit}.",
        source=source_line((figure.source, figure.licence) for figure in figures),
        table=_table(standing, names, measure, name),
        drawing=drawing,
        no_drawing="" if drawing else "There are too few figures that differ.",
    )


def _name(*parts: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")


def _apart(standing: Standing) -> list[str]:
    """Tell a chart’s name from those of the same indicator: by the people, or by the related measure."""
    parts = [] if standing.sex == PERSONS else [standing.sex]
    return [*parts, "related", standing.category] if standing.category else parts


def _table(standing: Standing, names: Names, measure: Measure, name: str) -> Table:
    rows = [Ranked(ward.name, (figure,)) for ward, figure in standing.others]
    rows.append(Ranked(names.ward, (standing.own,), "is-here"))
    for place, figure in ((names.town, standing.town), (names.country, standing.country)):
        if figure is not None:
            rows.append(Ranked(place, (figure,), "is-mean"))
    caption = f"{_title(standing)}, {standing.label}, {measure.unit}"
    return rank_table(
        measure, table_id=f"{name}-table", caption=caption, corner="Place", columns=[COLUMN], places=rows, bars=False
    )


def _drawing(standing: Standing, names: Names, measure: Measure) -> StripDrawing | None:
    def mark(name: str, figure: Figure | None) -> Mark | None:
        return Mark(name, COLUMN, figure.value) if figure is not None and figure.value is not None else None

    marks = (mark(ward.name, figure) for ward, figure in standing.others)
    drawing = StripDrawing(
        COLUMN,
        mark(names.ward, standing.own),
        tuple(one for one in marks if one is not None),
        below=mark(names.town, standing.town),
        above=mark(names.country, standing.country),
        words=(
            f"{names.town} {_words(standing.town, measure)}",
            f"{names.country} {_words(standing.country, measure)}",
        ),
    )
    return drawing if drawing.others and can_be_drawn(drawing) else None


def by_theme(strips: Iterable[Strip]) -> list[tuple[Theme | None, list[Strip]]]:
    """Group strips by their principle, in its order."""
    return [(theme, list(group)) for theme, group in groupby(strips, key=lambda strip: strip.indicator.theme)]


def listing(wards: Sequence[Ward]) -> str:
    """Name some wards in a sentence: “A, B and C”."""
    names = [ward.name for ward in wards]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
