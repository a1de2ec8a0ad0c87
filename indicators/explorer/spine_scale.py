"""Where things stand on a spine chart: the country in the middle, the better end always on the right. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: a range and its quarters need more than three values
FEWEST = 4
MIDDLE = 0.5


@dataclass(frozen=True)
class Scale:
    """Positions from 0 (left end) to 1 (right end); `MIDDLE` is the benchmark."""

    benchmark: float
    extent: float
    is_turned: bool

    def place(self, value: float) -> float:
        """Give the position of a value: by its signed distance from the benchmark, so that values may cross zero."""
        if not self.extent:
            return MIDDLE
        share = (value - self.benchmark) / self.extent / 2
        return min(1.0, max(0.0, MIDDLE - share if self.is_turned else MIDDLE + share))


@dataclass(frozen=True)
class Spread:
    """The range of some places and the middle half of them, from the left end to the right."""

    first: float
    quarter: float
    three_quarters: float
    last: float


def percentile(values: Sequence[float], share: float) -> float:
    """Give a percentile between the ranked values by linear interpolation (Hyndman and Fan's type 7).

    UKHSA Fingertips, percentile bounds: n = (N − 1)p + 1. Raises ValueError for fewer than four values, or a share
    that is not from 0 to 1.
    """
    if len(values) < FEWEST:
        raise ValueError(f"A percentile needs {FEWEST} values at least, not {len(values)}.")
    if not 0 <= share <= 1:
        raise ValueError(f"A share is from 0 to 1, not {share!r}.")
    ranked = sorted(values)
    at = (len(ranked) - 1) * share
    below = int(at)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (at - below) * (ranked[above] - ranked[below])


def spread(values: Sequence[float], *, is_turned: bool) -> Spread:
    """Give the ends and quarters of some values; turned, the highest is on the left."""
    marks = [min(values), percentile(values, 0.25), percentile(values, 0.75), max(values)]
    return Spread(*(marks[::-1] if is_turned else marks))


def scale(values: Sequence[float], *, benchmark: float, is_turned: bool) -> Scale:
    """Give a scale that holds all values, as far to one side of the benchmark as to the other."""
    return Scale(benchmark, max((abs(value - benchmark) for value in values), default=0.0), is_turned)
