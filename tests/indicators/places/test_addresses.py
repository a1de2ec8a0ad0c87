"""Which places have a page: hostile, unknown and foreign codes get the designed answer of a page that is not there."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from indicators.models import Area, IndicatorSettings
from tests.factories.indicators import make_area
from tests.indicators.places.conftest import Town, make_ward


def test_each_ward_and_the_town_have_a_page_and_a_title_of_their_own(client: Client, town: Town) -> None:
    titles = set()
    for area in [town.area, *town.wards]:
        answer = client.get(f"/places/{area.code}/")
        assert answer.status_code == 200
        html = answer.content.decode()
        assert f"<h1>{area.name}" in html.replace("&#x27;", "'")
        titles.add(html.partition("<title>")[2].partition("</title>")[0])
    assert len(titles) == 7


@pytest.mark.parametrize(
    "code",
    [
        "E05",
        "e05000001",
        "E05999999",
        "E0500000\u0661",
        "\uff2505000001",
        "E05000001 ",
        "'; DROP",
        "E05000001\n",
        "../x",
    ],
)
def test_what_names_no_place_is_not_found(client: Client, town: Town, code: str) -> None:
    answer = client.get(f"/places/{quote(code, safe='')}/")
    assert answer.status_code == 404
    assert "We cannot find this page" in answer.content.decode()


def test_places_of_other_towns_and_neighbourhoods_have_no_page(client: Client, town: Town) -> None:
    other = make_area(name="Othertown")
    make_ward(other, 77, name="Elsewhere")
    make_area("E02000001", name="Anytown 001", area_type=Area.Type.MSOA, parent=town.area)
    for code in ("E05000077", "E02000001"):
        assert client.get(f"/places/{code}/").status_code == 404


def test_without_a_town_nothing_breaks(client: Client, town: Town) -> None:
    IndicatorSettings.objects.update(town=None)
    assert client.get("/places/").status_code == 200
    assert client.get(f"/places/{town.wards[0].code}/").status_code == 404


def test_an_address_without_its_last_slash_leads_to_the_page(client: Client, town: Town) -> None:
    assert client.get("/places/E05000001").headers["Location"] == "/places/E05000001/"


@pytest.mark.parametrize("path", ["/places/", "/places/E05000001/"])
def test_pages_are_only_read(client: Client, town: Town, path: str) -> None:
    assert client.put(path).status_code == 405
