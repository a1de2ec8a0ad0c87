"""What becomes of a gap, for every combination of what is known and what the definition permits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import hypot
from typing import Any

import pytest

from indicators.figures import DEPRIVATION, INEQUALITY, Figure
from indicators.findings import GapResult, Rules, gap_results
from tests.indicators.plain import SHARE, YEARS, around, figure

GOOD = Rules(SHARE, "high_is_good", comparison="limits", comparison_note="95% limits are published.", has_trend=True)
BAD = replace(GOOD, polarity="low_is_good")
PLAIN = replace(GOOD, polarity="no_judgement")
UNTESTED = replace(GOOD, comparison="none", comparison_note="Modelled figures without limits.")
FIFTH = f"{DEPRIVATION} fifth within the town"
SLOPE = "Slope index of inequality, in years"
NAMES = ("1 - most deprived", "2", "3", "4", "5 - least deprived")


def say(own: list[Figure], beside: list[Figure] | None = None, rules: Rules = GOOD) -> GapResult:
    found = list(gap_results(own, place="Town", country="England", beside=beside or [], rules=rules))
    assert len(found) == 1
    return found[0]


def to_country(then: float, now: float, rules: Rules = GOOD, half: float = 1.0, country: float = 50.0) -> GapResult:
    """Give what is said of a town whose figure was and is so far above the country's."""
    own = [around(country + then, 2017, half), around(country + now, 2022, half)]
    return say(own, [around(country, 2017, 0.1), around(country, 2022, 0.1)], rules)


# The gap to the country: which way it is turned, and its limits


@pytest.mark.parametrize(("rules", "sign"), [(GOOD, -1), (BAD, 1), (PLAIN, 1)])
def test_a_gap_above_zero_is_to_the_towns_harm(rules: Rules, sign: int) -> None:
    (point,) = say([around(40.0, half=3.0)], [around(50.0, half=4.0)], rules).line.points
    assert point.difference.value == pytest.approx(sign * -10)
    assert (point.difference.lower, point.difference.upper) == pytest.approx((sign * -10 - 5, sign * -10 + 5))
    assert point.ratio.value == pytest.approx(1.25 if sign < 0 else 0.8)
    assert (point.own, point.other) == (40.0, 50.0)


@pytest.mark.parametrize(
    ("own", "beside", "rules"),
    [
        (around(40.0), figure(50.0), GOOD),
        (figure(40.0), around(50.0), GOOD),
        (around(40.0), around(50.0), UNTESTED),
        (around(40.0), around(50.0), replace(GOOD, comparison="publisher")),
    ],
)
def test_a_gap_has_limits_only_where_both_figures_have_some_that_may_be_used(
    own: Figure, beside: Figure, rules: Rules
) -> None:
    (point,) = say([own], [beside], rules).line.points
    assert point.difference.value == pytest.approx(10)
    assert (point.difference.lower, point.difference.upper) == (None, None)


@pytest.mark.parametrize(
    ("own", "beside"),
    [
        ([figure(None, reason="suppressed")], [figure(50.0)]),
        ([figure(40.0)], [figure(None, reason="suppressed")]),
        ([figure(40.0)], []),
        ([figure(40.0)], [figure(50.0, 2021)]),
        ([figure(40.0)], [figure(50.0, age="65 and over")]),
        ([figure(40.0)], [figure(50.0, sex="male")]),
        ([], [figure(50.0)]),
    ],
)
def test_without_both_figures_of_one_period_age_and_group_there_is_no_gap(
    own: list[Figure], beside: list[Figure]
) -> None:
    assert list(gap_results(own, place="Town", country="England", beside=beside, rules=GOOD)) == []


def test_women_and_men_have_a_gap_each_where_nothing_counts_both() -> None:
    own = [figure(80, sex="female"), figure(76, sex="male")]
    found = gap_results(own, place="Town", beside=[figure(81, sex="female"), figure(79, sex="male")], rules=GOOD)
    assert [one.line.sex for one in found] == ["female", "male"]


def test_only_the_age_that_stands_for_all_has_a_gap() -> None:
    own = [figure(10, age="All ages"), figure(50, age="65 and over")]
    beside = [figure(9, age="All ages"), figure(40, age="65 and over")]
    found = say(own, beside, replace(GOOD, headline_age="All ages"))
    assert [point.own for point in found.line.points] == [10]


@pytest.mark.parametrize(("one", "other"), [(-1.0, 2.0), (1.0, 0.0), (1.0, -2.0)])
def test_no_ratio_is_made_of_what_has_none(one: float, other: float) -> None:
    (point,) = say([figure(one)], [figure(other)], BAD).line.points
    assert point.ratio.value is None
    assert point.difference.value == pytest.approx(one - other)


# The verdict


@pytest.mark.parametrize(
    ("rules", "then", "now", "verdict", "said"),
    [
        (GOOD, -8.0, -2.0, "closing", "The gap is closing. It is 6.0 percentage points narrower than in 2017"),
        (GOOD, -2.0, -8.0, "widening", "The gap is widening. It is 6.0 percentage points wider than in 2017"),
        (GOOD, -2.0, -2.5, "no_clear_change", "There is no clear change in the gap. It is 0.5"),
        (BAD, 8.0, 2.0, "closing", "The gap is closing. It is 6.0 percentage points narrower"),
        (BAD, 2.0, 8.0, "widening", "The gap is widening."),
        (PLAIN, 8.0, 2.0, "closing", "The gap is closing."),
        (PLAIN, -2.0, -8.0, "widening", "The lead is widening."),
        (GOOD, 8.0, 2.0, "closing", "The lead is closing. It is 6.0 percentage points smaller than in 2017"),
        (GOOD, 2.0, 8.0, "widening", "The lead is widening. It is 6.0 percentage points larger than in 2017"),
        (GOOD, -8.0, 4.0, "closing", "It has turned round: it was 8.0 percentage points worse in 2017 and is 4.0"),
        (GOOD, 4.0, -8.0, "widening", "It has turned round: it was 4.0 percentage points better in 2017 and is 8.0"),
        (PLAIN, -8.0, 4.0, "cannot_say", "It turned round, and neither way is better."),
    ],
)
def test_the_verdict_rests_on_the_interval_of_the_change(
    rules: Rules, then: float, now: float, verdict: str, said: str
) -> None:
    found = to_country(then, now, rules)
    assert found.recent.verdict == verdict
    assert found.recent.basis == ("" if verdict == "cannot_say" else "tested")
    assert said in found.recent_text


def test_the_change_by_hand() -> None:
    # half-widths 3 and 4 make 5 in each period; two of 5 make 7.07
    own, beside = [around(40.0, 2017, 3.0), around(38.0, 2022, 3.0)], [around(50.0, 2017, 4.0), around(50.0, 2022, 4.0)]
    found = say(own, beside)
    assert found.recent.change.value == pytest.approx(2.0)
    assert found.recent.change.lower == pytest.approx(2.0 - hypot(5, 5))
    assert found.recent_text == (
        "There is no clear change in the gap. It is 2.0 percentage points wider than in 2017 "
        "(95% interval: 5.1 narrower to 9.1 percentage points wider), which chance alone could explain."
    )
    assert found.standing_text == (
        "In 2022 the figure in Town is 12.0 percentage points worse than in England "
        "(95% interval: 7.0 to 17.0 percentage points worse)."
    )


@pytest.mark.parametrize(
    ("rules", "reason"),
    [(UNTESTED, "Modelled figures without limits."), (GOOD, "Not every figure has limits to test with.")],
)
def test_without_limits_a_change_is_a_direction_and_named_as_untested(rules: Rules, reason: str) -> None:
    found = say([figure(40.0, 2017), figure(38.0)], [figure(50.0, 2017), figure(50.0)], rules)
    assert (found.recent.verdict, found.recent.basis) == ("widening", "direction")
    assert found.recent_text == (
        f"The gap is 2.0 percentage points wider than in 2017. That is a direction, not a tested change. {reason}"
    )


def test_equal_gaps_without_limits_are_said_to_be_the_same() -> None:
    found = say([figure(40.0, 2017), figure(40.01)], [figure(50.0, 2017), figure(50.0)])
    assert (found.recent.verdict, found.recent.basis) == ("no_clear_change", "direction")
    assert "is the same as in 2017, to the decimals shown" in found.recent_text


# Which periods are set beside each other


def pooled(value: float, end: int, **fields: Any) -> Figure:
    """Give a figure of three years."""
    return around(value, end, start=date(end - 2, 1, 1), label=f"{end - 2} to {end}", **fields)


@pytest.mark.parametrize(
    ("ends", "since"),
    [
        (range(2011, 2025), "2017 to 2019"),  # five years before
        ([2018, 2024], "2016 to 2018"),
        ([2021, 2022, 2023, 2024], "2019 to 2021"),  # the others share years with the latest
        ([2017, 2018, 2020, 2024], "2018 to 2020"),  # four and six years are as near: the later
    ],
)
def test_the_period_about_five_years_before_that_shares_no_years(ends: range | list[int], since: str) -> None:
    found = say([pooled(40.0, end) for end in ends], [pooled(50.0, end) for end in ends])
    assert found.recent.first is not None
    assert found.recent.first.label == since


MAY_NOT = replace(GOOD, has_trend=False, trend_note="The question changed.")


@pytest.mark.parametrize(
    ("own", "rules", "reason"),
    [
        ([around(40.0)], GOOD, "There is a gap for one period only."),
        ([around(40.0, 2017), around(40.0)], MAY_NOT, "The question changed."),
        ([around(40.0, 2017), around(40.0)], replace(MAY_NOT, trend_note=""), "does not let periods be compared."),
        ([pooled(40.0, 2020), pooled(40.0, 2021), pooled(40.0, 2022)], GOOD, "shares years with 2020 to 2022."),
        ([around(40.0, 2017), around(40.0, has_break_before=True)], GOOD, "The series has a break"),
        (
            [around(40.0, 2017), figure(None, 2021, reason="suppressed", has_break_before=True), around(40.0)],
            GOOD,
            "The series has a break",
        ),
        ([around(40.0, 2020), around(40.0, 2021), around(40.0)], GOOD, "are 2 years apart; we need three to seven."),
        ([around(40.0, 2012), around(40.0)], GOOD, "are 10 years apart"),
        ([around(40.0, 2017, start=date(2016, 1, 1)), around(40.0)], GOOD, "The periods differ in length."),
        (
            [around(40.0, 2017, start=date(2017, 7, 1), end=date(2018, 6, 30)), around(40.0)],
            GOOD,
            "The periods are from different times of the year.",
        ),
    ],
)
def test_where_no_two_periods_may_be_compared_the_reason_is_said(own: list[Figure], rules: Rules, reason: str) -> None:
    beside = [replace(one, area_id=2, value=50.0, lower=49.0, upper=51.0, has_break_before=False) for one in own]
    found = say(own, beside, rules)
    assert (found.recent.verdict, found.recent.basis, found.recent.change.value) == ("cannot_say", "", None)
    assert found.recent_text == f"We cannot say whether the gap is closing. {found.recent.reason}"
    assert reason in found.recent_text


def test_periods_apart_may_be_compared_where_the_definition_says_so() -> None:
    rules = replace(MAY_NOT, has_comparable_periods=True)
    assert to_country(-8.0, -2.0, rules).recent.verdict == "closing"


@pytest.mark.parametrize("broken", [2020, 2022])
def test_a_break_in_the_countrys_series_is_one_of_the_gap(broken: int) -> None:
    own = [around(40.0, 2017), around(40.0, 2022)]
    beside = [around(50.0, 2017), around(50.0, 2020), around(50.0, 2022)]
    beside = [replace(one, has_break_before=one.end.year == broken) for one in beside]
    assert "has a break" in say(own, beside).recent_text


def test_what_was_before_an_earlier_break_does_not_matter() -> None:
    years = range(2014, 2023)
    own = [around(40.0, year, has_break_before=year == 2016) for year in years]
    found = say(own, [around(50.0, year) for year in years])
    assert found.recent.first is not None
    assert found.recent.first.label == "2017"


# Since the baseline


@pytest.mark.parametrize(
    ("period", "verdict", "said"),
    [
        ("2015", "widening", "than in 2015"),
        ("2021", "no_clear_change", "It is the same as in 2021, to the decimals shown (95%"),
        ("1999", "cannot_say", "There is no gap for 1999 that can be set beside the latest."),
        ("2022", "cannot_say", "There is no gap for 2022 that can be set beside the latest."),
    ],
)
def test_the_baseline_is_held_to_the_same_rules_but_for_the_years_between(period: str, verdict: str, said: str) -> None:
    own = [around(50.0 - year % 100, year, 0.5) for year in (2015, 2017, 2021)] + [around(29.0, 2022, 0.5)]
    beside = [around(50.0, one.end.year, 0.1) for one in own]
    found = say(own, beside, replace(GOOD, baseline_period=period))
    assert found.baseline is not None
    assert found.baseline.verdict == verdict
    assert said in found.baseline_text


def test_without_a_baseline_nothing_is_said_of_it() -> None:
    found = to_country(-8.0, -2.0)
    assert (found.baseline, found.baseline_text) == (None, "")


# The gap inside the town


def fifths(year: int, most: float, least: float, half: float = 0.5, **fields: Any) -> list[Figure]:
    """Give five equal groups whose figures lie on a line."""
    steps = [most + (least - most) * at / 4 for at in range(5)]
    return [
        around(value, year, half, category_type=FIFTH, category=name, denominator=100.0, **fields)
        for value, name in zip(steps, NAMES, strict=True)
    ]


def test_the_slope_is_fitted_in_each_period() -> None:
    found = say([*fifths(2017, 30.0, 20.0), *fifths(2022, 40.0, 20.0)], rules=BAD)
    assert (found.line.kind, found.line.name) == ("slope", "fifths by deprivation")
    assert [point.difference.value for point in found.line.points] == pytest.approx([12.5, 25.0])
    assert found.line.points[0].ratio.value == pytest.approx(31.25 / 18.75)
    assert (found.line.points[0].own, found.line.points[0].other) == (30.0, 20.0)
    assert (found.recent.verdict, found.recent.basis) == ("widening", "tested")
    assert found.standing_text.startswith("In 2022, the slope index of inequality is 25.0 percentage points (95%")
    assert found.standing_text.endswith("the figure is worse where deprivation is greatest.")


def test_where_the_most_deprived_fare_better_it_is_said() -> None:
    found = say(fifths(2022, 20.0, 30.0), rules=BAD)
    assert "the figure is better where deprivation is greatest" in found.standing_text


@pytest.mark.parametrize("missing", ["people", "value", "group"])
def test_a_period_that_misses_a_part_has_no_slope_and_the_others_keep_theirs(missing: str) -> None:
    rows = fifths(2022, 40.0, 20.0)
    if missing == "group":
        rows.pop(2)
    else:
        changes: dict[str, Any] = (
            {"denominator": None}
            if missing == "people"
            else {"value": None, "reason": "suppressed", "lower": None, "upper": None}
        )
        rows[2] = replace(rows[2], **changes)
    found = say([*fifths(2017, 30.0, 20.0), *rows], rules=BAD)
    assert [point.difference.value is None for point in found.line.points] == [False, True]
    assert found.line.kind == "slope"


def test_with_the_two_ends_alone_their_difference_is_the_gap() -> None:
    ends = [one for year in (2017, 2022) for one in fifths(year, year - 1977.0, 20.0) if one.category in NAMES[::4]]
    found = say(ends, rules=BAD)
    assert found.line.kind == "ends"
    assert [point.difference.value for point in found.line.points] == pytest.approx([20.0, 25.0])
    assert found.line.points[1].difference.upper == pytest.approx(25 + hypot(0.5, 0.5))
    assert found.recent.verdict == "widening"


def test_groups_without_named_ends_have_no_gap() -> None:
    rows = [replace(one, category=str(at)) for at, one in enumerate(fifths(2022, 40.0, 20.0), 1)]
    assert list(gap_results(rows, place="Town", rules=BAD)) == []


def test_a_published_measure_is_kept_as_published() -> None:
    rows = [figure(value, year, category_type=INEQUALITY, category=SLOPE) for year, value in ((2017, 6.0), (2022, 6.8))]
    found = say(rows, rules=replace(GOOD, measure=YEARS, comparison="publisher"))
    assert (found.line.kind, found.line.name) == ("published", SLOPE)
    assert (found.recent.verdict, found.recent.basis) == ("widening", "direction")
    assert found.standing_text == "The publisher’s slope index of inequality is 6.8 years in 2022."
    assert found.recent_text.startswith("The gap is 0.8 years wider than in 2017. That is a direction")
