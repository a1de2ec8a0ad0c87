"""Owns plain measures of a gap: difference, ratio, and what is lost while some groups fare worse than another."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import SupportsFloat, SupportsIndex

import numpy as np

from indicators.statistics.checks import FloatArray, amount, each, position, same_length, share, size
from indicators.statistics.estimates import Estimate, checked
from indicators.statistics.intervals import normal_quantile


def difference(a: Estimate, b: Estimate) -> Estimate:
    """Return a − b with normal limits, in their unit and at their confidence.

    WHO, Health Equity Assessment Toolkit, technical notes, 2016: variances add, so a and b must be independent, neither
    part of the other. Without limits of both there are none; without a value of both there is none.
    """
    first, second = checked(a, "a"), checked(b, "b")
    if first.value is None or second.value is None:
        return Estimate(None, None, None)
    value = first.value - second.value
    widths = _half_widths(first, second)
    if widths is None:
        return Estimate(value, None, None)
    return Estimate(value, value - math.hypot(*widths), value + math.hypot(*widths))


def ratio(a: Estimate, b: Estimate) -> Estimate:
    """Return a ÷ b with log-normal limits at their confidence, for independent a and b.

    WHO, Health Equity Assessment Toolkit, technical notes, 2016: the error of ln(a ÷ b) has the relative errors of a
    and b as its parts. A ratio of 0 has no limits. Raises ValueError where a is below zero or b is not above zero.
    """
    first, second = checked(a, "a"), checked(b, "b")
    if first.value is None or second.value is None:
        return Estimate(None, None, None)
    above, below = amount(first.value, "the value of a"), size(second.value, "the value of b")
    value = above / below
    widths = _half_widths(first, second)
    if widths is None or value == 0:
        return Estimate(value, None, None)
    factor = math.exp(math.hypot(widths[0] / above, widths[1] / below))
    return Estimate(value, value / factor, value * factor)


def _half_widths(a: Estimate, b: Estimate) -> tuple[float, float] | None:
    """Return half the way from limit to limit of both: their standard errors times one and the same quantile."""
    if a.lower is None or a.upper is None or b.lower is None or b.upper is None:
        return None
    return (a.upper - a.lower) / 2, (b.upper - b.lower) / 2


def population_attributable(
    populations: Iterable[SupportsFloat],
    values: Iterable[SupportsFloat],
    *,
    reference: SupportsIndex,
    multiplier: SupportsFloat = 1,
    confidence: SupportsFloat = 0.95,
) -> tuple[Estimate, Estimate]:
    """Return how the whole would change if every group had the value of one: in its unit, and in percent of the whole.

    Population attributable risk and fraction: WHO, Health Equity Assessment Toolkit, technical notes, 2016. Risk is
    the reference's value less the mean of all, and so is below zero where the mean is higher; fraction is 100 × risk ÷
    mean. `reference` is the position of a group, from 0; −1 is the last. Limits: Walter, Biometrics 1978, for
    proportions alone (`multiplier` says what they were multiplied by); other values have none. Both limits of a pair
    are on the scale of their value. The fraction is None where the mean is 0. Raises ValueError for lists of unequal
    length, populations not above zero, values below zero, and a position that no group has.
    """
    people = each(size, populations, "populations")
    levels = each(amount, values, "values")
    same_length(populations=people, values=levels)
    chosen = position(reference, "reference", len(levels))
    unit = size(multiplier, "multiplier")
    z = normal_quantile(share(confidence, "confidence"))
    average = float(np.average(levels, weights=people))
    risk = float(levels[chosen]) - average
    if average == 0:
        return Estimate(risk, None, None), Estimate(None, None, None)
    fraction = 100 * risk / average
    error = _fraction_error(people, levels / unit, chosen)
    if error is None:
        return Estimate(risk, None, None), Estimate(fraction, None, None)
    return (
        Estimate(risk, risk - z * average * error, risk + z * average * error),
        Estimate(fraction, fraction - z * 100 * error, fraction + z * 100 * error),
    )


def _fraction_error(people: FloatArray, proportions: FloatArray, chosen: int) -> float | None:
    """Return the standard error of the fraction, itself a share of 1; None where the values are no proportions."""
    if (proportions > 1).any():
        return None
    with_it, without_it = people * proportions, people * (1 - proportions)
    c, d = float(with_it[chosen]), float(without_it[chosen])
    a, b = float(with_it.sum()) - c, float(without_it.sum()) - d
    n = a + b + c + d
    return math.sqrt(c * n * (a * d * (n - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3))
