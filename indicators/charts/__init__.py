"""Charts as plain values: what they say, and where every line and word of a drawing stands. No ORM, no request."""

from __future__ import annotations

from indicators.charts.chart import Chart, Drawing, Mark, source_line
from indicators.charts.lines import LineDrawing, line_drawing
from indicators.charts.points import FEWEST_POINTS, Line, Point
from indicators.charts.ranked import Bar, RankedDrawing, ranked_drawing
from indicators.charts.shapes import Box, Dot, Path, PlainSheet, Rule, Shape, Sheet, Text
from indicators.charts.spark import Spark, spark_line
from indicators.charts.strips import StripDrawing

__all__ = [
    "FEWEST_POINTS",
    "Bar",
    "Box",
    "Chart",
    "Dot",
    "Drawing",
    "Line",
    "LineDrawing",
    "Mark",
    "Path",
    "PlainSheet",
    "Point",
    "RankedDrawing",
    "Rule",
    "Shape",
    "Sheet",
    "Spark",
    "StripDrawing",
    "Text",
    "line_drawing",
    "ranked_drawing",
    "source_line",
    "spark_line",
]
