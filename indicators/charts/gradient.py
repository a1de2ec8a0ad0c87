"""Draws groups from the most to the least deprived, each as wide as its share of people, with the line of the slope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from indicators.charts.chart import Mark
from indicators.charts.scale import Scale, scale_for
from indicators.charts.shapes import Box, Dot, Path, PlainSheet, Rule, Shape, Text
from indicators.formatting import number_text
from indicators.tables import Cell, Table

AXIS_CHARACTER = 8.2
#: a bar higher than this has room for its value
ROOM_IN_BAR = 46


@dataclass(frozen=True)
class GradientDrawing:
    """The first column of a table whose rows are groups in order. `shares` add up to one; `slope` is the line's two ends."""

    table: Table
    shares: tuple[float, ...]
    decimals: int
    sign: str = ""
    slope: tuple[float, float] | None = None
    has_bars: bool = True

    @cached_property
    def scale(self) -> Scale:
        """Give the y axis: from zero under bars."""
        values = [value for mark in self.marks for value in (mark.value, mark.lower, mark.upper) if value is not None]
        values += [*(self.slope or ()), *([0.0] if self.has_bars else [])]
        return scale_for(values, highest=100.0 if self.sign == "%" else None)

    @cached_property
    def wide(self) -> PlainSheet:
        """Give the drawing for wide screens."""
        return _Layout(self, 800, 430).draw()

    @cached_property
    def narrow(self) -> PlainSheet:
        """Give the drawing for phones."""
        return _Layout(self, 360, 330).draw()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Give every group's value with its limits."""
        column = self.table.columns[0]
        cells = [(row.heading, row.cells[0]) for row in self.table.rows]
        return tuple(
            Mark(name, column, cell.value, cell.lower, cell.upper) for name, cell in cells if cell.value is not None
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how to read the drawing."""
        low = self.scale.low
        start = number_text(low, decimals=self.scale.decimals, sign=self.sign) if low else f"0{self.sign}"
        said = ["Lines up and down: 95% interval."] if any(mark.lower is not None for mark in self.marks) else []
        said += ["Dashed line: the slope over all groups."] if self.slope else []
        return (*said, f"The scale starts at {start}.")


def gradient_drawing(
    table: Table,
    *,
    shares: Sequence[float],
    decimals: int,
    sign: str = "",
    slope: tuple[float, float] | None = None,
    has_bars: bool = True,
) -> GradientDrawing | None:
    """Draw the groups of a table; None for fewer than two with a figure."""
    if sum(row.cells[0].value is not None for row in table.rows) < 2:
        return None
    return GradientDrawing(table, tuple(shares), decimals, sign, slope, has_bars)


class _Layout:
    """Works out one sheet."""

    def __init__(self, drawing: GradientDrawing, width: int, height: int) -> None:
        self.drawing, self.width, self.height = drawing, width, height
        scale = drawing.scale
        self.words = [
            number_text(tick, decimals=scale.decimals, sign=drawing.sign) if tick else f"0{drawing.sign}"
            for tick in scale.ticks
        ]
        self.left = 20 + max(map(len, self.words)) * AXIS_CHARACTER
        self.right, self.top, self.bottom = width - 10.0, 26.0, height - 62.0

    def x(self, share: float) -> float:
        """Give the position of a place in the population, 0 the most deprived."""
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        """Give the position of a value."""
        scale = self.drawing.scale
        return round(self.bottom - (value - scale.low) / (scale.high - scale.low) * (self.bottom - self.top), 1)

    def draw(self) -> PlainSheet:
        """Give the sheet."""
        shapes = (*self._axis(), *self._groups(), *self._slope(), *self._names())
        return PlainSheet(self.width, self.height, shapes, tuple(self._spots()))

    def _spots(self) -> Iterator[tuple[float, float]]:
        starts = [0.0, *accumulate(self.drawing.shares)]
        for row, begin, share in zip(self.drawing.table.rows, starts, self.drawing.shares, strict=False):
            value = row.cells[0].value
            if value is not None:
                yield self.x(begin + share / 2), self.y(value)

    def _axis(self) -> Iterator[Shape]:
        for tick, word in zip(self.drawing.scale.ticks, self.words, strict=True):
            y = self.y(tick)
            yield Rule("grid", self.left, self.right, y, y)
            yield Text(round(self.left - 8, 1), y + 5, word, "ax", "end")

    def _groups(self) -> Iterator[Shape]:
        starts = [0.0, *accumulate(self.drawing.shares)]
        foot = self.y(max(0.0, self.drawing.scale.low))
        for row, begin, share in zip(self.drawing.table.rows, starts, self.drawing.shares, strict=False):
            cell, middle = row.cells[0], self.x(begin + share / 2)
            if cell.value is None:
                yield Text(middle, foot - 8, cell.words, "ax", "middle")
                continue
            y = self.y(cell.value)
            if self.drawing.has_bars:
                room = self.x(begin + share) - self.x(begin)
                width = round(room * 0.72, 1)
                yield Box("bar__fill", round(middle - width / 2, 1), min(y, foot), width, round(abs(foot - y), 1))
            if cell.lower is not None and cell.upper is not None:
                yield Rule("span span--up", middle, middle, self.y(cell.lower), self.y(cell.upper))
            if not self.drawing.has_bars:
                yield Dot("dot", middle, y, 7)
            yield self._value(cell, middle, y, foot)

    def _value(self, cell: Cell, middle: float, y: float, foot: float) -> Text:
        """Write a value at the foot of its bar, where no line runs; above what is drawn where there is no room."""
        words = number_text(cell.value, decimals=self.drawing.decimals, sign=self.drawing.sign)
        if self.drawing.has_bars and foot - y > ROOM_IN_BAR:
            return Text(middle, round(foot - 10, 1), words, "val on-bar", "middle")
        top = min(y, self.y(cell.upper)) if cell.upper is not None else y
        return Text(middle, max(round(top - 12, 1), 15.0), words, "val", "middle")

    def _slope(self) -> Iterator[Shape]:
        if self.drawing.slope is not None:
            start, end = self.drawing.slope
            yield Path("slope", f"M{self.x(0)} {self.y(start)}L{self.x(1)} {self.y(end)}")

    def _names(self) -> Iterator[Shape]:
        """Number the groups, and say at both ends which is which."""
        starts = [0.0, *accumulate(self.drawing.shares)]
        for number, (begin, share) in enumerate(zip(starts, self.drawing.shares, strict=False), 1):
            yield Text(self.x(begin + share / 2), self.bottom + 22, str(number), "ax", "middle")
        yield Text(round(self.left, 1), self.bottom + 46, "Most deprived", "ax")
        yield Text(round(self.right, 1), self.bottom + 46, "Least deprived", "ax", "end")
