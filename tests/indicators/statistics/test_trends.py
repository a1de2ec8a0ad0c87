"""The verdict on recent years: published cases, the formulae as printed, and every reason for saying nothing."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import Trend, TrendPoint, recent_trend
from indicators.statistics.trends import THRESHOLD

# The first case of fingertips-open's own tests (ukhsa-collaboration/fingertips-open, MIT), 2014 to 2018
PUBLISHED = [
    TrendPoint(2014, 24.67, 23.16, 26.25, 994, 40299),
    TrendPoint(2015, 24.6, 23.15, 26.19, 1023, 41527),
    TrendPoint(2016, 28, 26.44, 29.64, 1199, 42811),
    TrendPoint(2017, 30.2, 28.63, 31.9, 1332, 44064),
    TrendPoint(2018, 30.6, 28.98, 32.25, 1367, 44701),
]
SHARES = [(20.5506, 18.1803, 23.1427), (19.5952, 17.3444, 22.0602), (19.0349, 16.8421, 21.4394)]
SHARES += [(21.3966, 19.0918, 23.8975), (18.4372, 16.2925, 20.7941)]

heights = st.lists(st.floats(1, 1000), min_size=5, max_size=5)
widths = st.lists(st.floats(0.1, 100), min_size=5, max_size=5)
counts = st.lists(st.tuples(st.integers(1, 999), st.integers(1000, 10**6)), min_size=5, max_size=5)


def series(values: list[float], apart: list[float] | None = None, *, first: int = 2015) -> list[TrendPoint]:
    """Make a point a year with limits this far from the value."""
    apart = apart or [1.0] * len(values)
    return [
        TrendPoint(first + at, value, value - width, value + width)
        for at, (value, width) in enumerate(zip(values, apart, strict=True))
    ]


def test_the_threshold_is_the_published_one() -> None:
    assert pytest.approx(9.549535706, abs=1e-9) == THRESHOLD


def test_published_verdicts() -> None:
    in_general = recent_trend(PUBLISHED)
    assert in_general == Trend("increasing", pytest.approx(46.77, abs=0.005), "")
    as_proportion = recent_trend(PUBLISHED, proportion=True)
    assert as_proportion == Trend("increasing", pytest.approx(47.90, abs=0.005), "")
    falling = recent_trend([replace(point, year=4032 - point.year) for point in PUBLISHED])
    assert falling == Trend("decreasing", pytest.approx(46.77, abs=0.005), "")
    # the second case
    level = recent_trend([TrendPoint(2014 + at, *share) for at, share in enumerate(SHARES)])
    assert (level.direction, level.reason) == ("no_change", "the change is within what chance can explain")
    # the second case for proportions: all are counted in one of the years
    few = [(5, 5), (3, 5), (1, 5), (1, 4), (2, 4)]
    points = [TrendPoint(2012 + at, 100 * c / n, 0, 0, c, n) for at, (c, n) in enumerate(few)]
    assert recent_trend(points, proportion=True) == Trend(
        "cannot_say", None, "a count is none or all of its denominator"
    )


def test_limits_are_not_needed_where_counts_are_and_counts_not_where_limits_are() -> None:
    counted = [replace(point, lower=None, upper=None) for point in PUBLISHED]
    assert recent_trend(counted, proportion=True).direction == "increasing"
    assert recent_trend(counted).reason == "some points have no limits"
    measured = [replace(point, count=None, denominator=None) for point in PUBLISHED]
    assert recent_trend(measured).direction == "increasing"
    assert recent_trend(measured, proportion=True).reason == "some points have no count or denominator"


@given(heights, widths)
def test_chi_squared_as_printed(values: list[float], apart: list[float]) -> None:
    weights = [(3.92 / (2 * width)) ** 2 for width in apart]
    rows = list(zip(range(1, 6), values, weights, strict=True))
    w, wt = sum(weights), sum(weight * t for t, _, weight in rows)
    wtt, wy = sum(weight * t * t for t, _, weight in rows), sum(weight * y for _, y, weight in rows)
    wty = sum(weight * t * y for t, y, weight in rows)
    slope, variance = (w * wty - wt * wy) / (w * wtt - wt**2), w / (w * wtt - wt**2)
    found = recent_trend(series(values, apart))
    assert found.chi_squared == pytest.approx(slope**2 / variance, rel=1e-4, abs=1e-4)
    if found.direction in ("increasing", "decreasing"):
        assert (slope > 0) == (found.direction == "increasing")


def counted(rows: list[tuple[int, int]]) -> list[TrendPoint]:
    """Make a point a year from counts and denominators."""
    return [TrendPoint(2015 + at, 100 * c / n, None, None, c, n) for at, (c, n) in enumerate(rows)]


@given(counts)
def test_chi_squared_of_proportions_as_printed(rows: list[tuple[int, int]]) -> None:
    n, c = sum(row[1] for row in rows), sum(row[0] for row in rows)
    ct, nt = (sum(row[side] * t for t, row in enumerate(rows, start=1)) for side in (0, 1))
    ntt = sum(row[1] * t * t for t, row in enumerate(rows, start=1))
    printed = n * (n * ct - c * nt) ** 2 / (c * (n - c) * (n * ntt - nt**2))
    found = recent_trend(counted(rows), proportion=True)
    assert found.chi_squared == pytest.approx(printed, rel=1e-6, abs=1e-6)
    log_odds = [log(c / (n - c)) for c, n in rows]
    if found.direction in ("increasing", "decreasing"):
        rises = sum((t - 2) * odds for t, odds in enumerate(log_odds)) > 0
        assert rises == (found.direction == "increasing")


OPPOSITE = {"increasing": "decreasing", "decreasing": "increasing", "no_change": "no_change"}


@given(heights, widths)
def test_turned_upside_down_or_back_to_front_a_trend_turns_round(values: list[float], apart: list[float]) -> None:
    found = recent_trend(series(values, apart))
    down = recent_trend(series([-value for value in values], apart))
    back = recent_trend(series(values[::-1], apart[::-1]))
    assert down.direction == back.direction == OPPOSITE[found.direction]
    assert down.reason == back.reason == found.reason


@given(counts)
def test_a_trend_of_those_who_do_is_the_opposite_of_that_of_those_who_do_not(rows: list[tuple[int, int]]) -> None:
    found = recent_trend(counted(rows), proportion=True)
    others = recent_trend(counted([(n - c, n) for c, n in rows]), proportion=True)
    assert others.direction == OPPOSITE[found.direction]


@given(heights, widths, st.floats(0.01, 1000), st.permutations(range(5)))
def test_neither_unit_nor_order_changes_a_trend(
    values: list[float], apart: list[float], unit: float, order: list[int]
) -> None:
    here = recent_trend(series(values, apart))
    scaled = series([value * unit for value in values], [width * unit for width in apart])
    there = recent_trend([scaled[at] for at in order])
    assert there.chi_squared == pytest.approx(here.chi_squared, rel=1e-6, abs=1e-6)
    if here.chi_squared is not None and abs(here.chi_squared - THRESHOLD) > 1e-6:
        assert there.direction == here.direction


@given(st.floats(-1000, 1000), st.integers(-99, 99))
def test_steps_of_one_size_are_a_trend_when_they_are_sure(first: float, step: int) -> None:
    found = recent_trend(series([first + step * year for year in range(5)], [0.01] * 5))
    assert found.direction == ("increasing" if step > 0 else "decreasing" if step < 0 else "no_change")


@pytest.mark.parametrize("values", [[5, 5, 5, 5, 50], [50, 50, 50, 50, 5], [50, 5, 5, 5, 5], [5, 6, 5, 4, 50]])
def test_one_year_does_not_make_a_trend(values: list[float]) -> None:
    found = recent_trend(series(values))
    assert found.chi_squared is not None
    assert found.chi_squared > THRESHOLD
    assert (found.direction, found.reason) == ("no_change", "one year alone decides the direction")


RISING = series([10, 20, 30, 40, 50])


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ([], "fewer than five points"),
        (RISING[:4], "fewer than five points"),
        ([*RISING[:4], replace(RISING[4], value=None)], "fewer than five points"),
        ([replace(point, years=3) for point in RISING], "the periods overlap"),
        ([*RISING[:4], replace(RISING[4], years=2)], "the periods overlap"),
        (
            [replace(point, year=2000 + 3 * at, years=3) for at, point in enumerate(RISING)],
            "the periods are longer than one year",
        ),
        ([*RISING[:4], replace(RISING[4], year=2020)], "years are missing between the points"),
        (
            [*RISING[:2], replace(RISING[2], value=None), *RISING[3:], TrendPoint(2020, 60, 59, 61)],
            "years are missing between the points",
        ),
        ([*RISING[:2], replace(RISING[2], break_before=True), *RISING[3:]], "there is a break in the series"),
        ([*RISING[:4], replace(RISING[4], break_before=True)], "there is a break in the series"),
        ([*RISING[:4], replace(RISING[4], lower=None)], "some points have no limits"),
        ([*RISING[:4], replace(RISING[4], lower=50, upper=50)], "the limits of a point do not differ"),
    ],
)
def test_why_nothing_can_be_said(points: list[TrendPoint], reason: str) -> None:
    assert recent_trend(points) == Trend("cannot_say", None, reason)


@pytest.mark.parametrize("fault", ["none", "all", "count", "denominator"])
def test_why_nothing_can_be_said_of_counts(fault: str) -> None:
    first, *rest = PUBLISHED
    assert first.denominator is not None
    faulty = {
        "none": (replace(first, count=0), "a count is none or all of its denominator"),
        "all": (replace(first, count=first.denominator), "a count is none or all of its denominator"),
        "count": (replace(first, count=None), "some points have no count or denominator"),
        "denominator": (replace(first, denominator=None), "some points have no count or denominator"),
    }
    point, reason = faulty[fault]
    assert recent_trend([point, *rest], proportion=True) == Trend("cannot_say", None, reason)


@pytest.mark.parametrize(
    "earlier",
    [
        TrendPoint(2000, 1, 0, 2),
        TrendPoint(2014, 1, None, None),
        TrendPoint(2014, None, None, None),
        TrendPoint(2014, 1, 0, 2, years=3),
        TrendPoint(2014, 1, 0, 2, break_before=True),
        TrendPoint(2014, 999, 998, 1000),
    ],
)
def test_what_was_before_the_latest_five_does_not_matter(earlier: TrendPoint) -> None:
    assert recent_trend([earlier, *RISING]) == recent_trend(RISING)
    assert recent_trend([*RISING, earlier]).direction == "increasing"


def test_a_break_before_the_first_of_the_five_does_not_matter() -> None:
    assert recent_trend([replace(RISING[0], break_before=True), *RISING[1:]]) == recent_trend(RISING)


def test_a_latest_year_without_a_value_leaves_the_five_before_it() -> None:
    assert recent_trend([*RISING, TrendPoint(2020, None, None, None)]) == recent_trend(RISING)
