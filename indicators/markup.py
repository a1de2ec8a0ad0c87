"""Writes what a page has dozens or hundreds of: cells, hexagons, words of charts. Templates hold the rest.

In Python, because a template takes several times as long for each. All words are escaped; numbers and classes are ours.
"""

from __future__ import annotations

from functools import singledispatch

from django.utils.html import escape
from django.utils.safestring import SafeString

from indicators.charts import Box, Chart, Dot, DrawnPlace, MapDrawing, Path, Rule, Shape, Sheet, Text
from indicators.tables import Cell, Row, Table


def table_rows(table: Table) -> SafeString:
    """Give the rows of a table: each with its heading, which may lead to a page, and its cells."""
    return SafeString("".join(_row(row, has_bars=table.has_bars) for row in table.rows))


def _row(row: Row, *, has_bars: bool) -> str:
    css_class = f' class="{row.css_class}"' if row.css_class else ""
    tie = f' data-place="{escape(row.key)}"' if row.key else ""
    heading = str(escape(row.heading))
    if row.url:
        heading = f'<a href="{escape(row.url)}">{heading}</a>'
    note = f' <span class="fig-mark">({escape(row.note)})</span>' if row.note else ""
    return f'<tr{css_class}{tie}><th scope="row">{heading}{note}</th>{row_cells(row, has_bars=has_bars)}</tr>'


def row_cells(row: Row, *, has_bars: bool) -> SafeString:
    """Give the cells of a row, with the bar behind the first where the table has bars."""
    cells = [_cell(cell) for cell in row.cells]
    if has_bars:
        cells.insert(1, f'<td class="rank__bar">{_bar(row)}</td>')
    return SafeString("".join(cells))


def _cell(cell: Cell) -> str:
    marks = "".join(f' <span class="fig-mark">[{escape(mark)}]</span>' for mark in cell.marks)
    limits = f'<span class="limits">{escape(cell.limits)}</span>' if cell.limits else ""
    return f'<td class="num{" blank" if cell.is_blank else ""}">{escape(cell.words)}{marks}{limits}</td>'


def _bar(row: Row) -> str:
    if row.bar is None:
        return ""
    css_class = "bar__mean" if row.css_class == "is-mean" else "bar__fill"
    return (
        '<svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false">'
        f'<rect class="{css_class}" width="{row.bar}%" height="12" rx="1"/></svg>'
    )


def chart_drawing(chart: Chart) -> SafeString:
    """Give a chart's drawing, for wide screens and for narrow ones; nothing where there is none."""
    if chart.drawing is None:
        return SafeString("")
    sheets = (("wide", chart.drawing.wide), ("narrow", chart.drawing.narrow))
    return SafeString("\n".join(_sheet(sheet, size, chart.labelled_by) for size, sheet in sheets))


def _sheet(sheet: Sheet, size: str, labelled_by: str) -> str:
    return (
        f'<svg class="chart chart--{size}" viewBox="0 0 {sheet.width} {sheet.height}" role="img"'
        f' aria-labelledby="{labelled_by}">\n{"".join(map(_shape, sheet.shapes))}\n</svg>'
    )


@singledispatch
def _shape(shape: Shape) -> str:
    raise TypeError(f"Nobody has said how {shape!r} is written.")


@_shape.register
def _(rule: Rule) -> str:
    dashes = f' stroke-dasharray="{rule.dashes}"' if rule.dashes else ""
    return f'<line class="{rule.css_class}" x1="{rule.x1}" x2="{rule.x2}" y1="{rule.y1}" y2="{rule.y2}"{dashes}/>'


@_shape.register
def _(path: Path) -> str:
    return f'<path class="{path.css_class}" d="{path.d}"/>'


@_shape.register
def _(dot: Dot) -> str:
    return f'<circle class="{dot.css_class}" cx="{dot.x}" cy="{dot.y}" r="{dot.radius}"/>'


@_shape.register
def _(box: Box) -> str:
    return f'<rect class="{box.css_class}" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"/>'


@_shape.register
def _(text: Text) -> str:
    css_class = f' class="{text.css_class}"' if text.css_class else ""
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    return f'<text{css_class} x="{text.x}" y="{text.y}"{anchor}>{escape(text.words)}</text>'


def map_places(drawing: MapDrawing) -> SafeString:
    """Give the places of a map, each a link where it has a page. The page has the key as text, which may wrap."""
    return SafeString("\n".join(map(_place, drawing.places)))


def _place(place: DrawnPlace) -> str:
    # the pieces of a name stand apart, so that its words read as they look
    inside, spot = " ".join(map(_shape, place.shapes)), place.spot
    tie = f' data-place="{escape(spot.code)}"' if spot.code else ""
    if not spot.url:
        return f"<g{tie}>{inside}</g>"
    return f'<a href="{escape(spot.url)}" aria-label="{escape(spot.name)} {escape(place.shown)}"{tie}>{inside}</a>'
