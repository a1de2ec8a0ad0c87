"""Finds whether a gap closes or widens between two periods that share no years; never across a break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indicators.figures import LEAP_DAYS
from indicators.findings.gap_points import NONE, GapPoint
from indicators.findings.rules import Rules
from indicators.statistics import Estimate, difference

Verdict = Literal["closing", "widening", "no_clear_change", "cannot_say"]
YEARS_APART = 5
NEAREST, FURTHEST = 3, 7


@dataclass(frozen=True)
class GapChange:
    """How a gap changed from `first` to `last`; the change is above zero where it got worse for the place.

    `basis` is “tested”, “direction” (no test is possible) or empty; `reason` says why there is no test or no answer.
    """

    verdict: Verdict = "cannot_say"
    basis: str = ""
    first: GapPoint | None = None
    last: GapPoint | None = None
    change: Estimate = NONE
    reason: str = ""

    @property
    def is_lead(self) -> bool:
        """Tell whether the place was ahead both times, so that its lead is what changed."""
        ends = (self.first, self.last)
        values = [end.difference.value for end in ends if end is not None and end.difference.value is not None]
        return len(values) == 2 and max(values) <= 0 and min(values) < 0


def recent_change(points: Sequence[GapPoint], *, rules: Rules) -> GapChange:
    """Set the latest gap beside that of about five years before: the nearest to five, three to seven years away."""
    last, candidates, reason = _comparable(points, rules)
    if last is None or reason:
        return GapChange(last=last, reason=reason)
    near = [point for point in candidates if NEAREST <= _years(point, last) <= FURTHEST]
    if not near:
        nearest = min((_years(point, last) for point in candidates), key=lambda years: abs(years - YEARS_APART))
        apart = f"{nearest} year{'' if nearest == 1 else 's'}"
        return GapChange(
            last=last, reason=f"The periods that can be compared are {apart} apart; we need three to seven."
        )
    first = min(near, key=lambda point: (abs(_years(point, last) - YEARS_APART), -point.end.toordinal()))
    return _between(first, last, rules)


def change_since(points: Sequence[GapPoint], period: str, *, rules: Rules) -> GapChange:
    """Set the latest gap beside that of the baseline period, by the same rules but for the years between."""
    last, candidates, reason = _comparable(points, rules)
    if last is None or reason:
        return GapChange(last=last, reason=reason)
    first = next((point for point in candidates if point.label == period), None)
    if first is None:
        return GapChange(last=last, reason=f"There is no gap for {period} that can be set beside the latest.")
    return _between(first, last, rules)


def _years(first: GapPoint, last: GapPoint) -> int:
    return round((last.end - first.end).days / 365.25)


def _comparable(points: Sequence[GapPoint], rules: Rules) -> tuple[GapPoint | None, list[GapPoint], str]:
    """Give the latest gap and the earlier ones that may be set beside it, or the reason why there is none."""
    known = [point for point in points if point.difference.value is not None]
    if not known:
        return None, [], "There is no gap in any period."
    last = known[-1]
    if not (rules.has_trend or rules.has_comparable_periods):
        return last, [], rules.trend_note or "The definition does not let periods be compared."
    earlier = [point for point in known if point is not last]
    if not earlier:
        return last, [], "There is a gap for one period only."
    for keep, reason in (
        (_since_break(points), "The series has a break, and there is no earlier period since then."),
        ([p for p in known if p.end < last.start], f"Every earlier period shares years with {last.label}."),
        ([p for p in known if _length_differs(p, last) <= LEAP_DAYS], "The periods differ in length."),
        ([p for p in known if p.end.month == last.end.month], "The periods are from different times of the year."),
    ):
        earlier = [point for point in earlier if point in keep]
        if not earlier:
            return last, [], reason
    return last, earlier, ""


def _since_break(points: Sequence[GapPoint]) -> list[GapPoint]:
    """Keep what comes after the last break before the latest gap; a break in a period without a gap counts too."""
    last = max(at for at, point in enumerate(points) if point.difference.value is not None)
    begins = max((at for at, point in enumerate(points[: last + 1]) if point.has_break_before), default=0)
    return list(points[begins : last + 1])


def _length_differs(one: GapPoint, other: GapPoint) -> int:
    return abs((one.end - one.start).days - (other.end - other.start).days)


def _between(first: GapPoint, last: GapPoint, rules: Rules) -> GapChange:
    """Test the difference of two gaps: by normal limits that hold for periods without a shared year."""
    change = difference(last.difference, first.difference)
    assert change.value is not None  # noqa: S101  (both ends have a value)
    found = GapChange(first=first, last=last, change=change)
    if rules.polarity == "no_judgement" and _changes_sides(first, last):
        return replace(found, reason="It turned round, and neither way is better.")
    wider = -1 if found.is_lead else 1
    if change.lower is not None and change.upper is not None:
        verdict = _direction(wider, change.value) if change.lower > 0 or change.upper < 0 else "no_clear_change"
        return GapChange(verdict, "tested", first, last, change)
    assert first.difference.value is not None  # noqa: S101  (only gaps with a value are set side by side)
    assert last.difference.value is not None  # noqa: S101  (as above)
    same = rules.measure.looks_equal(first.difference.value, last.difference.value)
    verdict = "no_clear_change" if same else _direction(wider, change.value)
    return GapChange(verdict, "direction", first, last, change, _why_untested(rules))


def _changes_sides(first: GapPoint, last: GapPoint) -> bool:
    return (first.difference.value or 0.0) * (last.difference.value or 0.0) < 0


def _direction(wider: int, change: float) -> Verdict:
    return "widening" if wider * change > 0 else "closing"


def _why_untested(rules: Rules) -> str:
    """Say what a test lacks: the definition's leave, or limits."""
    if not rules.rungs and rules.comparison_note:
        return rules.comparison_note
    return "Not every figure has limits to test with."
