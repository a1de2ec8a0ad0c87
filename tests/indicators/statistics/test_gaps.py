"""Differences, ratios and what is attributable, worked out by hand, and the rules that hold for all of them."""

from __future__ import annotations

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import Estimate, difference, population_attributable, ratio

NOTHING = Estimate(None, None, None)


def limits(estimate: Estimate) -> tuple[float, float]:
    assert estimate.lower is not None
    assert estimate.upper is not None
    return estimate.lower, estimate.upper


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Draw an estimate of something above zero."""
    value = draw(st.floats(1, 1000))
    return Estimate(value, value * draw(st.floats(0.5, 1)), value * draw(st.floats(1, 2)))


shares = st.one_of(st.just(0.0), st.floats(0.001, 0.99))
groups = st.lists(st.tuples(st.integers(1, 10**6), shares), min_size=2, max_size=10)


def test_a_difference_by_hand() -> None:
    # half-widths 3 and 4 make 5
    assert difference(Estimate(50, 47, 53), Estimate(30, 26, 34)) == Estimate(20, 15, 25)


def test_a_ratio_by_hand() -> None:
    # relative half-widths 0.06 and 0.08 make 0.1
    found = ratio(Estimate(100, 94, 106), Estimate(50, 46, 54))
    assert found.value == 2
    assert [log(limit / 2) for limit in limits(found)] == pytest.approx([-0.1, 0.1])


@given(estimates(), estimates())
def test_a_gap_the_other_way_round_is_the_same_gap(a: Estimate, b: Estimate) -> None:
    lower, upper = limits(difference(a, b))
    assert limits(difference(b, a)) == pytest.approx((-upper, -lower))
    lower, upper = limits(ratio(a, b))
    assert limits(ratio(b, a)) == pytest.approx((1 / upper, 1 / lower))


@given(estimates(), estimates())
def test_a_gap_lies_within_its_limits(a: Estimate, b: Estimate) -> None:
    for found in (difference(a, b), ratio(a, b)):
        lower, upper = limits(found)
        assert found.value is not None
        assert lower <= found.value <= upper


@given(estimates(), estimates())
def test_a_difference_is_less_sure_than_either_part(a: Estimate, b: Estimate) -> None:
    widths = [upper - lower for lower, upper in map(limits, (a, b, difference(a, b)))]
    assert widths[2] >= max(widths[:2]) - 1e-9


@pytest.mark.parametrize("measure", [difference, ratio])
def test_what_is_missing_stays_missing(measure: object) -> None:
    assert callable(measure)
    sure, unsure = Estimate(8, 7, 9), Estimate(4, None, None)
    assert measure(sure, NOTHING) == NOTHING
    assert measure(NOTHING, sure) == NOTHING
    for pair in ((sure, unsure), (unsure, sure), (unsure, unsure), (sure, Estimate(4, 3, None))):
        assert measure(*pair).value is not None
        assert (measure(*pair).lower, measure(*pair).upper) == (None, None)


def test_a_ratio_of_nothing_has_no_limits() -> None:
    assert ratio(Estimate(0, 0, 2), Estimate(4, 3, 5)) == Estimate(0, None, None)


def test_what_is_attributable_by_hand() -> None:
    # Mean 15 %. c, d = 10, 90 in the reference; a, b = 20, 80 in the rest; N = 200 (Walter 1978)
    risk, fraction = population_attributable([100, 100], [0.2, 0.1], reference=1)
    error = sqrt(10 * 200 * (20 * 90 * 190 + 80 * 10**2) / (30**3 * 100**3))
    assert risk.value == pytest.approx(-0.05)
    assert fraction.value == pytest.approx(-100 / 3)
    assert limits(fraction) == pytest.approx([100 * (-1 / 3 + side * 1.959964 * error) for side in (-1, 1)], abs=1e-4)
    assert limits(risk) == pytest.approx([-0.05 + side * 1.959964 * 0.15 * error for side in (-1, 1)], abs=1e-6)


@given(groups, st.floats(0.5, 0.999))
def test_limits_of_risk_and_fraction_are_on_the_scale_of_their_values(
    rows: list[tuple[int, float]], confidence: float
) -> None:
    people, shares = zip(*rows, strict=True)
    risk, fraction = population_attributable(people, shares, reference=-1, confidence=confidence)
    if fraction.value is None:
        assert sum(shares) == 0
        return
    average = sum(n * share for n, share in rows) / sum(people)
    assert fraction.value == pytest.approx(100 * (risk.value or 0) / average, abs=1e-6)
    assert limits(fraction) == pytest.approx([100 * limit / average for limit in limits(risk)], rel=1e-6, abs=1e-6)
    percent = population_attributable(
        people, [share * 100 for share in shares], reference=-1, multiplier=100, confidence=confidence
    )
    assert limits(percent[1]) == pytest.approx(limits(fraction), rel=1e-6, abs=1e-6)


@given(groups)
def test_where_all_are_equal_nothing_is_attributable(rows: list[tuple[int, float]]) -> None:
    people = [n for n, _ in rows]
    risk, fraction = population_attributable(people, [0.3] * len(people), reference=0)
    assert risk.value == pytest.approx(0, abs=1e-12)
    assert fraction.value == pytest.approx(0, abs=1e-9)


def test_a_reference_counts_from_either_end() -> None:
    people, values = [100, 200, 300], [30, 20, 10]
    last = population_attributable(people, values, reference=2)
    assert last == population_attributable(people, values, reference=-1)
    assert last[0] == Estimate(pytest.approx(10 - 10000 / 600), None, None)
    assert population_attributable(people, values, reference=0)[0].value == pytest.approx(30 - 10000 / 600)


def test_values_that_are_no_proportions_have_no_limits() -> None:
    risk, fraction = population_attributable([100, 100], [20, 10], reference=1)
    assert (risk, fraction) == (Estimate(-5, None, None), Estimate(pytest.approx(-100 / 3), None, None))
    assert population_attributable([100, 100], [20, 10], reference=1, multiplier=100)[0].lower is not None


def test_of_nothing_there_is_no_fraction() -> None:
    assert population_attributable([1, 1], [0, 0], reference=0) == (Estimate(0, None, None), NOTHING)
