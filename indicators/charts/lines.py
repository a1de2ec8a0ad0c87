"""Draws lines over time: the town's thick and first, with its band; others thinner, named at their ends.

A line is never drawn across a missing period or a break in the series.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from indicators.charts.chart import Mark
from indicators.charts.points import Line, Point, can_be_drawn, path, segments, usual_step
from indicators.charts.scale import Scale, scale_for
from indicators.charts.shapes import Dot, Path, Rule, Shape, Text
from indicators.formatting import number_text

#: rough widths of a character of axis and label text, in drawing units
AXIS_CHARACTER, LABEL_CHARACTER = 8.2, 9.0
LINE_HEIGHT = 19


@dataclass(frozen=True)
class Level:
    """A value to reach: drawn as a line across, named, with a row of its own in the table."""

    row: str
    name: str
    value: float


@dataclass(frozen=True)
class LineSheet:
    """The lines at one size."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    grid: tuple[float, ...]
    texts: tuple[Text, ...]
    bands: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    dots: tuple[tuple[float, float], ...]
    other_dots: tuple[tuple[float, float], ...]
    breaks: tuple[float, ...]
    levels: tuple[float, ...] = ()
    ring: tuple[float, float] | None = None
    zero: float | None = None

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Give what is drawn, the grid first."""
        return (
            *(Rule("grid", self.left, self.right, y, y) for y in self.grid),
            *(Rule("zero", self.left, self.right, y, y) for y in (self.zero,) if y is not None),
            *(Rule("break", x, x, self.top, self.bottom, "2 6") for x in self.breaks),
            *(Rule("level", self.left, self.right, y, y, "10 6") for y in self.levels),
            *(Path("band", band) for band in self.bands),
            *(Path(role, line) for role, line in self.lines),
            *(Dot("dot dot--comp", x, y, 4) for x, y in self.other_dots),
            *(Dot("dot", x, y) for x, y in self.dots),
            *(Dot("dot dot--ring", *spot, 9) for spot in (self.ring,) if spot is not None),
            *self.texts,
        )


@dataclass(frozen=True)
class LineDrawing:
    """Lines over time, each with a point at least; the first is the town's. `sign` stands behind every number.

    `levels` are values to reach, `baseline` the label of the period that change is measured from, and `has_zero` brings
    zero into the scale and marks it, where the distance from it is what is shown.
    """

    lines: tuple[Line, ...]
    decimals: int
    sign: str = ""
    levels: tuple[Level, ...] = ()
    baseline: str = ""
    has_zero: bool = False

    @cached_property
    def scale(self) -> Scale:
        """Give the y axis."""
        values = [value for line in self.lines for point in line.known for value in _extent(point, line)]
        values += [*(level.value for level in self.levels), *([0.0] if self.has_zero else [])]
        return scale_for(values, highest=100.0 if self.sign == "%" else None)

    @cached_property
    def wide(self) -> LineSheet:
        """Give the drawing for wide screens."""
        return _Layout(800, 470, self, wrap=16).draw()

    @cached_property
    def narrow(self) -> LineSheet:
        """Give the drawing for phones."""
        return _Layout(360, 330, self, wrap=10).draw()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Give every value that is drawn, with the limits of the town's."""
        return tuple(self._marks())

    def _marks(self) -> Iterator[Mark]:
        for line in self.lines:
            for point in line.known:
                assert point.value is not None  # noqa: S101  (it is known)
                limits = (point.lower, point.upper) if line.role == "town" else (None, None)
                yield Mark(point.label, line.name, point.value, *limits)
        for level in self.levels:
            yield Mark(level.row, self.lines[0].name, level.value)

    @property
    def has_band(self) -> bool:
        """Tell whether an interval is shaded."""
        return bool(self.wide.bands)

    @property
    def has_break(self) -> bool:
        """Tell whether a break in the series is marked."""
        return bool(self.wide.breaks)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how to read the drawing."""
        low = self.scale.low
        start = number_text(low, decimals=self.scale.decimals, sign=self.sign) if low else f"0{self.sign}"
        said = ["Shaded: 95% interval."] if self.has_band else []
        said += ["Dotted upright line: a break in the series."] if self.has_break else []
        said += ["Dashed line across: the target."] if self.levels else []
        said += [f"Ring: the baseline, {self.baseline}."] if self.wide.ring else []
        return (*said, f"The scale starts at {start}.")


def line_drawing(
    lines: Sequence[Line],
    *,
    decimals: int,
    sign: str = "",
    levels: Sequence[Level] = (),
    baseline: str = "",
    has_zero: bool = False,
) -> LineDrawing | None:
    """Draw some lines, the town's first; None where the first has too few points for a line."""
    if not can_be_drawn(lines):
        return None
    drawn = tuple(line for line in lines if line.known)
    return LineDrawing(drawn, decimals, sign, tuple(levels), baseline, has_zero)


def _extent(point: Point, line: Line) -> list[float]:
    limits = (point.lower, point.upper) if line.role == "town" else ()
    return [value for value in (point.value, *limits) if value is not None]


class _Layout:
    """Works out one sheet: margins from the words that have to fit, then positions."""

    def __init__(self, width: int, height: int, drawing: LineDrawing, *, wrap: int) -> None:
        decimals, sign = drawing.decimals, drawing.sign
        self.width, self.height, self.lines, self.scale = width, height, drawing.lines, drawing.scale
        self.drawing = drawing
        self.step = usual_step(self.lines)
        self.names = [self._name(line, decimals, sign, wrap) for line in self.lines]
        self.marks = [
            number_text(tick, decimals=self.scale.decimals, sign=sign) if tick else "0" for tick in self.scale.ticks
        ]
        longest = max(len(words) for name in self.names for words, _ in name)
        self.left = 20 + max(len(mark) for mark in self.marks) * AXIS_CHARACTER
        self.right = width - 16 - min(longest * LABEL_CHARACTER, width * 0.4)
        self.top, self.bottom = 20.0, height - 40.0
        times = [point.when for line in self.lines for point in line.known]
        self.first, self.last = min(times), max(times)

    def _name(self, line: Line, decimals: int, sign: str, wrap: int) -> list[tuple[str, str]]:
        """Give the lines of a line's label, each with its class."""
        last = line.known[-1]
        css = "tl" if line.role == "town" else ""
        rows: list[str] = []
        words = line.label or f"{line.name} {number_text(last.value, decimals=decimals, sign=sign)}"
        for word in words.split():
            if rows and len(rows[-1]) + 1 + len(word) <= wrap:
                rows[-1] += f" {word}"
            else:
                rows.append(word)
        return [(row, css) for row in rows]

    def x(self, when: float) -> float:
        """Give the position of a time."""
        return self.left + (when - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Give the position of a value."""
        return self.bottom - (value - self.scale.low) / (self.scale.high - self.scale.low) * (self.bottom - self.top)

    def place(self, point: Point) -> tuple[float, float]:
        """Give the position of a point that has a value."""
        return self.x(point.when), self.y(point.value or 0.0)

    def draw(self) -> LineSheet:
        """Give the sheet."""
        cut = [(line, segments(line.points, step=self.step)) for line in self.lines]
        return LineSheet(
            width=self.width,
            height=self.height,
            left=round(self.left, 1),
            right=round(self.right, 1),
            top=self.top,
            bottom=self.bottom,
            grid=tuple(round(self.y(tick), 1) for tick in self.scale.ticks),
            texts=(*self._axis_texts(), *self._period_texts(), *self._labels(), *self._level_texts()),
            bands=tuple(self._bands(cut[0][1])),
            lines=tuple((line.role, drawn) for line, parts in reversed(cut) if (drawn := path(parts, self.place))),
            dots=tuple(self._dots(cut)),
            other_dots=tuple(self._spot(part[0]) for _, parts in cut[1:] for part in parts if len(part) == 1),
            breaks=tuple(self._breaks()),
            levels=tuple(round(self.y(level.value), 1) for level in self.drawing.levels),
            ring=self._ring(),
            zero=round(self.y(0.0), 1) if self.drawing.has_zero and self.scale.low < 0 else None,
        )

    def _ring(self) -> tuple[float, float] | None:
        """Find the town's point of the baseline period."""
        found = [point for point in self.lines[0].known if point.label == self.drawing.baseline]
        return self._spot(found[0]) if found else None

    def _level_texts(self) -> list[Text]:
        """Name each target above its line, or below it where there is no room."""
        found = []
        for level in self.drawing.levels:
            y = self.y(level.value)
            found.append(
                Text(round(self.left + 6, 1), round(y - 7 if y > self.top + 20 else y + 18, 1), level.name, "ax")
            )
        return found

    def _bands(self, parts: Sequence[Sequence[Point]]) -> list[str]:
        bands = []
        for part in parts:
            edges = [(p.when, p.lower, p.upper) for p in part if p.lower is not None and p.upper is not None]
            if len(edges) == len(part) > 1:
                over = [f"{self.x(when):.1f} {self.y(upper):.1f}" for when, _, upper in edges]
                under = [f"{self.x(when):.1f} {self.y(lower):.1f}" for when, lower, _ in reversed(edges)]
                bands.append(f"M{'L'.join([*over, *under])}Z")
        return bands

    def _dots(self, cut: Sequence[tuple[Line, list[list[Point]]]]) -> list[tuple[float, float]]:
        """Mark the town's last point, and its points that no line reaches."""
        town, parts = cut[0]
        lone = [part[0] for part in parts if len(part) == 1]
        marked = [*(point for point in lone if point != town.known[-1]), town.known[-1]]
        return [self._spot(point) for point in marked]

    def _spot(self, point: Point) -> tuple[float, float]:
        x, y = self.place(point)
        return round(x, 1), round(y, 1)

    def _breaks(self) -> list[float]:
        """Give where the series breaks: half-way to the point before."""
        found = set()
        for line in self.lines:
            for before, point in pairwise(line.known):
                if point.break_before:
                    found.add(round(self.x((before.when + point.when) / 2), 1))
        return sorted(found)

    def _axis_texts(self) -> list[Text]:
        return [
            Text(round(self.left - 8, 1), round(self.y(tick) + 5, 1), mark, "ax", "end")
            for tick, mark in zip(self.scale.ticks, self.marks, strict=True)
        ]

    def _period_texts(self) -> list[Text]:
        """Name the first and the last period, and as many between as fit."""
        named = {point.when: point.label for line in reversed(self.lines) for point in line.known}
        times = sorted(named)
        widest = max(len(label) for label in named.values()) * AXIS_CHARACTER + 20
        chosen = [times[0], times[-1]] if len(times) > 1 else times
        room = int((self.right - self.left) / widest) - 1
        for part in range(1, room):
            candidate = times[round(part * (len(times) - 1) / room)]
            if all(abs(self.x(candidate) - self.x(other)) >= widest for other in chosen):
                chosen.append(candidate)
        return [self._period_text(when, named[when]) for when in sorted(chosen)]

    def _period_text(self, when: float, label: str) -> Text:
        half, x = len(label) * AXIS_CHARACTER / 2, self.x(when)
        y = self.bottom + 26
        if x - half < 2:
            return Text(round(min(x, self.left), 1), y, label, "ax", "start")
        if x + half > self.width - 2:
            return Text(self.width - 2, y, label, "ax", "end")
        return Text(round(x, 1), y, label, "ax", "middle")

    def _labels(self) -> list[Text]:
        """Name each line at its end, moved apart where the names would touch."""
        wanted = sorted(
            (self.y(line.known[-1].value or 0.0) - (len(name) - 1) * LINE_HEIGHT / 2, name)
            for line, name in zip(self.lines, self.names, strict=True)
        )
        tops: list[float] = []
        floor = 0.0
        for y, name in wanted:
            tops.append(max(y - LINE_HEIGHT / 2, floor))
            floor = tops[-1] + len(name) * LINE_HEIGHT + 4
        ceiling = self.bottom + 6
        for index in range(len(tops) - 1, -1, -1):
            tops[index] = max(0.0, min(tops[index], ceiling - len(wanted[index][1]) * LINE_HEIGHT))
            ceiling = tops[index] - 4
        x = round(self.right + 16, 1)
        return [
            Text(x, round(top + (row + 0.75) * LINE_HEIGHT, 1), words, css)
            for top, (_, name) in zip(tops, wanted, strict=True)
            for row, (words, css) in enumerate(name)
        ]
