"""Works out how wide a gap was in each period: to the country, between groups by deprivation, or as published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from indicators.figures import DEPRIVATION, INEQUALITY, Figure, headline_age, headline_sexes, is_headline
from indicators.findings.gaps import GROUP, ends, in_order, slope_over
from indicators.findings.rules import Rules
from indicators.statistics import Estimate, difference, ratio

#: to the country; over all groups; between the two ends alone; as its publisher sums it up
Kind = Literal["country", "slope", "ends", "published"]
NONE = Estimate(None, None, None)


@dataclass(frozen=True)
class GapPoint:
    """One period's gap. Above zero, and a ratio above one: the place or the most deprived fare worse.

    Where neither way is better, above zero means that they have more. `own` and `other` are the two ends.
    """

    start: date
    end: date
    label: str
    difference: Estimate = NONE
    ratio: Estimate = NONE
    own: float | None = None
    other: float | None = None
    has_break_before: bool = False


@dataclass(frozen=True)
class GapLine:
    """One gap over time, oldest first, of one group of people. `name` tells how its parts are split or what it is."""

    kind: Kind
    sex: str
    name: str
    points: tuple[GapPoint, ...]


def gap_lines(figures: Iterable[Figure], beside: Iterable[Figure], *, rules: Rules) -> Iterator[GapLine]:
    """Give every gap over time that one place's figures hold; `beside` are those of the country, if there is one."""
    own, theirs = list(figures), list(beside)
    age = headline_age(own, chosen=rules.headline_age)
    headline = [figure for figure in own if is_headline(figure, age=age)]
    for sex in headline_sexes(headline):
        rest = [figure for figure in theirs if is_headline(figure, age=age)]
        points = tuple(_to_country(_of(headline, sex), _of(rest, sex), rules))
        if any(point.difference.value is not None for point in points):
            yield GapLine("country", sex, "", points)
    split = [figure for figure in own if figure.category_type.startswith(DEPRIVATION)]
    for sex, name in _keys((figure.sex, figure.category_type) for figure in split):
        line = _between_groups([f for f in split if (f.sex, f.category_type) == (sex, name)], sex, name, rules)
        if line is not None:
            yield line
    published = [figure for figure in own if figure.category_type == INEQUALITY]
    for sex, name in _keys((figure.sex, figure.category) for figure in published):
        rows = [figure for figure in published if (figure.sex, figure.category) == (sex, name)]
        yield GapLine("published", sex, name, tuple(map(_as_published, _by_time(rows))))


def _of(figures: Iterable[Figure], sex: str) -> list[Figure]:
    return _by_time(figure for figure in figures if figure.sex == sex)


def _by_time(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda figure: (figure.end, figure.start))


def _keys(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(found))


def _to_country(own: Sequence[Figure], theirs: Sequence[Figure], rules: Rules) -> Iterator[GapPoint]:
    """Give a point for each of the place's periods; a break in the country's series is a break of the gap too."""
    other = {(figure.period, figure.age): figure for figure in theirs}
    breaks = {figure.start for figure in theirs if figure.has_break_before}
    before: date | None = None
    for figure in own:
        broken = figure.has_break_before or any(before and before < start <= figure.start for start in breaks)
        point = GapPoint(figure.start, figure.end, figure.label, has_break_before=broken)
        yield _with_gap(point, figure, other.get((figure.period, figure.age)), rules)
        before = figure.start


def _with_gap(point: GapPoint, own: Figure, other: Figure | None, rules: Rules) -> GapPoint:
    """Add the difference and the ratio of two figures, turned so that a gap above zero is to the first one's harm."""
    if other is None or own.value is None or other.value is None:
        return point
    one, two = _estimate(own, rules), _estimate(other, rules)
    if rules.polarity == "high_is_good":
        one, two = two, one
    assert one.value is not None  # noqa: S101  (asked above)
    assert two.value is not None  # noqa: S101  (as above)
    is_ratio = one.value >= 0 and two.value > 0
    return replace(
        point,
        difference=difference(one, two),
        ratio=ratio(_above_zero(one), _above_zero(two)) if is_ratio else NONE,
        own=own.value,
        other=other.value,
    )


def _above_zero(estimate: Estimate) -> Estimate:
    """Drop limits that reach zero: on the scale of ratios they lie without end away."""
    reaches = estimate.lower is None or estimate.lower <= 0
    return Estimate(estimate.value, None, None) if reaches else estimate


def _estimate(figure: Figure, rules: Rules) -> Estimate:
    """Give a figure with its limits where the definition lets a test rest on them."""
    if rules.may_test(figure):
        return Estimate(figure.value, figure.lower, figure.upper)
    return Estimate(figure.value, None, None)


def _between_groups(figures: Sequence[Figure], sex: str, name: str, rules: Rules) -> GapLine | None:
    """Fit the slope in each period; where no period has one, set the two ends side by side; None without two ends."""
    periods: dict[tuple[date, date], list[Figure]] = {}
    for figure in _by_time(figures):
        periods.setdefault(figure.period, []).append(figure)
    slopes = tuple(_slope_point(in_order(groups), rules) for groups in periods.values())
    if any(point.difference.value is not None for point in slopes):
        return GapLine("slope", sex, _split_name(name), slopes)
    apart = tuple(_ends_point(in_order(groups), rules) for groups in periods.values())
    known = any(point.difference.value is not None for point in apart)
    return GapLine("ends", sex, _split_name(name), apart) if known else None


def _split_name(category_type: str) -> str:
    """Name the groups: “fifths by deprivation”."""
    word = GROUP.search(category_type)
    return f"{word.group().lower() if word else 'group'}s by deprivation"


def _empty(groups: Sequence[Figure]) -> GapPoint:
    first = groups[0]
    return GapPoint(first.start, first.end, first.label, has_break_before=any(g.has_break_before for g in groups))


def _slope_point(groups: Sequence[Figure], rules: Rules) -> GapPoint:
    point, named = _empty(groups), ends(groups)
    if named is None or any(group.value is None for group in groups):
        return point
    slope, relative = slope_over(groups, rules)
    return replace(point, difference=slope, ratio=relative, own=named[0].value, other=named[1].value)


def _ends_point(groups: Sequence[Figure], rules: Rules) -> GapPoint:
    named = ends(groups)
    return _with_gap(_empty(groups), *named, rules) if named else _empty(groups)


def _as_published(figure: Figure) -> GapPoint:
    found = Estimate(figure.value, figure.lower, figure.upper) if figure.value is not None else NONE
    return GapPoint(figure.start, figure.end, figure.label, found, has_break_before=figure.has_break_before)
