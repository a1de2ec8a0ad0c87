"""The arithmetic of the spine chart: percentiles by the published method, positions that survive zero and minus."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.explorer.spine_scale import MIDDLE, percentile, scale, spread

ONE_TO_FIFTY = [float(number) for number in range(1, 51)]
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=60)
NUMBER = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.2, 10.8), (0.4, 20.6), (0.6, 30.4), (0.8, 40.2), (0.25, 13.25), (0.5, 25.5), (0.75, 37.75), (0, 1), (1, 50)],
)
def test_percentiles_are_those_of_the_published_method(share: float, expected: float) -> None:
    assert percentile(ONE_TO_FIFTY[::-1], share) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0, 3.0]])
def test_three_values_have_no_percentiles(values: list[float]) -> None:
    with pytest.raises(ValueError, match="needs 4 values"):
        percentile(values, 0.25)


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_share_is_from_zero_to_one(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        percentile(ONE_TO_FIFTY, share)


@pytest.mark.parametrize(
    ("values", "benchmark", "is_turned", "places"),
    [
        ([0, 10], 5, False, [0, 1]),
        ([0, 10], 5, True, [1, 0]),
        ([4, 10], 5, False, [0.4, 1]),
        # values on both sides of zero: the difference of their sizes would put both at the middle
        ([-5, 5], 0, False, [0, 1]),
        ([-5, 5], -5, False, [0.5, 1]),
        ([-10, -2], -4, False, [0, 0.5 + 2 / 12]),
        ([-10, -2], -4, True, [1, 0.5 - 2 / 12]),
        ([3, 3, 3], 3, False, [0.5, 0.5, 0.5]),
        # all on one side of the country
        ([6, 8], 4, False, [0.75, 1]),
    ],
)
def test_positions(*, values: list[float], benchmark: float, is_turned: bool, places: list[float]) -> None:
    on = scale(values, benchmark=benchmark, is_turned=is_turned)
    assert [on.place(value) for value in values] == pytest.approx(places)


@given(values=VALUES, benchmark=NUMBER, is_turned=st.booleans())
def test_every_value_has_a_place_and_the_country_stands_in_the_middle(
    *, values: list[float], benchmark: float, is_turned: bool
) -> None:
    on = scale(values, benchmark=benchmark, is_turned=is_turned)
    assert on.place(benchmark) == MIDDLE
    assert all(0 <= on.place(value) <= 1 for value in values)


@given(values=VALUES, benchmark=NUMBER, is_turned=st.booleans())
def test_order_is_kept_or_turned_and_sides_are_true(*, values: list[float], benchmark: float, is_turned: bool) -> None:
    on = scale(values, benchmark=benchmark, is_turned=is_turned)
    places = [on.place(value) for value in sorted(values, reverse=is_turned)]
    assert places == sorted(places)
    for value in values:
        if value != benchmark:
            is_right = (value > benchmark) != is_turned
            assert (on.place(value) >= MIDDLE) if is_right else (on.place(value) <= MIDDLE)


@given(VALUES, NUMBER, NUMBER)
def test_moving_all_values_together_moves_nothing(values: list[float], benchmark: float, by: float) -> None:
    assume(max(abs(value - benchmark) for value in values) > 1)
    before = scale(values, benchmark=benchmark, is_turned=False)
    after = scale([value + by for value in values], benchmark=benchmark + by, is_turned=False)
    for value in values:
        assert after.place(value + by) == pytest.approx(before.place(value), abs=1e-6)


@given(values=VALUES, is_turned=st.booleans())
def test_the_middle_half_lies_inside_the_range(*, values: list[float], is_turned: bool) -> None:
    found = spread(values, is_turned=is_turned)
    marks = [found.first, found.quarter, found.three_quarters, found.last]
    tolerance = 1e-6
    pairs = itertools.pairwise(marks)
    assert all((a >= b - tolerance) if is_turned else (a <= b + tolerance) for a, b in pairs)
    assert {found.first, found.last} == {min(values), max(values)}


@given(VALUES, st.floats(0, 1), st.floats(0, 1))
def test_percentiles_rise_with_the_share(values: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert percentile(values, low) <= percentile(values, high) + 1e-6
