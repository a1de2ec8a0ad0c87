"""What is said of a figure, for every combination of what is known. Nothing is said that the limits do not allow."""

from __future__ import annotations

from itertools import product

import pytest

from indicators.figures import Figure
from indicators.sentences import (
    Measure,
    certainty_sentence,
    comparison_sentence,
    interval_sentence,
    level_sentence,
    missing_sentence,
    slope_sentence,
)
from tests.indicators.plain import RATE, SHARE, YEARS, figure


@pytest.mark.parametrize(
    ("measure", "given", "sentence"),
    [
        (SHARE, figure(64.04), "The latest figure in Town is 64.0% of people (2022)."),
        (YEARS, figure(78.6, sex="male"), "The latest figure for men in Town is 78.6 years (2022)."),
        (RATE, figure(0.0), "The latest figure in Town is 0.0 deaths per 1,000 (2022)."),
        (
            RATE,
            figure(None, reason="suppressed", sex="female"),
            "The figure for women in Town (2022) is held back so that nobody can be recognised.",
        ),
        (
            RATE,
            figure(None, reason="low_reliability"),
            "The figure in Town (2022) is held back because it is not reliable enough.",
        ),
        (RATE, figure(None, reason="not_available"), "The figure in Town (2022) is not available."),
        (RATE, figure(None, reason="not_applicable"), "The figure in Town (2022) does not apply here."),
    ],
)
def test_the_level(measure: Measure, given: Figure, sentence: str) -> None:
    assert level_sentence(measure, given, place="Town") == sentence


@pytest.mark.parametrize(
    ("measure", "value", "other", "sentence"),
    [
        (SHARE, 64.0, 68.3, "That is 4.3 percentage points lower than in England (68.3%)."),
        (YEARS, 80.0, 78.9, "That is 1.1 years higher than in England (78.9)."),
        (RATE, 5.2, 3.9, "That is 1.3 higher than in England (3.9)."),
        (SHARE, 13.04, 13.0, "That is the same as in England, to the decimals shown."),
        (SHARE, 13.04, 13.06, "That is less than 0.1 percentage points lower than in England (13.1%)."),
        (SHARE, 13.0, None, ""),
        (SHARE, None, 13.0, ""),
    ],
)
def test_the_difference(measure: Measure, value: float | None, other: float | None, sentence: str) -> None:
    assert comparison_sentence(measure, figure(value), figure(other), other_place="England") == sentence


@pytest.mark.parametrize(
    ("value", "other", "outcome", "sentence"),
    [
        (64.0, 68.3, "worse", "That is worse than in England (68.3%): 4.3 percentage points lower."),
        (68.3, 64.0, "better", "That is better than in England (64.0%): 4.3 percentage points higher."),
        (64.0, 68.3, "lower", "That is 4.3 percentage points lower than in England (68.3%)."),
        (64.0, 68.3, "similar", "That is 4.3 percentage points lower than in England (68.3%)."),
        (64.01, 64.04, "worse", "That is worse than in England (64.0%): lower by less than the decimals shown."),
        (64.01, 64.04, "similar", "That is the same as in England, to the decimals shown."),
    ],
)
def test_the_difference_with_a_verdict(value: float, other: float, outcome: str, sentence: str) -> None:
    said = comparison_sentence(SHARE, figure(value), figure(other), other_place="England", outcome=outcome)
    assert said == sentence


LIMITED = figure(10, lower=8, upper=12)
OUTSIDE = "so chance alone is unlikely to explain the difference."
INSIDE = "so we cannot say that the two differ."


@pytest.mark.parametrize(
    ("given", "other", "basis", "note", "sentence"),
    [
        (LIMITED, 12.5, "limits", "", f"England’s figure lies outside Town’s 95% interval (8.0 to 12.0), {OUTSIDE}"),
        (LIMITED, 12, "limits", "", f"England’s figure lies inside Town’s 95% interval (8.0 to 12.0), {INSIDE}"),
        (
            LIMITED,
            12.5,
            "counts",
            "",
            "England’s figure lies outside Town’s 95% interval (8.0 to 12.0, worked out from the published counts), "
            + OUTSIDE,
        ),
        (
            figure(78, published_comparison="worse"),
            80,
            "publisher",
            "",
            "The publisher calls this worse than England. We hold no limits to test it ourselves.",
        ),
        (
            figure(78, published_comparison="similar"),
            80,
            "publisher",
            "",
            "The publisher calls this similar to England. We hold no limits to test it ourselves.",
        ),
        (figure(10), 12, "", "", "We have not tested whether the difference could be chance."),
        (
            LIMITED,
            12,
            "",
            "The counts are modelled.",
            "We have not tested whether the difference could be chance. The counts are modelled.",
        ),
        (figure(None, reason="suppressed"), 12, "limits", "", ""),
        (LIMITED, None, "limits", "", ""),
    ],
)
def test_what_may_be_concluded(given: Figure, other: float | None, basis: str, note: str, sentence: str) -> None:
    said = certainty_sentence(SHARE, given, figure(other), basis=basis, place="Town", other_place="England", note=note)
    assert said == sentence


@pytest.mark.parametrize(("other", "basis"), list(product([7.9, 8.0, 10.0, 12.0, 12.1], ["limits", "counts"])))
def test_chance_is_ruled_out_only_outside_the_interval(other: float, basis: str) -> None:
    said = certainty_sentence(SHARE, LIMITED, figure(other), basis=basis, place="Town", other_place="England")
    assert ("unlikely" in said) == (other < 8 or other > 12)
    assert ("cannot say" in said) == (8 <= other <= 12)


@pytest.mark.parametrize(
    ("gap", "lower", "upper", "sentence"),
    [
        (
            10.45,
            8.65,
            12.24,
            "Over all groups, the slope index of inequality is 10.5 years (95% interval 8.7 to 12.2).",
        ),
        (
            1.0,
            -0.5,
            2.5,
            "Over all groups, the slope index of inequality is 1.0 years (95% interval −0.5 to 2.5), "
            "which chance alone could explain.",
        ),
        (
            -2.0,
            -3.0,
            -1.0,
            "Over all groups, the slope index of inequality is −2.0 years (95% interval −3.0 to −1.0).",
        ),
        (
            4.0,
            None,
            None,
            "Over all groups, the slope index of inequality is 4.0 years; there are no limits to say how sure it is.",
        ),
    ],
)
def test_the_slope_is_told_with_its_limits(gap: float, lower: float | None, upper: float | None, sentence: str) -> None:
    assert slope_sentence(YEARS, gap=gap, lower=lower, upper=upper) == sentence


@pytest.mark.parametrize(
    ("other", "latest", "sentence"),
    [
        (figure(9), figure(9), ""),
        (None, None, "We hold no figure for England."),
        (None, figure(None, reason="not_available"), "We hold no figure for England."),
        (
            None,
            figure(9, label="2017/18"),
            "We hold no figure for England for this period; the latest is 9.0% (2017/18).",
        ),
    ],
)
def test_a_missing_comparison_is_said(other: Figure | None, latest: Figure | None, sentence: str) -> None:
    assert missing_sentence(other, latest, SHARE, other_place="England") == sentence


def test_limits_are_explained_where_there_are_any() -> None:
    assert interval_sentence(SHARE, figure(10)) == ""
    assert interval_sentence(SHARE, figure(10, lower=8, upper=12)) == (
        "The true figure is likely to be between 8.0 and 12.0 (95% interval)."
    )
    assert interval_sentence(SHARE, figure(10, lower=8, upper=12, has_computed_limits=True)) == (
        "The true figure is likely to be between 8.0 and 12.0 (95% interval, worked out from the published counts)."
    )
