"""Every state of an indicator's page says what it is, in words, and its charts equal their tables."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from indicators.models import Area, Indicator, IndicatorSettings
from indicators.queries import profile, setting_for
from tests.factories.indicator_states import STATES, World, make_states
from tests.indicators.charts.equality import assert_equals_its_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """Make the states that a test is marked with, or all."""
    mark = request.node.get_closest_marker("states")
    return make_states(*(mark.args if mark else ()))


def words_of(client: Client, slug: str, query: str = "") -> tuple[BeautifulSoup, str]:
    response = client.get(f"/indicators/{slug}/{query}")
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return page, " ".join(page.get_text(" ").split())


def test_every_state_is_told_in_words_and_every_chart_equals_its_table(client: Client, world: World) -> None:
    settings = IndicatorSettings.of_default_site()
    assert settings is not None
    setting = setting_for(settings)
    assert setting is not None
    missing = []
    for slug, state in STATES.items():
        page, text = words_of(client, slug)
        missing += [(slug, words) for words in state.told if words.casefold() not in text.casefold()]
        missing += [(slug, f"not {words}") for words in state.not_told if words in text]
        ids = [str(one["id"]) for one in page.select("[id]")]
        assert len(ids) == len(set(ids)), slug
        levels = [int(str(one.name)[1]) for one in page.select("main h1, main h2, main h3, main h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (slug, levels)
        for chart in profile(Indicator.objects.get(slug=slug), setting, settings).charts:
            assert_equals_its_table(chart)
            assert chart.name in ids
    assert missing == []


@pytest.mark.states("wards")
def test_each_vintage_of_wards_has_a_map_and_a_table_of_its_own(client: Client, world: World) -> None:
    page, _ = words_of(client, "wards")
    for anchor, name, wards in (
        ("wards", "wards-2023", world.wards),
        ("wards-boundaries-of-2011", "wards-2011", world.old_wards),
    ):
        section = page.find(id=anchor)
        assert section is not None
        assert section.find(id=name) is not None
        codes = {ward.code for ward in wards}
        assert {str(one["data-place"]) for one in section.select("svg a")} == codes
        assert {str(one["data-place"]) for one in section.select("tr[data-place]")} == codes
        assert {str(one["href"]) for one in section.select("svg a")} == {
            reverse("place", args=[code]) for code in codes
        }


@pytest.mark.states("wards")
def test_real_outlines_are_drawn_where_every_ward_has_one(client: Client, world: World) -> None:
    for at, ward in enumerate(world.wards):
        ring = [[at, 0], [at + 1, 0], [at + 1, 1], [at, 1], [at, 0]]
        Area.objects.filter(pk=ward.pk).update(outline={"type": "Polygon", "coordinates": [ring]})
    page, text = words_of(client, "wards")
    found = page.select_one("#wards-2023 svg.hexmap--exact")
    assert found is not None
    assert len(found.select("a[data-place]")) == 4
    assert "Contains OS data" in text
    assert page.select_one("#wards-2011 svg.hexmap--exact") is None


# Whom the line is set beside


def lines_of(page: BeautifulSoup) -> list[str]:
    return [cell.get_text(strip=True) for cell in page.select("#trend-persons thead th")][1:]


@pytest.mark.states("alike")
@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("", ["Anytown", "95% interval", "Anyland"]),
        ("?with=E06000002", ["Anytown", "95% interval", "Othertown"]),
        ("?with=E06000002&with=E92000001", ["Anytown", "95% interval", "Othertown", "Anyland"]),
        ("?with=E06000002&with=E06000002", ["Anytown", "95% interval", "Othertown"]),
        ("?other=1", ["Anytown", "95% interval", "Anyland"]),
    ],
)
def test_the_address_chooses_the_lines(client: Client, world: World, query: str, lines: list[str]) -> None:
    page, _ = words_of(client, "alike", query)
    assert lines_of(page) == lines


@pytest.mark.states("alike")
def test_at_most_four_lines_are_drawn_and_readers_are_told(client: Client, world: World) -> None:
    extra = [make_other(world, name) for name in ("Third", "Fourth", "Fifth")]
    query = "&".join(f"with={area.code}" for area in extra)
    _, text = words_of(client, "alike", f"?{query}&with=E92000001")
    assert "Only the first three are shown." in text
    _, text = words_of(client, "alike", f"?{query}")
    assert "Only the first three are shown." not in text


def make_other(world: World, name: str) -> Area:
    from indicators.models import AreaGroup, AreaGroupMember

    area = Area.objects.create(code=f"E0600{sum(map(ord, name)):04d}", name=name, area_type=Area.Type.LOCAL_AUTHORITY)
    AreaGroupMember.objects.create(group=AreaGroup.objects.get(), area=area)
    return area


@pytest.mark.states("alike")
@pytest.mark.parametrize(
    "code",
    ["E06000001", "E05202300", "nowhere", "", "%00", "%27%22%3E", "E06000002%0d%0a", "é" * 9, "E" * 3000, "-1", "../x"],
)
def test_a_place_that_cannot_be_chosen_is_not_found(client: Client, world: World, code: str) -> None:
    response = client.get(f"/indicators/alike/?with={code}")
    assert response.status_code == (400 if code == "%00" else 404)
    assert b"<h1" in response.content


@pytest.mark.states("alike")
def test_any_number_of_places_in_the_address_costs_no_more_queries(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    client.get("/indicators/alike/")
    with django_assert_max_num_queries(30):
        assert client.get("/indicators/alike/?" + "with=E06000002&" * 500).status_code == 200


@pytest.mark.states("alike")
def test_the_places_to_choose_from_stand_behind_a_plain_link(client: Client, world: World) -> None:
    page, _ = words_of(client, "alike")
    link = page.select_one('a[href="?choose=places#choose"]')
    assert link is not None
    assert not page.select('input[name="with"]')
    page, _ = words_of(client, "alike", "?choose=places")
    named = [str(one["value"]) for one in page.select('form.choose input[name="with"]')]
    assert named == ["E92000001", "E12000001", "E06000002"]
    assert lines_of(page) == ["Anytown", "95% interval", "Anyland"]
