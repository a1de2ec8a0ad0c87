"""Reads a drawing back against the table beside it. Every kind of chart has to pass."""

from __future__ import annotations

from collections import Counter

from indicators.charts import Chart


def assert_equals_its_table(chart: Chart) -> None:
    """Fail unless the drawing holds every figure of the table once, and no other; limits are the table's where drawn."""
    if chart.drawing is None:
        assert chart.no_drawing, f"{chart.name} has neither a drawing nor a reason why not"
        return
    table = chart.table
    columns = [
        number for number, _ in enumerate(table.columns) if not any(r.cells[number].is_limits for r in table.rows)
    ]
    held = {
        (row.heading, table.columns[number]): row.cells[number]
        for row in table.rows
        for number in columns
        if row.cells[number].value is not None
    }
    drawn = Counter((mark.row, mark.column, mark.value) for mark in chart.drawing.marks)
    assert drawn == Counter((*place, cell.value) for place, cell in held.items()), chart.name
    for mark in chart.drawing.marks:
        cell = held[mark.row, mark.column]
        assert (mark.lower, mark.upper) in {(None, None), (cell.lower, cell.upper)}, (chart.name, mark)
