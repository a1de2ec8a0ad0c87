"""Targets, the baseline and zero in drawings of lines; and the words that stand for a bare number."""

from __future__ import annotations

import pytest

from indicators.charts import Chart, Dot, Level, LineDrawing, Rule, Text, line_drawing
from indicators.plots import plot
from indicators.tables import Cell, Row, Table
from tests.indicators.charts.equality import assert_equals_its_table
from tests.indicators.charts.test_lines import line

TARGET = Level("Target by 31 December 2030, the board", "Target 9.0", 9.0)


def drawn(*values: float | None, **options: object) -> LineDrawing:
    found = line_drawing([line(*values)], decimals=1, **options)  # type: ignore[arg-type]  # whatever a test asks for
    assert found is not None
    return found


def rules(drawing: LineDrawing, css_class: str) -> list[Rule]:
    return [shape for shape in drawing.wide.shapes if isinstance(shape, Rule) and shape.css_class == css_class]


def test_a_target_is_a_line_across_with_its_name_and_a_row_of_the_table() -> None:
    drawing = drawn(4.0, 5.0, 6.0, levels=[TARGET])
    (across,) = rules(drawing, "level")
    assert (across.x1, across.x2) == (drawing.wide.left, drawing.wide.right)
    assert drawing.scale.high >= 9
    assert "Target 9.0" in [shape.words for shape in drawing.wide.shapes if isinstance(shape, Text)]
    rows = [Row(str(2000 + at), (Cell(str(value), value=value),)) for at, value in enumerate((4.0, 5.0, 6.0))]
    table = Table("t", "", "Period", ("Town",), (Row(TARGET.row, (Cell("9.0", value=9.0),)), *rows))
    chart = Chart("trend-persons", "", "", "", table, drawing)
    assert_equals_its_table(chart)
    assert "Dashed line across: the target." in drawing.notes
    figure = plot(chart)
    assert figure is not None
    told = {trace["customdata"][0][0]: trace["y"][0] for trace in figure["data"] if trace["meta"]["role"] == "level"}
    assert told == {TARGET.row: 9.0}
    assert [shape["y0"] for shape in figure["layout"]["shapes"]] == [9.0]


@pytest.mark.parametrize(("baseline", "rings"), [("2001", 1), ("1999", 0), ("", 0)])
def test_the_baseline_is_ringed_where_the_town_has_a_figure_of_it(baseline: str, rings: int) -> None:
    drawing = drawn(4.0, 5.0, 6.0, baseline=baseline)
    found = [shape for shape in drawing.wide.shapes if isinstance(shape, Dot) and shape.css_class == "dot dot--ring"]
    assert len(found) == rings
    assert ("Ring: the baseline, 2001." in drawing.notes) == bool(rings)


@pytest.mark.parametrize(("values", "zeros"), [((2.0, 3.0, 4.0), 0), ((-2.0, 3.0, 4.0), 1), ((-2.0, -3.0, -4.0), 1)])
def test_zero_is_in_the_scale_of_a_gap_and_marked_where_it_is_not_the_edge(
    values: tuple[float, ...], zeros: int
) -> None:
    drawing = drawn(*values, has_zero=True)
    assert drawing.scale.low <= 0 <= drawing.scale.high
    assert len(rules(drawing, "zero")) == zeros
