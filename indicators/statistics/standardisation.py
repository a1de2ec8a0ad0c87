"""Owns rates and ratios that take out differences in age: direct and indirect standardisation."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import SupportsFloat

from indicators.statistics.checks import amount, each, same_length, share, size
from indicators.statistics.estimates import Estimate
from indicators.statistics.intervals import poisson_limits

#: fewer events than this make no directly standardised rate
FEWEST_EVENTS = 10


def directly_standardised_rate(
    counts: Iterable[SupportsFloat],
    populations: Iterable[SupportsFloat],
    standard: Iterable[SupportsFloat],
    *,
    multiplier: SupportsFloat = 100_000,
    confidence: SupportsFloat = 0.95,
) -> Estimate:
    """Return the rate that a standard population would have, with Dobson's limits; all None under ten events.

    Dobson, Kuulasmaa, Eberle and Scherer, Statistics in Medicine 1991, with Byar's limits of the total count; OHID
    technical guidance, directly standardised rates. One number for each age band in each list; `standard` holds the
    weights, such as the European Standard Population 2013. A band without a known count is refused, never taken as
    zero. Events must be of different people: those who come again make the limits too narrow. Raises ValueError for
    lists of unequal length, counts below zero, populations not above zero, and weights that are all zero.
    """
    x = each(amount, counts, "counts")
    n = each(size, populations, "populations")
    w = each(amount, standard, "standard")
    same_length(counts=x, populations=n, standard=w)
    unit = size(multiplier, "multiplier")
    share(confidence, "confidence")
    total, weight = float(x.sum()), size(float(w.sum()), "the sum of standard")
    if total < FEWEST_EVENTS:
        return Estimate(None, None, None)
    value = float((w * x / n).sum()) / weight
    spread = math.sqrt(float((x * (w / n) ** 2).sum()) / total) / weight
    lower, upper = poisson_limits(total, confidence)
    return Estimate(value * unit, (value + spread * (lower - total)) * unit, (value + spread * (upper - total)) * unit)


def indirectly_standardised_ratio(
    counts: Iterable[SupportsFloat],
    populations: Iterable[SupportsFloat],
    reference_counts: Iterable[SupportsFloat],
    reference_populations: Iterable[SupportsFloat],
    *,
    multiplier: SupportsFloat = 100,
    confidence: SupportsFloat = 0.95,
) -> Estimate:
    """Return observed over expected events, times `multiplier`, with Byar's limits, or exact ones below ten events.

    Breslow and Day 1987; OHID technical guidance, indirectly standardised ratios. Expected events are those of the
    reference's rates in this population. One number for each age band in each list; of `counts` only the sum matters.
    No observed event gives 0 with an upper limit. Raises ValueError for lists of unequal length, counts below zero,
    populations not above zero, and a reference without any event.
    """
    x = each(amount, counts, "counts")
    n = each(size, populations, "populations")
    reference_x = each(amount, reference_counts, "reference_counts")
    reference_n = each(size, reference_populations, "reference_populations")
    same_length(counts=x, populations=n, reference_counts=reference_x, reference_populations=reference_n)
    unit = size(multiplier, "multiplier")
    observed = float(x.sum())
    expected = size(float((reference_x / reference_n * n).sum()), "the number of expected events")
    lower, upper = poisson_limits(observed, confidence)
    return Estimate(observed / expected * unit, lower / expected * unit, upper / expected * unit)
