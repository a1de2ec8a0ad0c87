"""What is refused, as a table, and the kinds of number that are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from indicators import statistics
from indicators.statistics import (
    Estimate,
    TrendPoint,
    compare,
    difference,
    directly_standardised_rate,
    indirectly_standardised_ratio,
    life_expectancy,
    mean,
    population_attributable,
    proportion,
    quantile_groups,
    rate,
    ratio,
    recent_trend,
    slope_index,
)

GOOD = Estimate(4, 3, 5)
FIVE = [1, 2, 3, 4, 5]
YEARS = [TrendPoint(2015 + at, at, at - 1, at + 1, at + 1, 10) for at in range(5)]
BAD_NUMBERS: list[Any] = [
    float("nan"), float("inf"), -float("inf"), True, np.True_, "5", None, 1j, [1], 10**400, np.nan, Decimal("NaN"),
]  # fmt: skip

# What takes one number, with that number left open
TAKERS: dict[str, Callable[[Any], object]] = {
    "count of a proportion": lambda bad: proportion(bad, 10),
    "denominator of a proportion": lambda bad: proportion(1, bad),
    "multiplier of a proportion": lambda bad: proportion(1, 10, multiplier=bad),
    "confidence of a proportion": lambda bad: proportion(1, 10, confidence=bad),
    "count of a rate": lambda bad: rate(bad, 10),
    "denominator of a rate": lambda bad: rate(1, bad),
    "multiplier of a rate": lambda bad: rate(1, 10, multiplier=bad),
    "confidence of a rate": lambda bad: rate(1, 10, confidence=bad),
    "confidence of a rate of many": lambda bad: rate(100, 1000, confidence=bad),
    "values of a mean": lambda bad: mean([1, bad]),
    "confidence of a mean": lambda bad: mean([1], confidence=bad),
    "counts of a standardised rate": lambda bad: directly_standardised_rate([20, bad], FIVE[:2], FIVE[:2]),
    "populations of a standardised rate": lambda bad: directly_standardised_rate([20, 1], [1, bad], FIVE[:2]),
    "standard of a standardised rate": lambda bad: directly_standardised_rate([20, 1], FIVE[:2], [1, bad]),
    "multiplier of a standardised rate": lambda bad: directly_standardised_rate([20], [1], [1], multiplier=bad),
    "confidence of too few events": lambda bad: directly_standardised_rate([2], [1], [1], confidence=bad),
    "counts of a ratio": lambda bad: indirectly_standardised_ratio([bad], [1], [1], [1]),
    "populations of a ratio": lambda bad: indirectly_standardised_ratio([1], [bad], [1], [1]),
    "reference counts": lambda bad: indirectly_standardised_ratio([1], [1], [bad], [1]),
    "reference populations": lambda bad: indirectly_standardised_ratio([1], [1], [1], [bad]),
    "multiplier of a ratio": lambda bad: indirectly_standardised_ratio([1], [1], [1], [1], multiplier=bad),
    "confidence of a ratio": lambda bad: indirectly_standardised_ratio([1], [1], [1], [1], confidence=bad),
    "deaths": lambda bad: life_expectancy([1, bad], [9000, 9000], start_ages=(0, 1)),
    "people of an age": lambda bad: life_expectancy([1, 1], [9000, bad], start_ages=(0, 1)),
    "ages": lambda bad: life_expectancy([1, 1], [9000, 9000], start_ages=(0, bad)),
    "confidence of an expectancy": lambda bad: life_expectancy([1, 1], [9, 9], start_ages=(0, 1), confidence=bad),
    "people of a group": lambda bad: slope_index([1, 1, 1, 1, bad], FIVE),
    "value of a group": lambda bad: slope_index(FIVE, [1, 1, 1, 1, bad]),
    "multiplier of a slope": lambda bad: slope_index(FIVE, FIVE, multiplier=bad),
    "confidence of a slope": lambda bad: slope_index(FIVE, FIVE, confidence=bad),
    "number of groups": lambda bad: quantile_groups(FIVE, groups=bad),
    "year": lambda bad: recent_trend([TrendPoint(bad, 1, 0, 2)]),
    "years of a period": lambda bad: recent_trend([TrendPoint(2015, 1, 0, 2, years=bad)]),
    "reference": lambda bad: population_attributable(FIVE, FIVE, reference=bad),
    "people attributed": lambda bad: population_attributable([1, bad], [1, 1], reference=0),
    "values attributed": lambda bad: population_attributable([1, 1], [1, bad], reference=0),
    "multiplier attributed": lambda bad: population_attributable([1, 1], [1, 1], reference=0, multiplier=bad),
    "confidence attributed": lambda bad: population_attributable([1, 1], [1, 1], reference=0, confidence=bad),
}
# Where None means that the number is not known
TAKERS_OF_NONE: dict[str, Callable[[Any], object]] = {
    "standard error": lambda bad: slope_index(FIVE, FIVE, standard_errors=[1, 1, 1, 1, bad]),
    "lower limit": lambda bad: slope_index(FIVE, FIVE, lower=[1, 1, 1, 1, bad], upper=[9] * 5),
    "upper limit": lambda bad: slope_index(FIVE, FIVE, lower=[1] * 5, upper=[9, 9, 9, 9, bad]),
    "value to be grouped": lambda bad: quantile_groups([1, 2, bad], groups=2),
    "benchmark": lambda bad: compare(GOOD, bad, polarity="high_is_good"),
    "value compared": lambda bad: compare(Estimate(bad, 1, 2), 1, polarity="high_is_good"),
    "lower compared": lambda bad: compare(Estimate(1, bad, 2), 1, polarity="high_is_good"),
    "upper compared": lambda bad: compare(Estimate(1, 1, bad), 1, polarity="high_is_good"),
    "subtracted": lambda bad: difference(GOOD, Estimate(bad, 1, 2)),
    "divided by": lambda bad: ratio(GOOD, Estimate(bad, 1, 2)),
    "value of a year": lambda bad: recent_trend([TrendPoint(2015, bad, 0, 2)]),
    "lower of a year": lambda bad: recent_trend([TrendPoint(2015, 1, bad, 2)]),
    "upper of a year": lambda bad: recent_trend([TrendPoint(2015, 1, 0, bad)]),
    "count of a year": lambda bad: recent_trend([TrendPoint(2015, 1, 0, 2, bad, 10)]),
    "denominator of a year": lambda bad: recent_trend([TrendPoint(2015, 1, 0, 2, 1, bad)]),
}


@pytest.mark.parametrize("bad", BAD_NUMBERS, ids=repr)
@pytest.mark.parametrize("taker", TAKERS)
def test_what_is_no_finite_number_is_refused_everywhere(taker: str, bad: object) -> None:
    with pytest.raises(ValueError, match=r"must (be|not be)"):
        TAKERS[taker](bad)


@pytest.mark.parametrize("bad", [bad for bad in BAD_NUMBERS if bad is not None], ids=repr)
@pytest.mark.parametrize("taker", TAKERS_OF_NONE)
def test_none_alone_means_not_known(taker: str, bad: object) -> None:
    TAKERS_OF_NONE[taker](None)
    with pytest.raises(ValueError, match="must be"):
        TAKERS_OF_NONE[taker](bad)


REFUSED: dict[str, tuple[str, Callable[[], object]]] = {
    "negative count": ("count must be zero or more", lambda: proportion(-1, 10)),
    "more than all": ("count 11.0 must not be above denominator 10.0", lambda: proportion(11, 10)),
    "share of nobody": ("denominator must be above zero", lambda: proportion(0, 0)),
    "negative denominator": ("denominator must be above zero", lambda: rate(1, -5)),
    "negative events": ("count must be zero or more", lambda: rate(-0.5, 5)),
    "multiplier 0": ("multiplier must be above zero", lambda: rate(1, 5, multiplier=0)),
    "confidence 0": ("confidence must be above 0 and below 1", lambda: rate(1, 5, confidence=0)),
    "confidence 1": ("confidence must be above 0 and below 1", lambda: proportion(1, 5, confidence=1)),
    "confidence 95": ("confidence must be above 0 and below 1", lambda: mean(FIVE, confidence=95)),
    "mean of nothing": ("values must not be empty", lambda: mean([])),
    "mean of a number": ("values must be a list of numbers", lambda: mean(5)),  # type: ignore[arg-type]
    "mean of a word": ("number 1, must be a number", lambda: mean("5")),  # type: ignore[arg-type]
    "mean of rows": ("number 1, must be a number", lambda: mean(np.ones((2, 2)))),
    "bands that do not match": ("same length: counts 2", lambda: directly_standardised_rate([9, 9], [1], [1])),
    "weights of nothing": ("sum of standard must be above zero", lambda: directly_standardised_rate([10], [1], [0])),
    "empty band": ("populations, number 1, must be above zero", lambda: directly_standardised_rate([10], [0], [1])),
    "no bands": ("counts must not be empty", lambda: directly_standardised_rate([], [], [])),
    "reference without events": (
        "expected events must be above zero",
        lambda: indirectly_standardised_ratio([1], [1], [0], [1]),
    ),
    "reference that does not match": (
        "same length",
        lambda: indirectly_standardised_ratio([1], [1], [1, 1], [1, 1]),
    ),
    "negative deaths": ("deaths, number 1, must be zero or more", lambda: life_expectancy([-1], [1])),
    "nobody to die": ("populations, number 1, must be above zero", lambda: life_expectancy([1], [0])),
    "more deaths than people": (
        "deaths must not be above",
        lambda: life_expectancy([1, 9001], [9000, 9000], start_ages=(0, 1)),
    ),
    "bands of another table": ("same length", lambda: life_expectancy([1, 1], [9000, 9000])),
    "ages out of order": (
        "start_ages must begin with 0 and 1 and rise",
        lambda: life_expectancy([1] * 3, [9000] * 3, start_ages=(0, 1, 1)),
    ),
    "ages without the first year": (
        "start_ages must begin with 0 and 1 and rise",
        lambda: life_expectancy([1] * 2, [9000] * 2, start_ages=(0, 5)),
    ),
    "one age": (
        "start_ages must begin with 0 and 1 and rise",
        lambda: life_expectancy([1], [9000], start_ages=(0,)),
    ),
    "four groups": ("there must be 5 to 100 groups, not 4", lambda: slope_index(FIVE[:4], FIVE[:4])),
    "101 groups": ("there must be 5 to 100 groups, not 101", lambda: slope_index([1] * 101, [1] * 101)),
    "group of nobody": ("populations, number 1, must be above zero", lambda: slope_index([0, 1, 1, 1, 1], FIVE)),
    "groups that do not match": ("same length", lambda: slope_index(FIVE, FIVE[:4])),
    "errors that do not match": (
        "one number for each of the 5 groups, not 2",
        lambda: slope_index(FIVE, FIVE, standard_errors=[1, 1]),
    ),
    "negative error": (
        "number 2, must be zero or more",
        lambda: slope_index(FIVE, FIVE, standard_errors=[1, -1, 1, 1, 1]),
    ),
    "one limit": ("lower and upper must be given together", lambda: slope_index(FIVE, FIVE, lower=FIVE)),
    "the other limit": ("lower and upper must be given together", lambda: slope_index(FIVE, FIVE, upper=FIVE)),
    "limits the wrong way round": (
        "group 1: the lower limit 9.0 is above",
        lambda: slope_index(FIVE, FIVE, lower=[9] * 5, upper=[1] * 5),
    ),
    "slope times 0": ("multiplier must not be 0", lambda: slope_index(FIVE, FIVE, multiplier=0)),
    "logarithm of 0": ("values, number 1, must be above zero", lambda: slope_index(FIVE, [0, 1, 2, 3, 4], scale="log")),
    "log odds of 1": (
        "values, number 1, must be above 0 and below 1",
        lambda: slope_index(FIVE, [1, 0.5, 0.5, 0.5, 0.5], scale="logit"),
    ),
    "limit off the scale": (
        "lower, number 1, must be above zero",
        lambda: slope_index(FIVE, FIVE, lower=[0] * 5, upper=[9] * 5, scale="log"),
    ),
    "unknown scale": (
        "scale must be one of linear, log, logit",
        lambda: slope_index(FIVE, FIVE, scale="cubic"),  # type: ignore[arg-type]
    ),
    "one group of all": ("groups must be 2 or more", lambda: quantile_groups(FIVE, groups=1)),
    "two and a half groups": ("groups must be a whole number", lambda: quantile_groups(FIVE, groups=2.5)),
    "nothing to group": ("values must not be empty", lambda: quantile_groups([], groups=2)),
    "unknown polarity": (
        "polarity must be one of",
        lambda: compare(GOOD, 1, polarity="good"),  # type: ignore[arg-type]
    ),
    "limits reversed": ("estimate: the lower limit", lambda: compare(Estimate(4, 5, 3), 1, polarity="no_judgement")),
    "no estimate": ("must be an Estimate", lambda: compare(4, 1, polarity="no_judgement")),  # type: ignore[arg-type]
    "negative over": ("the value of a must be zero or more", lambda: ratio(Estimate(-1, -2, 0), GOOD)),
    "over zero": ("the value of b must be above zero", lambda: ratio(GOOD, Estimate(0, 0, 1))),
    "year and a half": ("year must be a whole number", lambda: recent_trend([TrendPoint(2015.5, 1, 0, 2)])),  # type: ignore[arg-type]
    "no years": ("years of 2015 must be 1 or more", lambda: recent_trend([TrendPoint(2015, 1, 0, 2, years=0)])),
    "same year twice": ("two points for 2015", lambda: recent_trend([*YEARS, YEARS[0]])),
    "year's limits reversed": ("2015: the lower limit", lambda: recent_trend([TrendPoint(2015, 1, 2, 0)])),
    "year's negative count": ("zero or more", lambda: recent_trend([TrendPoint(2015, 1, 0, 2, -1, 5)])),
    "year without anybody": ("above zero", lambda: recent_trend([TrendPoint(2015, 1, 0, 2, 1, 0)])),
    "year of more than all": (
        "count of 2015 must not be above",
        lambda: recent_trend([TrendPoint(2015, 1, 0, 2, 9, 5)], proportion=True),
    ),
    "group that is not there": (
        "position of one of the 5 groups",
        lambda: population_attributable(FIVE, FIVE, reference=5),
    ),
    "negative value": ("zero or more", lambda: population_attributable(FIVE, [-1, 1, 1, 1, 1], reference=0)),
    "unequal groups": ("same length", lambda: population_attributable(FIVE, [1], reference=0)),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_is_refused_with_the_reason(fault: str) -> None:
    reason, attempt = REFUSED[fault]
    with pytest.raises(ValueError, match=reason):
        attempt()


def test_a_count_of_events_may_be_above_its_denominator() -> None:
    recent_trend([TrendPoint(2015, 1, 0, 2, 9, 5)])


def floats_in(result: Any) -> list[Any]:
    """List every number of a result."""
    if is_dataclass(result) and not isinstance(result, type):
        return [number for part in astuple(result) for number in floats_in(part)]
    if isinstance(result, list | tuple):
        return [number for part in result for number in floats_in(part)]
    return [] if result is None or isinstance(result, str) else [result]


KINDS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "floats": lambda values: [float(value) for value in values],
    "decimals": lambda values: [Decimal(value) for value in values],
    "fractions": lambda values: [Fraction(value) for value in values],
    "integers of NumPy": lambda values: np.array(values, dtype=np.int32),
    "floats of NumPy": lambda values: np.array(values, dtype=np.float64),
    "short floats of NumPy": lambda values: np.array(values, dtype=np.float32),
    "iterator": iter,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_number_and_list_gives_the_same_python_floats(kind: str) -> None:
    of = KINDS[kind]

    def results(of: Callable[[Any], Any]) -> list[Any]:
        one = next(iter(of([12])))
        bound = Estimate(one, next(iter(of([11]))), next(iter(of([14]))))
        points = [TrendPoint(*of([2015 + at, 9 + at, 8 + at, 10 + at, 9 + at, 90])) for at in range(5)]
        return [
            proportion(one, one + one),
            rate(one, one, multiplier=one),
            mean(of(FIVE)),
            directly_standardised_rate(of(FIVE), of(FIVE), of(FIVE)),
            indirectly_standardised_ratio(of(FIVE), of(FIVE), of(FIVE), of(FIVE)),
            life_expectancy(of([5, 900]), of([1000, 9000]), start_ages=of([0, 1])),
            slope_index(of(FIVE), of(FIVE), standard_errors=of(FIVE), multiplier=one),
            slope_index(of(FIVE), of(FIVE), lower=of([1] * 5), upper=of([9] * 5), scale="log"),
            recent_trend(points),
            recent_trend(points, proportion=True),
            difference(bound, bound),
            ratio(bound, bound),
            population_attributable(of(FIVE), of(FIVE), reference=np.int64(1), multiplier=one),
        ]

    found, expected = results(of), results(list)
    assert floats_in(found) == pytest.approx(floats_in(expected), rel=1e-6)
    assert {type(number) for number in floats_in(found)} == {float}
    groups = quantile_groups(of(FIVE), groups=next(iter(of([5]))))
    assert groups == FIVE
    assert {type(group) for group in groups} == {int}
    assert compare(Estimate(4, 3, 5), next(iter(of([6]))), polarity="no_judgement") == "lower"


def test_every_public_name_says_its_method_and_source() -> None:
    for name in statistics.__all__:
        assert (getattr(statistics, name).__doc__ or "").strip(), name
    functions = [getattr(statistics, name) for name in statistics.__all__ if name.islower()]
    assert len(functions) == 13
    for function in functions:
        assert any(source in function.__doc__ for source in ("OHID", "WHO", "Student")), function.__name__
