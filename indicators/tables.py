"""Lays figures out as tables with marks, notes and a key. Plain values in and out; one template draws them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indicators.figures import Figure, Series
from indicators.formatting import range_text
from indicators.sentences import Measure

NOTHING = "none"
#: the government's shorthand for what stands in place of a figure
REASONS = {
    "suppressed": ("c", "held back"),
    "low_reliability": ("u", "held back"),
    "not_available": ("x", "not available"),
    "not_applicable": ("z", "does not apply"),
}
MEANINGS = {
    "b": "break in the series: do not compare it with earlier periods",
    "c": "held back by the publisher so that nobody can be recognised",
    "p": "provisional: the publisher may still change it",
    "r": "revised since it was first published",
    "u": "held back by the publisher because it is not reliable enough",
    "x": "not available",
    "z": "does not apply here",
}


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: words, limits under them, marks after them; and the figure that the words write."""

    words: str
    limits: str = ""
    marks: tuple[str, ...] = ()
    is_blank: bool = False
    is_limits: bool = False
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Row:
    """One row; `bar` is a width in per cent; `css_class` marks the latest period, the town or a comparator.

    `note` stands behind the heading, `url` leads to a page of its own, and `key` ties it to its shape on a map.
    """

    heading: str
    cells: tuple[Cell, ...]
    bar: float | None = None
    css_class: str = ""
    note: str = ""
    url: str = ""
    key: str = ""


@dataclass(frozen=True)
class Table:
    """One table, the key to its marks, and the notes that are about all of its figures."""

    id: str
    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    key: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    has_bars: bool = False


@dataclass
class Marker:
    """Gives marks to cells and remembers what they mean: letters for states, numbers for notes."""

    letters: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def marks(self, figure: Figure) -> tuple[str, ...]:
        """Give a figure's marks."""
        states = (("b", figure.has_break_before), ("p", figure.is_provisional), ("r", figure.is_revised))
        letters = [letter for letter, holds in states if holds]
        if figure.value is None and figure.reason in REASONS:
            letters.insert(0, REASONS[figure.reason][0])
        self.letters.update(letters)
        said = figure.note.split("; ") if figure.note else []
        self.notes += [note for note in said if note not in self.notes]
        return (*letters, *(str(self.notes.index(note) + 1) for note in said))

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """Give what each mark means, letters first."""
        letters = [(letter, MEANINGS[letter]) for letter in sorted(self.letters)]
        return (*letters, *((str(number), note) for number, note in enumerate(self.notes, 1)))


def cell(figure: Figure | None, measure: Measure, marker: Marker, *, with_limits: bool = False) -> Cell:
    """Give the cell of a figure; words where there is none."""
    if figure is None:
        return Cell(NOTHING, is_blank=True)
    if figure.value is None:
        return Cell(REASONS.get(figure.reason, ("", NOTHING))[1], marks=marker.marks(figure), is_blank=True)
    shown = Cell(measure.number(figure.value), marks=marker.marks(figure), value=figure.value)
    return _with_limits(shown, figure, limits=_limits(figure, measure)) if with_limits else shown


def _with_limits(shown: Cell, figure: Figure, *, limits: str = "") -> Cell:
    return replace(shown, limits=limits, lower=figure.lower, upper=figure.upper) if figure.has_limits else shown


def _limits(figure: Figure, measure: Measure) -> str:
    if figure.lower is None or figure.upper is None:
        return ""
    return range_text(figure.lower, figure.upper, decimals=measure.decimals)


def time_table(
    measure: Measure,
    *,
    table_id: str,
    caption: str,
    columns: Sequence[tuple[str, Series]],
    with_limits: bool = True,
    all_periods: bool = False,
    bars: bool = False,
    baseline: str = "",
    targets: Sequence[tuple[str, float]] = (),
) -> Table:
    """Lay series side by side, one row a period, latest first, with the first one's limits if it has any.

    A series without a figure has no column. Rows are the first series' periods, or with `all_periods` those of all.
    `baseline` names the period that is marked as such; `targets` are rows above all others.
    """
    first = columns[0][1]
    shown = [columns[0], *(column for column in columns[1:] if column[1].figures)]
    limits = with_limits and first.has_limits
    marker = Marker()
    rows: list[Row] = []
    periods = {
        figure.period: figure.label for _, series in shown[: None if all_periods else 1] for figure in series.figures
    }
    for period in sorted(periods, key=lambda period: (period[1], period[0]), reverse=True):
        figures = [series.at(period) for _, series in shown]
        cells = [cell(figure, measure, marker) for figure in figures]
        if limits:
            cells[:1] = [
                _with_limits(cells[0], figures[0]) if figures[0] else cells[0],
                _limit_cell(figures[0], measure),
            ]
        bar = figures[0].value if figures[0] else None
        is_key = figures[0] is not None and not any(row.css_class for row in rows)
        note = "baseline" if periods[period] == baseline else ""
        rows.append(Row(periods[period], tuple(cells), bar=bar, css_class="is-key" if is_key else "", note=note))
    rows[:0] = [_target_row(name, value, measure, len(shown) + limits) for name, value in targets]
    names = [name for name, _ in shown]
    if limits:
        names.insert(1, "95% interval")
    return _finished(Table(table_id, caption, "Period", tuple(names), tuple(rows), marker.key), bars=bars)


def _target_row(name: str, value: float, measure: Measure, width: int) -> Row:
    """Give the row of a target, which is nobody's figure but stands in the town's column."""
    blank = Cell("", is_blank=True)
    return Row(
        name, (Cell(measure.number(value), value=value), *(blank for _ in range(width - 1))), css_class="is-target"
    )


def _limit_cell(figure: Figure | None, measure: Measure) -> Cell:
    limits = _limits(figure, measure) if figure else ""
    return Cell(limits or NOTHING, is_blank=not limits, is_limits=True)


def group_table(
    measure: Measure,
    *,
    table_id: str,
    caption: str,
    corner: str,
    columns: Sequence[tuple[str, Sequence[Figure]]],
    names: Sequence[tuple[str, str]],
    field: str,
    bars: bool = True,
) -> Table:
    """Lay groups under each other, one column a place; `field` names what tells a figure's group."""
    marker = Marker()
    shown = [columns[0], *(column for column in columns[1:] if column[1])]
    rows = []
    for group, heading in names:
        found = [next((f for f in figures if getattr(f, field) == group), None) for _, figures in shown]
        if found[0] is not None:
            cells = tuple(cell(figure, measure, marker, with_limits=True) for figure in found)
            rows.append(Row(heading, cells, bar=found[0].value))
    table = Table(table_id, caption, corner, tuple(name for name, _ in shown), tuple(rows), marker.key)
    return _finished(table, bars=bars)


@dataclass(frozen=True)
class Ranked:
    """A place with a figure for each column; `css_class` marks the town or a comparator."""

    name: str
    figures: tuple[Figure | None, ...]
    css_class: str = ""
    url: str = ""
    key: str = ""

    @property
    def order(self) -> tuple[bool, float, str]:
        """Sort the highest first, the missing last, equals by name."""
        value = self.figures[0].value if self.figures[0] else None
        return (value is None, -(value or 0.0), self.name)


def rank_table(
    measure: Measure,
    *,
    table_id: str,
    caption: str,
    corner: str,
    columns: Sequence[str],
    places: Sequence[Ranked],
    bars: bool = True,
) -> Table:
    """Lay places under each other, highest figure first."""
    marker = Marker()
    rows = [
        Row(
            place.name,
            tuple(cell(figure, measure, marker, with_limits=True) for figure in place.figures),
            bar=place.figures[0].value if place.figures[0] else None,
            css_class=place.css_class,
            url=place.url,
            key=place.key,
        )
        for place in sorted(places, key=lambda place: place.order)
    ]
    return _finished(Table(table_id, caption, corner, tuple(columns), tuple(rows), marker.key), bars=bars)


def _finished(table: Table, *, bars: bool) -> Table:
    """Turn the rows' values into widths, with no bars where one would run below zero; tell common notes once."""
    values = [row.bar for row in table.rows if row.bar is not None]
    drawn = bars and bool(values) and min(values) >= 0 and max(values) > 0
    common = _common_notes(table)
    left = [mark for mark, _ in table.key if mark.isdigit() and mark not in common]

    def numbered(mark: str) -> str:
        return str(left.index(mark) + 1) if mark in left else mark

    rows = tuple(
        replace(
            row,
            bar=round(100 * row.bar / max(values), 1) if drawn and row.bar is not None else None,
            cells=tuple(
                replace(c, marks=tuple(numbered(mark) for mark in c.marks if mark not in common)) if c.marks else c
                for c in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(
        table,
        rows=rows,
        key=tuple((numbered(mark), meaning) for mark, meaning in table.key if mark not in common),
        notes=tuple(meaning for mark, meaning in table.key if mark in common),
        has_bars=drawn,
    )


def _common_notes(table: Table) -> set[str]:
    """Give the numbers of the notes that every figure has."""
    marks = [set(cell.marks) for row in table.rows for cell in row.cells if not cell.is_blank and not cell.is_limits]
    return {mark for mark in set.intersection(*marks) if mark.isdigit()} if marks else set()
