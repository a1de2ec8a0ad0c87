"""Long addresses: found in one step, with the same answers that Wagtail's walk from page to page gives."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.home import make_content_page
from tests.factories.newsletter import make_news_index, make_news_page

pytestmark = pytest.mark.django_db


def make_stairs(steps: int) -> str:
    """Make pages below each other; gives the address of the last."""
    page = make_content_page()
    for _ in range(steps - 1):
        page = make_content_page(parent=page)
    return str(page.url)


def test_an_address_costs_the_same_however_long_it_is(client: Client, django_assert_max_num_queries: Any) -> None:
    seen = []
    for steps in (2, 5):
        address = make_stairs(steps)
        client.get(address)
        with django_assert_max_num_queries(12) as asked:
            assert client.get(address).status_code == 200
        seen.append(len(asked))
    assert seen[0] == seen[1]


def test_an_address_that_leads_nowhere_is_not_found(client: Client) -> None:
    address = make_stairs(2)
    assert client.get(f"{address}more/").status_code == 404
    assert client.get("/nothing/here/").status_code == 404


def test_a_draft_is_not_found_but_a_page_below_it_is(client: Client) -> None:
    draft = make_content_page(live=False)
    below = make_content_page(parent=draft)
    assert client.get(f"/{draft.slug}/").status_code == 404
    assert client.get(f"/{draft.slug}/{below.slug}/").status_code == 200


def test_a_page_keeps_the_addresses_that_it_answers_itself(client: Client) -> None:
    make_news_index()
    make_news_page(slug="feed")
    assert client.get("/news/feed/")["Content-Type"].startswith("application/atom+xml")
