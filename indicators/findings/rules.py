"""What an indicator's definition permits to be concluded from its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indicators.figures import Figure
from indicators.sentences import Measure

Polarity = Literal["high_is_good", "low_is_good", "no_judgement"]

#: where a comparison may come from, best first, by what the definition says it may rest on
RUNGS: dict[str, tuple[str, ...]] = {
    "limits": ("limits", "counts", "publisher"),
    "counts": ("limits", "counts", "publisher"),
    "publisher": ("publisher",),
    "none": (),
}


@dataclass(frozen=True)
class Rules:
    """One indicator's rules. `comparison` is a key of `RUNGS`; the notes are the definition's reasons, for readers."""

    measure: Measure
    polarity: Polarity
    comparison: str = "none"
    comparison_note: str = ""
    has_trend: bool = False
    trend_note: str = ""
    #: two periods that share no years may be set side by side, even where no trend is allowed
    has_comparable_periods: bool = False
    baseline_period: str = ""
    headline_age: str = ""
    is_proportion: bool = False

    @property
    def rungs(self) -> tuple[str, ...]:
        """List what a comparison may rest on, best first."""
        return RUNGS[self.comparison]

    def may_test(self, figure: Figure) -> bool:
        """Tell whether a figure has limits that a test may rest on."""
        return figure.has_limits and ("counts" if figure.has_computed_limits else "limits") in self.rungs
