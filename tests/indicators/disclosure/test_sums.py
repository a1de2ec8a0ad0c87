"""Which figures add up to which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from indicators.disclosure import Figure, Group, Place, hold_back, tables_of
from indicators.disclosure.sums import tiles
from tests.indicators.disclosure.attacker import given_away

TOWN, OTHER = 1, 99
PLACES = {
    TOWN: Place(TOWN, None, "town"),
    **{ward: Place(ward, TOWN, "ward of 2023") for ward in (11, 12, 13)},
    **{ward: Place(ward, TOWN, "ward before") for ward in (21, 22)},
}


def figure(area: int = TOWN, count: float | None = 40, *, year: int = 2020, years: int = 1, **changes: str) -> Figure:
    """Give a figure whose key is its coordinates."""
    start, end = date(year, 1, 1), date(year + years - 1, 12, 31)
    values = {"sex": "persons", "category_type": "", "category": "", "period_kind": "calendar_year"} | changes
    key = (area, start, end, values["sex"], values["category"])
    return Figure(key=key, area=area, start=start, end=end, count=count, **values)


def groups_of(*figures: Figure, threshold: int = 5) -> list[Group]:
    return list(tables_of(figures, PLACES, threshold=threshold, apart=["Related measure"]).groups)


def sums(*figures: Figure) -> dict[object, set[object]]:
    """Give each total with its parts, named by what tells them apart."""
    return {group.total: set(group.parts) for group in groups_of(*figures)}


def test_wards_of_one_vintage_make_up_their_town() -> None:
    town, *wards = figure(), *(figure(ward) for ward in (11, 12, 13, 21, 22))
    groups = groups_of(town, *wards)
    assert [group.parts for group in groups] == [
        tuple(one.key for one in wards[:3]),
        tuple(one.key for one in wards[3:]),
    ]
    assert all(group.is_whole for group in groups)


def test_wards_without_a_figure_leave_the_sum_open() -> None:
    (group,) = groups_of(figure(), figure(11), figure(12))
    assert not group.is_whole


def test_sexes_make_up_all_people() -> None:
    parts = [figure(sex="female"), figure(sex="male")]
    assert sums(figure(), *parts) == {figure().key: {one.key for one in parts}}


def test_a_small_sex_that_nobody_published_is_guarded() -> None:
    tables = tables_of([figure(count=40), figure(count=38, sex="male")], PLACES, threshold=5)
    (guarded,) = [cell for cell in tables.cells if cell.is_guarded]
    assert (guarded.count, guarded.is_shown) == (2, False)
    held = hold_back(tables.cells, tables.groups, threshold=5)
    assert held
    assert not given_away(tables.cells, tables.groups, held, threshold=5)


def test_categories_of_a_type_make_up_the_headline_but_other_measures_do_not() -> None:
    parts = [figure(category_type="Tenure", category=name) for name in ("Owned", "Rented")]
    related = figure(category_type="Related measure", category="Per home")
    assert sums(figure(), *parts, related) == {figure().key: {one.key for one in parts}}


def test_years_make_up_the_years_taken_together() -> None:
    parts = [figure(year=year) for year in (2019, 2020, 2021)]
    whole = figure(year=2019, years=3, period_kind="pooled_years")
    assert sums(whole, *parts, figure(year=2022)) == {whole.key: {one.key for one in parts}}


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ([(2019, 2019), (2020, 2020)], [0, 1]),
        ([(2019, 2019)], []),
        ([(2018, 2018), (2019, 2019), (2020, 2020)], [1, 2]),
        ([(2019, 2020)], []),
        ([(2020, 2020), (2021, 2021)], []),
    ],
)
def test_periods_fill_a_longer_one_from_first_to_last(periods: list[tuple[int, int]], found: list[int]) -> None:
    days = [(date(first, 1, 1), date(last, 12, 31)) for first, last in periods]
    assert tiles((date(2019, 1, 1), date(2020, 12, 31)), days) == found


def test_what_is_the_total_of_more_sums_costs_more_and_what_is_live_most() -> None:
    town = figure()
    figures = [town, figure(sex="female"), figure(sex="male"), figure(11), replace(figure(12), is_live=True)]
    costs = {cell.key: cell.cost for cell in tables_of(figures, PLACES, threshold=5).cells}
    assert costs[town.key] > costs[figure(11).key]
    assert costs[figure(12).key] > costs[town.key]


def test_a_small_ward_of_a_town_by_sex_category_and_year_is_not_told_by_any_of_them() -> None:
    wards, years, sexes, tenures = (11, 12, 13), (2019, 2020), ("female", "male"), ("Owned", "Rented")
    counts = {key: 10 + sum(map(hash, key)) % 7 for key in product(wards, years, (0, 1), (0, 1))} | {
        (12, 2020, 1, 0): 2
    }
    figures = []
    for ward, year, sex, tenure in product((TOWN, *wards), (*years, 0), (*sexes, ""), (*tenures, "")):
        count = sum(
            value
            for (at, when, who, how), value in counts.items()
            if ward in {TOWN, at} and year in {0, when} and sex in {"", sexes[who]} and tenure in {"", tenures[how]}
        )
        changes = {"sex": sex or "persons", "category": tenure, "category_type": "Tenure" if tenure else ""}
        pooled = {"year": year or 2019, "years": 1 if year else 2}
        kind = {"period_kind": "calendar_year" if year else "pooled_years"}
        figures.append(figure(ward, count, **pooled, **changes, **kind))  # type: ignore[arg-type]  # whole numbers and words
    tables = tables_of(figures, PLACES, threshold=5)
    held = hold_back(tables.cells, tables.groups, threshold=5)
    assert list(held.values()).count("small") == 1
    assert not given_away(tables.cells, tables.groups, held, threshold=5)
    assert len(held) <= 24
