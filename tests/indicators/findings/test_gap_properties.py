"""What holds of the change of a gap whatever the figures are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures import Figure
from indicators.findings import Rules
from tests.indicators.findings.test_gap_series import GOOD, say
from tests.indicators.plain import RATE, SHARE, YEARS, around, figure

values = st.floats(-1000, 1000).map(lambda number: round(number, 3))
halves = st.floats(0.01, 50).map(lambda number: round(number, 3))
MEASURES = st.sampled_from([SHARE, YEARS, RATE])
POLARITIES = st.sampled_from(["high_is_good", "low_is_good", "no_judgement"])


@st.composite
def gaps(draw: st.DrawFn) -> tuple[list[Figure], list[Figure], Rules]:
    """Draw a town's and a country's figures of two years, with or without limits, and a definition."""
    rows = []
    for year in (2017, 2022):
        for area in (1, 2):
            value, half = draw(values), draw(halves)
            rows.append(
                around(value, year, half, area_id=area) if draw(st.booleans()) else figure(value, year, area_id=area)
            )
    rules = replace(GOOD, measure=draw(MEASURES), polarity=draw(POLARITIES))
    return [row for row in rows if row.area_id == 1], [row for row in rows if row.area_id == 2], rules


@given(gaps())
def test_a_test_is_made_exactly_where_there_are_limits_and_its_verdict_agrees_with_them(
    drawn: tuple[list[Figure], list[Figure], Rules],
) -> None:
    own, beside, rules = drawn
    recent = say(own, beside, rules).recent
    has_limits = all(one.has_limits for one in [*own, *beside])
    if recent.verdict == "cannot_say":
        assert rules.polarity == "no_judgement"
        return
    assert recent.basis == ("tested" if has_limits else "direction")
    assert recent.change.value is not None
    if recent.basis == "tested":
        assert recent.change.lower is not None
        assert recent.change.upper is not None
        is_clear = recent.change.lower > 0 or recent.change.upper < 0
        assert (recent.verdict != "no_clear_change") == is_clear


@given(gaps())
def test_no_sentence_has_a_bare_sign_or_a_gap_of_words(drawn: tuple[list[Figure], list[Figure], Rules]) -> None:
    found = say(*drawn)
    for text in (found.standing_text, found.recent_text):
        assert "\N{MINUS SIGN}" not in text
        assert not re.search(r"  | ,| \.|-\d|None|nan", text)
        assert text.endswith(".")


@given(gaps())
def test_turning_time_round_turns_the_verdict_round(drawn: tuple[list[Figure], list[Figure], Rules]) -> None:
    own, beside, rules = drawn

    def turned(rows: list[Figure]) -> list[Figure]:
        first, last = rows
        return [
            replace(last, start=first.start, end=first.end, label=first.label),
            replace(first, start=last.start, end=last.end, label=last.label),
        ]

    opposite = {"closing": "widening", "widening": "closing"}
    there, back = say(own, beside, rules).recent, say(turned(own), turned(beside), rules).recent
    assert back.verdict == opposite.get(there.verdict, there.verdict)
    if there.change.value is not None and back.change.value is not None:
        assert back.change.value == pytest.approx(-there.change.value)


@given(gaps(), st.sampled_from(["high_is_good", "low_is_good"]))
def test_which_way_is_good_only_turns_the_gap_round(
    drawn: tuple[list[Figure], list[Figure], Rules], polarity: Any
) -> None:
    own, beside, rules = drawn
    other = "low_is_good" if polarity == "high_is_good" else "high_is_good"
    one = say(own, beside, replace(rules, polarity=polarity)).line.points
    two = say(own, beside, replace(rules, polarity=other)).line.points  # type: ignore[arg-type]
    for a, b in zip(one, two, strict=True):
        assert a.difference.value == pytest.approx(-(b.difference.value or 0.0))


@given(gaps(), st.floats(-100, 100).map(lambda number: round(number, 3)))
def test_moving_town_and_country_alike_changes_no_gap(
    drawn: tuple[list[Figure], list[Figure], Rules], by: float
) -> None:
    own, beside, rules = drawn

    def moved(rows: list[Figure]) -> list[Figure]:
        return [
            replace(
                row,
                value=(row.value or 0.0) + by,
                lower=None if row.lower is None else row.lower + by,
                upper=None if row.upper is None else row.upper + by,
            )
            for row in rows
        ]

    one, two = say(own, beside, rules).line.points, say(moved(own), moved(beside), rules).line.points
    for a, b in zip(one, two, strict=True):
        assert a.difference.value == pytest.approx(b.difference.value, abs=1e-6)
