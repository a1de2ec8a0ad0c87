"""Guesses what kind of number a new indicator is. An officer confirms it; where nothing tells, it says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from statistics import median

_WORDS = (
    (r"life expectancy", "life_expectancy", "years", 1),
    (r"(?:per|/|rate per)\s*100,?000|100k", "rate", "per 100,000", 100_000),
    (r"(?:per|/)\s*10,?000\b", "rate", "per 10,000", 10_000),
    (r"(?:per|/)\s*1,?000\b", "rate", "per 1,000", 1_000),
    (r"%|percent|per cent|proportion|prevalence|uptake|coverage", "proportion", "%", 100),
    (r"\bratio\b", "ratio", "", 1),
    (r"\b(?:score|index)\b", "index", "", 1),
    (r"\b(?:average|mean|median)\b", "mean", "", 1),
    (r"\b(?:count|number of)\b", "count", "", 1),
)
_UNITS = {100: "%", 1_000: "per 1,000", 10_000: "per 10,000", 100_000: "per 100,000"}


def guess(title: str, figures: Iterable[tuple[float, float, float]]) -> tuple[str, str, int]:
    """Give kind of number, unit and multiplier, from the words of a title and from value, count and denominator."""
    by_words = next(
        ((kind, unit, times) for words, kind, unit, times in _WORDS if re.search(words, title, re.IGNORECASE)), None
    )
    times = _times(figures)
    if times in _UNITS and (by_words is None or by_words[2] != times):
        return ("proportion" if times == 100 else "rate"), _UNITS[times], times
    return by_words or ("", "", 1)


def _times(figures: Iterable[tuple[float, float, float]]) -> int:
    """Tell by what count over denominator was multiplied; 0 where no round number fits."""
    found = [value * whole / count for value, count, whole in figures]
    if not found:
        return 0
    middle = median(found)
    return next((times for times in _UNITS if abs(middle - times) < times * 0.01), 0)
