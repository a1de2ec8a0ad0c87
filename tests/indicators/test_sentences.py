"""What is said of a figure, for every combination of what is known. Nothing is said that the limits do not allow."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.figures import Figure
from indicators.sentences import (
    Measure,
    chance_sentence,
    comparison_sentence,
    interval_sentence,
    level_sentence,
    missing_sentence,
)

SHARE = Measure(unit="% of people", decimals=1, comparison="limits", is_percentage=True)
YEARS = Measure(unit="years", decimals=1, comparison="publisher", is_percentage=False, is_in_years=True)
RATE = Measure(unit="deaths per 1,000", decimals=1, comparison="none", is_percentage=False)


def figure(value: float | None, **fields: Any) -> Figure:
    return Figure(
        **(
            {
                "area_id": 1,
                "sex": "persons",
                "age": "",
                "category_type": "",
                "category": "",
                "start": date(2022, 1, 1),
                "end": date(2022, 12, 31),
                "kind": "calendar_year",
                "label": "2022",
                "value": value,
            }
            | fields
        )
    )


@pytest.mark.parametrize(
    ("measure", "given", "sentence"),
    [
        (SHARE, figure(64.04), "The latest figure in Town is 64.0% of people (2022)."),
        (YEARS, figure(78.6, sex="male"), "The latest figure for men in Town is 78.6 years (2022)."),
        (RATE, figure(0.0), "The latest figure in Town is 0.0 deaths per 1,000 (2022)."),
        (
            RATE,
            figure(None, reason="suppressed", sex="female"),
            "The figure for women for Town (2022) was held back or not published.",
        ),
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


def chance(measure: Measure, given: Figure, other: float | None) -> str:
    return chance_sentence(measure, given, figure(other), place="Town", other_place="England")


@pytest.mark.parametrize(
    ("measure", "given", "other", "sentence"),
    [
        (
            SHARE,
            figure(10, lower=8, upper=12),
            12.5,
            "England’s figure lies outside Town’s 95% interval (8.0 to 12.0), so chance alone is unlikely to explain "
            "the difference.",
        ),
        (
            SHARE,
            figure(10, lower=8, upper=12),
            12,
            "England’s figure lies inside Town’s 95% interval (8.0 to 12.0), so we cannot say that the two differ.",
        ),
        (SHARE, figure(10), 12, "We have not tested whether the difference could be chance."),
        (
            YEARS,
            figure(78, published_comparison="worse"),
            80,
            "The publisher calls this worse than England. We hold no limits to test it ourselves.",
        ),
        (
            YEARS,
            figure(78, published_comparison="similar"),
            80,
            "The publisher calls this similar to England. We hold no limits to test it ourselves.",
        ),
        (YEARS, figure(78), 80, "We have not tested whether the difference could be chance."),
        (
            RATE,
            figure(5, lower=1, upper=2, published_comparison="worse"),
            9,
            "We have not tested whether the difference could be chance.",
        ),
        (SHARE, figure(None, reason="suppressed"), 12, ""),
        (SHARE, figure(10, lower=8, upper=12), None, ""),
    ],
)
def test_what_may_be_concluded(measure: Measure, given: Figure, other: float | None, sentence: str) -> None:
    assert chance(measure, given, other) == sentence


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
