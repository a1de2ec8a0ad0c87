"""A map of places as hexagons of one size: positions and shades. Plain values in and out; a template draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 52.0
MARGIN = 3.0
SHADES = 5
#: a name longer than this is set in two lines, if it has two words
LONGEST_LINE = 9


@dataclass(frozen=True)
class Place:
    """One place: its name, axial coordinates (pointy tops, `r` southwards) and value; None where there is no figure."""

    name: str
    q: int
    r: int
    value: float | None
    shown: str


@dataclass(frozen=True)
class Hexagon:
    """One hexagon to draw, in the drawing's units; `shade` runs from 1 (lowest) to 5, None where there is no figure."""

    name: str
    lines: tuple[str, ...]
    shown: str
    x: float
    y: float
    path: str
    shade: int | None


@dataclass(frozen=True)
class Step:
    """One step of the key: its shade and the lowest and highest figure that has it."""

    shade: int
    lowest: str
    highest: str


@dataclass(frozen=True)
class HexMap:
    """A drawing of all places, with its key."""

    width: float
    height: float
    hexagons: tuple[Hexagon, ...]
    key: tuple[Step, ...]


def hex_map(places: Sequence[Place]) -> HexMap:
    """Give the drawing of some places; raises ValueError for none, or for two in one position.

    Shades are fifths of the places that have a figure, by rank, and equal figures share a shade.
    """
    if not places:
        raise ValueError("A map needs at least one place.")
    if len({(place.q, place.r) for place in places}) < len(places):
        raise ValueError("Two places have the same position.")
    centres = [(SIZE * math.sqrt(3) * (place.q + place.r / 2), SIZE * 1.5 * place.r) for place in places]
    left = min(x for x, _ in centres) - SIZE * math.sqrt(3) / 2 - MARGIN
    top = min(y for _, y in centres) - SIZE - MARGIN
    right = max(x for x, _ in centres) + SIZE * math.sqrt(3) / 2 + MARGIN
    bottom = max(y for _, y in centres) + SIZE + MARGIN
    shades = _shades([place.value for place in places])
    hexagons = tuple(
        _hexagon(place, x - left, y - top, shade) for place, (x, y), shade in zip(places, centres, shades, strict=True)
    )
    return HexMap(round(right - left, 1), round(bottom - top, 1), hexagons, _key(places, shades))


def _hexagon(place: Place, x: float, y: float, shade: int | None) -> Hexagon:
    corners = [
        (x + SIZE * math.sin(math.radians(angle)), y - SIZE * math.cos(math.radians(angle)))
        for angle in range(0, 360, 60)
    ]
    path = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in corners) + "Z"
    words = place.name.split()
    split = len(place.name) > LONGEST_LINE and len(words) > 1
    lines = (words[0], " ".join(words[1:])) if split else (place.name,)
    return Hexagon(place.name, lines, place.shown, round(x, 1), round(y, 1), path, shade)


def _shades(values: Sequence[float | None]) -> list[int | None]:
    known = sorted(value for value in values if value is not None)
    if not known:
        return [None] * len(values)
    steps = min(SHADES, len(set(known)))
    return [None if value is None else 1 + steps * known.index(value) // len(known) for value in values]


def _key(places: Sequence[Place], shades: Sequence[int | None]) -> tuple[Step, ...]:
    steps = []
    for shade in range(1, SHADES + 1):
        holders = [
            (p.value, p.shown) for p, s in zip(places, shades, strict=True) if s == shade and p.value is not None
        ]
        if holders:
            steps.append(Step(shade, min(holders)[1], max(holders)[1]))
    return tuple(steps)
