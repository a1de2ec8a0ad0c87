"""Each strip of a ward's page is also a picture and a table to take away."""

from __future__ import annotations

from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from indicators.models import Indicator
from tests.factories.indicators import make_indicator, make_observation
from tests.indicators.places.conftest import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(town: Town) -> Indicator:
    found = make_indicator(title="People counted", slug="counted")
    for ward, value in zip(town.wards, (10.0, 20.0, 30.0, 40.0, 51.3, 66.6), strict=True):
        make_observation(found, ward, 2021, value)
    return found


def test_each_strip_can_be_taken_away_as_a_picture_and_as_a_table(
    client: Client, town: Town, indicator: Indicator
) -> None:
    ward = town.wards[4]
    (strip,) = BeautifulSoup(client.get(f"/places/{ward.code}/").content, "html.parser").select(".strip")
    links = {link.get_text(): str(link["href"]) for link in strip.select(".fig__links a")}
    svg = client.get(links["Picture as SVG"])
    assert svg["Content-Type"] == "image/svg+xml"
    drawn = unescape(svg.content.decode())
    for words in (
        "The large dot is Saint Anne’s, 51.3%;",
        "another ward of Anytown",
        "2021",
        "Office for Examples",
        f"#{strip['id']}",
    ):
        assert words in drawn
    assert client.get(links["Picture as PNG"]).content.startswith(b"\x89PNG")
    rows = client.get(links["Table as CSV"]).content.decode("utf-8-sig").splitlines()
    assert any(row.startswith("Saint Anne’s,51.3") for row in rows)
    assert client.get(links["Table as CSV"], headers={"If-None-Match": svg["ETag"]}).status_code == 200
    assert client.get(links["Picture as SVG"], headers={"If-None-Match": svg["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "name", ["nothing.svg", "ward-counted.exe", "ward-counted.json", "WARD-COUNTED.svg", "a" * 300 + ".svg"]
)
def test_a_strip_that_is_not_there_has_no_file(client: Client, town: Town, indicator: Indicator, name: str) -> None:
    assert client.get(f"/places/{town.wards[0].code}/charts/{name}").status_code == 404
    assert client.get(f"/places/{town.area.code}/charts/ward-counted.svg").status_code == 404
    assert client.get("/places/E05999999/charts/ward-counted.svg").status_code == 404
