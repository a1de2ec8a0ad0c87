"""Limits around figures whose publisher gives counts but no limits, a batch at a time. For the worker; knows no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from indicators.statistics import Estimate, proportion, rate

#: the method that fits a kind of number; of any other, counts do not tell the limits
METHODS: Mapping[str, Callable[..., Estimate]] = {"proportion": proportion, "count_per": proportion, "rate": rate}
#: what a comparison may rest on for counted limits to be of use; modelled and judged figures get none
ALLOWED = frozenset({"limits", "counts"})
LEVELS = {0.95: ("lower_95", "upper_95"), 0.998: ("lower_998", "upper_998")}
#: how far a published value may be from what its counts give: half of the last digit that is usual
ROUNDING, WHOLE_ROUNDING = 0.051, 0.5


@dataclass(frozen=True)
class Rule:
    """How limits of one indicator are worked out."""

    value_type: str
    multiplier: int
    comparison: str

    @property
    def method(self) -> Callable[..., Estimate] | None:
        """Give the method; None where limits would say more than is known."""
        return METHODS.get(self.value_type) if self.comparison in ALLOWED else None


def with_limits(frame: pl.DataFrame, rules: Mapping[int, Rule], *, apart: tuple[str, ...]) -> pl.DataFrame:
    """Fill the limits of rows that have a value, a count and a denominator that gives it, and no published limits.

    `rules` are by indicator id; categories of the types in `apart` are other measures and stay as they are.
    """
    usable = [pk for pk, rule in rules.items() if rule.method]
    wanted = frame.filter(
        pl.col("indicator_id").is_in(usable)
        & ~pl.col("category_type").is_in(list(apart))
        & pl.all_horizontal(pl.col("value", "count", "denominator").is_not_null())
        & pl.all_horizontal(pl.col("lower_95", "lower_998").is_null())
    )
    if wanted.is_empty():
        return frame
    rows = wanted.select("line", "indicator_id", "value", "count", "denominator").iter_rows()
    found = [(line, *limits) for line, pk, *numbers in rows if (limits := _limits(rules[pk], *numbers))]
    names = [name for level in LEVELS.values() for name in level]
    filled = pl.DataFrame(
        found, orient="row", schema={"line": frame.schema["line"], **dict.fromkeys(names, pl.Float64)}
    )
    return frame.update(filled.with_columns(limits_from=pl.lit("counts")), on="line")


def _limits(rule: Rule, value: float, count: float, denominator: float) -> tuple[float, ...] | None:
    """Give both pairs of limits; None where the value is not what the counts give, so it was worked out otherwise."""
    if rule.method is None or denominator <= 0 or not count >= 0:
        return None
    if rule.method is proportion and count > denominator:
        return None
    rounding = WHOLE_ROUNDING if value == int(value) else ROUNDING
    if abs(count / denominator * rule.multiplier - value) > rounding:
        return None
    limits: list[float] = []
    for confidence in LEVELS:
        estimate = rule.method(count, denominator, multiplier=rule.multiplier, confidence=confidence)
        if estimate.lower is None or estimate.upper is None:
            return None
        limits += (min(estimate.lower, value), max(estimate.upper, value))  # the value is rounded, the limits are not
    return tuple(limits)
