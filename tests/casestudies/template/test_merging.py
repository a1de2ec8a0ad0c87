"""Two people who save at once lose nothing: whatever one had not seen stays, and is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.template import merge

NAMES = st.sampled_from(["title", "summary", "about", "did"])
ANSWERS = st.dictionaries(NAMES, st.text(max_size=6))
COUNTS = st.dictionaries(NAMES, st.integers(0, 5))


@pytest.mark.parametrize(
    ("stored", "offered", "versions", "seen", "answers", "changed", "clashes"),
    [
        ({}, {"title": "A"}, {}, {}, {"title": "A"}, ("title",), 0),
        ({"title": "A"}, {"title": "B"}, {"title": 1}, {"title": 1}, {"title": "B"}, ("title",), 0),
        ({"title": "A"}, {"title": ""}, {"title": 1}, {"title": 1}, {"title": ""}, ("title",), 0),
        ({"title": "A"}, {"title": "B"}, {"title": 2}, {"title": 1}, {"title": "A"}, (), 1),
        ({"title": "A"}, {"title": "A"}, {"title": 2}, {"title": 1}, {"title": "A"}, (), 0),
        ({"title": "A"}, {"title": "B"}, {"title": 1}, {}, {"title": "A"}, (), 1),
        ({"title": "A"}, {"did": "B"}, {"title": 2}, {"title": 1}, {"title": "A", "did": "B"}, ("did",), 0),
        ({}, {"title": "", "wards": []}, {}, {}, {}, (), 0),
        ({"wards": ["a"]}, {"wards": ["b"]}, {"wards": 1}, {"wards": 0}, {"wards": ["a"]}, (), 1),
    ],
)
def test_merging(
    stored: dict[str, Any],
    offered: dict[str, Any],
    versions: dict[str, int],
    seen: dict[str, int],
    answers: dict[str, Any],
    changed: tuple[str, ...],
    clashes: int,
) -> None:
    found = merge(stored, offered, versions=versions, seen=seen)
    assert (found.answers, found.changed, len(found.clashes)) == (answers, changed, clashes)


@given(ANSWERS, ANSWERS, COUNTS, COUNTS)
def test_nothing_that_was_offered_is_lost(
    stored: dict[str, str], offered: dict[str, str], versions: dict[str, int], seen: dict[str, int]
) -> None:
    found = merge(stored, offered, versions=versions, seen=seen)
    told = {clash.name: clash.offered for clash in found.clashes}
    for name, answer in offered.items():
        assert found.answers.get(name, "") == answer or told[name] == answer
    for name, answer in stored.items():
        was_seen = seen.get(name, 0) >= versions.get(name, 0)
        assert found.answers[name] == answer or (was_seen and name in offered)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_two_who_answer_different_questions_never_clash(
    stored: dict[str, str], one: dict[str, str], other: dict[str, str]
) -> None:
    other = {name: answer for name, answer in other.items() if name not in one}
    first = merge(stored, one, versions={}, seen={})
    versions = dict.fromkeys(first.changed, 1)
    second = merge(first.answers, other, versions=versions, seen={})
    assert second.clashes == ()
    assert {name: second.answers.get(name, "") for name in {*one, *other}} == {**one, **other}
