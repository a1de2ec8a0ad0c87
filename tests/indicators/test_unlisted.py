"""A measure outside the set has a page of its own at its address, and stands in no list."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from het_site.home.search.actions import rebuild
from het_site.home.search.models import SearchEntry
from indicators.models import Indicator
from tests.factories.indicators import choose_places, make_area, make_index_page, make_indicator, make_observation

pytestmark = pytest.mark.django_db


@pytest.fixture
def unlisted() -> Indicator:
    """A measure without number or theme that has a figure, beside one of the set."""
    make_index_page()
    town = make_area("E06000001", name="Anytown")
    choose_places(town)
    make_observation(make_indicator(slug="listed", title="In the set"), town)
    indicator = make_indicator(slug="unlisted", title="Outside the set", number=None)
    Indicator.objects.filter(pk=indicator.pk).update(theme=None)
    make_observation(indicator, town, 2020, 12.3)
    indicator.refresh_from_db()
    return indicator


def test_its_page_shows_its_figures(client: Client, unlisted: Indicator) -> None:
    response = client.get("/indicators/unlisted/")
    assert response.status_code == 200
    assert "12.3" in response.content.decode()


@pytest.mark.parametrize("path", ["/indicators/", "/sitemap.xml", "/"])
def test_no_list_holds_it(client: Client, unlisted: Indicator, path: str) -> None:
    html = client.get(path).content.decode()
    assert "unlisted" not in html
    assert "Outside the set" not in html
    assert unlisted not in Indicator.objects.current()


def test_search_does_not_find_it(unlisted: Indicator) -> None:
    rebuild()
    assert SearchEntry.objects.filter(url="/indicators/listed/").exists()
    assert not SearchEntry.objects.filter(url="/indicators/unlisted/").exists()


def test_an_indicator_of_the_set_needs_a_principle() -> None:
    indicator = make_indicator()
    indicator.theme = None
    with pytest.raises(ValidationError, match="Choose the principle"):
        indicator.full_clean()
