"""A chart's files: they say what the page says, explain themselves, and nobody gets one of what nobody may see."""

from __future__ import annotations

import csv
import io
import re
import struct
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import ImageFont

from het_site.local import print_fonts
from indicators.chart_files.picture import Imprint, picture
from indicators.models import Area, DataRelease, Indicator, IndicatorSettings
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_area_group,
    make_index_page,
    make_indicator,
    make_observation,
    make_release,
)
from tests.indicators.charts.test_contract import charts_of

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
HARD_NAME = 'Ań & <b>"Town"</b>'


@pytest.fixture
def town() -> Area:
    make_index_page()
    country = make_area("E92000001", name="=Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name=HARD_NAME, parent=country)
    choose_places(town, country=country)
    return town


def with_figures(town: Area, **fields: object) -> Indicator:
    """Make an indicator with three years of figures, and one that is held back."""
    release, country = make_release(), town.parent
    assert country is not None
    indicator = make_indicator(**({"slug": "counted", "title": "People & places", "unit": "µg per person"} | fields))
    for year in (2018, 2019, 2020):
        limits = {"lower_95": year - 2011.0, "upper_95": year - 2001.0, "limits_from": "published"}
        make_observation(indicator, town, year, year - 2006.0, release=release, **limits)
        make_observation(indicator, country, year, 2.5, release=release)
    make_observation(indicator, town, 2021, None, reason="suppressed", release=release)
    return indicator


def address(kind: str, slug: str = "counted", name: str = "trend-persons") -> str:
    return f"/indicators/{slug}/charts/{name}.{kind}"


def test_the_csv_is_the_table_with_numbers_as_stored(client: Client, town: Area) -> None:
    with_figures(town)
    response = client.get(address("csv"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="counted-trend-persons.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode(), newline="")))
    assert rows[0] == [
        "Period",
        HARD_NAME,
        f"{HARD_NAME}, lower 95% limit",
        f"{HARD_NAME}, upper 95% limit",
        f"{HARD_NAME}, note",
        "'=Anyland",
        "'=Anyland, note",
    ]
    assert rows[1] == [
        "2021",
        "",
        "",
        "",
        "held back; held back by the publisher so that nobody can be recognised",
        "",
        "none",
    ]
    assert rows[2] == ["2020", "14", "9", "19", "", "2.5", ""]
    assert len(rows) == 5


def test_the_svg_explains_itself_and_brings_nothing_along(client: Client, town: Area) -> None:
    with_figures(town)
    response = client.get(address("svg"))
    assert response["Content-Type"] == "image/svg+xml"
    text = response.content.decode()
    assert not re.search(r"<style|<script|style=|class=|href|url\(|<image|<foreignObject", text)
    root = ET.fromstring(text)  # noqa: S314  (our own)
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for said in (
        "From 12",
        "People & places",
        "micrograms",
        HARD_NAME,
        "2018 to 2021",
        "Office for Examples",
        "Licence",
    ):
        assert said in words, said
    assert "http://localhost/indicators/counted/#trend-persons" in words
    assert root.find(f"{SVG}title") is not None
    assert_words_fit(root)


def assert_words_fit(root: ET.Element) -> None:
    """Measure every line above and below the drawing in the typeface itself."""
    print_fonts.make()
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    lines = root.findall(f"{SVG}text")
    assert len(lines) >= 4
    for element in lines:
        style = "Bold" if element.attrib.get("font-weight") else "Regular"
        face = ImageFont.truetype(print_fonts.TARGET / f"AtkinsonHyperlegibleNext-{style}.ttf", 100)
        long = face.getlength(element.text or "") * float(element.attrib["font-size"]) / 100
        assert float(element.attrib["x"]) + long <= width, element.text
        assert float(element.attrib["y"]) <= height


def test_the_words_of_every_picture_of_the_demo_fit(demo: IndicatorSettings) -> None:
    imprint = Imprint("A town with a rather long name", "https://example.org/indicators/")
    for slug, charts in charts_of(demo):
        for chart in charts:
            if chart.drawing:
                address = f"{imprint.address}{slug}/#{chart.name}"
                assert_words_fit(ET.fromstring(picture(chart, Imprint(imprint.publisher, address))))  # noqa: S314


def test_the_png_is_the_svg_drawn(client: Client, town: Area) -> None:
    with_figures(town)
    response = client.get(address("png"))
    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", response.content[16:24])
    assert width == 1760
    assert 1000 < height < 2500


@pytest.mark.parametrize("kind", ["csv", "svg", "png"])
def test_nothing_is_made_twice_for_those_who_have_it(client: Client, town: Area, kind: str) -> None:
    indicator = with_figures(town)
    first = client.get(address(kind))
    etag = first["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address(kind), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert not [query for query in queries if "indicators_observation" in query["sql"]]
    make_observation(indicator, town, 2022, 30.0, release=make_release())
    after = client.get(address(kind), headers={"If-None-Match": etag})
    assert (after.status_code, after["ETag"] == etag) == (200, False)
    choose_places(town)
    assert client.get(address(kind), headers={"If-None-Match": after["ETag"]}).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "svg", "png", "json"])
def test_only_published_indicators_have_files(client: Client, town: Area, kind: str) -> None:
    with_figures(town, slug="draft", live=False)
    assert client.get(address(kind, "draft")).status_code == 404


def test_retired_and_unlisted_ones_have_them_at_their_addresses(client: Client, town: Area) -> None:
    with_figures(town, slug="left", is_retired=True, retired_because="Nobody counts it.")
    with_figures(town, slug="beside", number=None)
    for slug in ("left", "beside"):
        for kind in ("csv", "svg", "png"):
            assert client.get(address(kind, slug)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        address("csv", name="trend-nobody"),
        address("svg", slug="nothing"),
        address("pdf"),
        address("SVG"),
        address("csv", name="Trend-Persons"),
        address("csv", name="a" * 3000),
        address("csv", name="trend-persons%00"),
        address("csv", name="..%2f..%2fsecret"),
        address("csv", name="trënd"),
        "/indicators/counted/charts/",
        "/indicators/counted/charts/trend-persons/",
        "/indicators/charts/trend-persons.csv",
        "/counted/charts/trend-persons.csv",
    ],
)
def test_an_unknown_file_is_not_found_in_the_sites_frame(client: Client, town: Area, path: str) -> None:
    with_figures(town)
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert b'id="main"' in response.content


def test_a_chart_that_is_not_drawn_has_its_table_alone(client: Client, town: Area) -> None:
    indicator = make_indicator(slug="few")
    make_observation(indicator, town, 2020, 10.0)
    page = client.get("/indicators/few/").content.decode()
    assert "charts/trend-persons.csv" in page
    assert "charts/trend-persons.svg" not in page
    assert client.get(address("csv", "few")).status_code == 200
    assert client.get(address("svg", "few")).status_code == 404
    assert client.get(address("png", "few")).status_code == 404


def test_every_file_that_a_page_links_to_is_there(client: Client, demo: IndicatorSettings) -> None:
    seen = 0
    for indicator in Indicator.objects.with_addresses():
        html = client.get(indicator.url).content.decode()
        for path in re.findall(r'href="(/[^"]+/charts/[^"]+\.(?:csv|svg))"', html):
            assert client.get(path).status_code == 200, path
            seen += 1
    assert seen > 30
    assert DataRelease.objects.exists()


def test_without_a_town_there_is_no_chart(client: Client) -> None:
    make_index_page()
    make_indicator(slug="counted")
    assert client.get(address("csv")).status_code == 404


def test_a_choice_of_places_goes_with_the_chart(client: Client, town: Area) -> None:
    with_figures(town)
    other = make_area("E06000002", name="Elsewhere")
    make_area_group(other)
    indicator = Indicator.objects.get()
    for year in (2018, 2019, 2020):
        make_observation(indicator, other, year, 77.0)
    page = unescape(client.get("/indicators/counted/?with=E06000002").content.decode())
    assert 'href="/indicators/counted/charts/trend-persons.csv?with=E06000002"' in page
    assert 'href="/indicators/counted/?with=E06000002#trend-persons"' in page
    assert "/embed/indicators/counted/trend-persons/?with=E06000002" in page
    plain, chosen = client.get(address("csv")), client.get(f"{address('csv')}?with=E06000002")
    assert (b"Elsewhere" in plain.content, b"Elsewhere" in chosen.content) == (False, True)
    assert plain["ETag"] != chosen["ETag"]
    picture = client.get(f"{address('svg')}?with=E06000002").content.decode()
    assert "Elsewhere" in picture
    assert "/indicators/counted/?with=E06000002#trend-persons" in picture
    assert b"Elsewhere" in client.get("/embed/indicators/counted/trend-persons/?with=E06000002").content
    for path in (address("csv"), "/embed/indicators/counted/trend-persons/"):
        assert client.get(f"{path}?with=nowhere").status_code == 404
