"""Values over time as plain values, and where a line through them has to stop: at a missing period or a break."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

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
    #: what is told of it in place of its number and limits
    said: str = ""

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
    #: what stands at its end in place of its name and last value
    label: str = ""

    @cached_property
    def known(self) -> list[Point]:
        """Give the points that have a value."""
        return [point for point in self.points if point.value is not None]


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


def can_be_drawn(lines: Sequence[Line]) -> bool:
    """Tell whether the first line has enough points for a line."""
    return bool(lines) and len({point.when for point in lines[0].known}) >= FEWEST_POINTS


def path(parts: Sequence[Sequence[Point]], place: Placer) -> str:
    """Write the parts of a line as one SVG path; a part of one point has none."""
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, part)) for part in parts if len(part) > 1)
