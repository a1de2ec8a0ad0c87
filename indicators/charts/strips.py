"""Draws strips: each small dot one place, the large dot the one a page is about, upright lines those they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from indicators.charts.chart import Mark
from indicators.charts.shapes import Dot, PlainSheet, Rule, Shape, Text

#: how far the ends of the axis and its first place stay from the edge
EDGE, START = 6.0, 16.0
AXIS, TICK, ABOVE, BELOW, HEIGHT = 30, 12, 12, 57, 62
#: rough width of a character of a label, in drawing units
CHARACTER = 7.0
#: how much of the range stays free at each end
ROOM = 0.04


@dataclass(frozen=True)
class StripDrawing:
    """Values on one line; marks are named as in the table. `below` has its words under the axis, `above` over it.

    `words` are those of `below` and `above`, in this order. There are two different values at least.
    """

    column: str
    own: Mark | None
    others: tuple[Mark, ...]
    below: Mark | None = None
    above: Mark | None = None
    words: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = ()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Give every value that is drawn."""
        return tuple(mark for mark in (*self.others, self.below, self.above, self.own) if mark is not None)

    @cached_property
    def wide(self) -> PlainSheet:
        """Give the strip for wide screens."""
        return self._sheet(720, small=5.5, large=10)

    @cached_property
    def narrow(self) -> PlainSheet:
        """Give the strip for phones."""
        return self._sheet(330, small=4.5, large=9)

    def _sheet(self, width: int, *, small: float, large: float) -> PlainSheet:
        return PlainSheet(width, HEIGHT, tuple(self._shapes(width, small, large)))

    def _shapes(self, width: int, small: float, large: float) -> Iterator[Shape]:
        values = [mark.value for mark in self.marks]
        low, high = min(values), max(values)

        def x(mark: Mark) -> float:
            share = ROOM + (1 - 2 * ROOM) * (mark.value - low) / (high - low)
            return round(START + (width - 2 * START) * share, 1)

        yield Rule("axis", EDGE, width - EDGE, AXIS, AXIS)
        for other in self.others:
            yield Dot("d", x(other), AXIS, small)
        for mark, words, y in ((self.above, self.words[1], ABOVE), (self.below, self.words[0], BELOW)):
            if mark is not None:
                half = len(words) * CHARACTER / 2
                yield Rule("mean", x(mark), x(mark), AXIS - TICK, AXIS + TICK)
                yield Text(round(min(max(x(mark), half), width - half), 1), y, words, "label", "middle")
        if self.own is not None:
            yield Dot("me", x(self.own), AXIS, large)


def can_be_drawn(drawing: StripDrawing) -> bool:
    """Tell whether there are two different values at least: all in one spot would show nothing."""
    return len({mark.value for mark in drawing.marks}) > 1
