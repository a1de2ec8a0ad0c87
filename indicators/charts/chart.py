"""The contract of every chart that readers see: one value, from which pages, pictures, files and live figures are made.

A new kind of drawing is a module here with a class that has what `Drawing` asks; docs/design.md tells the rest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from indicators.charts.shapes import Sheet
from indicators.tables import Table

#: a name stands in addresses for good
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Mark:
    """One value that is drawn, and the row and the column of the table that it stands in."""

    row: str
    column: str
    value: float
    lower: float | None = None
    upper: float | None = None


class Drawing(Protocol):
    """What a kind of drawing knows of itself: its sheets, every value on them, and how to read it."""

    @property
    def wide(self) -> Sheet:
        """Give the drawing for wide screens and files."""

    @property
    def narrow(self) -> Sheet:
        """Give the drawing for phones."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Give every value that is drawn; the table holds the same."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Say in sentences how to read the drawing; the subtitle ends with them."""


@dataclass(frozen=True)
class Chart:
    """A chart: its message, what is measured where and when, its source, its table, and the drawing if there is one.

    `name` is its place in addresses (trend-persons) and never changes. `no_drawing` says why there is none.
    """

    name: str
    title: str
    subtitle: str
    source: str
    table: Table
    drawing: Drawing | None
    no_drawing: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"A chart cannot be named “{self.name}”.")

    @cached_property
    def mark(self) -> str:
        """Give a mark that no two states of the chart share: what is made of one state never stands beside another."""
        said = (self.title, self.subtitle, self.source, self.table, self.drawing.marks if self.drawing else ())
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    @property
    def labelled_by(self) -> str:
        """Give the ids of the words that name and describe it on a page."""
        return f"{self.name}-title {self.name}-about"


def source_line(sources: Iterable[tuple[str, str]]) -> str:
    """Name the sources of some figures with their licences, each once."""
    named = sorted({(source, licence) for source, licence in sources if source})
    told = (f"{source} ({licence})" if licence else source for source, licence in named)
    return f"Source: {'; '.join(told)}" if named else "Source: not known"
