"""Draws strips of dots: each small dot one ward, the large one this ward, upright lines the town and the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

#: width, and how far the axis stays from the edge
WIDE, NARROW = 720, 330
EDGE = 16.0
AXIS, TICK, ABOVE, BELOW, HEIGHT = 30, 12, 12, 57, 62
#: rough width of a character of a label, in the drawing's units
CHARACTER = {WIDE: 6.4, NARROW: 7.0}


@dataclass(frozen=True)
class Mark:
    """An upright line with its words: the country's stand above the axis, the town's below."""

    value: float
    words: str


@dataclass(frozen=True)
class Dots:
    """What a strip shows; `own` is None where this ward has no value."""

    own: float | None
    others: tuple[float, ...]
    town: Mark | None = None
    country: Mark | None = None

    @property
    def values(self) -> list[float]:
        """List every value that has a place on the axis."""
        marks = [mark.value for mark in (self.town, self.country) if mark is not None]
        return [*self.others, *marks, *([] if self.own is None else [self.own])]


def drawings(dots: Dots) -> SafeString:
    """Give the strip for wide and for narrow screens; nothing where there is only one value, or all are equal.

    The words beside it say what it shows, so it is hidden from those who do not see it.
    """
    values = dots.values
    if len(values) < 2 or min(values) == max(values):
        return SafeString("")
    return SafeString(_drawing(dots, WIDE, "wide", 5.5, 10) + _drawing(dots, NARROW, "narrow", 4.5, 9))


def _drawing(dots: Dots, width: int, name: str, small: float, large: float) -> str:
    low, high = _ends(dots.values)

    def x(value: float) -> float:
        return round(EDGE + (width - 2 * EDGE) * (value - low) / (high - low), 1)

    parts = [f'<line class="axis" x1="6" x2="{width - 6}" y1="{AXIS}" y2="{AXIS}"/>']
    parts += [f'<circle class="d" cx="{x(value)}" cy="{AXIS}" r="{small}"/>' for value in dots.others]
    parts += [
        _mark(x(mark.value), mark.words, y, width)
        for mark, y in ((dots.country, ABOVE), (dots.town, BELOW))
        if mark is not None
    ]
    if dots.own is not None:
        parts.append(f'<circle class="me" cx="{x(dots.own)}" cy="{AXIS}" r="{large}"/>')
    return (
        f'<svg class="chart--{name}" viewBox="0 0 {width} {HEIGHT}" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Give the ends of the axis: the lowest and the highest value, with a little room, and none below zero for nothing."""
    low, high = min(values), max(values)
    room = (high - low) * 0.06
    return (max(low - room, 0.0) if low >= 0 else low - room), high + room


def _mark(x: float, words: str, y: int, width: int) -> str:
    """Draw an upright line with its words, which stay inside the drawing."""
    half = len(words) * CHARACTER[width] / 2
    at = round(min(max(x, half), width - half), 1)
    return (
        f'<line class="mean" x1="{x}" x2="{x}" y1="{AXIS - TICK}" y2="{AXIS + TICK}"/>'
        f'<text x="{at}" y="{y}" text-anchor="middle">{escape(words)}</text>'
    )
