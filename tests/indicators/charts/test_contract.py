"""Every chart of the demo says what its table says, under a name of its own, and every value stands where the scale has it."""

from __future__ import annotations

import re

import pytest

from indicators.charts import Chart, LineDrawing, source_line
from indicators.charts.lines import LineSheet
from indicators.charts.points import segments, usual_step
from indicators.models import Indicator, IndicatorSettings
from indicators.queries import profile, setting_for
from indicators.tables import Table
from tests.indicators.charts.equality import assert_equals_its_table

EMPTY = Table("empty", "Nothing", "Period", (), ())


def charts_of(settings: IndicatorSettings) -> list[tuple[str, tuple[Chart, ...]]]:
    setting = setting_for(settings)
    assert setting is not None
    public = Indicator.objects.public().order_by("pk")
    return [(indicator.slug, profile(indicator, setting, settings).charts) for indicator in public]


def test_every_chart_of_the_demo_equals_its_table(demo: IndicatorSettings) -> None:
    found = charts_of(demo)
    drawn = [chart for _, charts in found for chart in charts if chart.drawing]
    assert len(found) == 28
    assert len(drawn) > 15
    for slug, charts in found:
        assert len({chart.name for chart in charts}) == len(charts), slug
        for chart in charts:
            assert chart.source.startswith("Source: ")
            assert_equals_its_table(chart)
            if isinstance(chart.drawing, LineDrawing):
                assert_values_stand_where_the_scale_has_them(chart.drawing)


def assert_values_stand_where_the_scale_has_them(drawing: LineDrawing) -> None:
    for sheet in (drawing.wide, drawing.narrow):
        shown = [y for _, path in sheet.lines for y in heights(path)]
        shown += [y for _, y in (*sheet.dots[:-1], *sheet.other_dots)]  # points that no line reaches
        town = drawing.lines[0].known
        if len(segments(drawing.lines[0].points, step=usual_step(drawing.lines))[-1]) == 1:
            shown.append(sheet.dots[-1][1])
        stored = sorted(point.value for line in drawing.lines for point in line.known if point.value is not None)
        room = (drawing.scale.high - drawing.scale.low) / (sheet.bottom - sheet.top)
        assert sorted(value_at(sheet, drawing, y) for y in shown) == pytest.approx(stored, abs=room)
        assert value_at(sheet, drawing, sheet.dots[-1][1]) == pytest.approx(town[-1].value, abs=room)


def heights(path: str) -> list[float]:
    return [float(y) for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def value_at(sheet: LineSheet, drawing: LineDrawing, y: float) -> float:
    up = (sheet.bottom - y) / (sheet.bottom - sheet.top)
    return drawing.scale.low + up * (drawing.scale.high - drawing.scale.low)


@pytest.mark.parametrize("name", ["", "Trend", "trend persons", "../secret", "trend-", "ÉTÉ", "a" * 3 + "/b"])
def test_a_name_must_fit_an_address(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be named"):
        Chart(name=name, title="", subtitle="", source="", table=EMPTY, drawing=None)


def test_sources_are_named_once_with_their_licences() -> None:
    pairs = [("Office", "OGL v3.0"), ("Office", "OGL v3.0"), ("Council", ""), ("", "")]
    assert source_line(pairs) == "Source: Council; Office (OGL v3.0)"
    assert source_line([]) == "Source: not known"
