"""How far a figure is from a target and from the baseline: every combination, and never a test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.figures import Figure, Series
from indicators.targets import Aim, Baseline, aim_text, baseline_sentence, progress_sentence
from tests.indicators.plain import RATE, SHARE, YEARS, figure

TODAY = date(2026, 3, 1)
SOON, PAST = date(2030, 12, 31), date(2024, 12, 31)
POOLED = {"kind": "pooled_years"}


def pooled(value: float, first: int, last: int) -> Figure:
    dates = {"start": date(first, 1, 1), "end": date(last, 12, 31), "label": f"{first} to {last}"}
    return figure(value, **dates, **POOLED)


@pytest.mark.parametrize(
    ("aim", "words"),
    [
        (Aim(10, SOON), "10.0% of people by 31 December 2030"),
        (Aim(10, SOON, "female"), "10.0% of people for women by 31 December 2030"),
    ],
)
def test_a_target_is_told_with_its_day(aim: Aim, words: str) -> None:
    assert aim_text(SHARE, aim) == words


PROGRESS: list[tuple[str, float, date, list[Figure], str]] = [
    ("low_is_good", 10, SOON, [], "We hold no figure for Anytown to set beside it."),
    ("low_is_good", 10, SOON, [figure(None, reason="suppressed")], "We hold no figure for Anytown to set beside it."),
    (
        "low_is_good",
        10,
        SOON,
        [figure(13.4)],
        "The latest figure, 13.4% (2022), is 3.4 percentage points above the target, and that is how far there is to go.",
    ),
    (
        "low_is_good",
        10,
        SOON,
        [figure(9.0)],
        "The latest figure, 9.0% (2022), is 1.0 percentage points below the target, so on this figure it is met.",
    ),
    (
        "high_is_good",
        80,
        SOON,
        [figure(75.5)],
        "The latest figure, 75.5% (2022), is 4.5 percentage points below the target, and that is how far there is to go.",
    ),
    (
        "high_is_good",
        80,
        SOON,
        [figure(81)],
        "The latest figure, 81.0% (2022), is 1.0 percentage points above the target, so on this figure it is met.",
    ),
    (
        "no_judgement",
        80,
        SOON,
        [figure(81)],
        "The latest figure, 81.0% (2022), is 1.0 percentage points above the target.",
    ),
    (
        "high_is_good",
        80,
        SOON,
        [figure(79.96)],
        "The latest figure, 80.0% (2022), is the same as the target, to the decimals shown.",
    ),
    (
        "low_is_good",
        10,
        SOON,
        [figure(12), figure(None, 2023, reason="suppressed")],
        "The latest figure, 12.0% (2022), is 2.0 percentage points above the target, and that is how far there is to go.",
    ),
    (
        "low_is_good",
        10,
        PAST,
        [figure(12)],
        "The day is over and we hold no figure for it yet; the latest, 12.0% (2022), is 2.0 percentage points above "
        "the target.",
    ),
    (
        "low_is_good",
        10,
        PAST,
        [figure(12, 2023), figure(11, 2024), figure(9, 2025)],
        "The figure for that day, 11.0% (2024), is 1.0 percentage points above the target, so on this figure it was "
        "not met.",
    ),
    (
        "low_is_good",
        10,
        PAST,
        [figure(9, 2024)],
        "The figure for that day, 9.0% (2024), is 1.0 percentage points below the target, so on this figure it was met.",
    ),
    (
        "low_is_good",
        10,
        PAST,
        [figure(10, 2024)],
        "The figure for that day, 10.0% (2024), is the same as the target, to the decimals shown.",
    ),
]


@pytest.mark.parametrize(("polarity", "value", "due_on", "figures", "words"), PROGRESS)
def test_progress_is_one_plain_sentence(
    polarity: str, value: float, due_on: date, figures: list[Figure], words: str
) -> None:
    said = progress_sentence(
        SHARE, Aim(value, due_on), Series(tuple(figures)), place="Anytown", polarity=polarity, today=TODAY
    )
    assert said == words


def test_other_kinds_of_number_keep_their_own_unit() -> None:
    ask: dict[str, Any] = {"place": "Anytown", "polarity": "high_is_good", "today": TODAY}
    assert "is 1.5 years below the target" in progress_sentence(YEARS, Aim(80, SOON), Series((figure(78.5),)), **ask)
    assert "is 1.5 below the target" in progress_sentence(RATE, Aim(8, SOON), Series((figure(6.5),)), **ask)


BASELINES: list[tuple[list[Figure], dict[str, Any], str]] = [
    ([], {}, "We hold no figure for Anytown for 2022."),
    ([figure(12, 2021)], {}, "We hold no figure for Anytown for 2022."),
    ([figure(None, reason="suppressed"), figure(12, 2023)], {}, "We hold no figure for Anytown for 2022."),
    ([figure(12)], {}, "The baseline is 12.0% of people (2022). We hold no later figure to set beside it."),
    (
        [figure(12), figure(None, 2023, reason="suppressed")],
        {},
        "The baseline is 12.0% of people (2022). We hold no later figure to set beside it.",
    ),
    (
        [figure(12), figure(11, 2023), figure(13.1, 2024)],
        {},
        "The latest figure, 13.1% (2024), is 1.1 percentage points higher than the baseline, 12.0% (2022).",
    ),
    (
        [figure(20, 2020), figure(12), figure(11, 2023)],
        {},
        "The latest figure, 11.0% (2023), is 1.0 percentage points lower than the baseline, 12.0% (2022).",
    ),
    (
        [figure(12), figure(12.04, 2023)],
        {},
        "The latest figure, 12.0% (2023), is the same as the baseline, 12.0% (2022), to the decimals shown.",
    ),
    (
        [figure(12), figure(11, 2023)],
        {"can_compare": False, "note": "The question changed."},
        "The baseline is 12.0% of people (2022). We do not work out the change since then. The question changed.",
    ),
    (
        [figure(12), figure(11, 2023, has_break_before=True), figure(10, 2024)],
        {},
        "The baseline is 12.0% of people (2022). The series has a break since then, so we do not work out the change.",
    ),
    (
        [pooled(12, 2019, 2021), pooled(11, 2020, 2022)],
        {"period": "2019 to 2021"},
        "The baseline is 12.0% of people (2019 to 2021). The latest period (2020 to 2022) shares years with it, so we "
        "do not work out the change.",
    ),
    (
        [pooled(12, 2019, 2021), pooled(11, 2022, 2024)],
        {"period": "2019 to 2021"},
        "The latest figure, 11.0% (2022 to 2024), is 1.0 percentage points lower than the baseline, "
        "12.0% (2019 to 2021).",
    ),
    (
        [figure(12), pooled(11, 2023, 2025)],
        {},
        "The baseline is 12.0% of people (2022). The latest period (2023 to 2025) differs in length, so we do not work "
        "out the change.",
    ),
    (
        [figure(12, sex="female"), figure(11, 2023, sex="female")],
        {},
        "The latest figure for women, 11.0% (2023), is 1.0 percentage points lower than the baseline, 12.0% (2022).",
    ),
]


@pytest.mark.parametrize(("figures", "options", "words"), BASELINES)
def test_the_change_since_the_baseline_is_a_plain_difference_or_a_reason(
    figures: list[Figure], options: dict[str, Any], words: str
) -> None:
    baseline = Baseline(**({"period": "2022", "can_compare": True} | options))
    assert baseline_sentence(SHARE, baseline, Series(tuple(figures)), place="Anytown") == words


def test_quarters_are_set_beside_the_same_time_of_year() -> None:
    quarters = [
        figure(value, start=start, end=end, label=label, kind="quarter")
        for value, start, end, label in [
            (12, date(2022, 1, 1), date(2022, 3, 31), "January to March 2022"),
            (18, date(2023, 1, 1), date(2023, 3, 31), "January to March 2023"),
            (30, date(2023, 4, 1), date(2023, 6, 30), "April to June 2023"),
        ]
    ]
    said = baseline_sentence(
        SHARE, Baseline("January to March 2022", can_compare=True), Series(tuple(quarters)), place="Anytown"
    )
    assert said.startswith("The latest figure for that time of year, 18.0% (January to March 2023), is 6.0 percentage ")


@pytest.mark.parametrize("word", ["significant", "chance", "trend", "improv", "worse"])
def test_no_test_is_claimed(word: str) -> None:
    assert not [said for *_, said in PROGRESS if word in said]
    assert not [said for *_, said in BASELINES if word in said]
