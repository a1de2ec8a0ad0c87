"""Owns single figures with their limits: proportions, rates, means. Compares nothing and standardises nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import SupportsFloat

from scipy.special import gammaincinv, ndtri, stdtrit

from indicators.statistics.checks import amount, each, number, share, size
from indicators.statistics.estimates import Estimate

#: below this count Byar's approximation gives way to the exact Poisson limits
FEWEST_FOR_BYAR = 10


def normal_quantile(confidence: SupportsFloat) -> float:
    """Return how many standard errors reach from the value to a limit: 1.96 for 0.95."""
    return float(ndtri((1 + share(confidence, "confidence")) / 2))


def poisson_limits(count: float, confidence: SupportsFloat) -> tuple[float, float]:
    """Return the limits of a count of events: Byar's from ten on, exact ones below.

    Breslow and Day, Statistical methods in cancer research, volume II, 1987, pages 69 to 71. The exact limits are the
    chi-squared quantiles of Garwood (Biometrika 1936), which also take a count that is not whole.
    """
    if count < FEWEST_FOR_BYAR:
        tail = (1 - share(confidence, "confidence")) / 2
        lower = float(gammaincinv(count, tail)) if count else 0.0
        return lower, float(gammaincinv(count + 1, 1 - tail))
    z = normal_quantile(confidence)
    above = count + 1
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    return lower, above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3


def proportion(
    count: SupportsFloat, denominator: SupportsFloat, *, multiplier: SupportsFloat = 1, confidence: SupportsFloat = 0.95
) -> Estimate:
    """Return the share of a denominator that is counted, times `multiplier`, with Wilson's score limits.

    Wilson, JASA 1927; Newcombe, Statistics in Medicine 1998, method 3; OHID technical guidance, confidence intervals.
    Counts may be weighted and so not whole. Raises ValueError for a count below zero or above its denominator, and for
    a denominator that is not above zero.
    """
    x, n, unit = amount(count, "count"), size(denominator, "denominator"), size(multiplier, "multiplier")
    if x > n:
        raise ValueError(f"count {x} must not be above denominator {n}")
    z2 = normal_quantile(confidence) ** 2
    # Both limits in the form that subtracts nothing: exact at 0 and at 1, and mirrored for the complement.
    root = math.sqrt(z2 * (z2 + 4 * x * ((n - x) / n)))
    lower = 2 * x * (x / n) / (2 * x + z2 + root)
    upper = 1 - 2 * (n - x) * ((n - x) / n) / (2 * (n - x) + z2 + root)
    return Estimate(x / n * unit, lower * unit, upper * unit)


def rate(
    count: SupportsFloat, denominator: SupportsFloat, *, multiplier: SupportsFloat = 1, confidence: SupportsFloat = 0.95
) -> Estimate:
    """Return events over a denominator, times `multiplier`, with Byar's limits, or exact ones below ten events.

    Breslow and Day 1987; OHID technical guidance, confidence intervals. The count decides, not the rate. It may exceed
    its denominator, and may be weighted and so not whole. Raises ValueError for a count below zero and for a
    denominator that is not above zero.
    """
    x, n, unit = amount(count, "count"), size(denominator, "denominator"), size(multiplier, "multiplier")
    lower, upper = poisson_limits(x, confidence)
    return Estimate(x / n * unit, lower / n * unit, upper / n * unit)


def mean(values: Iterable[SupportsFloat], *, confidence: SupportsFloat = 0.95) -> Estimate:
    """Return the mean of a sample with Student's t limits, in the unit of the values.

    Student, Biometrika 1908; Armitage and Berry, Statistical methods in medical research. One value alone has a mean
    and no limits. Raises ValueError for an empty list.
    """
    sample = each(number, values, "values")
    tail = (1 + share(confidence, "confidence")) / 2
    middle = float(sample.mean())
    if len(sample) == 1:
        return Estimate(middle, None, None)
    half = float(stdtrit(len(sample) - 1, tail) * sample.std(ddof=1) / math.sqrt(len(sample)))
    return Estimate(middle, middle - half, middle + half)
