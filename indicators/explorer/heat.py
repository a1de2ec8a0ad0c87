"""The table of wards: every indicator that reaches them, shaded by fifths, and sorted as asked. Plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from het_site.core.models import Theme
from indicators.sentences import Measure
from indicators.tables import MEANINGS, NOTHING, REASONS

SHADES = 5
#: what fifths are called, where one end is better and where neither is
JUDGED = ("best fifth", "second best fifth", "middle fifth", "second worst fifth", "worst fifth")
NEUTRAL = ("lowest fifth", "second lowest fifth", "middle fifth", "second highest fifth", "highest fifth")
NO_JUDGEMENT = "no_judgement"


@dataclass(frozen=True)
class Held:
    """What is stored of one ward: its latest figure, and why a newer period has none."""

    value: float | None
    label: str
    start: date | None
    end: date
    age: str = ""
    reason: str = ""
    reason_label: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in one cell. `shade` runs from 1 to 5, None where there is none; `period` where it is another one."""

    words: str
    value: float | None = None
    shade: int | None = None
    fifth: str = ""
    period: str = ""
    mark: str = ""

    @property
    def is_blank(self) -> bool:
        """Tell whether there is no figure of the column's period."""
        return self.value is None or bool(self.period)


@dataclass(frozen=True)
class Column:
    """One indicator for one group of people, in the period of the wards' latest figures."""

    key: str
    title: str
    short: str
    url: str
    theme: Theme | None
    measure: Measure
    polarity: str
    label: str
    cells: Mapping[int, Cell]
    has_shades: bool
    unit: str = ""
    town: Cell = Cell(NOTHING)
    country: Cell = Cell(NOTHING)
    is_stand_in: bool = False

    @property
    def is_judged(self) -> bool:
        """Tell whether one end is better."""
        return self.polarity != NO_JUDGEMENT

    @property
    def meaning(self) -> str:
        """Say which way is better."""
        return {"high_is_good": "higher is better", "low_is_good": "lower is better"}.get(
            self.polarity, "neither is better"
        )

    def order(self, ward_id: int) -> float:
        """Give what sorts a ward: worst first, or highest first where neither end is better."""
        value = self.cells[ward_id].value or 0.0
        return value if self.polarity == "high_is_good" else -value


def fifths(values: Sequence[float]) -> list[int] | None:
    """Give each value's fifth by rank, 1 for the lowest; equal values share one. None where there are fewer than five."""
    if len(values) < SHADES:
        return None
    ranked = sorted(values)
    return [1 + SHADES * ranked.index(value) // len(ranked) for value in values]


def cells(
    held: Mapping[int, Held], wards: Iterable[int], *, measure: Measure, polarity: str
) -> tuple[str, dict[int, Cell], bool]:
    """Give the column's period, each ward's cell, and whether they are shaded."""
    known = [one for one in held.values() if one.value is not None]
    newest = max(known or held.values(), key=lambda one: (one.end, one.start or one.end))
    label = newest.label
    now = {ward: one.value for ward, one in held.items() if one.value is not None and one.label == label}
    ranks = fifths(list(now.values()))
    shades = dict(zip(now, ranks, strict=True)) if ranks else {}
    found = {}
    for ward in wards:
        shade = shades.get(ward)
        if shade is not None and polarity == "high_is_good":
            shade = SHADES + 1 - shade
        found[ward] = _cell(held.get(ward), label, measure, shade, JUDGED if polarity != NO_JUDGEMENT else NEUTRAL)
    return label, found, bool(ranks)


def _cell(one: Held | None, label: str, measure: Measure, shade: int | None, names: Sequence[str]) -> Cell:
    if one is None:
        return Cell(NOTHING)
    if one.value is not None and one.label == label:
        return Cell(measure.number(one.value), one.value, shade, names[shade - 1] if shade else "")
    if one.reason and one.reason_label == label:
        mark, words = REASONS[one.reason]
        return Cell(words, mark=mark)
    if one.value is None:
        return Cell(NOTHING)
    return Cell(measure.number(one.value), one.value, period=one.label)


def beside(value: float | None, measure: Measure) -> Cell:
    """Give the cell of the town or the country in a column's period."""
    return Cell(NOTHING) if value is None else Cell(measure.number(value), value)


@dataclass(frozen=True)
class Row:
    """One ward: its place in the table, and its cells in the order of the columns."""

    id: int
    code: str
    name: str
    url: str
    deprivation: float | None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Key:
    """One mark and what it means."""

    mark: str
    meaning: str


NAME, DEPRIVATION = "name", "deprivation"


@dataclass(frozen=True)
class Heat:
    """The whole table, sorted; `sort` is a column's key, “deprivation” or “name”."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sort: str
    is_reversed: bool

    @property
    def key(self) -> list[Key]:
        """Explain the marks that stand in the table."""
        marks = {cell.mark for column in self.columns for cell in column.cells.values() if cell.mark}
        return [Key(mark, MEANINGS[mark]) for mark in sorted(marks)]

    @property
    def has_older(self) -> bool:
        """Tell whether any cell has a figure of another period than its column."""
        return any(cell.period for column in self.columns for cell in column.cells.values())

    @property
    def has_none(self) -> bool:
        """Tell whether any cell has nothing."""
        return any(cell.words == NOTHING for column in self.columns for cell in column.cells.values())

    @property
    def is_judged(self) -> bool:
        """Tell whether any column is shaded from best to worst."""
        return any(column.is_judged and column.has_shades for column in self.columns)

    @property
    def is_neutral(self) -> bool:
        """Tell whether any column is shaded from lowest to highest."""
        return any(not column.is_judged and column.has_shades for column in self.columns)

    @property
    def has_few(self) -> bool:
        """Tell whether any column has too few figures to shade."""
        return any(not column.has_shades for column in self.columns)


def heat(columns: Sequence[Column], rows: Iterable[Row], *, sort: str, is_reversed: bool) -> Heat:
    """Put rows into their order; wards without a figure of the sorted column come last, whichever way."""
    chosen = next((column for column in columns if column.key == sort), None)
    whole = sorted(rows, key=lambda row: row.name)

    def number(row: Row) -> float | None:
        if chosen is not None:
            return None if chosen.cells[row.id].is_blank else chosen.order(row.id)
        return -row.deprivation if sort == DEPRIVATION and row.deprivation is not None else None

    if sort == NAME:
        ordered = whole[::-1] if is_reversed else whole
    else:
        known = [(value, row) for row in whole if (value := number(row)) is not None]
        ordered = [row for _, row in sorted(known, key=lambda pair: pair[0], reverse=is_reversed)]
        ordered += [row for row in whole if number(row) is None]
    filled = (replace(row, cells=tuple(column.cells[row.id] for column in columns)) for row in ordered)
    return Heat(tuple(columns), tuple(filled), sort, is_reversed)


def ranked(column: Column, rows: Iterable[Row]) -> list[tuple[Row, Cell, float]]:
    """Give the wards by one column, worst or highest first, each with its bar in per cent of the longest."""
    known = [(row, column.cells[row.id]) for row in rows if not column.cells[row.id].is_blank]
    longest = max((abs(cell.value or 0.0) for _, cell in known), default=0.0)
    listed = sorted(known, key=lambda pair: (column.order(pair[0].id), pair[0].name))
    return [(row, cell, round(100 * abs(cell.value or 0.0) / longest, 1) if longest else 0.0) for row, cell in listed]
