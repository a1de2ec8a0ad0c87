"""Sets the latest figure beside the country's and gives a verdict, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.figures import Figure
from indicators.findings.rules import Rules
from indicators.statistics import Estimate, compare

NOT_COMPARED = "not_compared"


@dataclass(frozen=True)
class Verdict:
    """The outcome and its basis; `benchmark` is the country's figure of the same period, if there is one."""

    outcome: str = NOT_COMPARED
    basis: str = ""
    benchmark: float | None = None

    @property
    def is_tested(self) -> bool:
        """Tell whether the outcome rests on limits, not on somebody's word."""
        return self.basis in {"limits", "counts"}


def verdict(figure: Figure, other: Figure | None, *, rules: Rules) -> Verdict:
    """Compare on the best ground there is: published limits, limits from counts, the publisher's own judgement.

    OHID technical guidance: the place's interval against the country's value, never interval against interval.
    """
    if figure.value is None or other is None or other.value is None:
        return Verdict()
    for basis in rules.rungs:
        if basis == "publisher" and figure.published_comparison:
            return Verdict(figure.published_comparison, basis, other.value)
        if figure.has_limits and basis == ("counts" if figure.has_computed_limits else "limits"):
            estimate = Estimate(figure.value, figure.lower, figure.upper)
            return Verdict(compare(estimate, other.value, polarity=rules.polarity), basis, other.value)
    return Verdict(benchmark=other.value)
