"""Finds which way a series goes: tested where the published method allows it, else a direction, else a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.figures import Figure, Series, has_equal_periods, judgement
from indicators.findings.rules import Rules
from indicators.sentences import direction_sentence, no_trend_sentence, trend_sentence
from indicators.statistics import Trend, TrendPoint, recent_trend

POINTS = 5
FEWEST_FOR_DIRECTION = 3
CANNOT_SAY: Final = "cannot_say"


@dataclass(frozen=True)
class Movement:
    """Which way, how that was found (“tested”, “direction” or empty), and the sentence."""

    trend: str = CANNOT_SAY
    kind: str = ""
    chi_squared: float | None = None
    text: str = ""


def movement(series: Series, *, rules: Rules) -> Movement:
    """Give the recent trend of a series; nothing at all of a series of one figure or none."""
    known = [figure for figure in series.figures if figure.value is not None]
    if len(known) < 2:
        return Movement()
    if not rules.has_trend:
        return Movement(text=no_trend_sentence(rules.trend_note))
    points = same_season(known)
    return _tested(points[-POINTS:], rules) or _direction(points, rules)


def same_season(known: Sequence[Figure]) -> list[Figure]:
    """Keep one figure a year: those that end in the month in which the latest ends. The seasons are not a trend."""
    return [figure for figure in known if figure.end.month == known[-1].end.month]


def _test(figures: Sequence[Figure], rules: Rules) -> Trend:
    """Test some figures by the published method: counts where all are there, else limits."""
    years = [figure.end.year for figure in figures]
    if len(set(years)) < len(years):
        return Trend(CANNOT_SAY, None, "there is more than one figure a year")
    return recent_trend(
        [_point(figure) for figure in figures], proportion=rules.is_proportion and _have_counts(figures)
    )


def _have_counts(figures: Iterable[Figure]) -> bool:
    return all(f.count is not None and f.denominator is not None and f.count <= f.denominator for f in figures)


def _tested(latest: Sequence[Figure], rules: Rules) -> Movement | None:
    result = _test(latest, rules)
    if result.direction == CANNOT_SAY:
        return None
    rises = {"increasing": True, "decreasing": False}.get(result.direction)
    judged = "" if rises is None else judgement(rules.polarity, rises=rises)
    text = trend_sentence(
        latest[0], latest[-1], trend=result.direction, judgement=judged, reason=result.reason, note=rules.trend_note
    )
    return Movement(result.direction, "tested", result.chi_squared, text)


def _point(figure: Figure) -> TrendPoint:
    years = max(1, round(((figure.end - figure.start).days + 1) / 365.25))
    return TrendPoint(
        year=figure.end.year,
        value=figure.value,
        lower=figure.lower,
        upper=figure.upper,
        count=figure.count,
        denominator=figure.denominator,
        years=years,
        break_before=figure.has_break_before,
    )


def _direction(points: Sequence[Figure], rules: Rules) -> Movement:
    """Say where the series since its last break was and is, over five figures at most."""
    run: list[Figure] = []
    for figure in points:
        run = [figure] if figure.has_break_before else [*run, figure]
    run = run[-POINTS:]
    if len(run) < FEWEST_FOR_DIRECTION:
        since = " since the break in the series" if len(run) < len(points) else ""
        return Movement(text=no_trend_sentence(f"There are too few figures{since}."))
    if not has_equal_periods(run):
        return Movement(text=no_trend_sentence("The periods differ in length."))
    first, last = run[0], run[-1]
    assert first.value is not None  # noqa: S101  (only figures with a value come here)
    assert last.value is not None  # noqa: S101  (as above)
    trend = "increasing" if last.value > first.value else "decreasing"
    if rules.measure.looks_equal(first.value, last.value):
        trend = "no_change"
    text = direction_sentence(rules.measure, first, last, reason=_why_not_tested(run, rules), note=rules.trend_note)
    return Movement(trend, "direction", text=text)


def _why_not_tested(run: Sequence[Figure], rules: Rules) -> str:
    """Give the reason of the published method, in words that say whose lack it is."""
    reason = _test(run, rules).reason
    return {"some points have no limits": "not every figure has limits to test with"}.get(reason, reason)
