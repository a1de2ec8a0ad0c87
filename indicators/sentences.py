"""Says in a sentence or two what a figure is and how it lies beside another. Never says more than the limits allow."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.figures import Figure
from indicators.formatting import number_text, range_text

GROUPS = {"female": "women", "male": "men"}
LIMITS, PUBLISHER = "limits", "publisher"


@dataclass(frozen=True)
class Measure:
    """What has to be known of an indicator to put its numbers into words."""

    unit: str
    decimals: int
    comparison: str
    is_percentage: bool
    is_in_years: bool = False

    def number(self, value: float | None) -> str:
        """Give a number with its percent sign, if it has one."""
        return number_text(value, decimals=self.decimals, sign="%" if self.is_percentage else "")

    def amount(self, value: float | None) -> str:
        """Give a number with its unit in full: “64.0% of children”, “78.6 years”."""
        unit = self.unit.removeprefix("%") if self.is_percentage else f" {self.unit}"
        return f"{self.number(value)}{unit}".rstrip()

    def difference(self, value: float) -> str:
        """Give the size of a difference: “4.3 percentage points”, “1.1 years”, “1.3”."""
        size = number_text(abs(value), decimals=self.decimals)
        unit = " percentage points" if self.is_percentage else " years" if self.is_in_years else ""
        return f"{size}{unit}"


def level_sentence(measure: Measure, figure: Figure, *, place: str) -> str:
    """Say what the latest figure is, or why there is none."""
    group = f" for {GROUPS[figure.sex]}" if figure.sex in GROUPS else ""
    if figure.value is None:
        return f"The figure{group} for {place} ({figure.label}) was held back or not published."
    return f"The latest figure{group} in {place} is {measure.amount(figure.value)} ({figure.label})."


def comparison_sentence(measure: Measure, figure: Figure, other: Figure | None, *, other_place: str) -> str:
    """Say how far a figure lies from another place's of the same period; empty where there is nothing to set it beside."""
    if figure.value is None or other is None or other.value is None:
        return ""
    gap = figure.value - other.value
    if number_text(figure.value, decimals=measure.decimals) == number_text(other.value, decimals=measure.decimals):
        return f"That is the same as in {other_place}, to the decimals shown."
    way = "higher" if gap > 0 else "lower"
    return f"That is {measure.difference(gap)} {way} than in {other_place} ({measure.number(other.value)})."


def chance_sentence(measure: Measure, figure: Figure, other: Figure | None, *, place: str, other_place: str) -> str:
    """Say what the limits, or else the publisher, let us conclude; that there is no test where there is none."""
    if figure.value is None or other is None or other.value is None:
        return ""
    if measure.comparison == LIMITS and figure.lower is not None and figure.upper is not None:
        limits = range_text(figure.lower, figure.upper, decimals=measure.decimals)
        if figure.lower <= other.value <= figure.upper:
            return (
                f"{other_place}’s figure lies inside {place}’s 95% interval ({limits}), "
                "so we cannot say that the two differ."
            )
        return (
            f"{other_place}’s figure lies outside {place}’s 95% interval ({limits}), "
            "so chance alone is unlikely to explain the difference."
        )
    if measure.comparison == PUBLISHER and figure.published_comparison:
        word = {"similar": "similar to"}.get(figure.published_comparison, f"{figure.published_comparison} than")
        return f"The publisher calls this {word} {other_place}. We hold no limits to test it ourselves."
    return "We have not tested whether the difference could be chance."


def missing_sentence(other: Figure | None, latest: Figure | None, measure: Measure, *, other_place: str) -> str:
    """Say that another place has no figure of the period, and which it last had; empty where it has one."""
    if other is not None and other.value is not None:
        return ""
    if latest is None or latest.value is None:
        return f"We hold no figure for {other_place}."
    return (
        f"We hold no figure for {other_place} for this period; "
        f"the latest is {measure.number(latest.value)} ({latest.label})."
    )


def interval_sentence(measure: Measure, figure: Figure) -> str:
    """Explain the limits of a figure; empty where it has none."""
    if figure.lower is None or figure.upper is None:
        return ""
    limits = range_text(figure.lower, figure.upper, decimals=measure.decimals)
    return f"The true figure is likely to be between {limits.replace(' to ', ' and ')} (95% interval)."
