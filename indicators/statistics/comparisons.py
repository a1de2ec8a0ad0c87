"""Owns the verdict beside a benchmark. Says nothing without limits, and judges nothing that has no better side."""

from __future__ import annotations

from typing import Literal, SupportsFloat

from indicators.statistics.checks import number, one_of
from indicators.statistics.estimates import Estimate, checked

Polarity = Literal["high_is_good", "low_is_good", "no_judgement"]
Comparison = Literal["better", "similar", "worse", "higher", "lower", "not_compared"]

#: what it means to be above the benchmark, and below it
SIDES: dict[str, tuple[Comparison, Comparison]] = {
    "high_is_good": ("better", "worse"),
    "low_is_good": ("worse", "better"),
    "no_judgement": ("higher", "lower"),
}


def compare(estimate: Estimate, benchmark: Estimate | SupportsFloat | None, *, polarity: Polarity) -> Comparison:
    """Return where an estimate stands beside a benchmark: similar when the benchmark lies within its limits.

    OHID technical guidance, comparisons: one interval against the benchmark's value, whose own interval is not used; a
    limit that equals the benchmark counts as similar. Returns "not_compared" when limits or benchmark are missing.
    Raises ValueError for limits the wrong way round and for an unknown polarity.
    """
    one_of(polarity, "polarity", list(SIDES))
    area = checked(estimate, "estimate")
    if isinstance(benchmark, Estimate):
        target = checked(benchmark, "benchmark").value
    else:
        target = None if benchmark is None else number(benchmark, "benchmark")
    if area.value is None or area.lower is None or area.upper is None or target is None:
        return "not_compared"
    above, below = SIDES[polarity]
    if area.lower > target:
        return above
    if area.upper < target:
        return below
    return "similar"
