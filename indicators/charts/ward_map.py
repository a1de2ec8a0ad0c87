"""Draws the rows of a ranked table as places on a map: hexagons, or real outlines where every place has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indicators.charts.chart import Mark
from indicators.charts.shapes import Box, Path, PlainSheet, Shape, Text
from indicators.hexmap import Hexagon, HexMap, Place, Step, hex_map
from indicators.outlines import OutlineMap, outline_map
from indicators.tables import Row, Table

#: rough width of a character of the key, in drawing units
CHARACTER = 8.2
KEY_HEIGHT = 16.0
#: a real place smaller than this shows its figure alone
ROOM_FOR_NAME = 9


@dataclass(frozen=True)
class Spot:
    """Where a row of the table stands: hexagon coordinates, an outline as GeoJSON, or both; its code and address."""

    name: str
    code: str = ""
    url: str = ""
    q: int | None = None
    r: int | None = None
    outline: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class DrawnPlace:
    """One place of the map with its figure in words."""

    spot: Spot
    shown: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class MapDrawing:
    """The rows of a table that have a spot, shaded by fifths of their rank; the others stand below as words."""

    table: Table
    spots: tuple[Spot, ...]
    is_exact: bool

    @cached_property
    def _hexagons(self) -> HexMap:
        """Shade the places; where outlines are drawn, the hexagons in a row only carry the shades."""
        places = []
        for number, spot in enumerate(self.spots):
            cell = self._row(spot).cells[0]
            q, r = (number, 0) if self.is_exact else (spot.q or 0, spot.r or 0)
            places.append(Place(spot.name, q, r, cell.value, cell.words))
        return hex_map(places)

    @cached_property
    def _outlines(self) -> OutlineMap:
        return outline_map({spot.code: spot.outline or {} for spot in self.spots})

    def _row(self, spot: Spot) -> Row:
        return next(row for row in self.table.rows if row.heading == spot.name and not row.css_class)

    @cached_property
    def places(self) -> tuple[DrawnPlace, ...]:
        """Give every place in reading order, which the keyboard follows."""
        hexagons = dict(zip(self.spots, self._hexagons.hexagons, strict=True)) if not self.is_exact else {}
        if not self.is_exact:
            pairs = sorted(hexagons.items(), key=lambda pair: (pair[1].y, pair[1].x))
            return tuple(DrawnPlace(spot, hexagon.shown, tuple(_hexagon(hexagon))) for spot, hexagon in pairs)
        by_code = {spot.code: (spot, shade) for spot, shade in zip(self.spots, self._hexagons.hexagons, strict=True)}
        found = []
        for shape in sorted(self._outlines.shapes, key=lambda shape: (shape.y, shape.x)):
            spot, hexagon = by_code[shape.key]
            drawn = _outline(shape.path, (shape.x, shape.y), hexagon)
            found.append(DrawnPlace(spot, hexagon.shown, tuple(drawn)))
        return tuple(found)

    @property
    def width(self) -> float:
        """Give the width of the map in the drawing's units."""
        return self._outlines.width if self.is_exact else self._hexagons.width

    @property
    def height(self) -> float:
        """Give the height of the places, without the key."""
        return self._outlines.height if self.is_exact else self._hexagons.height

    @property
    def key(self) -> tuple[Step, ...]:
        """Give what each shade stands for."""
        return self._hexagons.key

    @cached_property
    def foot(self) -> tuple[Shape, ...]:
        """Give what stands below the places: the key, and the figures that have no place on the map."""
        return tuple(self._foot())

    @cached_property
    def wide(self) -> PlainSheet:
        """Give the drawing: places, key and figures below."""
        places = tuple(shape for place in self.places for shape in place.shapes)
        lines = 1 + len(self.lines_below)
        return PlainSheet(self.width, round(self.height + 40 + lines * 22, 1), (*places, *self.foot))

    @property
    def narrow(self) -> PlainSheet:
        """Give the same for phones, where the style sheet leaves the names out and makes the figures larger."""
        return self.wide

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Give every figure, on the map or below it."""
        column = self.table.columns[0]
        rows = [row for row in self.table.rows if row.cells[0].value is not None]
        return tuple(Mark(row.heading, column, row.cells[0].value or 0.0) for row in rows)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how to read the drawing."""
        shades = "Shaded by fifths of the places, as the key says."
        return (shades,) if self.is_exact else (shades, "Each hexagon is one ward, near its true neighbours.")

    def _foot(self) -> Iterator[Shape]:
        steps, top = self.key, self.height + 14
        room = (self.width - 6) / max(1, len(steps))
        for number, step in enumerate(steps):
            x = round(3 + number * room, 1)
            yield Box(f"q{step.shade} edge-box", x, top, round(room - 3, 1), KEY_HEIGHT)
            words = step.lowest if step.lowest == step.highest else f"{step.lowest} to {step.highest}"
            yield Text(x, round(top + KEY_HEIGHT + 18, 1), words, "ax")
        for number, line in enumerate(self.lines_below):
            yield Text(3, round(top + KEY_HEIGHT + 44 + number * 22, 1), line, "tl" if not number else "")

    @cached_property
    def lines_below(self) -> tuple[str, ...]:
        """Name the figures that have no place on the map, such as the town’s, as many to a line as fit."""
        on_map = {id(self._row(spot)) for spot in self.spots}
        told = [f"{row.heading} {row.cells[0].words}" for row in self.table.rows if id(row) not in on_map]
        lines: list[str] = []
        for words in told:
            if lines and (len(lines[-1]) + len(words) + 5) * CHARACTER < self.width:
                lines[-1] += f"  ·  {words}"
            else:
                lines.append(words)
        return tuple(lines)


def map_drawing(table: Table, spots: Sequence[Spot]) -> MapDrawing | None:
    """Draw some rows of a table of one figure a place; None where they have neither outlines nor hexagons of their own."""
    if not spots or len(table.columns) != 1:
        return None
    if all(spot.outline and spot.code for spot in spots):
        return MapDrawing(table, tuple(spots), is_exact=True)
    places = {(spot.q, spot.r) for spot in spots}
    if len(places) != len(spots) or any(q is None or r is None for q, r in places):
        return None
    return MapDrawing(table, tuple(spots), is_exact=False)


def _hexagon(hexagon: Hexagon) -> Iterator[Shape]:
    shade = hexagon.shade or 0
    yield Path(f"q{shade}", hexagon.path)
    yield Path("edge", hexagon.path)
    rises = (-14, 2) if len(hexagon.lines) == 2 else (-5,)
    for line, rise in zip(hexagon.lines, rises, strict=True):
        yield Text(hexagon.x, round(hexagon.y + rise, 1), line, f"hexmap__name on-{shade}", "middle")
    yield Text(hexagon.x, round(hexagon.y + 20, 1), hexagon.shown, f"v on-{shade}", "middle")


def _outline(path: str, centre: tuple[float, float], hexagon: Hexagon) -> Iterator[Shape]:
    shade, (x, y) = hexagon.shade or 0, centre
    yield Path(f"area q{shade}", path)
    if len(hexagon.name) <= ROOM_FOR_NAME:
        yield Text(x, round(y - 4, 1), hexagon.name, f"hexmap__name on-{shade}", "middle")
    yield Text(x, round(y + 14, 1), hexagon.shown, f"v on-{shade}", "middle")
