"""The slope and relative index of inequality beside worked figures, a plain matrix fit and a simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from indicators.statistics import Estimate, SlopeIndex, slope_index
from indicators.statistics.inequality import Scale

PEOPLE = [13837, 14519, 14940, 14599, 12311]
RATES = [58.9, 47.3, 38.3, 35.6, 31.9]
SHARES = [0.24, 0.21, 0.20, 0.16, 0.13]
YEARS = [75.9, 78.3, 83.8, 83.6, 80.5]

# Life expectancy of Luton's deciles, from the most deprived: people, years, standard error. Derived figures from the
# data that PHEindicatormethods documents its slope index with; their period is not stated there.
MEN = [
    (35685, 72.74021225, 0.868574763),
    (37454, 74.10878218, 0.784104145),
    (36173, 76.48564626, 0.743370933),
    (32554, 78.1390979, 1.031267657),
    (33637, 79.61912834, 0.838816526),
    (34144, 78.61576587, 0.79921906),
    (33045, 80.20927193, 0.937444742),
    (29792, 81.07910648, 0.877925284),
    (26303, 80.83277319, 0.737592471),
    (25814, 83.48723877, 0.880285177),
]
WOMEN = [
    (35234, 79.90700481, 0.883324025),
    (34582, 79.74733423, 0.812009331),
    (34755, 79.80943481, 0.793911528),
    (31888, 81.27568102, 0.866314309),
    (33398, 83.05245058, 0.985219288),
    (33475, 82.63722408, 0.743317031),
    (32448, 82.25292148, 0.82857914),
    (29441, 84.86039679, 0.873805705),
    (26497, 83.39411092, 0.74452169),
    (26144, 85.7184315, 1.003014693),
]

levels = st.lists(st.tuples(st.integers(1, 10**6), st.floats(1, 1000), st.floats(0.01, 5)), min_size=5, max_size=20)


def limits(estimate: Estimate) -> tuple[float, float]:
    assert estimate.lower is not None
    assert estimate.upper is not None
    return estimate.lower, estimate.upper


def rows_of(rows: list[tuple[int, float, float]]) -> tuple[list[int], list[float], list[float]]:
    people, values, errors = zip(*rows, strict=True)
    return list(people), list(values), list(errors)


@pytest.mark.parametrize(
    ("rows", "sii", "rii"), [(MEN, (10.45, 8.65, 12.24), 1.143), (WOMEN, (6.27, 4.41, 8.13), 1.079)]
)
def test_the_documented_deciles(
    rows: list[tuple[int, float, float]], sii: tuple[float, float, float], rii: float
) -> None:
    people, years, errors = rows_of(rows)
    found = slope_index(people, years, standard_errors=errors)
    assert found.sii == Estimate(*(pytest.approx(number, abs=0.005) for number in sii))
    assert found.rii.value == pytest.approx(rii, abs=5e-4)


def test_a_line_by_hand() -> None:
    # Five equal groups on a straight line: middles at 0.1, 0.3 …, so the ends are half a step further out.
    found = slope_index([1] * 5, [9, 7, 5, 3, 1])
    assert found.sii == Estimate(pytest.approx(-10), None, None)
    assert found.intercept == pytest.approx(10)
    assert found.rii == Estimate(None, None, None), "the line ends at zero"
    assert slope_index([1] * 5, [10, 8, 6, 4, 2]).rii.value == pytest.approx(1 / 11)


def matrix_fit(people: list[int]) -> tuple[Any, Any]:
    """Give the least squares matrix as it is published: square roots of shares, no constant."""
    shares = np.array(people) / sum(people)
    middles = np.cumsum(shares) - shares / 2
    columns = np.column_stack([np.sqrt(shares), middles * np.sqrt(shares)])
    return np.linalg.inv(columns.T @ columns) @ columns.T, np.sqrt(shares)


@given(levels)
def test_the_fit_is_the_published_regression(rows: list[tuple[int, float, float]]) -> None:
    people, values, errors = rows_of(rows)
    matrix, roots = matrix_fit(people)
    start, rise = matrix @ (roots * values)
    half = 1.959964 * np.sqrt((matrix @ np.diag(roots**2 * np.square(errors)) @ matrix.T)[1, 1])
    found = slope_index(people, values, standard_errors=errors)
    assert found.sii.value == pytest.approx(rise, rel=1e-6, abs=1e-6)
    assert found.intercept == pytest.approx(start, rel=1e-6, abs=1e-6)
    assert limits(found.sii) == pytest.approx((rise - half, rise + half), rel=1e-5, abs=1e-5)


def simulated(people: list[int], values: list[float], errors: list[float], scale: Scale) -> SlopeIndex:
    """Draw limits as the published method does, two hundred thousand times."""
    there: Any = {"linear": np.asarray, "log": np.log, "logit": logit}[scale]
    back: Any = {"linear": np.asarray, "log": np.exp, "logit": expit}[scale]
    matrix, roots = matrix_fit(people)
    random = np.random.default_rng(20_040_917)
    draws = random.normal(there(np.array(values)), errors, (200_000, len(values)))
    starts, rises = matrix @ (draws * roots).T
    near, far = back(starts), back(starts + rises)
    gap, ratio = np.quantile(far - near, (0.025, 0.975)), np.quantile(far / near, (0.025, 0.975))
    return SlopeIndex(Estimate(None, *gap), Estimate(None, *ratio), 0)


@pytest.mark.parametrize(
    ("scale", "values", "errors"),
    [
        ("linear", YEARS, [1.6, 1.5, 1.5, 1.8, 1.7]),
        ("linear", RATES, [2, 2.5, 1.5, 2, 1]),
        ("log", RATES, [0.02, 0.02, 0.03, 0.03, 0.04]),
        ("log", RATES, [0.3, 0.2, 0.4, 0.3, 0.5]),
        ("logit", SHARES, [0.02, 0.02, 0.03, 0.03, 0.04]),
        ("logit", SHARES, [0.5, 0.2, 0.4, 0.6, 0.9]),
    ],
)
def test_limits_are_those_of_the_published_simulation(scale: Scale, values: list[float], errors: list[float]) -> None:
    found = slope_index(PEOPLE, values, standard_errors=errors, scale=scale)
    drawn = simulated(PEOPLE, values, errors, scale)
    for ours, theirs in ((found.sii, drawn.sii), (found.rii, drawn.rii)):
        lower, upper = limits(theirs)
        assert limits(ours) == pytest.approx((lower, upper), abs=0.01 * (upper - lower))


@pytest.mark.parametrize("errors", [[0.3, 0.2, 0.4, 0.3, 0.5], [0.003] * 5, [5, 6, 5, 8, 5]])
def test_on_the_log_scale_the_ratio_has_normal_limits_of_its_logarithm(errors: list[float]) -> None:
    matrix, roots = matrix_fit(PEOPLE)
    error = np.sqrt((matrix @ np.diag(roots**2 * np.square(errors)) @ matrix.T)[1, 1])
    rise = (matrix @ (roots * np.log(RATES)))[1]
    found = slope_index(PEOPLE, RATES, standard_errors=errors, scale="log", confidence=0.998)
    assert found.rii.value == pytest.approx(np.exp(rise))
    assert limits(found.rii) == pytest.approx(
        np.exp([rise - 3.0902323062 * error, rise + 3.0902323062 * error]), rel=1e-6
    )


@pytest.mark.parametrize(("scale", "values"), [("linear", RATES), ("log", RATES), ("logit", SHARES)])
def test_limits_of_the_values_stand_for_their_errors_at_95_percent(scale: Scale, values: list[float]) -> None:
    there: Any = {"linear": np.asarray, "log": np.log, "logit": logit}[scale]
    lower, upper = [value * 0.9 for value in values], [value * 1.2 for value in values]
    errors = (there(np.array(upper)) - there(np.array(lower))) / (2 * 1.959963984540054)
    for confidence in (0.95, 0.998):
        by_limits = slope_index(PEOPLE, values, lower=lower, upper=upper, scale=scale, confidence=confidence)
        by_errors = slope_index(PEOPLE, values, standard_errors=errors, scale=scale, confidence=confidence)
        assert limits(by_limits.sii) == pytest.approx(limits(by_errors.sii), rel=1e-9)
        assert limits(by_limits.rii) == pytest.approx(limits(by_errors.rii), rel=1e-9)
        both = slope_index(
            PEOPLE, values, standard_errors=errors, lower=values, upper=values, scale=scale, confidence=confidence
        )
        assert both == by_errors


@pytest.mark.parametrize(("scale", "values"), [("linear", YEARS), ("log", RATES), ("logit", SHARES)])
def test_a_negative_multiplier_turns_both_measures_round(scale: Scale, values: list[float]) -> None:
    errors = [0.04] * 5
    plain = slope_index(PEOPLE, values, standard_errors=errors, scale=scale)
    turned = slope_index(PEOPLE, values, standard_errors=errors, scale=scale, multiplier=-100)
    lower, upper = limits(plain.sii)
    assert turned.sii.value == pytest.approx(-100 * (plain.sii.value or 0))
    assert limits(turned.sii) == pytest.approx((-100 * upper, -100 * lower))
    lower, upper = limits(plain.rii)
    assert turned.rii.value == pytest.approx(1 / (plain.rii.value or 1))
    assert limits(turned.rii) == pytest.approx((1 / upper, 1 / lower))
    assert turned.intercept == plain.intercept


@given(levels)
def test_the_groups_in_reverse_order_give_the_gap_in_reverse(rows: list[tuple[int, float, float]]) -> None:
    people, values, errors = rows_of(rows)
    there = slope_index(people, values, standard_errors=errors)
    back = slope_index(people[::-1], values[::-1], standard_errors=errors[::-1], multiplier=-1)
    assert back.sii.value == pytest.approx(there.sii.value, rel=1e-6, abs=1e-6)
    assert limits(back.sii) == pytest.approx(limits(there.sii), rel=1e-6, abs=1e-6)


@given(levels, st.floats(0.01, 100))
def test_another_unit_of_the_values_scales_the_gap_and_leaves_the_ratio(
    rows: list[tuple[int, float, float]], unit: float
) -> None:
    people, values, errors = rows_of(rows)
    here = slope_index(people, values, standard_errors=errors, scale="log")
    there = slope_index(people, [value * unit for value in values], standard_errors=errors, scale="log")
    assert there.sii.value == pytest.approx(unit * (here.sii.value or 0), rel=1e-6, abs=1e-6)
    assert there.rii.value == pytest.approx(here.rii.value)
    assert limits(there.rii) == pytest.approx(limits(here.rii), rel=1e-6)


@given(levels, st.sampled_from(["linear", "log", "logit"]))
def test_both_measures_lie_within_their_limits(rows: list[tuple[int, float, float]], scale: Scale) -> None:
    people, values, errors = rows_of(rows)
    if scale == "logit":
        values = [value / 1001 for value in values]
    found = slope_index(people, values, standard_errors=[error / 5 for error in errors], scale=scale)
    for measure in (found.sii, found.rii):
        if measure.lower is not None and measure.upper is not None and measure.value is not None:
            assert measure.lower <= measure.value <= measure.upper


@given(st.lists(st.integers(1, 10**6), min_size=5, max_size=100), st.floats(0.1, 0.9))
def test_no_gap_where_all_are_equal(people: list[int], value: float) -> None:
    for scale in ("linear", "log", "logit"):
        found = slope_index(people, [value] * len(people), scale=scale)
        assert found.sii.value == pytest.approx(0, abs=1e-9)
        assert found.rii.value == pytest.approx(1)


@pytest.mark.parametrize("scale", ["linear", "log", "logit"])
def test_values_without_error_have_no_way_to_vary(scale: Scale) -> None:
    found = slope_index(PEOPLE, SHARES, standard_errors=[0] * 5, scale=scale)
    assert limits(found.sii) == pytest.approx((found.sii.value, found.sii.value), rel=1e-6)
    assert limits(found.rii) == pytest.approx((found.rii.value, found.rii.value), rel=1e-6)


def test_one_group_alone_may_vary() -> None:
    errors = [0, 0, 0, 0, 0.4]
    found = slope_index(PEOPLE, RATES, standard_errors=errors, scale="log")
    ends = [
        slope_index(PEOPLE, [*RATES[:4], RATES[4] * np.exp(step * 0.4 * 1.959964)], scale="log").sii.value or 0
        for step in (-1, 1)
    ]
    # The start then decides the rise, and the integral goes by steps.
    assert limits(found.sii) == pytest.approx(ends, abs=0.01 * (max(ends) - min(ends)))


@pytest.mark.parametrize(
    "given_errors",
    [
        {},
        {"standard_errors": [1, 1, None, 1, 1]},
        {"lower": [1, None, 1, 1, 1], "upper": [99] * 5},
        {"lower": [1] * 5, "upper": [99, 99, 99, 99, None]},
    ],
)
def test_a_missing_error_leaves_the_limits_missing(given_errors: dict[str, Any]) -> None:
    found = slope_index(PEOPLE, RATES, **given_errors)
    assert found.sii.value is not None
    assert found.rii.value is not None
    assert (found.sii.lower, found.sii.upper, found.rii.lower, found.rii.upper) == (None, None, None, None)


def test_a_ratio_whose_ends_may_be_zero_has_no_limits() -> None:
    for multiplier in (1, -1):
        unsure = slope_index(PEOPLE, RATES, standard_errors=[30] * 5, multiplier=multiplier)
        assert unsure.rii.value is not None
        assert (unsure.rii.lower, unsure.rii.upper) == (None, None)
    below = slope_index(PEOPLE, [9, 7, 5, 3, 0.5], standard_errors=[0.1] * 5)
    assert below.rii == Estimate(None, None, None)
    assert below.sii.lower is not None
    negative = slope_index(PEOPLE, [-9, -7, -5, -3, -2], standard_errors=[0.1] * 5)
    assert negative.rii == Estimate(None, None, None)
