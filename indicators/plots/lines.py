"""Lines over time as a plotly figure that lies exactly over the server's drawing.

Colours are the names of the page's own properties, so that a figure fits light and dark pages alike; the script that
draws it looks them up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from indicators.charts import LineDrawing
from indicators.charts.lines import LineSheet
from indicators.charts.points import Line, Point, segments, usual_step
from indicators.formatting import number_text, range_text

TOWN, OTHER = "var(--chart-town)", "var(--chart-comparator)"
DASHES = {"comp comp--2": "7px,5px"}
NOON = timedelta(hours=12)
Part = Sequence[Point]


def line_plot(drawing: LineDrawing) -> dict[str, Any]:
    """Give data, layout and sheets."""
    step = usual_step(drawing.lines)
    cut = [(line, segments(line.points, step=step)) for line in drawing.lines]
    traces = [*_bands(cut[0][1]), *(_trace(line, parts, drawing) for line, parts in reversed(cut))]
    traces += _targets(drawing)
    figure = go.Figure(traces, _layout(drawing)).to_plotly_json()
    figure["layout"].pop("template", None)  # plotly's own look: forty times the size of the figure
    sheets = {"wide": _sheet(drawing.wide), "narrow": _sheet(drawing.narrow)}
    return {"data": figure["data"], "layout": figure["layout"], "sheets": sheets}


def moment(when: float) -> str:
    """Write a day number as plotly reads times: 2023-07-02, or with T12:00 for a middle between two days."""
    day = datetime.fromordinal(int(when))
    return (day + NOON).isoformat(timespec="minutes") if when % 1 else day.date().isoformat()


def _trace(line: Line, parts: Sequence[Part], drawing: LineDrawing) -> go.Scatter:
    is_town = line.role == "town"
    points: list[Point | None] = []
    sizes: list[int] = []
    for part in parts:
        if points:
            points.append(None)
            sizes.append(0)
        points += part
        sizes += [(12 if is_town else 8) if len(part) == 1 else 0] * len(part)
    if is_town:
        sizes[-1] = 12
    colour = TOWN if is_town else OTHER
    return go.Scatter(
        name=line.name,
        meta={"role": "line"},
        x=[moment(point.when) if point else None for point in points],
        y=[point.value if point else None for point in points],
        customdata=[_told(point, line, drawing) if point else None for point in points],
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line={"color": colour, "width": 4 if is_town else 2, "dash": DASHES.get(line.role, "solid")},
        marker={"color": colour, "size": sizes, "opacity": 1, "line": {"color": "var(--paper)", "width": 2}},
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _targets(drawing: LineDrawing) -> Iterator[go.Scatter]:
    """Give every target as a point that nobody sees but who points at the end of its line."""
    last = max(point.when for line in drawing.lines for point in line.known)
    for level in drawing.levels:
        yield go.Scatter(
            name=drawing.lines[0].name,
            meta={"role": "level"},
            x=[moment(last)],
            y=[level.value],
            customdata=[[level.row, level.row]],
            mode="markers",
            marker={"color": "var(--ink)", "size": [8], "opacity": 0},
            hovertemplate="%{customdata[1]}<extra></extra>",
        )


def _told(point: Point, line: Line, drawing: LineDrawing) -> list[str]:
    """Give the row of the table a point stands in, and what is said of it."""
    if point.said:
        return [point.label, f"{line.name}, {point.label}: {point.said}"]
    number = number_text(point.value, decimals=drawing.decimals, sign=drawing.sign)
    limits = ""
    if line.role == "town" and point.lower is not None and point.upper is not None:
        limits = f" ({range_text(point.lower, point.upper, decimals=drawing.decimals)})"
    return [point.label, f"{line.name}, {point.label}: {number}{limits}"]


def _bands(parts: Sequence[Part]) -> Iterator[go.Scatter]:
    """Give the interval as one area, its parts one after the other: along the upper limits and back along the lower."""
    x: list[str | None] = []
    y: list[float | None] = []
    for part in parts:
        if len(part) > 1 and all(point.lower is not None and point.upper is not None for point in part):
            if x:
                x.append(None)
                y.append(None)
            times = [moment(point.when) for point in part]
            x += [*times, *reversed(times)]
            y += [*(point.upper for point in part), *(point.lower for point in reversed(part))]
    if x:
        yield go.Scatter(meta={"role": "band"}, x=x, y=y, fill="toself", fillcolor=TOWN, mode="none", hoverinfo="skip")


def _layout(drawing: LineDrawing) -> dict[str, Any]:
    wide, scale = drawing.wide, drawing.scale
    marks = [text.words for text in wide.texts if text.css_class == "ax"][: len(scale.ticks)]
    periods = {point.when: point.label for line in reversed(drawing.lines) for point in line.known}
    axis = {"showline": False, "zeroline": False, "ticks": ""}
    return {
        "xaxis": {
            **axis,
            "type": "date",
            "showgrid": False,
            "range": [moment(min(periods)), moment(max(periods))],
            "tickmode": "array",
            "tickvals": [moment(when) for when in sorted(periods)],
            "ticktext": [periods[when] for when in sorted(periods)],
        },
        "yaxis": {
            **axis,
            "fixedrange": True,
            "gridcolor": "var(--line)",
            "range": [scale.low, scale.high],
            "tickmode": "array",
            "tickvals": list(scale.ticks),
            "ticktext": marks,
        },
        "shapes": [
            *(_break(when) for when in _breaks(drawing)),
            *(_across(level.value, "10px,6px") for level in drawing.levels),
            *([_across(0.0, "solid")] if drawing.has_zero and scale.low < 0 else []),
        ],
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }


def _breaks(drawing: LineDrawing) -> list[float]:
    pairs = (pair for line in drawing.lines for pair in pairwise(line.known))
    return sorted({(before.when + point.when) / 2 for before, point in pairs if point.break_before})


def _break(when: float) -> dict[str, Any]:
    at = moment(round(when * 2) / 2)
    line = {"color": "var(--edge)", "width": 2, "dash": "2px,6px"}
    return {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _across(value: float, dash: str) -> dict[str, Any]:
    line = {"color": "var(--ink)", "width": 2 if dash != "solid" else 1.5, "dash": dash}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line}


def _sheet(sheet: LineSheet) -> dict[str, Any]:
    """Say where the drawing has its edges and its words."""
    return {
        "width": sheet.width,
        "height": sheet.height,
        "left": sheet.left,
        "right": sheet.right,
        "top": sheet.top,
        "bottom": sheet.bottom,
        "texts": [[text.x, text.y, text.words, text.css_class, text.anchor] for text in sheet.texts],
    }
