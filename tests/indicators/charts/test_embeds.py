"""Charts on other people's pages: framed there and nowhere else, found by programs, and never what nobody may see."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from indicators.models import Area, Indicator
from tests.factories.indicators import choose_places, make_area, make_index_page, make_indicator, make_observation

pytestmark = pytest.mark.django_db
SITE = "http://localhost"


@pytest.fixture(autouse=True)
def site_url(settings: Any) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def counted() -> Indicator:
    """An indicator with a line of three years."""
    make_index_page()
    town = make_area("E06000001", name='Any "town"')
    choose_places(town)
    return with_figures("counted", town)


def with_figures(slug: str, town: Area, **fields: object) -> Indicator:
    indicator = make_indicator(**({"slug": slug, "title": "People <counted>"} | fields))
    for year in (2018, 2019, 2020):
        make_observation(indicator, town, year, year - 2000.0)
    return indicator


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


# The page for frames


def test_a_frame_shows_the_chart_its_table_its_source_and_the_way_back(client: Client, counted: Indicator) -> None:
    response = client.get("/embed/indicators/counted/trend-persons/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "From 18.0% (2018) to 20.0% (2020)" in page
    assert page.count("<svg") == 2
    assert '<th scope="row">2019</th>' in page
    assert "Source: Office for Examples" in page
    assert f'href="{SITE}/indicators/counted/#trend-persons" target="_blank" rel="noopener"' in page
    assert "<script" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_it_alone_may_be_framed_by_others_and_it_runs_nothing(client: Client, counted: Indicator) -> None:
    response = client.get("/embed/indicators/counted/trend-persons/")
    policy = directives(response["Content-Security-Policy"])
    assert policy["frame-ancestors"] == "*"
    assert policy["script-src"] == policy["default-src"] == policy["form-action"] == "'none'"
    assert "X-Frame-Options" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    for path in ("/indicators/counted/", "/indicators/counted/charts/trend-persons.svg", "/oembed", "/data/"):
        other = client.get(path)
        assert directives(other["Content-Security-Policy"])["frame-ancestors"] == "'self'"
        assert other["X-Frame-Options"] == "SAMEORIGIN"


def test_a_frame_is_not_sent_twice(client: Client, counted: Indicator) -> None:
    path = "/embed/indicators/counted/trend-persons/"
    etag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert directives(again["Content-Security-Policy"])["frame-ancestors"] == "*"
    counted.title = "Renamed"
    counted.save()
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("path", ["counted/trend-nobody", "nothing/trend-persons", "draft/trend-persons"])
def test_a_frame_without_a_chart_says_so_where_it_stands(client: Client, counted: Indicator, path: str) -> None:
    with_figures("draft", Area.objects.get(), live=False)
    response = client.get(f"/embed/indicators/{path}/")
    assert response.status_code == 404
    assert b"There is no chart at this address" in response.content
    assert directives(response["Content-Security-Policy"])["frame-ancestors"] == "*"


def test_a_retired_indicator_says_so_in_the_frame(client: Client, counted: Indicator) -> None:
    with_figures("left", Area.objects.get(), is_retired=True, retired_because="Nobody counts it.")
    page = client.get("/embed/indicators/left/trend-persons/").content.decode()
    assert "This indicator is no longer in the set.</strong> Nobody counts it." in page


def test_a_chart_that_is_not_drawn_is_embedded_as_its_table(client: Client, counted: Indicator) -> None:
    few = make_indicator(slug="few")
    make_observation(few, Area.objects.get(), 2020, 10.0)
    page = client.get("/embed/indicators/few/trend-persons/").content.decode()
    assert "<svg" not in page
    assert "One figure so far" in page
    assert '<th scope="row">2020</th>' in page


# oEmbed


def test_the_page_tells_programs_where_to_ask_and_people_what_to_copy(client: Client, counted: Indicator) -> None:
    page = client.get("/indicators/counted/").content.decode()
    links = re.findall(r'<link rel="alternate" type="(application/json|text/xml)\+oembed" href="([^"]+)"', page)
    assert [kind for kind, _ in links] == ["application/json", "text/xml"]
    for _, href in links:
        assert client.get(html.unescape(href).removeprefix(SITE)).status_code == 200
    (code,) = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert html.unescape(code).startswith(f'<iframe src="{SITE}/embed/indicators/counted/trend-persons/" title="')


@pytest.mark.parametrize(
    "path",
    [
        "/indicators/counted/",
        "/indicators/counted/#trend-persons",
        "/indicators/counted/?from=mail#wards",
        "/indicators/counted/charts/trend-persons.svg",
        "/indicators/counted/charts/trend-persons.csv",
        "/embed/indicators/counted/trend-persons/",
    ],
)
def test_every_address_of_a_chart_has_its_answer(client: Client, counted: Indicator, path: str) -> None:
    response = client.get("/oembed", {"url": f"{SITE}{path}"})
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert (answer["width"], answer["height"]) == (720, 680)
    assert 'src="http://localhost/embed/indicators/counted/trend-persons/"' in answer["html"]
    assert "People &lt;counted&gt;" in answer["html"]
    assert "People <counted>" in answer["title"]
    assert answer["provider_url"] == f"{SITE}/"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_it_is_no_larger_than_asked_and_can_be_xml(client: Client, counted: Indicator) -> None:
    asked = {"url": f"{SITE}/indicators/counted/", "maxwidth": "400", "maxheight": "9999", "format": "xml"}
    response = client.get("/oembed", asked)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314  (our own)
    assert root.tag == "oembed"
    assert (root.findtext("width"), root.findtext("height")) == ("400", "680")
    assert 'width="400" height="680"' in (root.findtext("html") or "")
    assert root.findtext("version") == "1.0"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": f"{SITE}/indicators/counted/", "format": "yaml"}, 501),
        ({"url": f"{SITE}/indicators/counted/", "format": "JSON"}, 501),
        *(
            ({"url": f"{SITE}/indicators/counted/", name: value}, 400)
            for name in ("maxwidth", "maxheight")
            for value in ("0", "-1", "1.5", "a", "٣", "1e3", "9" * 400, " 600")
        ),
        *(
            ({"url": address}, 404)
            for address in (
                f"{SITE}/",
                f"{SITE}/indicators/",
                f"{SITE}/indicators/nothing/",
                f"{SITE}/indicators/draft/",
                f"{SITE}/indicators/counted/charts/trend-nobody.svg",
                f"{SITE}/indicators/counted/more/",
                f"{SITE}/embed/indicators/counted/trend-nobody/",
                f"{SITE}/indicators/../indicators/counted/",
                "/indicators/counted/",
                "//localhost/indicators/counted/",
                "https://evil.example/indicators/counted/",
                "http://localhost.evil.example/indicators/counted/",
                "http://localhost@evil.example/indicators/counted/",
                "http://user@localhost/indicators/counted/",
                "http://localhost:8000/indicators/counted/",
                "http://[::1/indicators/counted/",
                "ftp://localhost/indicators/counted/",
                "javascript:alert(1)//localhost/indicators/counted/",
                "data:text/html,<script>alert(1)</script>",
                f"{SITE}/indicators/cöunted/",
                f"{SITE}/indicators/%00/",
                f"{SITE}/indicators/{'a' * 5000}/",
                "\u202ehttp://localhost/indicators/counted/",
                "’",
            )
        ),
    ],
)
def test_what_cannot_be_answered_is_refused_as_the_specification_says(
    client: Client, counted: Indicator, asked: dict[str, str], status: int
) -> None:
    with_figures("draft", Area.objects.get(), live=False)
    response = client.get("/oembed", asked)
    assert response.status_code == status
    assert b"alert" not in response.content


def test_names_with_signs_stay_words_in_the_code(client: Client, counted: Indicator) -> None:
    answer = client.get("/oembed", {"url": f"{SITE}/indicators/counted/"}).json()
    assert "<counted>" not in answer["html"]
    assert answer["html"].count("<") == 2
    assert client.get(f"/oembed?url={quote(f'{SITE}/indicators/counted/')}&url=x").status_code == 404
