"""Titles that are likely the same are found, others are not."""

from __future__ import annotations

import pytest

from casestudies.cms.duplicates import alike, normalised, similarity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Warm homes for Luton", "Warm Homes – for Luton!"),
        ("Café for carers", "Cafe for carers"),
        ("Warm homes for Luton", "Warm homes in Luton"),
        ("Dental pop-up clinics", "Dental pop up clinic"),
    ],
)
def test_likely_the_same(one: str, other: str) -> None:
    assert alike({1: one}, [(1, one), (2, other)]) == {1: [2]}


@pytest.mark.parametrize(
    ("one", "other"), [("Warm homes", "Walking to school"), ("", ""), ("Lunch", ""), ("Lunch club", "Lunch bus tour")]
)
def test_not_the_same(one: str, other: str) -> None:
    assert alike({1: one}, [(2, other)]) == {1: []}


def test_the_most_alike_comes_first() -> None:
    assert alike({0: "Warm homes"}, [(1, "Warm homes two"), (2, "Warm homes")]) == {0: [2, 1]}
    assert normalised("  Élan -- vital ") == "elan vital"
    assert similarity("abc", "abc") == 1
