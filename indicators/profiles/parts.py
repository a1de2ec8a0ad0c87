"""A section of an indicator's page: tables under one heading."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

from indicators.charts import Chart, MapDrawing
from indicators.tables import Table


@dataclass(frozen=True)
class Part:
    """Tables under one heading, with a table of earlier periods or a map where there is one."""

    heading: str
    tables: tuple[Table, ...]
    detail: str = ""
    earlier: Table | None = None
    #: what is drawn of the first table; its value has the same table
    chart: Chart | None = None

    @property
    def map(self) -> MapDrawing | None:
        """Give the drawing of its chart where that is a map."""
        drawing = self.chart.drawing if self.chart else None
        return drawing if isinstance(drawing, MapDrawing) else None

    @property
    def anchor(self) -> str:
        """Give the part's place in the page's address: “wards” for Wards."""
        return slugify(f"{self.heading} {self.detail}")
