"""Ranks in words: from the nearer end, ties told, and how many wards have a figure."""

from __future__ import annotations

import pytest

from indicators.places.ranks import meaning_of, rank_words


@pytest.mark.parametrize(
    ("value", "others", "total", "words"),
    [
        (9, range(9), 10, "highest of 10 wards"),
        (8, [*range(8), 9], 10, "second highest of 10 wards"),
        (0, range(1, 10), 10, "lowest of 10 wards"),
        (3, [0, 1, 2, 4, 5, 6, 7, 8, 9], 10, "4th lowest of 10 wards"),
        (9, [9, 1, 2], 4, "joint highest of 4 wards"),
        (1, [1, 1], 3, "the same as the other wards, of 3 wards"),
        (1, [1], 2, "the same in both wards"),
        (1, [2], 5, "lowest of the 2 wards with a figure"),
        (1, [], 5, "the only ward with a figure"),
        (20.5, range(41), 42, "21st highest of 42 wards"),
        (11.5, range(60), 61, "13th lowest of 61 wards"),
    ],
)
def test_words(value: float, others: list[float], total: int, words: str) -> None:
    assert rank_words(value, list(others), total=total) == words


def test_meanings() -> None:
    assert meaning_of("high_is_good") == "Higher is better."
    assert meaning_of("") == ""
