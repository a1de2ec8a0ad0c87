"""The gradient from the most to the least deprived group: a drawing with the stored slope, and both indices in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators import charts
from indicators.figures import Figure
from indicators.formatting import number_text
from indicators.profiles.evidence import SEXES, Evidence, GapHistory, GapInPeriod
from indicators.tables import Table

WORD = re.compile(r"\b(fifth|tenth|quintile|decile)\b", re.IGNORECASE)


def gradient_chart(evidence: Evidence, table: Table, own: Sequence[Figure]) -> charts.Chart:
    """Draw the town's groups in order, each as wide as its people, with the slope where one is stored."""
    latest, measure = own[0], evidence.measure
    found = WORD.search(latest.category_type)
    word = found.group().lower() if found else "group"
    in_order = {figure.category: figure for figure in own}
    people = [in_order[row.heading].denominator for row in table.rows]
    shares = _shares(people)
    slope = slope_of(evidence, latest)
    ends = _line(slope, own, evidence) if slope and all(people) else None
    drawing = charts.gradient_drawing(
        table,
        shares=shares,
        decimals=measure.decimals,
        sign=evidence.sign,
        slope=ends,
        has_bars=evidence.has_bars,
    )
    who = f", {SEXES[latest.sex].lower()}" if latest.sex != "persons" else ""
    first, last = table.rows[0].cells[0], table.rows[-1].cells[0]
    width = "Each is as wide as its share of people." if all(people) else ""
    return charts.Chart(
        name=f"gradient-{word}s-{latest.sex}",
        title=f"{first.words} in the most deprived {word}, {last.words} in the least deprived{who}",
        subtitle=" ".join(
            filter(
                None,
                [
                    f"{evidence.title}{who}, by deprivation {word}: {measure.unit}.",
                    f"{evidence.setting.town.name}, {latest.label}.",
                    width,
                    *(drawing.notes if drawing else ()),
                ],
            )
        ),
        source=charts.source_line((figure.source, figure.licence) for figure in own),
        table=table,
        drawing=drawing,
        no_drawing="" if drawing else "Fewer than two groups have a figure, so there is nothing to draw.",
    )


def _shares(people: Sequence[float | None]) -> list[float]:
    """Give each group's share of the people; equal ones where somebody's are not known."""
    known = [one for one in people if one]
    if len(known) < len(people):
        return [1 / len(people)] * len(people)
    return [one / sum(known) for one in known]


def slope_of(evidence: Evidence, latest: Figure) -> GapInPeriod | None:
    """Find the stored slope of the groups' period."""
    histories: list[GapHistory] = [one for one in evidence.gaps if one.kind == "slope" and one.sex == latest.sex]
    periods = [period for history in histories for period in history.periods if period.difference is not None]
    return next((period for period in periods if (period.start, period.end) == latest.period), None)


def _line(slope: GapInPeriod, own: Sequence[Figure], evidence: Evidence) -> tuple[float, float] | None:
    """Give the two ends of the fitted line: it runs through the mean of all people at the middle of the population."""
    known = [(figure.value, figure.denominator) for figure in own]
    if slope.difference is None or any(value is None or not people for value, people in known):
        return None
    total = sum(people or 0.0 for _, people in known)
    mean = sum((value or 0.0) * (people or 0.0) for value, people in known) / total
    # above zero is to the harm of the most deprived: they have less of what is good, more of anything else
    rise = slope.difference if evidence.polarity == "high_is_good" else -slope.difference
    return mean - rise / 2, mean + rise / 2


def slope_words(evidence: Evidence) -> list[str]:
    """Say both indices of the latest slope in words, and the method, for each group of people."""
    said = []
    for history in evidence.gaps:
        known = [period for period in history.periods if period.difference is not None]
        if history.kind == "slope" and known:
            said.append(_slope_words(evidence, history, known[-1]))
    return said


def _slope_words(evidence: Evidence, history: GapHistory, last: GapInPeriod) -> str:
    who = f" for {SEXES[history.sex].lower()}" if history.sex != "persons" else ""
    measure, size = evidence.measure, last.difference or 0.0
    limits = ""
    if last.lower is not None and last.upper is not None:
        limits = f" (95% interval {measure.limits(last.lower, last.upper)})"
    text = (
        f"Slope index of inequality{who}, {last.label}: {measure.signed(size)}{limits}. That is the difference between "
        f"the two ends of a straight line through all {history.name}."
    )
    if last.ratio is None:
        return f"{text} There is no relative index, for the line reaches zero."
    between = ""
    if last.ratio_lower is not None and last.ratio_upper is not None:
        between = f" (95% interval {_ratio(last.ratio_lower)} to {_ratio(last.ratio_upper)})"
    # the index is turned so that above one is to the harm of the most deprived
    ends = ("least", "most") if evidence.polarity == "high_is_good" else ("most", "least")
    return (
        f"{text} Relative index: {_ratio(last.ratio)}{between}. At the {ends[0]} deprived end of the line the figure is "
        f"that many times the one at the {ends[1]} deprived end."
    )


def _ratio(value: float) -> str:
    return number_text(value, decimals=2)
