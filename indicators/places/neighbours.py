"""Which places lie beside one: from real outlines where all have them, else from the hexagons. Plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
