"""Small GeoJSON files for tests: squares near the middle of England, with parts to change."""

from __future__ import annotations

import json
from typing import Any

#: a tenth of a degree
SIDE = 0.1


def square(column: int = 0, row: int = 0) -> list[list[float]]:
    """Give a closed ring that shares its sides with the squares beside it."""
    west, south = -1 + column * SIDE, 52 + row * SIDE
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return [[round(west + x * SIDE, 6), round(south + y * SIDE, 6)] for x, y in corners]


def polygon(*rings: Any) -> dict[str, Any]:
    """Give a polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: Any = "E05000001", name: str = "Hill", geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """Give a feature; a square unless told otherwise."""
    held = {"WD24CD": code, "WD24NM": name, "LAD24CD": "E06000001"} | properties
    return {"type": "Feature", "properties": held, "geometry": geometry or polygon(square())}


def geojson(*features: Any, **more: Any) -> bytes:
    """Give a file."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()
