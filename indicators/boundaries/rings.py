"""Turns the coordinates of a polygon into clean rings: closed, rounded, turned one way. Alters no boundary otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

#: five decimals are about a metre: less than the width of the line that is drawn
DECIMALS = 5
MOST_POINTS = 20_000
#: west, south, east and north of the United Kingdom, with room
BOUNDS = (-9.5, 49.0, 2.5, 61.5)
#: how far metres reach in the grids that files come in by mistake
BRITISH_GRID = (800_000, 1_350_000)
WEB_MERCATOR = 20_100_000

GET_DEGREES = "Take the file in longitude and latitude (WGS 84, also called EPSG:4326)."


class ShapeError(ValueError):
    """A shape that cannot be used, with how to mend it."""

    def __init__(self, reason: str, mend: str) -> None:
        self.reason, self.mend = reason, mend
        super().__init__(f"{reason} {mend}")


@dataclass
class Tidied:
    """What was put right on the way, counted, so that the report can say it."""

    closed: int = 0
    heights: int = 0
    points: int = 0


def clean_geometry(geometry: Any, tidied: Tidied) -> dict[str, Any]:
    """Give a polygon or several as GeoJSON with clean rings; raises `ShapeError`."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        what = f"a {kind[:40]}" if isinstance(kind, str) else "nothing"
        raise ShapeError(f"Its shape is {what}.", "An outline is a Polygon or a MultiPolygon.")
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts or not all(isinstance(part, list) and part for part in parts):
        raise ShapeError("Its shape is empty.", "Export it again, with the boundary.")
    polygons = [polygon for part in parts if (polygon := _polygon(part, tidied))]
    if not polygons:
        raise ShapeError("Its shape is smaller than a metre.", "Export it again, with more decimals.")
    tidied.points += (size := sum(len(ring) for polygon in polygons for ring in polygon))
    if size > MOST_POINTS:
        raise ShapeError(
            f"It has {size:,} points; {MOST_POINTS:,} are the most that a page can draw.",
            "Take the generalised boundaries (BGC or BUC) from the Open Geography Portal.",
        )
    held = [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]
    return (
        {"type": "Polygon", "coordinates": held[0]} if len(held) == 1 else {"type": "MultiPolygon", "coordinates": held}
    )


def _polygon(part: Iterable[Any], tidied: Tidied) -> list[Ring]:
    """Give one outer ring and its holes; nothing where the outer ring vanishes when it is rounded."""
    rings = []
    for number, raw in enumerate(part):
        ring = _rounded(_ring(raw, tidied))
        if ring:
            rings.append(ring if (signed_area(ring) > 0) == (number == 0) else ring[::-1])
        elif number == 0:
            return []
    return rings


def _ring(raw: Any, tidied: Tidied) -> Ring:
    if not isinstance(raw, list):
        raise ShapeError("A ring of it is not a list of points.", "Export it again as GeoJSON.")
    points = [_point(position, tidied) for position in raw]
    if points and points[0] != points[-1]:
        points.append(points[0])
        tidied.closed += 1
    if len(points) < 4 or len(set(points)) < 3:
        raise ShapeError(f"A ring of it has {len(set(points))} different points.", "A ring needs three or more.")
    if signed_area(points) == 0:
        raise ShapeError("A ring of it has no area: its points lie on one line.", "Export it again.")
    return points


def _point(position: Any, tidied: Tidied) -> Point:
    if not isinstance(position, list) or len(position) < 2:
        raise ShapeError("A point of it is not a pair of numbers.", "Export it again as GeoJSON.")
    values = [_number(value) for value in position[:2]]
    if len(position) > 2:
        tidied.heights += 1
    _check_place(*values)
    return values[0], values[1]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        what = f"“{value[:20]}”" if isinstance(value, str) else "something else"
        raise ShapeError(f"A point of it has {what} for a number.", "Export it again as GeoJSON.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ShapeError("A point of it is not a number.", "Export it again as GeoJSON.")
    return number


def _check_place(x: float, y: float) -> None:
    west, south, east, north = BOUNDS
    if west <= x <= east and south <= y <= north:
        return
    if west <= y <= east and south <= x <= north:
        raise ShapeError("Longitude and latitude are the wrong way round.", "In GeoJSON the longitude comes first.")
    where = f"({x:g}, {y:g})"
    if abs(x) <= 180 and abs(y) <= 90:
        raise ShapeError(
            f"A point of it, {where}, lies outside the United Kingdom.", "Check that it is the right file."
        )
    if 0 <= x <= BRITISH_GRID[0] and 0 <= y <= BRITISH_GRID[1]:
        raise ShapeError(f"Its points, such as {where}, are metres of the British National Grid.", GET_DEGREES)
    if abs(x) <= WEB_MERCATOR and abs(y) <= WEB_MERCATOR:
        raise ShapeError(f"Its points, such as {where}, are metres of a web map.", GET_DEGREES)
    raise ShapeError(f"A point of it, {where}, is nowhere on Earth.", GET_DEGREES)


def _rounded(ring: Ring) -> Ring:
    """Round a ring's points and drop those that fall together; nothing where less than a triangle is left."""
    points: Ring = []
    for x, y in ring:
        point = (round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0)
        if not points or points[-1] != point:
            points.append(point)
    return points if len(points) >= 4 and signed_area(points) != 0 else []


def signed_area(ring: Ring) -> float:
    """Give twice a closed ring's area; above zero where it runs against the clock."""
    x0, y0 = ring[0]  # near the ring, so that no digits are lost
    return math.fsum((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring))
