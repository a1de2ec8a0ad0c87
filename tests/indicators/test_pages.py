"""The index and the indicators' pages: what they show, where they stand, and how many questions they ask."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from indicators.models import Area, IndicatorIndexPage, IndicatorSettings, Observation
from tests.factories.indicators import (
    choose_places,
    find_out,
    make_area,
    make_index_page,
    make_indicator,
    make_observation,
    observation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index_page() -> IndicatorIndexPage:
    return make_index_page()


@pytest.fixture
def places() -> tuple[Area, Area]:
    """A town in a country, chosen in the settings."""
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)
    return town, country


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


# One indicator


def test_an_indicator_has_an_address_title_and_canonical_of_its_own(
    client: Client, index_page: IndicatorIndexPage, places: tuple[Area, Area]
) -> None:
    indicator = make_indicator(slug="counted", title="People who are counted")
    make_observation(indicator, places[0], 2020, 12.34)
    assert indicator.url == "/indicators/counted/"
    html = text_of(client, indicator.url)
    assert "<title>People who are counted – " in html
    assert '<link rel="canonical" href="http://localhost/indicators/counted/">' in html
    assert html.count("<h1>") == 1
    assert "12.3%" in html
    assert "Anytown, 2020" in html


def test_an_address_without_its_last_slash_leads_to_the_page(client: Client, index_page: IndicatorIndexPage) -> None:
    make_indicator(slug="counted")
    response = client.get("/indicators/counted")
    assert (response.status_code, response.headers["Location"]) == (301, "/indicators/counted/")


@pytest.mark.parametrize("slug", ["nothing", "NOTHING", "counted-draft", "a" * 200, "counted/more"])
def test_what_is_not_there_is_not_found(client: Client, index_page: IndicatorIndexPage, slug: str) -> None:
    make_indicator(slug="counted")
    make_indicator(slug="counted-draft", live=False)
    response = client.get(f"/indicators/{slug}/")
    assert response.status_code == 404
    assert b"<h1" in response.content


def test_a_retired_indicator_keeps_its_address_and_says_where_to_go(
    client: Client, index_page: IndicatorIndexPage, places: tuple[Area, Area]
) -> None:
    new = make_indicator(title="The better one")
    make_indicator(slug="old", is_retired=True, retired_because="It was too rough.", replaced_by=new)
    html = text_of(client, "/indicators/old/")
    assert "no longer in the set" in html
    assert "It was too rough." in html
    assert f'<a href="{new.url}">The better one</a>' in html
    assert "/indicators/old/" not in text_of(client, "/indicators/")


def test_a_stand_in_says_what_it_stands_in_for(
    client: Client, index_page: IndicatorIndexPage, places: tuple[Area, Area]
) -> None:
    indicator = make_indicator(is_proxy=True, proxy_for="It counts cats instead of dogs.")
    make_observation(indicator, places[0])
    find_out()
    assert "It counts cats instead of dogs." in text_of(client, indicator.url)
    assert "Stand-in" in text_of(client, "/indicators/")


def test_without_a_figure_the_page_says_so(
    client: Client, index_page: IndicatorIndexPage, places: tuple[Area, Area]
) -> None:
    indicator = make_indicator()
    make_observation(indicator, places[1])
    html = text_of(client, indicator.url)
    assert "No published figure." in html
    assert "We hold no figure of this for Anytown." in html
    assert "No published figure" in text_of(client, "/indicators/")


def test_before_a_town_is_chosen_the_pages_still_answer(client: Client, index_page: IndicatorIndexPage) -> None:
    indicator = make_indicator()
    make_observation(indicator, make_area())
    assert "No town is chosen" in text_of(client, indicator.url)
    assert indicator.title in text_of(client, "/indicators/")


def test_the_page_of_one_indicator_asks_the_same_questions_for_ten_times_the_rows(
    client: Client, index_page: IndicatorIndexPage, places: tuple[Area, Area], django_assert_num_queries: Any
) -> None:
    town, country = places
    indicator = make_indicator()
    first = make_observation(indicator, town, 2000)
    make_observation(indicator, make_area(parent=town, area_type=Area.Type.WARD), 2000)
    text_of(client, indicator.url)
    with CaptureQueriesContext(
        connection,
    ) as before:
        text_of(client, indicator.url)
    wards = [make_area(parent=town, area_type=Area.Type.WARD) for _ in range(9)]
    rows = [observation(indicator, area, year) for area in (country, *wards) for year in range(1990, 2020)]
    rows += [observation(indicator, town, year, sex="female") for year in range(1990, 2020)]
    for row in rows:
        row.release = first.release
    Observation.objects.bulk_create(rows)
    with django_assert_num_queries(len(before)):
        text_of(client, indicator.url)
    assert len(before) <= 22


# The set


def test_the_sitemap_names_every_published_indicator_with_its_day(
    client: Client, index_page: IndicatorIndexPage
) -> None:
    indicator = make_indicator(slug="counted")
    make_indicator(slug="draft", live=False)
    make_observation(indicator, make_area())
    indicator.observations.get().release.save()
    entries = {entry["location"]: entry.get("lastmod") for entry in index_page.get_sitemap_urls()}
    below = ("", "by-ward/", "spine/", "compare/", "counted/")
    assert set(entries) == {f"http://localhost/indicators/{name}" for name in below}


# The demo's own figures


def test_the_default_site_has_settings_that_can_be_chosen() -> None:
    assert IndicatorSettings.for_site(Site.objects.get(is_default_site=True)).town is None


def test_figures_for_several_ages_are_not_drawn_into_one_line(
    client: Client, index_page: IndicatorIndexPage, places: tuple[Area, Area]
) -> None:
    indicator = make_indicator(slug="aged")
    for year in (2018, 2019, 2020):
        for area, everybody in zip(places, (10.0, 8.0), strict=True):
            make_observation(indicator, area, year, everybody + year - 2018, age="All ages")
            make_observation(indicator, area, year, 222.0, age="Under 10")
    page = text_of(client, "/indicators/aged/")
    assert "The latest figure in Anytown is 12.0%" in page
    assert "From 10.0% (2018) to 12.0% (2020)" in page
    assert "222.0" not in page
    find_out()
    assert "12.0%" in text_of(client, "/indicators/")
    assert "222.0" not in text_of(client, "/indicators/")
