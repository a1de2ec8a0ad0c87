"""Values to point at over a drawing that stays the server's: bars, rows of dots. Nothing of it is drawn twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import plotly.graph_objects as go

from indicators.charts import Drawing, Mark, PlainSheet
from indicators.formatting import number_text, range_text

#: how large the spots are that a pointer finds, in pixels
REACH = 26


class Spotted(Drawing, Protocol):
    """A drawing whose sheets say where each of its marks stands."""

    @property
    def wide(self) -> PlainSheet: ...

    @property
    def narrow(self) -> PlainSheet: ...

    @property
    def decimals(self) -> int: ...

    @property
    def sign(self) -> str: ...


def spots_plot(drawing: Spotted, *, goes_down: bool = False) -> dict[str, Any]:
    """Give data without positions, a bare layout, and the sheets with the positions of each trace's points.

    `goes_down` where the rows of the table stand under each other, so that arrows lead as they point.
    """
    columns = list(dict.fromkeys(mark.column for mark in drawing.marks))
    traces = [_trace(column, drawing, is_only=len(columns) == 1) for column in columns]
    figure = go.Figure(traces, _layout()).to_plotly_json()
    figure["layout"].pop("template", None)
    sheets = {"wide": _sheet(drawing.wide, drawing, columns), "narrow": _sheet(drawing.narrow, drawing, columns)}
    return {
        "kind": "spots",
        "goes_down": goes_down,
        "data": figure["data"],
        "layout": figure["layout"],
        "sheets": sheets,
    }


def _trace(column: str, drawing: Spotted, *, is_only: bool) -> go.Scatter:
    marks = [mark for mark in drawing.marks if mark.column == column]
    return go.Scatter(
        name=column,
        meta={"role": "spots"},
        mode="markers",
        marker={"size": REACH, "opacity": 0},
        customdata=[[mark.row, _told(mark, drawing, is_only=is_only), mark.value] for mark in marks],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _told(mark: Mark, drawing: Spotted, *, is_only: bool) -> str:
    """Say a value; the only column needs no name."""
    name = mark.row if is_only else f"{mark.row}, {mark.column}"
    number = number_text(mark.value, decimals=drawing.decimals, sign=drawing.sign)
    if mark.lower is None or mark.upper is None:
        return f"{name}: {number}"
    return f"{name}: {number} ({range_text(mark.lower, mark.upper, decimals=drawing.decimals)})"


def _layout() -> dict[str, Any]:
    axis = {"visible": False, "fixedrange": True}
    return {
        "xaxis": {**axis},
        "yaxis": {**axis},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 20,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }


def _sheet(sheet: PlainSheet, drawing: Spotted, columns: list[str]) -> dict[str, Any]:
    return {
        "width": sheet.width,
        "height": sheet.height,
        "spots": [list(_spots_of(column, sheet, drawing)) for column in columns],
    }


def _spots_of(column: str, sheet: PlainSheet, drawing: Spotted) -> Iterator[tuple[float, float]]:
    for mark, spot in zip(drawing.marks, sheet.spots, strict=True):
        if mark.column == column:
            yield spot
