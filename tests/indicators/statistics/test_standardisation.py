"""Standardised rates and ratios, beside the crude ones that they must come to and figures worked out by hand."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import Estimate, directly_standardised_rate, indirectly_standardised_ratio, rate

#: the European Standard Population 2013 (Eurostat, 2013), under 5 to 90 and over
ESP2013 = [
    5000,
    5500,
    5500,
    5500,
    6000,
    6000,
    6500,
    7000,
    7000,
    7000,
    7000,
    6500,
    6000,
    5500,
    5000,
    4000,
    2500,
    1500,
    1000,
]

bands = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1_000, 10**6), st.integers(1, 10_000)), min_size=2, max_size=19
).filter(lambda rows: sum(row[0] for row in rows) >= 10)


def test_the_standard_population_is_whole() -> None:
    assert sum(ESP2013) == 100_000


def test_a_rate_that_is_the_same_at_every_age_stays_itself() -> None:
    populations = [1000 * band for band in range(1, 20)]
    found = directly_standardised_rate([population / 200 for population in populations], populations, ESP2013)
    assert found.value == pytest.approx(500)


def test_a_directly_standardised_rate_by_hand() -> None:
    # (0.02 × 3 + 0.01 × 1) / 4 = 0.0175; V = (20 (3/1000)² + 30 (1/3000)²) / 16; X = 50, Byar's limits 37.1081, 65.9202
    found = directly_standardised_rate([20, 30], [1000, 3000], [3, 1], multiplier=1000)
    variance = (20 * 9e-6 + 30 / 9e6) / 16
    assert found.value == pytest.approx(17.5)
    assert found.lower == pytest.approx(17.5 + 1000 * sqrt(variance / 50) * (37.1081 - 50), abs=1e-4)
    assert found.upper == pytest.approx(17.5 + 1000 * sqrt(variance / 50) * (65.9202 - 50), abs=1e-4)


@given(st.integers(10, 10_000), st.integers(1, 10**6), st.integers(1, 10**6))
def test_one_band_is_the_crude_rate(count: int, population: int, weight: int) -> None:
    standardised = directly_standardised_rate([count], [population], [weight])
    crude = rate(count, population, multiplier=100_000)
    assert standardised.value == pytest.approx(crude.value)
    assert (standardised.lower, standardised.upper) == pytest.approx((crude.lower, crude.upper))


@given(bands)
def test_weights_like_the_population_give_the_crude_rate(rows: list[tuple[int, int, int]]) -> None:
    counts, populations, _ = zip(*rows, strict=True)
    standardised = directly_standardised_rate(counts, populations, populations, multiplier=1000)
    crude = rate(sum(counts), sum(populations), multiplier=1000)
    assert standardised.value == pytest.approx(crude.value)
    assert (standardised.lower, standardised.upper) == pytest.approx((crude.lower, crude.upper))


@given(bands, st.integers(2, 9))
def test_only_the_proportions_of_the_weights_matter(rows: list[tuple[int, int, int]], times: int) -> None:
    counts, populations, weights = zip(*rows, strict=True)
    once = directly_standardised_rate(counts, populations, weights)
    again = directly_standardised_rate(counts, populations, [weight * times for weight in weights])
    assert again.value == pytest.approx(once.value)
    assert (again.lower, again.upper) == pytest.approx((once.lower, once.upper))


@given(bands)
def test_the_order_of_the_bands_does_not_matter(rows: list[tuple[int, int, int]]) -> None:
    there = directly_standardised_rate(*zip(*rows, strict=True))
    back = directly_standardised_rate(*zip(*reversed(rows), strict=True))
    assert there.lower is not None
    assert there.value is not None
    assert there.upper is not None
    assert there.lower <= there.value <= there.upper
    assert (there.value, there.lower, there.upper) == pytest.approx((back.value, back.lower, back.upper))


@pytest.mark.parametrize(("counts", "is_said"), [([4, 5], False), ([4, 6], True), ([0, 0], False), ([4, 5.9], False)])
def test_under_ten_events_no_rate_is_said(counts: list[float], is_said: bool) -> None:  # noqa: FBT001 - a table's column
    found = directly_standardised_rate(counts, [1000, 1000], [1, 1])
    assert (found != Estimate(None, None, None)) == is_said


def test_a_ratio_by_hand() -> None:
    # expected: 100 × 0.01 + 200 × 0.02 = 5; observed 6, exact limits 2.2019 and 13.0595
    found = indirectly_standardised_ratio([2, 4], [100, 200], [10, 40], [1000, 2000])
    assert found.value == pytest.approx(120)
    assert (found.lower, found.upper) == pytest.approx((44.038, 261.190), abs=1e-3)


@given(bands)
def test_the_reference_beside_itself_is_100(rows: list[tuple[int, int, int]]) -> None:
    counts, populations, _ = zip(*rows, strict=True)
    found = indirectly_standardised_ratio(counts, populations, counts, populations)
    alone = rate(sum(counts), sum(counts), multiplier=100)
    assert found.value == pytest.approx(100)
    assert (found.lower, found.upper) == pytest.approx((alone.lower, alone.upper))


def test_no_event_observed_is_a_ratio_of_nothing_with_an_upper_limit() -> None:
    found = indirectly_standardised_ratio([0, 0], [100, 200], [10, 40], [1000, 2000], multiplier=1)
    assert (found.value, found.lower) == (0, 0)
    assert found.upper == pytest.approx(3.6889 / 5, abs=1e-4)
