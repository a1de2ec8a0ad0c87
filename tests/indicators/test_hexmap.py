"""The map of hexagons: everything inside the drawing, shades by rank, no figure no shade."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.hexmap import HexMap, Place, hex_map

positions = st.lists(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=1, max_size=30, unique=True)
values = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False))


def place(q: int, r: int, value: float | None, name: str = "Ward") -> Place:
    return Place(name=name, q=q, r=r, value=value, shown="none" if value is None else f"{value:.1f}")


@given(st.data(), positions)
def test_every_hexagon_is_inside_the_drawing(data: st.DataObject, found: list[tuple[int, int]]) -> None:
    drawing = hex_map([place(q, r, data.draw(values)) for q, r in found])
    for hexagon in drawing.hexagons:
        corners = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", hexagon.path)]
        assert len(corners) == 6
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in corners)


@given(st.data(), positions)
def test_a_higher_figure_never_has_a_lighter_shade(data: st.DataObject, found: list[tuple[int, int]]) -> None:
    places = [place(q, r, data.draw(values)) for q, r in found]
    drawn = [(p.value, h.shade) for p, h in zip(places, hex_map(places).hexagons, strict=True)]
    known = sorted((value, shade) for value, shade in drawn if value is not None and shade is not None)
    assert [shade for _, shade in known] == sorted(shade for _, shade in known)
    assert all((value is None) == (shade is None) for value, shade in drawn)


def test_twenty_wards_are_shaded_in_fifths_and_the_key_says_their_limits() -> None:
    drawing: HexMap = hex_map([place(n % 5, n // 5, float(n)) for n in range(20)])
    assert [hexagon.shade for hexagon in drawing.hexagons] == [n // 4 + 1 for n in range(20)]
    assert [(step.lowest, step.highest) for step in drawing.key] == [
        ("0.0", "3.0"),
        ("4.0", "7.0"),
        ("8.0", "11.0"),
        ("12.0", "15.0"),
        ("16.0", "19.0"),
    ]


def test_equal_figures_share_a_shade() -> None:
    assert [hexagon.shade for hexagon in hex_map([place(n, 0, 5.0) for n in range(4)]).hexagons] == [1, 1, 1, 1]


def test_long_names_of_two_words_are_set_in_two_lines() -> None:
    lines = [hexagon.lines for hexagon in hex_map([place(0, 0, 1, "Round Green"), place(1, 0, 1, "Poets")]).hexagons]
    assert lines == [("Round", "Green"), ("Poets",)]


@pytest.mark.parametrize("places", [[], [place(0, 0, 1), place(0, 0, 2)]])
def test_no_place_and_two_in_one_position_are_refused(places: list[Place]) -> None:
    with pytest.raises(ValueError, match="place"):
        hex_map(places)
