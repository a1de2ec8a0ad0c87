"""The newsletter's own page, its editions side by side, and its feeds."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from newsletter.models.editions import RESERVED_SLUGS
from tests.factories.editions import edition_with
from tests.factories.indicators import make_theme
from tests.factories.newsletter import make_edition, make_newsletter
from tests.factories.priorities import make_priority_page

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_before_the_first_edition(client: Client) -> None:
    page = read(client, make_newsletter().url)
    assert "The first edition is still to come" in page.get_text()
    assert page.find("a", href="/newsletter/sign-up/")
    assert page.find("input", {"name": "q"}) is None


def test_editions_stand_newest_first_and_drafts_do_not(client: Client) -> None:
    older, newer = make_edition(), make_edition()
    draft = make_edition(live=False)
    told = str(read(client, make_newsletter().url).main)
    assert told.index(newer.title) < told.index(older.title)
    assert draft.title not in told


def test_the_next_copy_deadline_is_public(client: Client) -> None:
    day = timezone.localdate() + dt.timedelta(days=40)
    assert "No copy deadline is set yet." in read(client, make_newsletter().url).get_text()
    make_edition(live=False, copy_deadline=day, planned_for=day)
    assert f"{day.day} {day:%B %Y}" in read(client, make_newsletter().url).get_text()


def test_search(client: Client) -> None:
    wanted, other = edition_with("text", title="Gardens"), make_edition(title="Homes")
    call_command("update_index", verbosity=0)
    for words in ("gardens", "busy month"):
        told = str(read(client, f"{make_newsletter().url}?q={words}").main)
        assert wanted.title in told
        assert other.title not in told
    none = read(client, f"{make_newsletter().url}?q=zebra")
    assert "No edition has these words." in none.get_text()
    assert client.get(f"{make_newsletter().url}?page=99").status_code == 404


def test_neighbours_and_anchors(client: Client) -> None:
    first, second, third = (make_edition() for _ in range(3))
    page = read(client, second.url)
    assert page.find("a", rel="prev")["href"] == first.url  # type: ignore[index]  # a test may fail here
    assert page.find("a", rel="next")["href"] == third.url  # type: ignore[index]  # a test may fail here
    page = read(client, edition_with("partner_item", "quote").url)
    for link in page.select('main a[href^="#item-"]'):
        assert page.find(id=str(link["href"])[1:])
    assert "From Smiles CIC" in page.get_text()


def test_feeds_of_all_and_of_each_topic(client: Client) -> None:
    theme, housing = make_theme(), make_priority_page(title="Housing", slug="housing")
    make_edition(title="Of a principle", themes=[theme])
    make_edition(title="Of housing", priorities=[housing])
    make_edition(title="Of figures", is_figures=True)
    index = read(client, make_newsletter().url)
    linked = [str(link["href"]) for link in index.find_all("link", type="application/atom+xml")]
    seen = {str(link["href"]) for link in index.select("main a")}
    assert set(linked) <= seen
    told = {address: client.get(address).content.decode() for address in linked}
    counts = {address.split("/")[-2]: text.count("<entry>") for address, text in told.items()}
    assert counts == {"feed": 3, f"principle-{theme.slug}": 1, "priority-housing": 1, "news": 0, "figures": 1}
    assert "Of housing" in told["/newsletter/feed/priority-housing/"]
    assert client.get("/newsletter/feed/nothing/").status_code == 404
    assert client.get("/newsletter/feed/")["Content-Type"] == "application/atom+xml; charset=utf-8"


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_no_edition_takes_an_address_of_the_newsletters_own(slug: str) -> None:
    edition = make_edition()
    edition.slug = slug
    with pytest.raises(Exception, match="used by the newsletter itself"):
        edition.full_clean()


def test_the_home_page_leads_to_the_newsletter(client: Client) -> None:
    home = make_newsletter().get_parent()
    page = read(client, home.url)
    assert page.find("a", string="Read the editions")["href"] == "/newsletter/"  # type: ignore[index]  # a test may fail here
    assert page.select_one('main a[href="/newsletter/sign-up/"]')
