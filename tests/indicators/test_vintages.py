"""Boundaries of different years are never joined: not in a table, not on a map, not in a line over time."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.test import Client

from het_site.home.queries import ward_map
from indicators.models import Area, Indicator, edition_of, newest_edition
from indicators.places.wards import wards_of_town
from tests.factories.indicators import choose_places, make_area, make_index_page, make_indicator, make_observation

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Area:
    make_index_page()
    town = make_area(name="Anytown")
    choose_places(town)
    return town


def make_ward(town: Area, name: str, vintage: str, *, spot: tuple[int, int] | None = None, **fields: object) -> Area:
    q, r = spot or (None, None)
    return make_area(name=name, area_type=Area.Type.WARD, parent=town, vintage=vintage, hex_q=q, hex_r=r, **fields)


def sections(client: Client, indicator: Indicator) -> dict[str, str]:
    html = unescape(client.get(indicator.url).content.decode())
    return {part.split('"')[0]: part for part in html.split('<section class="section" id="')[1:]}


@pytest.mark.parametrize("ended", [date(2023, 5, 3), None], ids=["the old ones ended", "both are still in use"])
def test_wards_of_two_vintages_stand_apart(client: Client, town: Area, ended: date | None) -> None:
    indicator = make_indicator()
    old = make_ward(town, "Hill", "2011", spot=(0, 0), valid_to=ended)
    new = make_ward(town, "Hill", "2023", spot=(0, 0), valid_from=date(2023, 5, 4))
    make_observation(indicator, town, 2024, 20)
    make_observation(indicator, old, 2024, 11.1)
    make_observation(indicator, new, 2024, 22.2)
    parts = {name: html for name, html in sections(client, indicator).items() if name.startswith("wards")}
    assert set(parts) == {"wards", "wards-boundaries-of-2011"}
    assert ("22.2" in parts["wards"], "11.1" in parts["wards"]) == (True, False)
    older = parts["wards-boundaries-of-2011"]
    assert ("11.1" in older, "22.2" in older) == (True, False)
    for html in parts.values():
        assert html.count('<svg class="chart hexmap') <= 1
        assert html.count(">Hill</a></th>") == 1


def test_an_old_wards_past_is_no_past_of_the_new_one(client: Client, town: Area) -> None:
    """Each vintage keeps its own latest period, even where the names are the same."""
    indicator = make_indicator()
    old = make_ward(town, "Hill", "2011", valid_to=date(2023, 5, 3))
    new = make_ward(town, "Hill", "2023", valid_from=date(2023, 5, 4))
    make_observation(indicator, town, 2024, 20)
    make_observation(indicator, old, 2021, 11.1)
    make_observation(indicator, new, 2024, 22.2)
    found = sections(client, indicator)
    assert "2024" in found["wards"]
    assert "2021" not in found["wards"]
    assert "2021" in found["wards-boundaries-of-2011"]


def test_the_map_on_the_home_page_shows_the_newest_wards_alone(town: Area) -> None:
    indicator = make_indicator()
    old = make_ward(town, "Old Hill", "2011", spot=(0, 0))
    new = make_ward(town, "New Hill", "2023", spot=(0, 0), valid_from=date(2023, 5, 4))
    for ward in (old, new):
        make_observation(indicator, ward, 2024)
    found = ward_map(indicator, wards_of_town(town.pk).in_use)
    assert found is not None
    assert found.names == ("New Hill",)


def test_new_wards_without_places_on_the_map_are_not_shown_as_the_old_ones(town: Area) -> None:
    indicator = make_indicator()
    old = make_ward(town, "Old Hill", "2011", spot=(0, 0))
    make_ward(town, "New Hill", "2023", valid_from=date(2023, 5, 4))
    make_observation(indicator, old, 2024)
    assert ward_map(indicator, wards_of_town(town.pk).in_use) is None


def test_an_edition_is_the_vintage_or_the_first_year() -> None:
    assert edition_of("2011", None) == "2011"
    assert edition_of("", date(2023, 5, 4)) == "2023"
    assert edition_of("", None) == ""
    assert newest_edition([]) == ""
    assert newest_edition([("2023", None), ("2011", None)]) == "2023"
    assert newest_edition([("new", date(2023, 5, 4)), ("old", None)]) == "new"
