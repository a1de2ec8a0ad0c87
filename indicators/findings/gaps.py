"""Finds the gap inside a place: over its parts by deprivation, or as the publisher sums it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.figures import DEPRIVATION, INEQUALITY, Figure
from indicators.findings.rules import Rules
from indicators.sentences import groups_gap_sentence, published_gap_sentence, slope_sentence
from indicators.statistics import Estimate, slope_index

GROUP = re.compile(r"\b(fifth|tenth|quintile|decile)\b", re.IGNORECASE)
MOST, LEAST = "most deprived", "least deprived"
FEWEST_GROUPS = 5
NONE = Estimate(None, None, None)


@dataclass(frozen=True)
class Gap:
    """How wide it is. Above zero: the most deprived fare worse, or have more where neither is better."""

    name: str = ""
    difference: Estimate = NONE
    ratio: Estimate = NONE
    text: str = ""


def gap(figures: Iterable[Figure], *, place: str, rules: Rules) -> Gap:
    """Give the latest gap among one group's figures of a place; nothing where there are none by deprivation."""
    known = [figure for figure in figures if figure.value is not None]
    split = [figure for figure in known if figure.category_type.startswith(DEPRIVATION)]
    if split:
        found = _over_groups(_latest(split), place, rules)
        if found is not None:
            return found
    published = [figure for figure in known if figure.category_type == INEQUALITY]
    return _published(_latest(published)[-1], place, rules) if published else Gap()


def _latest(figures: list[Figure]) -> list[Figure]:
    """Keep one way of splitting in its latest period, in the order of the groups."""
    last = max(figures, key=lambda figure: (figure.end, figure.category_type))
    return in_order(f for f in figures if f.period == last.period and f.category_type == last.category_type)


def in_order(groups: Iterable[Figure]) -> list[Figure]:
    """Sort groups by deprivation, the most deprived first."""
    return sorted(groups, key=lambda figure: _place_in_order(figure.category))


def ends(groups: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """Give the most and the least deprived of groups in order; None where they are not there or not named as such."""
    most, least = groups[0], groups[-1]
    named = MOST in most.category.lower() and LEAST in least.category.lower()
    return (most, least) if named else None


def _place_in_order(category: str) -> tuple[int, str]:
    number = re.match(r"\d+", category)
    if number:
        return int(number.group()), category
    return (0 if MOST in category.lower() else 99 if LEAST in category.lower() else 50), category


def _over_groups(groups: list[Figure], place: str, rules: Rules) -> Gap | None:
    """Set the ends side by side and fit the slope; None where the ends are not there or not named as such."""
    found = ends(groups)
    if found is None:
        return None
    most, least = found
    assert most.value is not None  # noqa: S101  (only figures with a value come here)
    assert least.value is not None  # noqa: S101  (as above)
    word = GROUP.search(most.category_type)
    name = word.group().lower() if word else "group"
    measure = rules.measure
    text = groups_gap_sentence(
        measure, place=place, sex=most.sex, label=most.label, groups=name, most=most.value, least=least.value
    )
    slope, ratio = slope_over(groups, rules)
    if slope.value is not None:
        text += " " + slope_sentence(measure, gap=slope.value, lower=slope.lower, upper=slope.upper)
    return Gap(f"{name}s by deprivation", slope, ratio, text)


def slope_over(groups: Sequence[Figure], rules: Rules) -> tuple[Estimate, Estimate]:
    """Fit the slope where every group has its people; limits only where the definition lets figures be tested.

    A group that is missing in the middle would bend the line, so the places in order must be whole.
    """
    numbers = [_place_in_order(figure.category)[0] for figure in groups]
    if len(groups) < FEWEST_GROUPS or numbers != list(range(1, len(groups) + 1)):
        return NONE, NONE
    people = [figure.denominator for figure in groups if figure.denominator]
    if len(people) < len(groups):
        return NONE, NONE
    may_test = bool(rules.rungs) and all(figure.has_limits for figure in groups)
    result = slope_index(
        people,
        [figure.value or 0.0 for figure in groups],
        lower=[figure.lower for figure in groups] if may_test else None,
        upper=[figure.upper for figure in groups] if may_test else None,
        multiplier=1 if rules.polarity == "high_is_good" else -1,
    )
    return result.sii, result.rii


def _published(figure: Figure, place: str, rules: Rules) -> Gap:
    """Give the publisher's own summary; its category tells its name and, after a comma, its unit."""
    name, _, unit = figure.category.partition(", in ")
    amount = f"{rules.measure.number(figure.value)} {unit}".rstrip()
    lowered = name[:1].lower() + name[1:]
    text = published_gap_sentence(place=place, sex=figure.sex, name=lowered, amount=amount, label=figure.label)
    return Gap(name, Estimate(figure.value, figure.lower, figure.upper), NONE, text)
