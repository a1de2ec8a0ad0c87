"""The newsletter's own page, its editions side by side, and its feeds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from het_site.core.models import Theme
from newsletter.models import EditionPage, Sending
from newsletter.models.editions import RESERVED_SLUGS
from newsletter.rendering.checks import IS_SAMPLE
from newsletter.rendering.letter import render
from newsletter.rendering.report import report
from newsletter.sending.freezing import freeze
from tests.factories.editions import edition_with
from tests.factories.indicators import make_theme
from tests.factories.newsletter import make_edition, make_news_page, make_newsletter
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


def sent(edition: EditionPage) -> Sending:
    """Send an edition to nobody: its words are what readers got."""
    sending = freeze(edition, by=None, start_at=timezone.now(), rendered=render(edition))
    Sending.objects.filter(pk=sending.pk).update(state=Sending.State.FINISHED)
    return sending


def test_search_finds_what_readers_got_and_not_what_was_changed_since(client: Client) -> None:
    edition = edition_with("text", title="Gardens")
    sent(edition)
    edition.title = "Allotments"
    edition.body = json.dumps([{"type": "text", "value": "<p>Something about marrows.</p>"}])
    edition.save_revision().publish()
    call_command("update_index", verbosity=0)
    address = make_newsletter().url
    assert "Gardens" in str(read(client, f"{address}?q=busy month").main)
    assert "1 edition with" in read(client, f"{address}?q=gardens").get_text()
    assert "No edition has these words." in read(client, f"{address}?q=marrows").get_text()
    told = str(read(client, address).main)
    assert "Gardens" in told
    assert "Allotments" not in told
    newer = make_edition(number=edition.number + 1)
    assert read(client, newer.url).find("a", rel="prev").get_text() == "Gardens"  # type: ignore[union-attr]  # a test may fail here
    assert "Allotments" not in client.get(f"{address}feed/").content.decode()


def test_an_edition_that_names_a_page_is_found_by_what_it_showed(client: Client) -> None:
    edition = edition_with("news", "picture", title="Gardens")
    page = edition.body[0].value["page"]
    page.title = "A medal"
    page.save_revision().publish()
    sent(edition)
    address = make_newsletter().url
    assert "Gardens" in str(read(client, f"{address}?q=medal").main)
    assert "No edition has these words." in read(client, f"{address}?q=yard").get_text()


def test_an_address_stays_when_title_and_slug_change(
    client: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    edition = make_edition(title="Gardens", slug="gardens")
    old = edition.url
    edition.title = "Allotments"
    edition.save_revision().publish()
    assert read(client, old)
    edition.slug = "allotments"
    with django_capture_on_commit_callbacks(execute=True):
        edition.save_revision().publish()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/newsletter/allotments/")


def test_an_edition_that_is_withdrawn_is_nowhere(client: Client) -> None:
    edition = edition_with("text", title="Gardens")
    newer = make_edition()
    sent(edition)
    address = make_newsletter().url
    edition.unpublish()
    call_command("update_index", verbosity=0)
    assert client.get(edition.url).status_code == 404
    for place in (address, f"{address}?q=busy", f"{address}feed/", newer.url):
        assert "Gardens" not in client.get(place).content.decode()


def test_a_sample_says_so_and_makes_room_for_the_first_edition(client: Client) -> None:
    sample = edition_with("text", title="How it looks", number=0, is_sample=True)
    index = read(client, make_newsletter().url)
    assert "The first edition is still to come" in index.get_text()
    assert index.find("a", string="How it looks")
    assert index.find(class_="sample")
    assert index.find("input", {"name": "q"}) is None
    page = read(client, sample.url)
    assert "sample edition" in page.get_text()
    assert page.find(class_="sample")
    assert "Newsletter, sample edition" in render(sample).text
    assert report(sample).faults == (IS_SAMPLE,)
    assert "How it looks" not in client.get("/newsletter/feed/").content.decode()
    first = make_edition(number=1)
    assert "How it looks" not in str(read(client, make_newsletter().url).main)
    assert read(client, first.url).find("a", rel="prev") is None
    assert read(client, sample.url).find("a", rel="next") is None


def parsed(client: Client, address: str) -> Any:
    return ET.fromstring(client.get(address).content)  # noqa: S314  (our own)


ATOM = "{http://www.w3.org/2005/Atom}"


def test_feeds_are_valid_atom(client: Client) -> None:
    """RFC 4287, 4.1: what a feed and each entry must have, and no more than once."""
    make_edition(title="Bread & <roses>", summary="Less than < and &amp; and 1 & 2", themes=[make_theme()])
    make_news_page(title="A prize", summary="5 < 6")
    topics = [f"/newsletter/feed/{slug}/" for slug in ("news", "figures", f"principle-{Theme.objects.get().slug}")]
    ids: dict[str, str] = {}
    for address in ("/newsletter/feed/", "/news/feed/", *topics):
        feed = parsed(client, address)
        assert feed.tag == f"{ATOM}feed"
        for each in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                (only,) = each.findall(f"{ATOM}{name}")
                assert only.text
            updated = dt.datetime.fromisoformat(each.findtext(f"{ATOM}updated", ""))
            assert updated.tzinfo is not None
            assert urlsplit(each.findtext(f"{ATOM}id", "")).scheme in {"urn", "http", "https"}
            assert [link.get("rel") for link in each.findall(f"{ATOM}link")].count("alternate") == 1
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        (itself,) = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert itself == f"http://testserver{address}"
        ids[address] = feed.findtext(f"{ATOM}id", "")
        inside = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(set(inside)) == len(inside)
    assert len(set(ids.values())) == len(ids)
    (entry,) = parsed(client, "/newsletter/feed/").findall(f"{ATOM}entry")
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert (entry.findtext(f"{ATOM}title"), summary.get("type")) == ("Bread & <roses>", "html")
    assert BeautifulSoup(summary.text or "", "html.parser").get_text() == "Less than < and &amp; and 1 & 2"


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
