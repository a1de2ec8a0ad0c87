"""Says how far a figure is from a target and from the baseline: plain differences, never a test. Plain values in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.figures import Figure, Series, has_equal_periods
from indicators.sentences import Measure

GROUPS = {"female": " for women", "male": " for men"}
#: which side of a target meets it; on neither is said of an indicator of which neither way is better
MEETS = {"high_is_good": 1, "low_is_good": -1}


@dataclass(frozen=True)
class Aim:
    """What is to be reached, by when, and for whom."""

    value: float
    due_on: date
    sex: str = "persons"


@dataclass(frozen=True)
class Baseline:
    """The period that change is measured from, and whether the definition lets periods be compared at all."""

    period: str
    can_compare: bool
    note: str = ""


@dataclass(frozen=True)
class Goal:
    """An aim as it was published."""

    aim: Aim
    set_by: str
    source: str
    source_url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Aims:
    """All that an indicator is held against, which way is better, and the day on which it is."""

    goals: tuple[Goal, ...] = ()
    baseline: Baseline | None = None
    polarity: str = ""
    today: date = date.min


def day_text(day: date) -> str:
    """Write a day as 21 November 2026."""
    return f"{day.day} {day:%B %Y}"


def aim_text(measure: Measure, aim: Aim) -> str:
    """Say what the target is: “10.0% of homes for women by 31 December 2030”."""
    return f"{measure.amount(aim.value)}{GROUPS.get(aim.sex, '')} by {day_text(aim.due_on)}"


def progress_sentence(measure: Measure, aim: Aim, series: Series, *, place: str, polarity: str, today: date) -> str:
    """Say in one sentence how the figure that counts lies beside the target.

    Before the day that is the latest figure; after it, the first whose period reaches the day.
    """
    known = [figure for figure in series.figures if figure.value is not None]
    if not known:
        return f"We hold no figure for {place} to set beside it."
    is_over = aim.due_on < today
    figure = next((figure for figure in known if figure.end >= aim.due_on), known[-1]) if is_over else known[-1]
    is_reckoned = is_over and figure.end >= aim.due_on
    assert figure.value is not None  # noqa: S101  (only figures with a value come here)
    words = f"{measure.number(figure.value)} ({figure.label})"
    if is_over and not is_reckoned:
        return (
            f"The day is over and we hold no figure for it yet; the latest, {words}, {_beside(measure, figure, aim)}."
        )
    start = f"The figure for that day, {words}," if is_over else f"The latest figure, {words},"
    return f"{start} {_beside(measure, figure, aim)}{_verdict(measure, figure, aim, polarity, is_over=is_over)}."


def _beside(measure: Measure, figure: Figure, aim: Aim) -> str:
    assert figure.value is not None  # noqa: S101  (asked above)
    if measure.looks_equal(figure.value, aim.value):
        return "is the same as the target, to the decimals shown"
    side = "above" if figure.value > aim.value else "below"
    return f"is {measure.difference(figure.value - aim.value)} {side} the target"


def _verdict(measure: Measure, figure: Figure, aim: Aim, polarity: str, *, is_over: bool) -> str:
    """Say whether the figure meets the target; nothing where neither way is better or the two look the same."""
    assert figure.value is not None  # noqa: S101  (asked above)
    if polarity not in MEETS or measure.looks_equal(figure.value, aim.value):
        return ""
    if (figure.value - aim.value) * MEETS[polarity] > 0:
        return ", so on this figure it was met" if is_over else ", so on this figure it is met"
    return ", so on this figure it was not met" if is_over else ", and that is how far there is to go"


def baseline_sentence(measure: Measure, baseline: Baseline, series: Series, *, place: str) -> str:
    """Say how far the latest figure is from the baseline's, or why that is not worked out."""
    first = next((figure for figure in series.figures if figure.label == baseline.period), None)
    group = GROUPS.get(series.figures[0].sex, "") if series.figures else ""
    if first is None or first.value is None:
        return f"We hold no figure{group} for {place} for {baseline.period}."
    start = f"The baseline{group} is {measure.amount(first.value)} ({first.label})."
    later = [figure for figure in series.figures if figure.end > first.end]
    known = [figure for figure in later if figure.value is not None and figure.end.month == first.end.month]
    if not known:
        return f"{start} We hold no later figure to set beside it."
    last = known[-1]
    if reason := _not_comparable(baseline, first, last, later):
        return f"{start} {reason}"
    season = "" if all(figure.value is None or figure.end <= last.end for figure in later) else " for that time of year"
    return _change(measure, first, last, f"{group}{season}")


def _not_comparable(baseline: Baseline, first: Figure, last: Figure, later: list[Figure]) -> str:
    """Say why two figures are not set beside each other; nothing where they may be."""
    if not baseline.can_compare:
        return f"We do not work out the change since then. {baseline.note}".rstrip()
    if any(figure.has_break_before and figure.end <= last.end for figure in later):
        return "The series has a break since then, so we do not work out the change."
    if last.start <= first.end:
        return f"The latest period ({last.label}) shares years with it, so we do not work out the change."
    if not has_equal_periods([first, last]):
        return f"The latest period ({last.label}) differs in length, so we do not work out the change."
    return ""


def _change(measure: Measure, first: Figure, last: Figure, which: str) -> str:
    assert first.value is not None  # noqa: S101  (asked above)
    assert last.value is not None  # noqa: S101
    then, now = f"{measure.number(first.value)} ({first.label})", f"{measure.number(last.value)} ({last.label})"
    if measure.looks_equal(first.value, last.value):
        return f"The latest figure{which}, {now}, is the same as the baseline, {then}, to the decimals shown."
    way = "higher" if last.value > first.value else "lower"
    size = measure.difference(last.value - first.value)
    return f"The latest figure{which}, {now}, is {size} {way} than the baseline, {then}."
