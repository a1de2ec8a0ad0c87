"""Pictures look as pages do: the same colours, and a look for every class that a drawing has."""

from __future__ import annotations

import re

from het_site.local.folders import ROOT
from indicators.chart_files.looks import COLOURS, LOOKS, look
from indicators.models import IndicatorSettings
from tests.indicators.charts.test_contract import charts_of


def test_the_colours_are_the_light_tokens() -> None:
    tokens = (ROOT / "static/scss/_tokens.scss").read_text().split("@media")[0]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", tokens))
    assert {name: found[name] for name in COLOURS} == COLOURS


def test_every_class_of_every_drawing_has_a_look(demo: IndicatorSettings) -> None:
    drawings = [chart.drawing for _, charts in charts_of(demo) for chart in charts if chart.drawing]
    shapes = [shape for drawing in drawings for shape in (*drawing.wide.shapes, *drawing.narrow.shapes)]
    used = {name for shape in shapes for name in shape.css_class.split()}
    assert used
    assert not used - set(LOOKS)


def test_a_later_class_goes_over_an_earlier_one() -> None:
    assert look("dot dot--comp")["fill"] == COLOURS["chart-comparator"]
    assert look("", is_text=True)["fill"] == COLOURS["ink"]
