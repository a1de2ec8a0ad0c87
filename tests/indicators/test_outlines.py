"""Outlines as SVG paths: they fit the drawing, keep their proportions and share their borders."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from indicators.outlines import MARGIN, TALLEST, WIDTH, outline_map
from tests.indicators.boundaries.files import SIDE, polygon, square


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude() -> None:
    drawn = outline_map({"a": polygon(square())})
    wide, tall = drawn.width - 2 * MARGIN, drawn.height - 2 * MARGIN
    assert wide / tall == pytest.approx(math.cos(math.radians(52 + SIDE / 2)), rel=1e-3)
    assert drawn.height == TALLEST


@pytest.mark.parametrize(
    "outline",
    [
        polygon(square()),
        polygon(square(), square()),
        {"type": "MultiPolygon", "coordinates": [[square()], [square(7)]]},
    ],
)
def test_everything_lies_inside_the_drawing(outline: dict[str, Any]) -> None:
    drawn = outline_map({"a": outline})
    found = points(drawn.shapes[0].path)
    assert found
    assert all(MARGIN <= x <= drawn.width - MARGIN and MARGIN <= y <= drawn.height - MARGIN for x, y in found)
    assert drawn.width <= WIDTH
    assert drawn.height <= TALLEST


def test_north_is_up_and_west_is_left() -> None:
    drawn = outline_map({"south-west": polygon(square(0, 0)), "north-east": polygon(square(1, 1))})
    south_west, north_east = drawn.shapes
    assert south_west.x < north_east.x
    assert south_west.y > north_east.y


def test_neighbours_share_the_points_of_their_border() -> None:
    drawn = outline_map({"a": polygon(square(0)), "b": polygon(square(1))})
    one, other = (set(points(shape.path)) for shape in drawn.shapes)
    assert len(one & other) == 2


def test_points_that_fall_together_are_drawn_once() -> None:
    ring = square()
    near = [ring[0], [ring[0][0] + 1e-6, ring[0][1]], *ring[1:]]
    assert len(points(outline_map({"a": polygon(near)}).shapes[0].path)) == 4


def test_a_place_too_small_to_draw_has_no_path_and_stays_in_the_list() -> None:
    crumb = [[-1.0, 52.0], [-0.99999, 52.0], [-0.99999, 52.00001], [-1.0, 52.0]]
    drawn = outline_map({"large": polygon(square(3)), "small": polygon(crumb)})
    assert [bool(shape.path) for shape in drawn.shapes] == [True, False]


def test_the_label_stands_in_the_middle_of_the_largest_part() -> None:
    corners = square(9)
    triangle = [*corners[:3], corners[0]]
    shape = {"type": "MultiPolygon", "coordinates": [[triangle], [square()]]}
    drawn = outline_map({"a": shape, "b": polygon(square())})
    first, second = drawn.shapes
    assert (second.x, second.y) == (first.x, first.y)


def test_paths_hold_nothing_but_moves_lines_and_numbers() -> None:
    drawn = outline_map({"a": polygon(square())}, decimals=2)
    assert re.fullmatch(r"M[\d.]+ [\d.]+(L[\d.]+ [\d.]+)+Z", drawn.shapes[0].path)


def test_nothing_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="at least one outline"):
        outline_map({})
