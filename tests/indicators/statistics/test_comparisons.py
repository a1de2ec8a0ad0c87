"""Verdicts beside a benchmark, as a table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import Estimate, compare
from indicators.statistics.comparisons import Comparison, Polarity

AREA = Estimate(2.6, 2.5, 2.7)


@pytest.mark.parametrize(
    ("benchmark", "high", "low", "none"),
    # The cases of FingertipsNext's and fingertips-open's own tests (MIT), with limits 2.5 to 2.7
    [
        (2.2, "better", "worse", "higher"),
        (2.49, "better", "worse", "higher"),
        (2.5, "similar", "similar", "similar"),
        (2.6, "similar", "similar", "similar"),
        (2.7, "similar", "similar", "similar"),
        (2.71, "worse", "better", "lower"),
        (3.0, "worse", "better", "lower"),
        (Estimate(3.0, None, None), "worse", "better", "lower"),
        (Estimate(3.0, 2.0, 4.0), "worse", "better", "lower"),
        (None, "not_compared", "not_compared", "not_compared"),
        (Estimate(None, None, None), "not_compared", "not_compared", "not_compared"),
    ],
)
def test_every_side_of_a_benchmark(
    benchmark: Estimate | float | None, high: Comparison, low: Comparison, none: Comparison
) -> None:
    assert compare(AREA, benchmark, polarity="high_is_good") == high
    assert compare(AREA, benchmark, polarity="low_is_good") == low
    assert compare(AREA, benchmark, polarity="no_judgement") == none


@pytest.mark.parametrize(
    "area", [Estimate(2.6, None, None), Estimate(2.6, 2.5, None), Estimate(2.6, None, 2.7), Estimate(None, 2.5, 2.7)]
)
def test_nothing_is_said_without_value_and_limits(area: Estimate) -> None:
    assert compare(area, 1, polarity="high_is_good") == "not_compared"


numbers = st.floats(-1e6, 1e6)


@given(numbers, st.floats(0, 1e3), numbers)
def test_what_is_better_one_way_is_worse_the_other(value: float, width: float, benchmark: float) -> None:
    area = Estimate(value, value - width, value + width)
    opposite: dict[Any, Any] = {"better": "worse", "worse": "better", "similar": "similar"}
    up, down = (compare(area, benchmark, polarity=polarity) for polarity in ("high_is_good", "low_is_good"))
    assert down == opposite[up]
    mirrored = compare(Estimate(-value, -value - width, -value + width), -benchmark, polarity="high_is_good")
    assert mirrored == down


@given(numbers, st.floats(0, 1e3), st.sampled_from(["high_is_good", "low_is_good", "no_judgement"]))
def test_an_estimate_is_similar_to_itself(value: float, width: float, polarity: Polarity) -> None:
    area = Estimate(value, value - width, value + width)
    assert compare(area, area, polarity=polarity) == "similar"
