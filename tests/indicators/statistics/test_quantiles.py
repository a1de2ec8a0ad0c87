"""Equal groups: balanced, in order, equal values together."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import quantile_groups

values_with_gaps = st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("values", "groups", "expected"),
    [
        # OHID's rule by hand: group = groups + 1 − ⌈(number + 1 − rank) × groups ÷ number⌉, equal values one rank
        (range(1, 11), 5, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
        (range(1, 8), 5, [1, 1, 2, 3, 3, 4, 5]),
        ([30, 10, 20], 3, [3, 1, 2]),
        ([1, 1, 1, 1, 2], 5, [1, 1, 1, 1, 5]),
        ([1, 2, 2, 2, 3, 4], 2, [1, 1, 1, 1, 2, 2]),
        ([5, None, 6, None], 2, [1, None, 2, None]),
        ([1, 2, 3, None], 4, [None, None, None, None]),
    ],
)
def test_groups_by_hand(values: list[int | None], groups: int, expected: list[int | None]) -> None:
    assert quantile_groups(values, groups=groups) == expected


def test_inverted_the_highest_come_first() -> None:
    assert quantile_groups(range(1, 11), groups=5, invert=True) == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


@given(st.integers(2, 20), st.integers(2, 200))
def test_different_values_make_groups_that_differ_by_one_at_most(groups: int, number: int) -> None:
    found = quantile_groups(range(number), groups=groups)
    if number < groups:
        assert found == [None] * number
        return
    sizes = Counter(found)
    assert set(sizes) == set(range(1, groups + 1))
    assert max(sizes.values()) - min(sizes.values()) <= 1


@given(values_with_gaps, st.integers(2, 10))
def test_order_is_kept_and_equal_values_stay_together(values: list[int | None], groups: int) -> None:
    found = quantile_groups(values, groups=groups)
    assert all(group is None for value, group in zip(values, found, strict=True) if value is None)
    known = sorted((value, group) for value, group in zip(values, found, strict=True) if value is not None and group)
    assert [group for _, group in known] == sorted(group for _, group in known)
    assert len(dict(known)) == len(set(known))
    assert all(1 <= group <= groups for _, group in known)


@given(values_with_gaps, st.integers(2, 10))
def test_inverting_is_the_same_as_turning_the_values_round(values: list[int | None], groups: int) -> None:
    turned = [None if value is None else -value for value in values]
    assert quantile_groups(values, groups=groups, invert=True) == quantile_groups(turned, groups=groups)
