"""Works out sparklines: small lines without axes, whose words stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.points import Line, Point, can_be_drawn, path, segments, usual_step


@dataclass(frozen=True)
class Spark:
    """A small line without axes."""

    width: int
    height: int
    lines: tuple[tuple[str, str], ...]
    dot: tuple[float, float]


def spark_line(lines: Sequence[Line]) -> Spark | None:
    """Give a small drawing of the first line over the others; None where it has too few points."""
    if not can_be_drawn(lines):
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
    paths = [(f"spark__{line.role}", path(segments(line.points, step=step), place)) for line in reversed(lines)]
    x, y = place(lines[0].known[-1])
    return Spark(width, height, tuple(drawn for drawn in paths if drawn[1]), (round(x, 1), round(y, 1)))
