"""Draws outlines of places as SVG paths that fit together. Plain values in and out; a template draws them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 640.0
TALLEST = 900.0
MARGIN = 4.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """One place to draw, in the drawing's units: its path (fill rule “evenodd”) and where its label stands."""

    key: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class OutlineMap:
    """Places drawn together."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def outline_map(outlines: Mapping[str, Mapping[str, Any]], *, decimals: int = 1) -> OutlineMap:
    """Draw GeoJSON polygons by key; raises ValueError for none.

    Degrees of longitude are shortened by the cosine of the middle latitude, which is right enough for a town. Points are
    rounded to the drawing's units before those that fall together are dropped, in every place alike: a border that two
    places share stays one line.
    """
    rings = {key: list(_rings(outline)) for key, outline in outlines.items()}
    points = [point for shape in rings.values() for ring in shape for point in ring]
    if not points:
        raise ValueError("A map needs at least one outline.")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * narrowing, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)

    def project(point: Point) -> Point:
        x = MARGIN + (point[0] - west) * narrowing * scale
        return round(x, decimals), round(MARGIN + (north - point[1]) * scale, decimals)

    shapes = (_shape(key, [[project(point) for point in ring] for ring in shape]) for key, shape in rings.items())
    return OutlineMap(
        round(wide * scale + 2 * MARGIN, decimals), round(tall * scale + 2 * MARGIN, decimals), tuple(shapes)
    )


def _rings(outline: Mapping[str, Any]) -> Iterator[list[Point]]:
    held = outline["coordinates"]
    for polygon in [held] if outline["type"] == "Polygon" else held:
        for ring in polygon:
            yield [(x, y) for x, y in ring[:-1]]  # the path closes itself


def _shape(key: str, rings: Sequence[Sequence[Point]]) -> Shape:
    paths = []
    for ring in rings:
        kept = [point for point, before in zip(ring, [ring[-1], *ring], strict=False) if point != before]
        if len(kept) > 2:
            paths.append("M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z")
    x, y = _centre(max(rings, key=lambda ring: abs(_area(ring))))
    return Shape(key, "".join(paths), round(x, 1), round(y, 1))


def _area(ring: Sequence[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _centre(ring: Sequence[Point]) -> Point:
    """Give the centre of gravity of a ring; the middle of its points where it has no area."""
    area = _area(ring)
    if not area:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    return x / (6 * area), y / (6 * area)
