"""Owns the sorting of places into equal groups, such as deprivation tenths."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import SupportsFloat

from indicators.statistics.checks import items, number, whole

FEWEST_GROUPS = 2


def quantile_groups(
    values: Iterable[SupportsFloat | None], *, groups: SupportsFloat, invert: bool = False
) -> list[int | None]:
    """Return each value's group, 1 for the lowest values; with `invert`, 1 for the highest.

    OHID technical guidance, assigning deprivation categories: rank with equal values sharing the lowest rank, so that
    they stay together, then cut the ranks. The cut is made in whole numbers, where rounding cannot move it. None stays
    None. Fewer known values than groups make no groups: all None. Raises ValueError for fewer than two groups.
    """
    number_of_groups = whole(groups, "groups")
    if number_of_groups < FEWEST_GROUPS:
        raise ValueError(f"groups must be {FEWEST_GROUPS} or more, not {groups!r}")
    sign = -1 if invert else 1
    numbers = [
        None if value is None else sign * number(value, f"values, number {order},")
        for order, value in enumerate(items(values, "values"), start=1)
    ]
    ranked = sorted(value for value in numbers if value is not None)
    if len(ranked) < number_of_groups:
        return [None] * len(numbers)
    return [
        None
        if value is None
        # Ranks count from 0 here. Minus, twice, makes // round up.
        else number_of_groups + 1 + (bisect_left(ranked, value) - len(ranked)) * number_of_groups // len(ranked)
        for value in numbers
    ]
