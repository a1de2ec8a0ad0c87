"""Puts every gap over time of one place together with its verdict, its sentences and its method, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indicators.figures import Figure
from indicators.findings.gap_changes import GapChange, change_since, recent_change
from indicators.findings.gap_points import GapLine, GapPoint, gap_lines
from indicators.findings.rules import Rules
from indicators.sentences import GapEnd, GapWords, Measure, gap_change_sentence, gap_standing_sentence


@dataclass(frozen=True)
class GapResult:
    """One gap over time: its periods, what became of it lately and since the baseline, and the words for both."""

    line: GapLine
    recent: GapChange
    standing_text: str
    recent_text: str
    baseline: GapChange | None = None
    baseline_text: str = ""


def gap_results(
    figures: Iterable[Figure], *, place: str, country: str = "", beside: Iterable[Figure] = (), rules: Rules
) -> Iterator[GapResult]:
    """Give every gap of one place over time with its verdict; `country` is empty where there is none to compare with."""
    for line in gap_lines(figures, beside, rules=rules):
        words = _words(line, place, country, rules)
        recent = recent_change(line.points, rules=rules)
        latest = next((point for point in reversed(line.points) if point.difference.value is not None), None)
        end = _end(latest)
        since = rules.baseline_period
        baseline = change_since(line.points, since, rules=rules) if since else None
        yield GapResult(
            line,
            recent,
            gap_standing_sentence(words, end) if end else "",
            _said(words, recent),
            baseline,
            _said(words, baseline) if baseline else "",
        )


def _words(line: GapLine, place: str, country: str, rules: Rules) -> GapWords:
    measure: Measure = rules.measure
    if line.kind == "published":
        measure = replace(measure, unit="", is_percentage=False, is_in_years=False)
    return GapWords(line.kind, measure, place, line.sex, country, line.name, rules.polarity)


def _end(point: GapPoint | None) -> GapEnd | None:
    if point is None or point.difference.value is None:
        return None
    found = point.difference
    return GapEnd(point.label, found.value or 0.0, found.lower, found.upper)


def _said(words: GapWords, found: GapChange) -> str:
    value, lower, upper = found.change.value, found.change.lower, found.change.upper
    tested = (value, lower, upper) if value is not None and lower is not None and upper is not None else None
    return gap_change_sentence(
        words,
        verdict=found.verdict,
        basis=found.basis,
        first=_end(found.first),
        last=_end(found.last),
        change=tested,
        is_lead=found.is_lead,
        reason=found.reason,
    )
