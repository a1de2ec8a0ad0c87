"""Draws the small line that lists show of a place's series, beside the country's. Drawn when figures are published."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indicators import charts
from indicators.figures import Series
from indicators.sentences import Measure


def spark(own: Series, beside: Series, *, place: str, measure: Measure) -> dict[str, Any]:
    """Give what is stored of it: the drawing, empty where there is too little to draw, and what it shows in words."""
    known = [figure for figure in own.figures if figure.value is not None]
    drawn = charts.spark_line([_line(own, "town"), *([_line(beside, "comp")] if beside.figures else [])])
    if drawn is None:
        return {"words": "One figure so far" if len(known) == 1 else "Too few figures to draw"}
    first, last = known[0], known[-1]
    words = f"{place}, {measure.number(first.value)} in {first.label}, {measure.number(last.value)} in {last.label}"
    return {"words": words, **asdict(drawn)}


def _line(series: Series, role: str) -> charts.Line:
    points = (charts.Point(f.start, f.end, f.label, f.value, break_before=f.has_break_before) for f in series.figures)
    return charts.Line("", role, tuple(points))
