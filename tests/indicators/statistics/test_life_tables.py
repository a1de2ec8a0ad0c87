"""Life expectancy beside the published example, tables small enough for a pencil, and the rules for keeping back."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import Estimate, life_expectancy

# The example of PHEindicatormethods (phe_life_expectancy, documentation and tests), which holds to OHID's calculator
POPULATIONS = [
    7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601,
    50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936,
]  # fmt: skip
DEATHS = [17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937]


@pytest.mark.parametrize(
    ("band", "value", "lower", "upper"),
    [
        (0, 80.16960813, 79.88268548, 80.45653078),
        (1, 79.36245674, 79.0898816, 79.63503188),
        (14, 18.76856852, 18.57570352, 18.96143352),
        (18, 6.163942934, 5.978358351, 6.349527517),
        (19, 6.16210635, 5.887683386, 6.436529314),
    ],
)
def test_the_published_example(band: int, value: float, lower: float, upper: float) -> None:
    found = life_expectancy(DEATHS, POPULATIONS)
    assert len(found) == 20
    # Its limits use 1.96, ours 1.959964.
    assert found[band] == Estimate(
        pytest.approx(value, abs=5e-9), pytest.approx(lower, abs=6e-6), pytest.approx(upper, abs=6e-6)
    )


def test_two_bands_by_hand() -> None:
    # Nobody dies in the first year; after it 400 of 32,000 each year, so 80 years more, ± 1.96 × 80 / √400.
    half = 1.959964 * 80 / sqrt(400)
    newborn, older = life_expectancy([0, 400], [1000, 32_000], start_ages=[0, 1])
    for found, years in ((newborn, 81), (older, 80)):
        assert found is not None
        assert (found.value, found.lower, found.upper) == pytest.approx((years, years - half, years + half), abs=1e-4)


def test_three_bands_by_hand() -> None:
    # q0 = 0.02 / (1 + 0.02 × 0.9); q1 = 0.04 / (1 + 0.04 × 0.5); e5 = 4,000 / 400 = 10
    first, second, last = life_expectancy([20, 40, 400], [1000, 4000, 4000], start_ages=(0, 1, 5))
    reaching_1 = 1 - 0.02 / 1.018
    dying_1 = 0.04 / 1.02
    reaching_5 = reaching_1 * (1 - dying_1)
    expected = (reaching_1 + 0.1 * (1 - reaching_1)) + 4 * (reaching_1 + reaching_5) / 2 + 10 * reaching_5
    assert first is not None
    assert second is not None
    assert last is not None
    assert first.value == pytest.approx(expected)
    assert second.value == pytest.approx(4 * (1 - dying_1 / 2) + 10 * (1 - dying_1))
    assert last.value == pytest.approx(10)
    assert last.upper == pytest.approx(10 + 1.959964 * 10 / sqrt(400), abs=1e-5)
    variance = dying_1**2 * (1 - dying_1) / 40 * (2 + 10) ** 2 + (1 - dying_1) ** 2 * 10**2 / 400
    assert second.upper == pytest.approx(second.value + 1.959964 * sqrt(variance), abs=1e-5)


@given(st.lists(st.floats(0.001, 0.3), min_size=20, max_size=20), st.integers(2, 50))
def test_more_people_with_the_same_mortality_live_as_long_and_it_is_surer(shares: list[float], times: int) -> None:
    deaths = [100_000 * share for share in shares]
    here = life_expectancy(deaths, [100_000] * 20)
    there = life_expectancy([times * death for death in deaths], [times * 100_000] * 20)
    for few, many in zip(here, there, strict=True):
        if few is None or many is None:
            continue
        assert many.value == pytest.approx(few.value)
        assert few.lower is not None
        assert few.upper is not None
        assert many.lower is not None
        assert many.upper is not None
        assert few.lower < many.lower < many.upper < few.upper


@given(st.integers(0, 19))
def test_a_death_more_shortens_what_is_before_it_and_nothing_after(band: int) -> None:
    before = life_expectancy(DEATHS, POPULATIONS)
    after = life_expectancy([death + (at == band) for at, death in enumerate(DEATHS)], POPULATIONS)
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        assert old is not None
        assert new is not None
        assert old.value is not None
        assert new.value is not None
        assert new.value < old.value if at <= band else new.value == pytest.approx(old.value, rel=1e-14)


def test_limits_at_another_confidence_are_wider() -> None:
    usual, wide = life_expectancy(DEATHS, POPULATIONS)[0], life_expectancy(DEATHS, POPULATIONS, confidence=0.998)[0]
    assert usual is not None
    assert wide is not None
    assert usual.value == wide.value
    assert wide.upper is not None
    assert usual.upper is not None
    assert (wide.upper - wide.value) / (usual.upper - usual.value) == pytest.approx(3.090232 / 1.959964)


@pytest.mark.parametrize(("people", "is_said"), [(250, False), (251, True)])
def test_5000_people_are_too_few(people: int, is_said: bool) -> None:  # noqa: FBT001 - a table's column
    found = life_expectancy([1] * 18 + [20, 100], [people] * 20)
    assert len(found) == 20
    assert any(found) == is_said


def test_nobody_dying_at_the_last_age_leaves_nothing_to_say() -> None:
    assert life_expectancy([*DEATHS[:-1], 0], POPULATIONS) == [None] * 20


def test_an_age_that_nobody_reaches_has_no_expectancy() -> None:
    # Half of a band of five years dying each year empties it.
    deaths = [*DEATHS[:10], 50_000, *DEATHS[11:]]
    found = life_expectancy(deaths, POPULATIONS)
    assert all(found[:11])
    assert found[11:] == [None] * 9


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_limits_over_20_years_apart_keep_the_value_back_whatever_limits_are_wanted(confidence: float) -> None:
    # One death in the last band: 1,000 years more, give or take twice as many.
    found = life_expectancy([10] * 19 + [1], [1000] * 20, confidence=confidence)
    assert found[19] is None
    # 36 years ± 1.96 × 36 / √49 are 20.2 apart; with 50 deaths they are 19.96.
    assert life_expectancy([0, 49], [10**6, 49 * 36], start_ages=(0, 1), confidence=confidence) == [None, None]
    assert all(life_expectancy([0, 50], [10**6, 50 * 36], start_ages=(0, 1), confidence=confidence))
