"""Drawings hold for any figures: no NaN, nothing outside, and no line across a gap or a break."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.charts import Line, LineDrawing, Point, line_drawing, spark_line
from indicators.charts.lines import LineSheet
from indicators.charts.points import segments, usual_step
from indicators.charts.scale import scale_for

VALUES = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4))


def point(year: int, value: float | None = 1.0, *, limits: float = 0.0, break_before: bool = False) -> Point:
    has_limits = bool(limits) and value is not None
    return Point(
        date(year, 1, 1),
        date(year, 12, 31),
        str(year),
        value,
        value - limits if has_limits and value is not None else None,
        value + limits if has_limits and value is not None else None,
        break_before,
    )


def line(*values: float | None, start: int = 2000, role: str = "town", limits: float = 0.0) -> Line:
    return Line("Town", role, tuple(point(start + i, value, limits=limits) for i, value in enumerate(values)))


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    found = []
    for role, name in (("town", "Town"), ("comp", "A country with a long name"), ("comp", "Region")):
        values = draw(st.lists(st.none() | VALUES, min_size=3, max_size=30))
        years = draw(st.lists(st.integers(1950, 2050), min_size=len(values), max_size=len(values), unique=True))
        limits, breaks = draw(st.floats(0, 1000)), draw(st.sets(st.sampled_from(years)))
        points = [
            point(year, value, limits=round(limits, 3), break_before=year in breaks)
            for year, value in zip(sorted(years), values, strict=True)
        ]
        found.append(Line(name, role, tuple(points)))
    return found


def positions(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def assert_inside(drawing: LineSheet) -> None:
    paths = [*drawing.bands, *(path for _, path in drawing.lines)]
    assert "nan" not in "".join(paths)
    assert "inf" not in "".join(paths)
    spots = [spot for path in paths for spot in positions(path)] + [*drawing.dots, *drawing.other_dots]
    for x, y in spots:
        assert drawing.left - 0.1 <= x <= drawing.right + 0.1
        assert drawing.top - 0.1 <= y <= drawing.bottom + 0.1
    for text in drawing.texts:
        assert 0 <= text.x <= drawing.width
        assert 0 <= text.y <= drawing.height
    for x in drawing.breaks:
        assert drawing.left <= x <= drawing.right


@given(lines())
def test_everything_is_inside_the_drawing(given_lines: list[Line]) -> None:
    chart = line_drawing(given_lines, decimals=1)
    if chart is None:
        assert len(given_lines[0].known) < 3
        return
    assert_inside(chart.wide)
    assert_inside(chart.narrow)


@given(lines())
def test_a_sparkline_is_inside_its_box(given_lines: list[Line]) -> None:
    spark = spark_line(given_lines)
    if spark is not None:
        for x, y in [spot for _, path in spark.lines for spot in positions(path)] + [spark.dot]:
            assert 0 <= x <= spark.width
            assert 0 <= y <= spark.height


@given(lines())
def test_no_line_crosses_a_gap_or_a_break(given_lines: list[Line]) -> None:
    step = usual_step(given_lines)
    for one in given_lines:
        parts = segments(one.points, step=step)
        assert [p for part in parts for p in part] == one.known
        missing = [p.when for p in one.points if p.value is None]
        for part in parts:
            for before, after in pairwise(part):
                assert after.when - before.when <= 1.5 * step
                assert not after.break_before
                assert not any(before.when < when < after.when for when in missing)


@example([-23427.0, -23426.999976573])
@example([32990.556, 32990.559299055596])
@example([16007.3, 16007.30480219])
@given(st.lists(VALUES, min_size=1, max_size=40))
def test_the_scale_holds_every_value_in_even_steps(values: list[float]) -> None:
    scale = scale_for(values)
    assert scale.low <= min(values)
    assert scale.high >= max(values)
    assert 2 <= len(scale.ticks) <= 12
    steps = [b - a for a, b in pairwise(scale.ticks)]
    assert max(steps) == pytest.approx(min(steps))


@given(st.lists(st.floats(0, 100).map(lambda value: round(value, 2)), min_size=1))
def test_a_percentage_is_never_drawn_over_100(values: list[float]) -> None:
    assert scale_for(values, highest=100).high <= 100 + 1e-9


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([55.8, 64.2, 51.5], 50, 66), ([5.2, 7.3, 3.9], 3, 8), ([2, 11.3], 0, 12), ([7.0, 7.0], 6.2, 7.8)],
)
def test_scales_are_round(values: list[float], low: float, high: float) -> None:
    scale = scale_for(values)
    assert (scale.low, scale.high) == (pytest.approx(low, abs=1), pytest.approx(high, abs=1))


def drawn(chart: LineDrawing | None) -> LineSheet:
    assert chart is not None
    return chart.wide


def test_a_missing_period_is_a_gap_and_a_lone_point_a_dot() -> None:
    drawing = drawn(line_drawing([line(1, 2, None, 3, None, 4, 5)], decimals=1))
    ((_, path),) = drawing.lines
    assert path.count("M") == 2
    assert len(drawing.dots) == 2


def test_a_period_that_is_not_there_at_all_is_a_gap() -> None:
    years = [point(2000), point(2001), point(2004), point(2005)]
    ((_, path),) = drawn(line_drawing([Line("Town", "town", tuple(years))], decimals=1)).lines
    assert path.count("M") == 2


def test_a_break_is_marked_between_the_points_it_parts() -> None:
    points = (point(2000, 1), point(2001, 2), point(2002, 9, break_before=True), point(2003, 8))
    chart = line_drawing([Line("Town", "town", points)], decimals=1)
    drawing = drawn(chart)
    (mark,) = drawing.breaks
    ends = [positions(part) for part in drawing.lines[0][1].split("M") if part]
    assert ends[0][-1][0] < mark < ends[1][0][0]
    assert chart is not None
    assert chart.has_break


def test_limits_make_a_band_only_where_they_are_published() -> None:
    assert drawn(line_drawing([line(1, 2, 3)], decimals=1)).bands == ()
    assert len(drawn(line_drawing([line(1, 2, 3, limits=0.5)], decimals=1)).bands) == 1


def test_the_town_is_drawn_over_the_others() -> None:
    drawing = drawn(line_drawing([line(1, 2, 3), line(2, 3, 4, role="comp")], decimals=1))
    assert [role for role, _ in drawing.lines] == ["comp", "town"]


def test_labels_at_the_ends_do_not_touch() -> None:
    drawing = drawn(
        line_drawing([line(1, 2, 3.0), line(1, 2, 3.01, role="comp"), line(1, 2, 3.02, role="comp")], decimals=1)
    )
    heights = sorted(text.y for text in drawing.texts if text.css_class != "ax")
    assert all(b - a >= 18 for a, b in pairwise(heights))


@pytest.mark.parametrize("values", [(), (1.0,), (1.0, 2.0), (1.0, None, 2.0)])
def test_too_few_points_are_not_drawn(values: tuple[float | None, ...]) -> None:
    assert line_drawing([line(*values)], decimals=1) is None
    assert spark_line([line(*values)]) is None
