"""The template is whole, what is missing is said, and two versions are told apart by words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.template import FULL, GROUPS, QUESTIONS, QUICK, Kind, differences, groups_for, missing, word_changes
from casestudies.template.missing import PictureState

WHOLE: dict[str, dict[str, Any]] = {
    speed: {
        question.name: "no" if question.kind is Kind.ONE else "Something"
        for group in groups_for(speed)
        for question in group.questions
        if speed in question.needed_in
    }
    for speed in (QUICK, FULL)
}


def test_no_two_questions_or_groups_share_a_name() -> None:
    assert len(QUESTIONS) == sum(len(group.questions) for group in GROUPS)
    assert len({group.slug for group in GROUPS}) == len(GROUPS)


def test_what_is_needed_is_asked() -> None:
    for speed in (QUICK, FULL):
        asked = {question.name for group in groups_for(speed) for question in group.questions}
        assert {name for name, question in QUESTIONS.items() if speed in question.needed_in} <= asked
    assert {group.slug for group in groups_for(QUICK)} < {group.slug for group in groups_for(FULL)}


@pytest.mark.parametrize("speed", [QUICK, FULL])
def test_a_whole_story_lacks_nothing_and_each_gap_is_told(speed: str) -> None:
    whole = WHOLE[speed]
    assert missing(whole, speed) == []
    for name in whole:
        for blank in ("", "  \n", None):
            (found,) = missing(whole | {name: blank}, speed)
            assert found.name == name
            assert name in {question.name for question in {g.slug: g for g in GROUPS}[found.group].questions}


def test_pictures_contact_and_outcomes_are_asked_for_what_they_lack() -> None:
    whole = WHOLE[FULL] | {
        "contact_is_shown": "yes",
        "outcomes": [{"measure": "Homes", "before": "1", "source": ""}, {"before": "2", "source": "Survey"}, {}],
    }
    pictures = [PictureState("picture 1", has_alt=False, has_consent=True), PictureState("picture 2", True, False)]
    assert [one.words for one in missing(whole, FULL, pictures)] == [
        "Say where the figures of outcome 1 are from",
        "Say what was measured in outcome 2",
        "Describe picture 1 for people who cannot see it",
        "Say who is shown in picture 2 and who agreed",
        "Say how readers can contact you, or choose that they may not",
    ]


@given(st.text(), st.text())
def test_the_pieces_of_each_side_give_its_text_again(before: str, after: str) -> None:
    left, right = word_changes(before, after)
    assert "".join(text for _, text in left) == before
    assert "".join(text for _, text in right) == after
    assert [text for way, text in left if way == "same"] == [text for way, text in right if way == "same"]


def test_differences_name_the_questions_in_their_order() -> None:
    before = {"did": "We met.", "title": "Warm homes", "wards": ["E1"], "gone": "x"}
    after = {"did": "We met weekly.", "title": "Warm homes", "wards": ["E1", "E2"], "outcomes": [{"measure": "Homes"}]}
    found = differences(before, after)
    assert [one.question.name for one in found] == ["wards", "did", "outcomes"]
    assert found[1].before == (("same", "We "), ("gone", "met."))
    assert found[1].after == (("same", "We "), ("new", "met weekly."))
    assert found[2].after == (("new", "What was measured: Homes"),)


def test_a_text_too_long_to_compare_is_shown_whole() -> None:
    before, after = "word " * 7000, "other " * 7000
    assert word_changes(before, after) == ((("gone", before),), (("new", after),))
