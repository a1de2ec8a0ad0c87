"""What figures say, for every combination of what is known and what the definition permits."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import Figure
from indicators.findings import Result, Rules, results
from tests.indicators.plain import RATE, SHARE, YEARS, figure

GOOD = Rules(SHARE, "high_is_good", comparison="limits", comparison_note="95% limits are published.")
BAD = replace(GOOD, polarity="low_is_good")
PLAIN = replace(GOOD, polarity="no_judgement")
UNTESTED = replace(GOOD, comparison="none", comparison_note="Modelled figures without limits.")
TREND = replace(GOOD, has_trend=True)


def say(
    figures: list[Figure], beside: list[Figure] | None = None, rules: Rules = GOOD, country: str = "England"
) -> Result:
    found = list(results(figures, place="Town", country=country, beside=beside or [], rules=rules))
    assert len(found) == 1
    return found[0]


# The verdict

ABOVE, INSIDE, BELOW = 4.0, 10.5, 20.0  # the country, seen from a figure of 10 (8 to 12)


@pytest.mark.parametrize(
    ("rules", "country", "outcome"),
    [
        (GOOD, ABOVE, "better"),
        (GOOD, INSIDE, "similar"),
        (GOOD, BELOW, "worse"),
        (BAD, ABOVE, "worse"),
        (BAD, INSIDE, "similar"),
        (BAD, BELOW, "better"),
        (PLAIN, ABOVE, "higher"),
        (PLAIN, INSIDE, "similar"),
        (PLAIN, BELOW, "lower"),
        (UNTESTED, ABOVE, "not_compared"),
    ],
)
@pytest.mark.parametrize("computed", [False, True])
def test_the_verdict_rests_on_limits(rules: Rules, country: float, outcome: str, *, computed: bool) -> None:
    told = say([figure(10, lower=8, upper=12, has_computed_limits=computed)], [figure(country)], rules)
    assert told.outcome == outcome
    assert told.basis == ("" if rules is UNTESTED else "counts" if computed else "limits")
    assert told.benchmark == country


@pytest.mark.parametrize("comparison", ["limits", "counts", "publisher"])
@pytest.mark.parametrize("judged", ["better", "similar", "worse", "higher", "lower"])
def test_without_limits_the_publishers_judgement_is_shown_as_theirs(comparison: str, judged: str) -> None:
    rules = replace(GOOD, comparison=comparison)
    told = say([figure(10, published_comparison=judged)], [figure(9)], rules)
    assert (told.outcome, told.basis) == (judged, "publisher")
    assert told.certainty_text.startswith(f"The publisher calls this {judged} ")
    assert not re.search("better|worse", told.comparison_text)


def test_our_own_test_comes_before_the_publishers() -> None:
    told = say([figure(10, lower=8, upper=12, published_comparison="worse")], [figure(4)])
    assert (told.outcome, told.basis) == ("better", "limits")


def test_limits_do_not_count_where_the_definition_names_the_publisher() -> None:
    told = say(
        [figure(10, lower=8, upper=12, published_comparison="worse")],
        [figure(4)],
        replace(GOOD, comparison="publisher"),
    )
    assert (told.outcome, told.basis) == ("worse", "publisher")


@pytest.mark.parametrize(
    ("figures", "beside", "rules", "certainty"),
    [
        (
            [figure(10)],
            [figure(9)],
            GOOD,
            "We have not tested whether the difference could be chance. This figure comes without limits.",
        ),
        (
            [figure(10)],
            [figure(9)],
            UNTESTED,
            "We have not tested whether the difference could be chance. Modelled figures without limits.",
        ),
        ([figure(10, lower=8, upper=12)], [], GOOD, "We hold no figure for England."),
        (
            [figure(10, lower=8, upper=12)],
            [figure(9, year=2020)],
            GOOD,
            "We hold no figure for England for this period; the latest is 9.0% (2020).",
        ),
        ([figure(10, lower=8, upper=12)], [figure(9, age="65 and over")], GOOD, "We hold no figure for England."),
        ([figure(10, lower=8, upper=12)], [figure(9, sex="male")], GOOD, "We hold no figure for England."),
        ([figure(None, reason="suppressed")], [figure(9)], GOOD, ""),
    ],
)
def test_where_nothing_is_compared_the_reason_is_said(
    figures: list[Figure], beside: list[Figure], rules: Rules, certainty: str
) -> None:
    told = say(figures, beside, rules)
    assert (told.outcome, told.basis) == ("not_compared", "")
    assert told.certainty_text == certainty


def test_the_country_is_not_compared_with_itself() -> None:
    told = say([figure(10, lower=8, upper=12)], country="")
    assert (told.outcome, told.comparison_text, told.certainty_text) == ("not_compared", "", "")


# Whose figure it is


def test_women_and_men_each_have_a_finding_where_nothing_counts_both() -> None:
    found = list(results([figure(80, sex="female"), figure(76, sex="male")], place="Town", rules=GOOD))
    assert [(one.sex, one.value) for one in found] == [("female", 80), ("male", 76)]


def test_only_the_age_that_stands_for_all_is_the_headline() -> None:
    rules = replace(GOOD, headline_age="All ages")
    told = say([figure(10, age="All ages"), figure(50, age="65 and over")], rules=rules)
    assert told.value == 10


def test_where_no_age_was_chosen_everybodys_is_the_headline() -> None:
    told = say([figure(10, age="All ages"), figure(50, age="65 and over")], [figure(9, age="All ages")])
    assert (told.value, told.benchmark) == (10, 9)


def test_no_figure_is_no_finding() -> None:
    assert list(results([figure(5, category_type="Ethnic group", category="Any")], place="Town", rules=GOOD)) == []


# The trend


def years(*values: float | None, start: int = 2018, **fields: object) -> list[Figure]:
    return [figure(value, start + at, **fields) for at, value in enumerate(values)]


def limited(*values: float) -> list[Figure]:
    return [figure(value, 2018 + at, lower=value - 0.5, upper=value + 0.5) for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("rules", "figures", "trend", "kind", "text"),
    [
        (
            TREND,
            limited(10, 12, 14, 16, 18),
            "increasing",
            "tested",
            "Over the five years from 2018 to 2022 it has risen, and is getting better. "
            "Chance alone is unlikely to explain that.",
        ),
        (
            replace(TREND, polarity="low_is_good"),
            limited(10, 12, 14, 16, 18),
            "increasing",
            "tested",
            "Over the five years from 2018 to 2022 it has risen, and is getting worse. "
            "Chance alone is unlikely to explain that.",
        ),
        (
            replace(TREND, polarity="no_judgement"),
            limited(18, 16, 14, 12, 10),
            "decreasing",
            "tested",
            "Over the five years from 2018 to 2022 it has fallen. Chance alone is unlikely to explain that.",
        ),
        (
            TREND,
            limited(10, 10.1, 10, 10.1, 10),
            "no_change",
            "tested",
            "Over the five years from 2018 to 2022 there is no significant change: "
            "the change is within what chance can explain.",
        ),
        (
            TREND,
            years(10, 12, 14, 16, 18),
            "increasing",
            "direction",
            "The figure went up from 10.0% (2018) to 18.0% (2022). That is a direction, not a tested trend: "
            "not every figure has limits to test with.",
        ),
        (
            TREND,
            years(99, 18, 16, 14, 12, 10),
            "decreasing",
            "direction",
            "The figure went down from 18.0% (2019) to 10.0% (2023). That is a direction, not a tested trend: "
            "not every figure has limits to test with.",
        ),
        (
            TREND,
            years(10.01, 12, 10.02),
            "no_change",
            "direction",
            "The figure is the same in 2020 as in 2018, to the decimals shown. That is a direction, not a tested trend: "
            "fewer than five points.",
        ),
        (TREND, years(10, 12), "cannot_say", "", "We give no trend. There are too few figures."),
        (TREND, years(10), "cannot_say", "", ""),
        (TREND, years(10, None, None), "cannot_say", "", ""),
        (
            replace(TREND, has_trend=False, trend_note="Three-year periods share years."),
            limited(10, 12, 14, 16, 18),
            "cannot_say",
            "",
            "We give no trend. Three-year periods share years.",
        ),
        (
            TREND,
            [*limited(10, 12, 14), *years(1, 2, start=2021, has_break_before=True)],
            "cannot_say",
            "",
            "We give no trend. There are too few figures since the break in the series.",
        ),
    ],
)
def test_the_trend(rules: Rules, figures: list[Figure], trend: str, kind: str, text: str) -> None:
    told = say(figures, rules=rules)
    assert (told.trend, told.trend_kind, told.trend_text) == (trend, kind, text)
    assert (told.trend_chi_squared is not None) == (kind == "tested")


def test_what_the_definition_says_of_its_trend_is_said_with_it() -> None:
    rules = replace(TREND, trend_note="2020 was a pandemic year.")
    tested, direction = (
        say(figures, rules=rules).trend_text for figures in (limited(1, 2, 3, 4, 5), years(10, 12, 14))
    )
    assert tested.endswith("Chance alone is unlikely to explain that. 2020 was a pandemic year.")
    assert direction.endswith("That is a direction, not a tested trend. 2020 was a pandemic year.")


def test_counts_of_a_proportion_are_tested() -> None:
    rules = replace(TREND, is_proportion=True)
    told = say(
        [replace(f, count=f.value * 100, denominator=10_000) for f in years(10, 12, 14, 16, 18) if f.value], rules=rules
    )
    assert (told.trend, told.trend_kind) == ("increasing", "tested")


def test_quarters_are_told_from_the_same_quarter_of_other_years() -> None:
    quarters = [
        replace(
            f,
            start=f.start.replace(month=month),
            end=f.end.replace(month=month + 2, day=28),
            label=f"{f.label} Q{month}",
        )
        for at, f in enumerate(years(10, 11, 12))
        for month in (1, 4)
    ]
    told = say(quarters, rules=TREND)
    assert told.trend_text.startswith("The figure went up from 10.0% (2018 Q4) to 12.0% (2020 Q4).")


# The gap

FIFTHS = ["1 most deprived", "2", "3", "4", "5 least deprived"]


def fifths(*values: float | None, **fields: object) -> list[Figure]:
    named = zip(FIFTHS, values, strict=True)
    split = "Deprivation fifth within the town (IMD 2025)"
    return [figure(v, category_type=split, category=name, **fields) for name, v in named]


def test_the_gap_between_fifths_and_its_slope() -> None:
    told = say(
        [figure(12), *fifths(20, 16, 12, 8, 4, denominator=1000)], rules=replace(UNTESTED, polarity="low_is_good")
    )
    assert told.gap_text == (
        "Inside Town, the figure is 20.0% in the most deprived fifth and 4.0% in the least deprived (2022): "
        "a gap of 16.0 percentage points. Over all groups, the slope index of inequality is 20.0 percentage points; "
        "there are no limits to say how sure it is."
    )
    assert (told.gap_name, told.gap_value, told.gap_lower_95) == ("fifths by deprivation", pytest.approx(20), None)


@pytest.mark.parametrize(("polarity", "sign"), [("high_is_good", -1), ("low_is_good", 1), ("no_judgement", 1)])
def test_a_gap_above_zero_means_that_the_most_deprived_fare_worse(polarity: str, sign: int) -> None:
    told = say([figure(12), *fifths(20, 16, 12, 8, 4, denominator=1000)], rules=replace(GOOD, polarity=polarity))
    assert told.gap_value == pytest.approx(20 * sign)


def test_the_slope_has_limits_where_every_group_has_and_the_definition_lets_them_be_tested() -> None:
    groups = [
        replace(f, lower=f.value - 1, upper=f.value + 1) for f in fifths(20, 16, 12, 8, 4, denominator=9) if f.value
    ]
    tested, untested = (say([figure(12), *groups], rules=rules) for rules in (GOOD, UNTESTED))
    assert tested.gap_lower_95 is not None
    assert "95% interval" in tested.gap_text
    assert untested.gap_lower_95 is None


@pytest.mark.parametrize(
    "groups",
    [
        fifths(20, 16, None, 8, 4, denominator=9),
        fifths(20, 16, 12, 8, 4),
        fifths(20, 16, 12, 8, 4, denominator=9)[::4],
    ],
    ids=["a group is missing", "no people", "ends only"],
)
def test_no_slope_is_fitted_through_a_gap(groups: list[Figure]) -> None:
    told = say([figure(12), *groups])
    assert told.gap_value is None
    assert told.gap_text.endswith("a gap of 16.0 percentage points.")


@pytest.mark.parametrize("groups", [fifths(None, 16, 12, 8, 4), fifths(20, 16, 12, 8, None)])
def test_no_gap_is_told_without_both_ends(groups: list[Figure]) -> None:
    told = say([figure(12), *groups])
    assert (told.gap_value, told.gap_text) == (None, "")


def test_a_published_summary_of_the_gap_is_the_publishers() -> None:
    inequality = figure(10, category_type="Inequality", category="Slope index of inequality, in years", sex="male")
    told = say([figure(78, sex="male"), inequality], rules=replace(GOOD, measure=YEARS))
    assert told.gap_text == "Inside Town, the publisher’s slope index of inequality for men is 10.0 years (2022)."
    assert (told.gap_name, told.gap_value) == ("Slope index of inequality", 10)


# It never says more than it knows

VALUES = st.one_of(st.none(), st.floats(0.1, 90))


@given(
    values=st.lists(VALUES, min_size=1, max_size=8),
    spread=st.one_of(st.none(), st.floats(0.05, 5)),
    country=VALUES,
    comparison=st.sampled_from(["limits", "counts", "publisher", "none"]),
    polarity=st.sampled_from(["high_is_good", "low_is_good", "no_judgement"]),
    has_trend=st.booleans(),
)
def test_no_word_of_a_verdict_without_its_ground(
    values: list[float | None],
    spread: float | None,
    country: float | None,
    comparison: str,
    polarity: str,
    has_trend: bool,  # noqa: FBT001  (Hypothesis names the arguments)
) -> None:
    rules = Rules(RATE, polarity, comparison=comparison, has_trend=has_trend)  # type: ignore[arg-type]  # drawn from its words
    figures = [
        figure(
            value,
            2010 + at,
            reason="" if value is not None else "suppressed",
            lower=None if value is None or spread is None else value - spread,
            upper=None if value is None or spread is None else value + spread,
        )
        for at, value in enumerate(values)
    ]
    for told in results(
        figures, place="Town", country="England", beside=[figure(country, f.start.year) for f in figures], rules=rules
    ):
        apart = (
            told.lower_95 is not None and country is not None and not told.lower_95 <= country <= (told.upper_95 or 0)
        )
        assert ("chance alone is unlikely to explain the difference" in told.certainty_text) == (
            apart and comparison in {"limits", "counts"}
        )
        assert bool(re.search("better|worse", told.comparison_text)) == (told.outcome in {"better", "worse"})
        assert ("Chance alone" in told.trend_text) == (told.trend_kind == "tested" and told.trend != "no_change")
        assert told.trend_kind != "tested" or (has_trend and spread is not None)
        assert max(map(len, (told.level_text, told.comparison_text, told.certainty_text, told.trend_text))) <= 400


@pytest.mark.parametrize(
    ("reason", "rules"),
    list(product(["suppressed", "low_reliability", "not_available", "not_applicable"], [GOOD, UNTESTED, TREND])),
)
def test_a_missing_figure_says_nothing_but_why(reason: str, rules: Rules) -> None:
    told = say([figure(None, reason=reason)], [figure(9)], rules)
    assert (told.outcome, told.comparison_text, told.trend_text, told.gap_text) == ("not_compared", "", "", "")
    assert told.level_text
