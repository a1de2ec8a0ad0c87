"""Owns the form that every result takes: a value with the limits that may lie around it."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.statistics.checks import in_order, number


@dataclass(frozen=True)
class Estimate:
    """A value and its confidence limits, in the unit of the value.

    A limit is None where the method gives none. The value is None where the method forbids one.
    """

    value: float | None
    lower: float | None
    upper: float | None


def checked(estimate: Estimate, name: str) -> Estimate:
    """Return an estimate that others made, in plain floats. Limits of which one is missing are missing."""
    if not isinstance(estimate, Estimate):
        raise ValueError(f"{name} must be an Estimate, not {estimate!r}")
    value = None if estimate.value is None else number(estimate.value, f"{name}.value")
    lower = None if estimate.lower is None else number(estimate.lower, f"{name}.lower")
    upper = None if estimate.upper is None else number(estimate.upper, f"{name}.upper")
    if lower is None or upper is None:
        return Estimate(value, None, None)
    in_order(lower, upper, name)
    return Estimate(value, lower, upper)
