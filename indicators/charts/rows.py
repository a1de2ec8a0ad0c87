"""Draws a table's rows as dots on one scale with their intervals: groups, places alike. One shape a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from indicators.charts.chart import Mark
from indicators.charts.scale import Scale, scale_for
from indicators.charts.shapes import Dot, Path, PlainSheet, Rule, Shape, Text
from indicators.formatting import number_text
from indicators.tables import Row, Table

#: rough width of a character of a label, in drawing units
CHARACTER = 8.6
#: how far the marks of further columns stand from the middle of a row
APART = 9.0
FEWEST_ROWS, MOST_COLUMNS = 2, 4


@dataclass(frozen=True)
class RowsDrawing:
    """Rows of one table. With `compares` each column has an interval; without, only the first."""

    table: Table
    decimals: int
    sign: str = ""
    compares: bool = False

    @cached_property
    def scale(self) -> Scale:
        """Give the axis, from zero where the figures come near it."""
        return scale_for(list(self._extent()), highest=100.0 if self.sign == "%" else None)

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """List the columns that hold figures."""
        return _columns(self.table)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """List the rows; one without a figure keeps its name and says why."""
        return self.table.rows

    @cached_property
    def wide(self) -> PlainSheet:
        """Give the drawing for wide screens."""
        return _Layout(self, 800, is_narrow=False).draw()

    @cached_property
    def narrow(self) -> PlainSheet:
        """Give the drawing for phones: each name above its own line."""
        return _Layout(self, 360, is_narrow=True).draw()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Give every value that is drawn, with its limits where those are drawn."""
        return tuple(
            Mark(row.heading, self.table.columns[column], cell.value, *self.limits(row, column))
            for row in self.rows
            for column in self.columns
            if (cell := row.cells[column]).value is not None
        )

    def limits(self, row: Row, column: int) -> tuple[float, float] | tuple[None, None]:
        """Give the limits that are drawn for a cell."""
        cell = row.cells[column]
        is_drawn = self.compares or column == self.columns[0]
        if not is_drawn or cell.lower is None or cell.upper is None:
            return None, None
        return cell.lower, cell.upper

    @property
    def has_apart(self) -> bool:
        """Tell whether the marks of a row stand under each other, so that their intervals can be told apart."""
        return self.compares and self.has_intervals

    @property
    def has_intervals(self) -> bool:
        """Tell whether an interval is drawn anywhere."""
        return any(mark.lower is not None for mark in self.marks)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how to read the drawing."""
        low = self.scale.low
        start = number_text(low, decimals=self.scale.decimals, sign=self.sign) if low else f"0{self.sign}"
        said = ["Lines on both sides of a mark: 95% interval."] if self.has_intervals else []
        return (*said, f"The scale starts at {start}.")

    def _extent(self) -> Iterator[float]:
        for mark in self.marks:
            yield from (value for value in (mark.value, mark.lower, mark.upper) if value is not None)


def rows_drawing(table: Table, *, decimals: int, sign: str = "", compares: bool = False) -> RowsDrawing | None:
    """Draw a table's rows; None where fewer than two have a figure, or there are more columns than shapes."""
    columns = _columns(table)
    known = [row for row in table.rows if any(row.cells[column].value is not None for column in columns)]
    if len(known) < FEWEST_ROWS or len(columns) > MOST_COLUMNS:
        return None
    return RowsDrawing(table, decimals, sign, compares)


def _columns(table: Table) -> tuple[int, ...]:
    return tuple(
        number
        for number in range(len(table.columns))
        if any(row.cells[number].value is not None and not row.cells[number].is_limits for row in table.rows)
    )


class _Layout:
    """Works out one sheet: room for the names, then a line for each row."""

    def __init__(self, drawing: RowsDrawing, width: int, *, is_narrow: bool) -> None:
        self.drawing, self.width, self.is_narrow = drawing, width, is_narrow
        self.has_key = len(drawing.columns) > 1
        longest = max(len(row.heading) for row in drawing.rows)
        self.left = 14.0 if is_narrow else min(24 + longest * CHARACTER, width * 0.42)
        self.right = width - 18.0
        self.apart = APART if drawing.has_apart else 0.0
        self.step = (52.0 if is_narrow else 34.0) + 1.3 * self.apart * max(0, len(drawing.columns) - 2)
        self.top = (30.0 * len(drawing.columns) if is_narrow else 34.0) if self.has_key else 8.0
        self.bottom = self.top + self.step * len(drawing.rows)

    def x(self, value: float) -> float:
        """Give the position of a value."""
        scale = self.drawing.scale
        return round(self.left + (value - scale.low) / (scale.high - scale.low) * (self.right - self.left), 1)

    def draw(self) -> PlainSheet:
        """Give the sheet."""
        shapes: list[Shape] = [*self._axis(), *self._key()]
        for number, row in enumerate(self.drawing.rows):
            shapes += self._row(row, self.top + self.step * number)
        return PlainSheet(self.width, round(self.bottom + 34), tuple(shapes), tuple(self._spots()))

    def _spots(self) -> Iterator[tuple[float, float]]:
        for number, row in enumerate(self.drawing.rows):
            middle = self._middle(self.top + self.step * number)
            for place, column in enumerate(self.drawing.columns):
                value = row.cells[column].value
                if value is not None:
                    yield self.x(value), self._beside(middle, place)

    def _middle(self, top: float) -> float:
        """Give the line of a row; on phones its name stands above it."""
        return top + (36 + (self.step - 52) / 2 if self.is_narrow else self.step / 2)

    def _beside(self, middle: float, place: int) -> float:
        """Give how high a column's mark stands, where those of a row stand under each other."""
        return round(middle + (place - (len(self.drawing.columns) - 1) / 2) * self.apart, 1)

    def _axis(self) -> Iterator[Shape]:
        scale, sign = self.drawing.scale, self.drawing.sign
        words = [number_text(tick, decimals=scale.decimals, sign=sign) if tick else f"0{sign}" for tick in scale.ticks]
        room = (self.right - self.left) / max(1, len(words) - 1)
        every = 1 + int(max(map(len, words)) * CHARACTER / room)
        for number, (tick, word) in enumerate(zip(scale.ticks, words, strict=True)):
            x = self.x(tick)
            yield Rule("grid", x, x, self.top, self.bottom)
            if number % every == 0:
                is_last = x + len(word) * CHARACTER / 2 > self.width - 2
                anchor = "end" if is_last else "start" if x < len(word) * CHARACTER / 2 else "middle"
                yield Text(x if not is_last else self.width - 2, self.bottom + 24, word, "ax", anchor)

    def _key(self) -> Iterator[Shape]:
        """Name the shapes, where there is more than one."""
        if not self.has_key:
            return
        x, y = self.left if not self.is_narrow else 14.0, 16.0
        for place, column in enumerate(self.drawing.columns):
            name = self.drawing.table.columns[column]
            yield self._mark(place, x + 8, y, is_key=True)
            yield Text(x + 22, y + 5, name, "ax")
            if self.is_narrow:
                y += 28
            else:
                x += 44 + len(name) * CHARACTER

    def _row(self, row: Row, top: float) -> Iterator[Shape]:
        is_key = row.css_class in {"is-here", "is-key"}
        middle = self._middle(top)
        yield Rule("row", self.left, self.right, middle, middle)
        css, name = "tl" if is_key else "", row.heading
        if self.is_narrow:
            yield Text(14, top + 20, name, css)
        else:
            yield Text(self.left - 14, middle + 6, _cut(name, int((self.left - 20) / CHARACTER)), css, "end")
        shown = [column for column in self.drawing.columns if row.cells[column].value is not None]
        if not shown:
            yield Text(self.left + 6, middle - 5, row.cells[0].words, "ax")
        for place, column in reversed(list(enumerate(self.drawing.columns))):
            value = row.cells[column].value
            if value is not None:
                y = self._beside(middle, place)
                lower, upper = self.drawing.limits(row, column)
                if lower is not None and upper is not None:
                    yield Rule("span" if place == 0 else "span span--comp", self.x(lower), self.x(upper), y, y)
                is_other = bool(self.drawing.compares and not is_key)
                yield self._mark(place, self.x(value), y, is_other=is_other)

    def _mark(self, place: int, x: float, y: float, *, is_other: bool = False, is_key: bool = False) -> Shape:
        """Give a column's shape: a dot, a diamond, a square, a triangle."""
        x = round(x, 1)
        if place == 0:
            return Dot("dot dot--comp" if is_other and not is_key else "dot", x, y, 7)
        return Path(f"mark mark--{place}", _shape(place, x, y))


def _shape(place: int, x: float, y: float) -> str:
    corners = {
        1: ((0, -8), (8, 0), (0, 8), (-8, 0)),
        2: ((-6, -6), (6, -6), (6, 6), (-6, 6)),
        3: ((0, -8), (8, 7), (-8, 7)),
    }[place]
    return "M" + "L".join(f"{round(x + dx, 1):g} {round(y + dy, 1):g}" for dx, dy in corners) + "Z"


def _cut(name: str, most: int) -> str:
    """Shorten a name that would run into the drawing; the table has it whole."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
