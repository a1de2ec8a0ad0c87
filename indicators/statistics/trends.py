"""Owns the verdict on recent years: rising, falling, no change, or why none can be said. Never bridges a gap or break."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.special import gammaincinv

from indicators.statistics.checks import FloatArray, amount, in_order, number, size, whole

Direction = Literal["increasing", "decreasing", "no_change", "cannot_say"]

POINTS = 5
#: the 99.8 % quantile of chi-squared with one degree of freedom, 9.5495
THRESHOLD = 2 * float(gammaincinv(0.5, 0.998))
#: standard errors from the lower to the upper 95 % limit, as the published method rounds them
LIMITS_APART = 3.92
TIMES = np.arange(1.0, POINTS + 1)


@dataclass(frozen=True)
class TrendPoint:
    """One year's value with its 95 % limits. `years` is how many years it covers; None is what is not known."""

    year: int
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None = None
    denominator: float | None = None
    years: int = 1
    break_before: bool = False


@dataclass(frozen=True)
class Trend:
    """The verdict, the test's chi-squared where one was made, and what a reader should know of it, or nothing."""

    direction: Direction
    chi_squared: float | None
    reason: str


def recent_trend(points: Iterable[TrendPoint], *, proportion: bool = False) -> Trend:
    """Return the trend of the latest five points that have a value; years before them do not matter.

    OHID, Fingertips technical guidance, trend markers. The five must be single years without overlap, gap or break. In
    general the value is fitted to the year, weighted by the inverse of its variance from its limits, and the slope is
    tested; each point needs limits. With `proportion` the counts are tested for a linear trend (Armitage, Biometrics
    1955) and the log odds give the direction; each point needs count and denominator. A trend must pass chi-squared
    at 99.8 %, and the slope must keep its sign whichever one point is left out.

    Raises ValueError for the same year twice, limits the wrong way round, and numbers that cannot be.
    """
    series = sorted((_checked(point, proportion=proportion) for point in points), key=lambda point: point.year)
    for earlier, later in pairwise(series):
        if earlier.year == later.year:
            raise ValueError(f"there are two points for {later.year}")
    latest = [point for point in series if point.value is not None][-POINTS:]
    hindrance = _hindrance(latest) or (_no_counts(latest) if proportion else _no_limits(latest))
    if hindrance:
        return Trend("cannot_say", None, hindrance)
    signs, chi_squared = _test_of_counts(latest) if proportion else _test_of_values(latest)
    if chi_squared <= THRESHOLD:
        return Trend("no_change", chi_squared, "the change is within what chance can explain")
    if signs == {1}:
        return Trend("increasing", chi_squared, "")
    if signs == {-1}:
        return Trend("decreasing", chi_squared, "")
    return Trend("no_change", chi_squared, "one year alone decides the direction")


def _checked(point: TrendPoint, *, proportion: bool) -> TrendPoint:
    """Return the point in plain numbers."""
    year, years = whole(point.year, "year"), whole(point.years, "years")
    if years < 1:
        raise ValueError(f"years of {year} must be 1 or more, not {years}")
    value = None if point.value is None else number(point.value, f"value of {year}")
    lower = None if point.lower is None else number(point.lower, f"lower of {year}")
    upper = None if point.upper is None else number(point.upper, f"upper of {year}")
    if lower is not None and upper is not None:
        in_order(lower, upper, str(year))
    count = None if point.count is None else amount(point.count, f"count of {year}")
    denominator = None if point.denominator is None else size(point.denominator, f"denominator of {year}")
    if proportion and count is not None and denominator is not None and count > denominator:
        raise ValueError(f"count of {year} must not be above its denominator")
    return TrendPoint(year, value, lower, upper, count, denominator, years, bool(point.break_before))


def _hindrance(latest: Sequence[TrendPoint]) -> str:
    """Return why these points make no series of single years, or nothing."""
    if len(latest) < POINTS:
        return "fewer than five points"
    steps = list(pairwise(latest))
    if any(later.year - earlier.year < max(earlier.years, later.years) for earlier, later in steps):
        return "the periods overlap"
    if any(point.years > 1 for point in latest):
        return "the periods are longer than one year"
    if any(later.year - earlier.year > 1 for earlier, later in steps):
        return "years are missing between the points"
    if any(point.break_before for point in latest[1:]):
        return "there is a break in the series"
    return ""


def _no_limits(latest: Sequence[TrendPoint]) -> str:
    """Return why the values cannot be weighted, or nothing."""
    if any(point.lower is None or point.upper is None for point in latest):
        return "some points have no limits"
    if any(point.lower == point.upper for point in latest):
        return "the limits of a point do not differ"
    return ""


def _no_counts(latest: Sequence[TrendPoint]) -> str:
    """Return why the counts cannot be tested, or nothing."""
    if any(point.count is None or point.denominator is None for point in latest):
        return "some points have no count or denominator"
    if any(point.count in (0, point.denominator) for point in latest):
        return "a count is none or all of its denominator"
    return ""


def _test_of_values(latest: Sequence[TrendPoint]) -> tuple[set[int], float]:
    """Return the signs of all slopes, and chi-squared of the slope over all points."""
    values = np.array([point.value for point in latest], dtype=float)
    apart = np.array([point.upper for point in latest], dtype=float) - [point.lower for point in latest]
    weights = (LIMITS_APART / apart) ** 2
    slope, certainty = _slope(TIMES, values, weights)
    return _signs(values, weights), slope**2 * certainty


def _test_of_counts(latest: Sequence[TrendPoint]) -> tuple[set[int], float]:
    """Return the signs of all slopes of the log odds, and chi-squared for a linear trend of the proportions."""
    counts = np.array([point.count for point in latest], dtype=float)
    denominators = np.array([point.denominator for point in latest], dtype=float)
    total = counts.sum() / denominators.sum()
    slope, certainty = _slope(TIMES, counts / denominators, denominators)
    log_odds = np.log(counts / (denominators - counts))
    return _signs(log_odds, np.ones(POINTS)), slope**2 * certainty / float(total * (1 - total))


def _slope(times: FloatArray, values: FloatArray, weights: FloatArray) -> tuple[float, float]:
    """Return the slope of a weighted straight line, and one over its variance where weights are one over theirs."""
    from_middle = times - np.average(times, weights=weights)
    from_mean = values - np.average(values, weights=weights)
    certainty = float((weights * from_middle**2).sum())
    return float((weights * from_middle * from_mean).sum()) / certainty, certainty


def _signs(values: FloatArray, weights: FloatArray) -> set[int]:
    """Return the signs of the slope over all points and over all but each one; a level line has sign 0."""
    slopes = [_slope(TIMES, values, weights)[0]]
    for left_out in range(POINTS):
        kept = np.arange(POINTS) != left_out
        slopes.append(_slope(TIMES[kept], values[kept], weights[kept])[0])
    level = 1e-12 * float(np.abs(values).max())  # what rounding makes of a level line
    return {0 if abs(slope) <= level else int(math.copysign(1, slope)) for slope in slopes}
