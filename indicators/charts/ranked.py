"""Draws places in order, one below the other: bars from zero, or dots where zero would hide the differences; with limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from indicators.charts.chart import Mark
from indicators.charts.scale import Scale, scale_for
from indicators.charts.shapes import Box, Dot, PlainSheet, Rule, Shape, Text
from indicators.formatting import number_text

AXIS_CHARACTER, LABEL_CHARACTER = 8.2, 9.8
WIDE, NARROW = 800, 360
#: the height of a place's row; on phones its name stands above its bar
ROW, TALL_ROW = 27, 46
THICKNESS = 14
FOOT = 34
EDGE = 8


@dataclass(frozen=True)
class Bar:
    """One place's value; `is_here` for the town, `is_beside` for one that is no part of the order, such as the country."""

    name: str
    value: float
    lower: float | None = None
    upper: float | None = None
    is_here: bool = False
    is_beside: bool = False

    @property
    def ends(self) -> list[float]:
        """Give every number that has to fit on the scale."""
        return [number for number in (self.value, self.lower, self.upper) if number is not None]


@dataclass(frozen=True)
class RankedDrawing:
    """Places in the order of the table; `column` is the table's that they stand in, `sign` stands behind every number."""

    bars: tuple[Bar, ...]
    column: str
    decimals: int
    sign: str = ""
    from_zero: bool = True

    @cached_property
    def scale(self) -> Scale:
        """Give the x axis."""
        values = [number for bar in self.bars for number in bar.ends]
        zero = [0.0] if self.from_zero else []
        return scale_for([*zero, *values], highest=100.0 if self.sign == "%" else None)

    @cached_property
    def wide(self) -> PlainSheet:
        """Give the drawing for wide screens."""
        longest = max(len(bar.name) for bar in self.bars)
        return self._sheet(WIDE, ROW, left=EDGE + longest * LABEL_CHARACTER, is_narrow=False)

    @cached_property
    def narrow(self) -> PlainSheet:
        """Give the drawing for phones."""
        return self._sheet(NARROW, TALL_ROW, left=EDGE, is_narrow=True)

    @cached_property
    def _has_here(self) -> bool:
        return any(bar.is_here for bar in self.bars)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Give every value that is drawn, with its limits."""
        return tuple(Mark(bar.name, self.column, bar.value, bar.lower, bar.upper) for bar in self.bars)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how to read the drawing."""
        said = ["Thin lines: 95% intervals."] if any(bar.lower is not None for bar in self.bars) else []
        if self.scale.low:
            start = number_text(self.scale.low, decimals=self.scale.decimals, sign=self.sign)
            said.append(f"The scale starts at {start}.")
        return tuple(said)

    def number(self, value: float) -> str:
        """Write a value as the table does."""
        return number_text(value, decimals=self.decimals, sign=self.sign)

    def _sheet(self, width: int, row: int, *, left: float, is_narrow: bool) -> PlainSheet:
        longest = max(len(self.number(bar.value)) for bar in self.bars)
        right = width - EDGE - longest * LABEL_CHARACTER - 8
        foot = row * len(self.bars) + 4
        place = _Place(left, right, self.scale)
        shapes = [*self._axis(place, foot), *self._rows(place, width, row, is_narrow=is_narrow)]
        return PlainSheet(width, foot + FOOT, tuple(shapes))

    def _axis(self, place: _Place, foot: float) -> Iterator[Shape]:
        ticks = self.scale.ticks
        for number, tick in enumerate(ticks):
            x = place.x(tick)
            words = number_text(tick, decimals=self.scale.decimals, sign=self.sign) if tick else "0"
            yield Rule("grid", x, x, 0, foot)
            if place.has_room(ticks, words) or number % 2 == 0:
                anchor = "start" if x - len(words) * AXIS_CHARACTER / 2 < 0 else "middle"
                yield Text(x, foot + 22, words, "ax", anchor)

    def _rows(self, place: _Place, width: int, row: int, *, is_narrow: bool) -> Iterator[Shape]:
        for number, bar in enumerate(self.bars):
            middle = row * number + (row * 0.72 if is_narrow else row / 2)
            name_at = middle - THICKNESS / 2 - 5 if is_narrow else middle + 5
            css_class = "tl" if bar.is_here else ""
            yield from self._drawn(place, bar, middle)
            if is_narrow:
                yield Text(place.left, round(name_at, 1), bar.name, css_class)
            else:
                yield Text(round(place.left - 10, 1), round(name_at, 1), bar.name, css_class, "end")
            yield Text(width - EDGE, round(middle + 5, 1), self.number(bar.value), css_class, "end")

    def _drawn(self, place: _Place, bar: Bar, middle: float) -> Iterator[Shape]:
        kind = "mean" if bar.is_beside else "fill" if bar.is_here or not self._has_here else "other"
        at = place.x(bar.value)
        if self.from_zero:
            zero = place.x(0.0)
            top = round(middle - THICKNESS / 2, 1)
            yield Box(f"bar__{kind}", min(zero, at), top, round(abs(at - zero), 1), THICKNESS)
        if bar.lower is not None and bar.upper is not None:
            yield Rule("whisker", place.x(bar.lower), place.x(bar.upper), round(middle, 1), round(middle, 1))
        if not self.from_zero:
            yield Dot({"mean": "dot dot--comp", "fill": "dot", "other": "dot dot--other"}[kind], at, round(middle, 1))


@dataclass(frozen=True)
class _Place:
    """Where a value stands across."""

    left: float
    right: float
    scale: Scale

    def x(self, value: float) -> float:
        """Give the position of a value."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return round(self.left + share * (self.right - self.left), 1)

    def has_room(self, ticks: Sequence[float], words: str) -> bool:
        """Tell whether every mark of the axis can be written."""
        return (self.right - self.left) / max(1, len(ticks) - 1) > len(words) * AXIS_CHARACTER + 12


def ranked_drawing(
    bars: Iterable[Bar], *, column: str, decimals: int, sign: str = "", from_zero: bool = True
) -> RankedDrawing | None:
    """Draw some places in order; None where there are fewer than two."""
    drawn = tuple(bars)
    return RankedDrawing(drawn, column, decimals, sign, from_zero) if len(drawn) > 1 else None
