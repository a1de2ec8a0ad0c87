"""What drawings are made of. Each shape says what it is by a class; `markup` writes it for pages, `pictures` for files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Rule:
    """A straight line: of the grid, or where a series breaks (`dashes` as SVG means it)."""

    css_class: str
    x1: float
    x2: float
    y1: float
    y2: float
    dashes: str = ""


@dataclass(frozen=True)
class Path:
    """A line or an area, as SVG writes paths."""

    css_class: str
    d: str


@dataclass(frozen=True)
class Dot:
    """A filled circle."""

    css_class: str
    x: float
    y: float
    radius: float = 6


@dataclass(frozen=True)
class Box:
    """A rectangle, such as a bar."""

    css_class: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Text:
    """Words in the drawing; `anchor` as SVG means it."""

    x: float
    y: float
    words: str
    css_class: str = ""
    anchor: str = "start"


Shape = Rule | Path | Dot | Box | Text


class Sheet(Protocol):
    """A drawing at one size: its shapes in the order they are drawn."""

    @property
    def width(self) -> float:
        """Give the width in units of the drawing."""

    @property
    def height(self) -> float:
        """Give the height in units of the drawing."""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Give what is drawn."""


@dataclass(frozen=True)
class PlainSheet:
    """A sheet that is nothing but its shapes; `spots` say where each of the drawing's marks stands, in their order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    spots: tuple[tuple[float, float], ...] = ()
