"""Which form a comparison takes, and which age and period all places share."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.compare import layouts
from indicators.compare.holdings import Holding, age_of, period_of, sexes_of
from indicators.compare.layouts import Layout, fitting, layout_for
from indicators.compare.places import Place
from indicators.compare.subjects import levels_of


def holding(year: int, rows: int, known: int | None = None, **fields: Any) -> Holding:
    values = {"indicator_id": 1, "sex": "persons", "age": ""} | fields
    return Holding(
        **values, start=date(year, 1, 1), end=date(year, 12, 31), label=str(year), rows=rows,
        known=rows if known is None else known,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("indicators", "areas", "layout"),
    [
        (1, 1, Layout.LINES),
        (1, 4, Layout.LINES),
        (1, 5, Layout.RANKED),
        (1, 40, Layout.RANKED),
        (2, 1, Layout.ROWS),
        (28, 2, Layout.ROWS),
        (2, 3, Layout.HEAT),
        (28, 20, Layout.HEAT),
    ],
)
def test_the_form_follows_from_how_much_is_asked(indicators: int, areas: int, layout: Layout) -> None:
    assert layout_for(indicators=indicators, areas=areas) == layout


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_page_never_shows_more_than_it_can(indicators: int, areas: int) -> None:
    kept, places = fitting(range(indicators), range(areas))
    assert list(kept) == list(range(indicators))[: len(kept)]
    assert list(places) == list(range(areas))[: len(places)]
    assert len(kept) <= layouts.MOST_INDICATORS
    assert len(places) <= layouts.MOST_AREAS
    assert len(kept) < 2 or len(kept) * len(places) <= layouts.MOST_CELLS
    assert bool(kept) == bool(indicators)
    assert bool(places) == bool(areas)


@pytest.mark.parametrize(
    ("held", "year"),
    [
        ([holding(2020, 20), holding(2021, 20)], 2021),
        ([holding(2020, 20), holding(2021, 3)], 2020),
        ([holding(2020, 20), holding(2021, 19)], 2021),
        ([holding(2020, 20), holding(2021, 20, 12)], 2021),  # held back is held
        ([holding(2020, 20), holding(2021, 20, 0)], 2020),
        ([holding(2020, 2), holding(2021, 1)], 2020),
        ([holding(2020, 20, 0)], None),
        ([], None),
    ],
)
def test_the_latest_period_that_nearly_all_have_is_compared(held: list[Holding], year: int | None) -> None:
    found = period_of(held)
    assert (found.end.year if found else None) == year


def test_the_age_that_most_places_share_is_compared() -> None:
    own, other = "16 to 64 years", "16 years and over"
    assert age_of([holding(2020, 1, age=own), holding(2020, 20, age=other)], headline=own) == other
    assert age_of([holding(2020, 20, age=own), holding(2020, 20, age=other)], headline=own) == own
    assert age_of([holding(2020, 9, age="All ages"), holding(2020, 9, age="0 to 4")]) == "All ages"
    assert age_of([holding(2020, 9, age=own)], asked=other) is None
    assert age_of([]) is None


def test_women_and_men_stand_for_all_only_where_nothing_counts_both() -> None:
    female, male, both = (holding(2020, 2, sex=sex) for sex in ("female", "male", "persons"))
    assert sexes_of([male, female]) == ("female", "male")
    assert sexes_of([male, female, both]) == ("persons",)
    assert sexes_of([both], asked="male") == ("male",)


def test_two_boundaries_never_share_a_figure() -> None:
    town, country = Place(1, "E06000001", "Anytown", is_town=True), Place(2, "E92000001", "Anyland", is_larger=True)
    new, old = Place(3, "E05000003", "North", "Wards of 2023"), Place(4, "E05000004", "North", "Wards before 2023")
    levels = levels_of([town, country, new, old])
    assert [(level.title, [place.id for place in level.places]) for level in levels] == [
        ("Wards of 2023", [1, 2, 3]),
        ("Wards before 2023", [1, 2, 4]),
    ]
    assert [place.id for place in levels[0].ranked] == [3]
    assert [place.id for place in levels_of([town, country])[0].ranked] == [1]
    assert [place.id for place in levels_of([country])[0].ranked] == [2]
    assert levels_of([]) == []
