"""A small town with wards that have hexagons, in a country, and an index page for its indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from indicators.models import Area
from tests.factories.indicators import choose_places, make_area, make_index_page

#: the wards' hexagons: the first has all others but the last beside it
SPOTS = [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2), (5, 5)]
NAMES = ["Middle", "West Field", "Eastgate", "Northwell", "Saint Anne’s", "Far Cotton"]


@dataclass(frozen=True)
class Town:
    """The town, its country, and its wards in use."""

    area: Area
    country: Area
    wards: list[Area]


def make_ward(town: Area, number: int, **fields: Any) -> Area:
    """Make a ward of a town."""
    values = {"name": f"Ward {number}", "area_type": Area.Type.WARD, "parent": town, "vintage": "2023"} | fields
    values.setdefault("valid_from", date(2023, 5, 4))
    return make_area(f"E05{number:06d}", **values)


@pytest.fixture
def town(db: None) -> Town:
    """Give a town of six wards."""
    make_index_page()
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    area = make_area("E06000001", name="Anytown", parent=country)
    choose_places(area, country=country)
    wards = [
        make_ward(area, number, name=name, hex_q=q, hex_r=r, population=1000 + number, population_source="Census 2021")
        for number, (name, (q, r)) in enumerate(zip(NAMES, SPOTS, strict=True), 1)
    ]
    return Town(area, country, wards)
