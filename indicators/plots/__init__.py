"""Live figures of charts, as plotly.js draws them: built in the worker when figures are published, then stored.

No web process imports this package. A kind of drawing that has no builder here stays the server's drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from indicators.charts import Chart, GradientDrawing, LineDrawing, RowsDrawing
from indicators.plots.lines import line_plot
from indicators.plots.spots import spots_plot

Plot = dict[str, Any]
#: by kind of drawing; each builder gives plotly's `data` and `layout`, and the `sheets` that the page may show it on
BUILDERS: Mapping[type, Callable[[Any], Plot]] = {
    LineDrawing: line_plot,
    GradientDrawing: spots_plot,
    RowsDrawing: partial(spots_plot, goes_down=True),
}


def plot(chart: Chart) -> Plot | None:
    """Give the live figure of a chart, with the mark of the chart it was made of; None where nobody knows how."""
    build = BUILDERS.get(type(chart.drawing))
    return {"mark": chart.mark, **build(chart.drawing)} if build else None
