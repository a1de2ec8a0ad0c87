"""Says how wide the gap inside a place is, between its most and least deprived parts."""

from __future__ import annotations

from indicators.sentences.levels import group_words
from indicators.sentences.measures import Measure


def groups_gap_sentence(
    measure: Measure, *, place: str, sex: str, label: str, groups: str, most: float, least: float
) -> str:
    """Set the most deprived group beside the least deprived; `groups` is one of them: “fifth”, “tenth”."""
    start = f"Inside {place}, the figure{group_words(sex)} is {measure.number(most)} in the most deprived {groups}"
    end = f"{measure.number(least)} in the least deprived ({label})"
    if measure.looks_equal(most, least):
        return f"{start} and {end}: no gap to the decimals shown."
    return f"{start} and {end}: a gap of {measure.difference(most - least)}."


def slope_sentence(measure: Measure, *, gap: float, lower: float | None, upper: float | None) -> str:
    """Say the slope index over all groups, with its limits where there are any."""
    start = f"Over all groups, the slope index of inequality is {measure.signed(gap)}"
    if lower is None or upper is None:
        return f"{start}; there are no limits to say how sure it is."
    limits = f"95% interval {measure.limits(lower, upper)}"
    if lower <= 0 <= upper:
        return f"{start} ({limits}), which chance alone could explain."
    return f"{start} ({limits})."


def published_gap_sentence(*, place: str, sex: str, name: str, amount: str, label: str) -> str:
    """Say a summary of the gap as its publisher gives it."""
    return f"Inside {place}, the publisher’s {name}{group_words(sex)} is {amount} ({label})."
