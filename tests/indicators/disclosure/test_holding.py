"""No small count can be read or worked out from what is shown, shown by somebody who tries."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure import SECONDARY, SMALL, Cell, Group, hold_back
from tests.indicators.disclosure.attacker import given_away, ranges

THRESHOLD = 5
#: invented counts of twenty wards
WARDS = (0, 3, 41, 12, 0, 27, 5, 88, 19, 33, 7, 54, 21, 16, 9, 62, 30, 11, 48, 25)


def town(counts: tuple[float, ...] = WARDS) -> tuple[list[Cell], list[Group]]:
    """Give wards and the town they make up."""
    wards = [Cell(f"ward {place}", count) for place, count in enumerate(counts)]
    return [Cell("town", sum(counts), cost=4), *wards], [Group("town", tuple(ward.key for ward in wards))]


def table(counts: dict[tuple[int, str], int]) -> tuple[list[Cell], list[Group]]:
    """Give wards by sex, with the town and everybody."""
    wards = sorted({ward for ward, _ in counts})
    everybody = {(ward, "persons"): sum(counts[ward, sex] for sex in ("female", "male")) for ward in wards}
    all_counts: dict[tuple[object, str], int] = {**counts, **everybody}  # type: ignore[dict-item]  # a ward is an object
    sexes = ("persons", "female", "male")
    all_counts |= {("town", sex): sum(all_counts[ward, sex] for ward in wards) for sex in sexes}
    groups = [Group(("town", sex), tuple((ward, sex) for ward in wards)) for sex in sexes]
    groups += [Group((area, "persons"), ((area, "female"), (area, "male"))) for area in (*wards, "town")]
    cells = [
        Cell(key, count, cost=4 ** ((key[0] == "town") + (key[1] == "persons"))) for key, count in all_counts.items()
    ]
    return cells, groups


def test_a_small_ward_takes_one_other_with_it() -> None:
    cells, groups = town()
    held = hold_back(cells, groups, threshold=THRESHOLD)
    assert held["ward 1"] == SMALL
    assert list(held.values()).count(SECONDARY) == 1
    assert "town" not in held
    assert not given_away(cells, groups, held, threshold=THRESHOLD)


def test_the_attacker_finds_what_is_held_back_alone() -> None:
    cells, groups = town()
    assert ranges(cells, groups, ["ward 1"]) == {"ward 1": (3, 3)}
    assert given_away(cells, groups, {"ward 1": SMALL}, threshold=THRESHOLD)


def test_nothing_is_small_nothing_is_held_back() -> None:
    assert hold_back(*town((0, 5, 17)), threshold=THRESHOLD) == {}


def test_a_threshold_of_nought_holds_nothing_back() -> None:
    assert hold_back(*town(), threshold=0) == {}


def test_a_nought_is_not_small_but_may_hide_one() -> None:
    """Both others are noughts, so they and the town go, or the three would be told."""
    cells, groups = town((3, 0, 0))
    held = hold_back(cells, groups, threshold=THRESHOLD)
    assert held["ward 0"] == SMALL
    assert held["town"] == SMALL
    assert not given_away(cells, groups, held, threshold=THRESHOLD)


def test_two_small_ones_hide_each_other_only_where_their_sum_may_be_large() -> None:
    assert set(hold_back(*town((3, 4, 50, 60)), threshold=THRESHOLD)) == {"ward 0", "ward 1"}
    assert len(hold_back(*town((1, 1, 50, 60)), threshold=THRESHOLD)) == 3


def test_one_sex_is_not_told_by_the_other() -> None:
    counts = dict.fromkeys(product(range(6), ("female", "male")), 30) | {(2, "male"): 2}
    cells, groups = table(counts)
    held = hold_back(cells, groups, threshold=THRESHOLD)
    assert held[2, "male"] == SMALL
    assert not given_away(cells, groups, held, threshold=THRESHOLD)
    # a square of four: two wards, both sexes
    assert len(held) == 4


def test_what_was_held_back_before_stays_so_when_its_cover_is_shown() -> None:
    """Ward 1 was held back with ward 3; a correction of ward 3 alone must not tell ward 1."""
    cells, groups = town()
    cells = [Cell(cell.key, None, is_shown=False, is_guarded=True) if cell.key == "ward 1" else cell for cell in cells]
    held = hold_back(cells, groups, threshold=THRESHOLD)
    lowest, highest = ranges(cells, groups, held)["ward 1"]
    assert lowest == 0
    assert highest > THRESHOLD


def test_what_cannot_be_small_needs_no_cover() -> None:
    """Two wards were held back before; together they are far more than small, one of them is told apart by nothing."""
    cells, groups = town((200, 300, 50))
    hidden = [Cell("ward 0", None, is_shown=False, is_guarded=True)]
    shown = [cell for cell in cells if cell.key != "ward 0"]
    assert hold_back([*shown, *hidden], groups, threshold=THRESHOLD) == {}


def test_a_rest_that_nobody_publishes_hides_what_it_is_made_of() -> None:
    """Only one of a region's places is in the file: nobody can subtract the others."""
    cells = [Cell("region", 5000, cost=4), Cell("place", 3)]
    assert hold_back(cells, [Group("region", ("place",), is_whole=False)], threshold=THRESHOLD) == {"place": SMALL}


def test_a_figure_that_is_live_is_taken_down_only_where_nothing_else_will_do() -> None:
    cells, groups = town()
    dear = [Cell(cell.key, cell.count, cost=cell.cost * (1000 if cell.key == "ward 6" else 1)) for cell in cells]
    assert "ward 6" not in hold_back(dear, groups, threshold=THRESHOLD)
    all_dear = [Cell(cell.key, cell.count, cost=cell.cost * 1000) for cell in cells]
    assert not given_away(cells, groups, hold_back(all_dear, groups, threshold=THRESHOLD), threshold=THRESHOLD)


def test_sums_that_contradict_each_other_hide_everything_beside() -> None:
    cells = [Cell("town", 1, is_shown=True), Cell("a", 3), Cell("b", 10)]
    assert set(hold_back(cells, [Group("town", ("a", "b"))], threshold=THRESHOLD)) == {"town", "a", "b"}


def test_the_same_table_gives_the_same_result_in_any_order() -> None:
    cells, groups = table({(ward, sex): 2 + 7 * ward for ward, sex in product(range(5), ("female", "male"))})
    assert hold_back(cells, groups, threshold=5) == hold_back(cells[::-1], groups[::-1], threshold=5)


small_or_not = st.one_of(st.integers(0, 9), st.integers(0, 300))


@given(
    counts=st.integers(2, 6).flatmap(
        lambda wards: st.fixed_dictionaries(dict.fromkeys(product(range(wards), ("female", "male")), small_or_not))
    ),
    threshold=st.sampled_from([3, 5, 10]),
)
@settings(max_examples=60)
def test_nobody_works_out_a_small_count_of_any_ward_and_sex(counts: dict[tuple[int, str], int], threshold: int) -> None:
    cells, groups = table(counts)
    held = hold_back(cells, groups, threshold=threshold)
    assert not given_away(cells, groups, held, threshold=threshold)
    assert {cell.key for cell in cells if cell.count and cell.count < threshold} <= set(held)


@given(counts=st.lists(small_or_not, min_size=2, max_size=20))
@settings(max_examples=60)
def test_nobody_works_out_a_small_ward_from_its_town(counts: list[int]) -> None:
    cells, groups = town(tuple(counts))
    held = hold_back(cells, groups, threshold=THRESHOLD)
    assert not given_away(cells, groups, held, threshold=THRESHOLD)


@pytest.mark.parametrize("threshold", [2, 5, 10])
def test_a_threshold_moves_what_is_small(threshold: int) -> None:
    held = hold_back(*town(), threshold=threshold)
    assert {key for key, why in held.items() if why == SMALL} == {
        f"ward {place}" for place, count in enumerate(WARDS) if 0 < count < threshold
    }
