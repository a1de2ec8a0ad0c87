"""Proportions, rates and means with their limits, beside published and separately computed ones."""

from __future__ import annotations

from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.statistics import Estimate, mean, proportion, rate
from indicators.statistics.intervals import normal_quantile

CONFIDENCES = (0.8, 0.95, 0.998)


def limits(estimate: Estimate) -> tuple[float, float]:
    assert estimate.lower is not None
    assert estimate.upper is not None
    return estimate.lower, estimate.upper


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    """Draw a count and its denominator."""
    denominator = draw(st.integers(1, 10**7))
    return draw(st.integers(0, denominator)), denominator


def test_quantiles_of_the_two_published_levels() -> None:
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, rel=1e-14)
    assert normal_quantile(0.998) == pytest.approx(3.090232306167813, rel=1e-14)


@pytest.mark.parametrize(
    ("count", "denominator", "lower", "upper"),
    # Newcombe, Statistics in Medicine 1998;17:857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_newcombe_prints_it(count: int, denominator: int, lower: float, upper: float) -> None:
    assert limits(proportion(count, denominator)) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("count", "denominator"), [(0, 7), (3, 7), (7, 7), (65, 100), (9856, 12345)])
def test_wilson_as_scipy_computes_it(count: int, denominator: int, confidence: float) -> None:
    theirs = stats.binomtest(count, denominator).proportion_ci(confidence, method="wilson")
    ours = limits(proportion(count, denominator, confidence=confidence))
    assert ours == pytest.approx((theirs.low, theirs.high), rel=1e-12, abs=1e-15)


@given(shares(), st.sampled_from(CONFIDENCES))
def test_a_proportion_lies_within_its_limits_and_they_within_0_and_1(share: tuple[int, int], confidence: float) -> None:
    lower, upper = limits(found := proportion(*share, confidence=confidence))
    assert found.value is not None
    assert 0 <= lower <= found.value <= upper <= 1


@given(shares())
def test_the_complement_of_a_proportion_has_the_mirrored_limits(share: tuple[int, int]) -> None:
    count, denominator = share
    lower, upper = limits(proportion(count, denominator))
    mirrored = limits(proportion(denominator - count, denominator))
    assert mirrored == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@given(shares(), st.sampled_from([1, 100, 1000]))
def test_a_multiplier_multiplies_a_proportion_and_its_limits(share: tuple[int, int], multiplier: int) -> None:
    plain, scaled = proportion(*share), proportion(*share, multiplier=multiplier)
    assert scaled.value == pytest.approx(multiplier * share[0] / share[1])
    assert limits(scaled) == pytest.approx(tuple(multiplier * limit for limit in limits(plain)))


@given(st.integers(1, 10**6), st.integers(2, 100))
def test_more_people_make_a_proportion_surer(denominator: int, times: int) -> None:
    few, many = (
        limits(proportion(denominator / 2, denominator)),
        limits(proportion(denominator * times / 2, denominator * times)),
    )
    assert few[0] < many[0] < many[1] < few[1]


def test_none_and_all_have_a_limit_that_is_exact() -> None:
    assert limits(proportion(0, 10))[0] == 0
    assert limits(proportion(10, 10))[1] == 1


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    # Garwood, Biometrika 1936; Breslow and Day 1987, table 2.10: exact 95 % limits of a Poisson count
    [
        (0, 0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.2422, 7.225),
        (3, 0.6187, 8.767),
        (5, 1.6235, 11.668),
        (9, 4.115, 17.085),
    ],
)
def test_exact_limits_below_ten_events(count: int, lower: float, upper: float) -> None:
    assert limits(rate(count, 1)) == pytest.approx((lower, upper), abs=1e-3)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("count", [10, 11, 20, 65, 1000, 10**6])
def test_byar_comes_close_to_exact_limits_from_ten_events_on(count: int, confidence: float) -> None:
    tail = (1 - confidence) / 2
    exact = stats.chi2.ppf(tail, 2 * count) / 2, stats.chi2.ppf(1 - tail, 2 * count + 2) / 2
    found = limits(rate(count, 1, confidence=confidence))
    assert found == pytest.approx(exact, rel=0.02)


def test_byar_as_written() -> None:
    # Breslow and Day 1987, page 69, by hand for ten events: 10 (1 − 1/90 − 1.96/9.4868)³ and 11 (1 − 1/99 + 1.96/9.9499)³
    assert limits(rate(10, 1)) == pytest.approx((4.7874, 18.3915), abs=1e-4)


@given(st.integers(0, 10**6), st.integers(1, 10**7), st.sampled_from(CONFIDENCES))
def test_a_rate_lies_within_its_limits(count: int, denominator: int, confidence: float) -> None:
    lower, upper = limits(found := rate(count, denominator, multiplier=100_000, confidence=confidence))
    assert found.value == pytest.approx(count / denominator * 100_000)
    assert found.value is not None
    assert 0 <= lower <= found.value <= upper


@given(st.integers(0, 10**5), st.sampled_from(CONFIDENCES))
def test_one_event_more_raises_both_limits(count: int, confidence: float) -> None:
    fewer, more = limits(rate(count, 1, confidence=confidence)), limits(rate(count + 1, 1, confidence=confidence))
    assert fewer[0] < more[0]
    assert fewer[1] < more[1]


@given(st.integers(0, 10**5))
def test_more_confidence_makes_wider_limits(count: int) -> None:
    narrow, wide = limits(rate(count, 1, confidence=0.95)), limits(rate(count, 1, confidence=0.998))
    assert wide[0] <= narrow[0] < narrow[1] < wide[1]


@given(st.integers(0, 10**5), st.integers(1, 10**5), st.integers(1, 1000))
def test_a_rate_per_more_is_the_same_rate(count: int, denominator: int, times: int) -> None:
    once, more = rate(count, denominator), rate(count, denominator, multiplier=times)
    assert limits(more) == pytest.approx([limit * times for limit in limits(once)])


def test_a_rate_may_be_above_one_and_its_count_weighted() -> None:
    assert rate(30, 20).value == 1.5
    assert limits(rate(9.5, 1))[0] < 9.5 < limits(rate(9.5, 1))[1]
    assert proportion(0.445, 1).value == 0.445


def test_a_mean_by_hand() -> None:
    # s = √2.5, t for 4 degrees of freedom = 2.776445
    found = mean([1, 2, 3, 4, 5])
    assert found.value == 3
    assert limits(found) == pytest.approx((3 - 1.963243, 3 + 1.963243), abs=1e-6)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.sampled_from(CONFIDENCES))
def test_a_mean_as_scipy_computes_it(values: list[float], confidence: float) -> None:
    found = mean(values, confidence=confidence)
    half = stats.t.ppf((1 + confidence) / 2, len(values) - 1) * stdev(values) / len(values) ** 0.5
    assert found.value == pytest.approx(sum(values) / len(values), abs=1e-6)
    assert limits(found) == pytest.approx((found.value - half, found.value + half), abs=1e-6)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=9), st.integers(-99, 99))
def test_a_mean_moves_with_its_values(values: list[int], step: int) -> None:
    there, here = limits(mean([value + step for value in values])), limits(mean(values))
    assert there == pytest.approx([limit + step for limit in here], abs=1e-9)


def test_one_value_has_a_mean_and_no_limits() -> None:
    assert mean([4]) == Estimate(4.0, None, None)
