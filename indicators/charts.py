"""Works out line charts and sparklines as positions and paths. Plain values in and out; a template draws them.

A line is never drawn across a missing period or a break in the series.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from indicators.formatting import number_text

#: rough widths of a character of axis and label text, in drawing units
AXIS_CHARACTER, LABEL_CHARACTER = 8.2, 9.0
LINE_HEIGHT = 19
GAP = 1.5  # a step this much longer than the usual one leaves out a period
FEWEST_POINTS = 3


@dataclass(frozen=True)
class Point:
    """One value of a line, or None where the period has none; limits where they are published."""

    start: date
    end: date
    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    break_before: bool = False

    @cached_property
    def when(self) -> float:
        """Give the middle of its period as a day number."""
        return (self.start.toordinal() + self.end.toordinal()) / 2


Placer = Callable[[Point], tuple[float, float]]


@dataclass(frozen=True)
class Line:
    """One place's points, oldest first. `role`: town (drawn first and thick) or comp."""

    name: str
    role: str
    points: tuple[Point, ...]

    @cached_property
    def known(self) -> list[Point]:
        """Give the points that have a value."""
        return [point for point in self.points if point.value is not None]


@dataclass(frozen=True)
class Text:
    """Words in the drawing; `anchor` as SVG means it."""

    x: float
    y: float
    words: str
    css_class: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Drawing:
    """Everything a template needs to draw one chart at one size."""

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
    breaks: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """A chart for wide and for narrow screens, and what its caption has to say of the scale."""

    wide: Drawing
    narrow: Drawing
    scale_start: str
    has_band: bool
    has_break: bool


@dataclass(frozen=True)
class Spark:
    """A small line without axes."""

    width: int
    height: int
    lines: tuple[tuple[str, str], ...]
    dot: tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """The y axis: lowest and highest value and the marks between, evenly spaced."""

    ticks: tuple[float, ...]
    decimals: int

    @property
    def low(self) -> float:
        """Give the value at the foot."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """Give the value at the top."""
        return self.ticks[-1]


def scale_for(values: Sequence[float], *, highest: float | None = None, marks: int = 5) -> Scale:
    """Give a scale of round numbers around some values; from zero when they come near it. `highest` caps it."""
    low, high = min(values), max(values)
    if low >= 0 and low <= 0.35 * high:
        low = 0.0
    if high - low < 1e-9 * max(1.0, abs(high)):
        pad = abs(high) * 0.1 or 1.0
        low, high = (low - pad, high + pad) if low < 0 else (max(0.0, low - pad), high + pad)
    raw = (high - low) / marks
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw * (1 - 1e-9))
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    if highest is not None and max(values) <= highest:
        last = min(last, math.floor(highest / step + 1e-9))  # every step we use divides 100
    decimals = max(0, -math.floor(math.log10(step) + 1e-9) + _has_half(step))
    return Scale(tuple(round(index * step, 12) for index in range(first, last + 1)), decimals)


def _has_half(step: float) -> bool:
    return round(step / 10.0 ** math.floor(math.log10(step) + 1e-9), 6) == 2.5


def segments(points: Sequence[Point], *, step: float) -> list[list[Point]]:
    """Cut a line's points where a period is missing or the series breaks."""
    found: list[list[Point]] = []
    previous: Point | None = None
    for point in points:
        if point.value is None:
            previous = None
            continue
        joined = previous is not None and not point.break_before and point.when - previous.when <= GAP * step
        if joined:
            found[-1].append(point)
        else:
            found.append([point])
        previous = point
    return found


def usual_step(lines: Sequence[Line]) -> float:
    """Give the shortest time from one period to the next, in days."""
    times = sorted({point.when for line in lines for point in line.points})
    return min((after - before for before, after in pairwise(times)), default=365.0)


def line_chart(lines: Sequence[Line], *, decimals: int, sign: str = "") -> Chart | None:
    """Give the chart of some lines, the town's first; None where the first has too few points to draw."""
    if not _can_be_drawn(lines):
        return None
    drawn = [line for line in lines if line.known]
    values = [value for line in drawn for point in line.known for value in _extent(point, line)]
    scale = scale_for(values, highest=100.0 if sign == "%" else None)
    start = number_text(scale.low, decimals=scale.decimals, sign=sign) if scale.low else f"0{sign}"
    return Chart(
        wide=_Sheet(800, 470, drawn, scale, decimals, sign, wrap=16).draw(),
        narrow=_Sheet(360, 330, drawn, scale, decimals, sign, wrap=10).draw(),
        scale_start=start,
        has_band=any(point.lower is not None for point in drawn[0].known),
        has_break=any(point.break_before for line in drawn for point in line.known[1:]),
    )


def _can_be_drawn(lines: Sequence[Line]) -> bool:
    return bool(lines) and len({point.when for point in lines[0].known}) >= FEWEST_POINTS


def _extent(point: Point, line: Line) -> list[float]:
    limits = (point.lower, point.upper) if line.role == "town" else ()
    return [value for value in (point.value, *limits) if value is not None]


def spark_line(lines: Sequence[Line]) -> Spark | None:
    """Give a small drawing of the first line over the others; None where it has too few points."""
    if not _can_be_drawn(lines):
        return None
    width, height, edge = 128, 36, 5
    known = [point for line in lines for point in line.known]
    low, high = min(p.value or 0.0 for p in known), max(p.value or 0.0 for p in known)
    first, last = min(p.when for p in known), max(p.when for p in known)

    def place(point: Point) -> tuple[float, float]:
        across = (point.when - first) / (last - first)
        up = ((point.value or 0.0) - low) / (high - low) if high > low else 0.5
        return edge + across * (width - 2 * edge), height - edge - up * (height - 2 * edge)

    step = usual_step(lines)
    paths = [(f"spark__{line.role}", _path(segments(line.points, step=step), place)) for line in reversed(lines)]
    x, y = place(lines[0].known[-1])
    return Spark(width, height, tuple(path for path in paths if path[1]), (round(x, 1), round(y, 1)))


def _path(parts: Sequence[Sequence[Point]], place: Placer) -> str:
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, part)) for part in parts if len(part) > 1)


class _Sheet:
    """Works out one drawing: margins from the words that have to fit, then positions."""

    def __init__(
        self, width: int, height: int, lines: Sequence[Line], scale: Scale, decimals: int, sign: str, *, wrap: int
    ) -> None:
        self.width, self.height, self.lines, self.scale = width, height, lines, scale
        self.step = usual_step(lines)
        self.names = [self._name(line, decimals, sign, wrap) for line in lines]
        self.marks = [number_text(tick, decimals=scale.decimals, sign=sign) if tick else "0" for tick in scale.ticks]
        longest = max(len(words) for name in self.names for words, _ in name)
        self.left = 20 + max(len(mark) for mark in self.marks) * AXIS_CHARACTER
        self.right = width - 16 - min(longest * LABEL_CHARACTER, width * 0.4)
        self.top, self.bottom = 20.0, height - 40.0
        times = [point.when for line in lines for point in line.known]
        self.first, self.last = min(times), max(times)

    def _name(self, line: Line, decimals: int, sign: str, wrap: int) -> list[tuple[str, str]]:
        """Give the lines of a line's label, each with its class."""
        last = line.known[-1]
        css = "tl" if line.role == "town" else ""
        rows: list[str] = []
        for word in [*line.name.split(), number_text(last.value, decimals=decimals, sign=sign)]:
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

    def draw(self) -> Drawing:
        """Give the drawing."""
        cut = [(line, segments(line.points, step=self.step)) for line in self.lines]
        return Drawing(
            width=self.width,
            height=self.height,
            left=round(self.left, 1),
            right=round(self.right, 1),
            top=self.top,
            bottom=self.bottom,
            grid=tuple(round(self.y(tick), 1) for tick in self.scale.ticks),
            texts=(*self._axis_texts(), *self._period_texts(), *self._labels()),
            bands=tuple(self._bands(cut[0][1])),
            lines=tuple((line.role, path) for line, parts in reversed(cut) if (path := _path(parts, self.place))),
            dots=tuple(self._dots(cut)),
            breaks=tuple(self._breaks()),
        )

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
        return [(round(x, 1), round(y, 1)) for x, y in map(self.place, marked)]

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
