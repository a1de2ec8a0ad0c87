"""Charts as plain values: what they say, and where every line and word of a drawing stands. No ORM, no request."""

from __future__ import annotations

from indicators.charts.chart import Chart, Drawing, Mark, source_line
from indicators.charts.gradient import GradientDrawing, gradient_drawing
from indicators.charts.lines import Level, LineDrawing, line_drawing
from indicators.charts.points import FEWEST_POINTS, Line, Point
from indicators.charts.ranked import Bar, RankedDrawing, ranked_drawing
from indicators.charts.rows import RowsDrawing, rows_drawing
from indicators.charts.shapes import Box, Dot, Path, PlainSheet, Rule, Shape, Sheet, Text
from indicators.charts.spark import Spark, spark_line
from indicators.charts.strips import StripDrawing
from indicators.charts.ward_map import DrawnPlace, MapDrawing, Spot, map_drawing

__all__ = [
    "FEWEST_POINTS",
    "Bar",
    "Box",
    "Chart",
    "Dot",
    "Drawing",
    "DrawnPlace",
    "GradientDrawing",
    "Level",
    "Line",
    "LineDrawing",
    "MapDrawing",
    "Mark",
    "Path",
    "PlainSheet",
    "Point",
    "RankedDrawing",
    "RowsDrawing",
    "Rule",
    "Shape",
    "Sheet",
    "Spark",
    "Spot",
    "StripDrawing",
    "Text",
    "gradient_drawing",
    "line_drawing",
    "map_drawing",
    "ranked_drawing",
    "rows_drawing",
    "source_line",
    "spark_line",
]
