"""A retired indicator: its page, its search result and links to it say so; lists and counts leave it out."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from het_site.home.search.actions import rebuild
from het_site.home.search.models import SearchEntry
from indicators.models import Indicator
from tests.factories.indicators import make_index_page, make_indicator
from tests.factories.priorities import make_recommendation, make_tracker

pytestmark = pytest.mark.django_db


def retire(indicator: Indicator, replaced_by: Indicator | None = None) -> Indicator:
    indicator.is_retired, indicator.retired_because, indicator.replaced_by = True, "Too rough.", replaced_by
    indicator.full_clean()
    indicator.save()
    return indicator


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_readers_are_led_to_the_one_that_stands_at_the_end_of_the_way(client: Client) -> None:
    make_index_page()
    last = make_indicator(title="The best one")
    middle = retire(make_indicator(title="The better one"), last)
    first = retire(make_indicator(), middle)
    html = page(client, first.url)
    assert f'<a href="{last.url}">The best one</a>' in html
    assert "The better one" not in html


@pytest.mark.parametrize("fields", [{"live": False}, {"is_retired": True, "retired_because": "Too rough."}])
def test_nobody_is_led_to_one_that_is_not_in_the_set(client: Client, fields: dict[str, object]) -> None:
    make_index_page()
    first = retire(make_indicator(), make_indicator(title="Gone as well", **fields))
    html = page(client, first.url)
    assert "no longer in the set" in html
    assert "Gone as well" not in html


def test_two_cannot_replace_each_other() -> None:
    one, other = make_indicator(), make_indicator()
    retire(one, other)
    with pytest.raises(ValidationError, match="not even by way of another"):
        retire(other, one)
    with pytest.raises(ValidationError, match="not even by way of another"):
        retire(other, other)


def test_a_circle_that_is_there_already_stops_no_page(client: Client) -> None:
    make_index_page()
    one, other = make_indicator(), make_indicator()
    Indicator.objects.filter(pk=one.pk).update(is_retired=True, replaced_by=other)
    Indicator.objects.filter(pk=other.pk).update(is_retired=True, replaced_by=one)
    assert "no longer in the set" in page(client, one.url)


def test_search_and_sitemap_keep_its_address_and_search_says_so(client: Client) -> None:
    make_index_page()
    retire(make_indicator(slug="old", title="Draughty attics"))
    rebuild()
    entry = SearchEntry.objects.get(url="/indicators/old/")
    assert entry.summary.startswith("No longer in the set. ")
    assert "No longer in the set." in page(client, "/search/?q=attics")
    assert "/indicators/old/" in client.get("/sitemap.xml").content.decode()
    assert "/indicators/old/" not in page(client, "/indicators/")


def test_a_link_to_it_says_so(client: Client) -> None:
    make_index_page()
    make_tracker()
    old = retire(make_indicator(title="Draughty attics"))
    recommendation = make_recommendation(live=True)
    recommendation.indicators = [old]
    recommendation.save()
    html = page(client, recommendation.url)
    assert "Draughty attics" in html
    assert "No longer in the set" in html
