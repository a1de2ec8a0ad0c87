"""Says what the latest figure is and how sure it is, or why there is none."""

from __future__ import annotations

from indicators.figures import Figure
from indicators.sentences.measures import Measure

GROUPS = {"female": "women", "male": "men"}
#: four different things, none of them zero
REASONS = {
    "suppressed": "is held back so that nobody can be recognised",
    "low_reliability": "is held back because it is not reliable enough",
    "not_available": "is not available",
    "not_applicable": "does not apply here",
}


def group_words(sex: str) -> str:
    """Say whose figure it is: “ for women”, or nothing where it is everyone's."""
    return f" for {GROUPS[sex]}" if sex in GROUPS else ""


def level_sentence(measure: Measure, figure: Figure, *, place: str) -> str:
    """Say what the latest figure is, or why there is none."""
    group = group_words(figure.sex)
    if figure.value is None:
        return f"The figure{group} in {place} ({figure.label}) {REASONS[figure.reason]}."
    return f"The latest figure{group} in {place} is {measure.amount(figure.value)} ({figure.label})."


def interval_sentence(measure: Measure, figure: Figure) -> str:
    """Explain the limits of a figure; empty where it has none."""
    if figure.lower is None or figure.upper is None:
        return ""
    limits = measure.limits(figure.lower, figure.upper).replace(" to ", " and ")
    how = ", worked out from the published counts" if figure.has_computed_limits else ""
    return f"The true figure is likely to be between {limits} (95% interval{how})."
