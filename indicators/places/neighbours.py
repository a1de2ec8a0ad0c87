"""Which places lie beside one: from real outlines where all have them, else from the hexagons. Plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

#: the six hexagons around one, in axial coordinates
AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))
#: points of two outlines that differ by less than this are one: about a metre, in degrees
PRECISION = 5


@dataclass(frozen=True)
class Beside:
    """The places beside one, by key, and whether that was seen on real outlines."""

    keys: tuple[str, ...]
    is_exact: bool


def beside(
    key: str, outlines: Mapping[str, Mapping[str, Any]], hexagons: Mapping[str, tuple[int, int]]
) -> Beside | None:
    """Find the places beside one; None where neither outlines nor hexagons tell."""
    if key in outlines and len(outlines) > 1:
        return Beside(tuple(_sharing(key, outlines)), is_exact=True)
    if key in hexagons and len(hexagons) > 1:
        q, r = hexagons[key]
        spots = {(q + across, r + down) for across, down in AROUND}
        return Beside(tuple(other for other, spot in hexagons.items() if spot in spots), is_exact=False)
    return None


def _sharing(key: str, outlines: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Give the places that share a line with one, which is two points at least: a corner alone is no neighbour."""
    own = set(_points(outlines[key]))
    for other, outline in outlines.items():
        if other != key and len(own & set(_points(outline))) > 1:
            yield other


def _points(outline: Mapping[str, Any]) -> Iterable[tuple[float, float]]:
    held = outline["coordinates"]
    for polygon in [held] if outline["type"] == "Polygon" else held:
        for ring in polygon:
            for x, y in ring:
                yield round(x, PRECISION), round(y, PRECISION)


#: how many points across and down an outline is tried at, and the least share of them that counts as lying there
GRID, LEAST_SHARE = 24, 0.03


def lying_there(outline: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Find the places whose outlines cover part of another outline, the largest part first; slivers are left out."""
    rings = _rings(outline)
    points = [point for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    steps = [(step + 0.5) / GRID for step in range(GRID)]
    inside = [
        (x, y)
        for x in (west + (east - west) * step for step in steps)
        for y in (south + (north - south) * step for step in steps)
        if _holds(rings, x, y)
    ]
    shares = {}
    for key, other in others.items():
        theirs = _rings(other)
        shares[key] = sum(_holds(theirs, x, y) for x, y in inside) / max(len(inside), 1)
    found = [key for key, share in shares.items() if share >= LEAST_SHARE]
    return sorted(found, key=lambda key: -shares[key])


def _rings(outline: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    held = outline["coordinates"]
    return [
        [(x, y) for x, y in ring] for polygon in ([held] if outline["type"] == "Polygon" else held) for ring in polygon
    ]


def _holds(rings: list[list[tuple[float, float]]], x: float, y: float) -> bool:
    """Tell whether a point lies in an outline: a line from it to the west crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x > x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1
