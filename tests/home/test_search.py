"""The search page: what it finds, how it says so, and that nothing a reader can type breaks it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from het_site.home.search.actions import rebuild
from het_site.home.search.models import SearchEntry, SearchWord
from het_site.home.search.queries import SHOWN_PER_KIND, SHOWN_PER_PAGE
from het_site.home.search.words import vocabulary
from indicators.models import IndicatorIndexPage
from tests.factories.home import make_content_page, make_home
from tests.factories.indicators import make_indicator, make_theme

pytestmark = pytest.mark.django_db


def make_entry(title: str, slug: str, summary: str = "", text: str = "") -> None:
    """Put a page into the index without making it; that pages get there is tested with the index."""
    SearchEntry.objects.create(key=slug, kind="page", title=title, url=f"/{slug}/", summary=summary, text=text)
    words = vocabulary(f"{title} {summary} {text}")
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in words], ignore_conflicts=True)


@pytest.fixture
def site() -> None:
    """Make a small site to look things up in."""
    make_content_page(title="Contact", slug="contact")
    make_content_page(title="Stories", slug="stories", show_in_menus=True)
    make_entry("Warm homes", "warm-homes", "Fewer cold homes.", "Damp & mould make people ill.")
    make_entry("Fair pay", "fair-pay", "Poverty wages and housing costs.")
    make_entry("Housing projects", "projects", "What is done for housing.")
    make_entry("Housing", "housing", "Where people live.", "Long. " * 200)
    make_entry("Café culture", "cafe", text="Meeting others.")


def ask(client: Client, **query: str | int) -> BeautifulSoup:
    """Ask the search page, which answers."""
    response = client.get("/search/", query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    """List the results' titles."""
    return [heading.get_text() for heading in page.select("article h3")]


@pytest.mark.usefixtures("site")
class TestResults:
    """What is found and how it is shown."""

    def test_the_title_counts_more_than_the_text(self, client: Client) -> None:
        assert titles(ask(client, q="housing")) == ["Housing", "Housing projects", "Fair pay"]

    def test_words_are_found_in_other_forms_and_without_accents(self, client: Client) -> None:
        assert titles(ask(client, q="wage")) == ["Fair pay"]
        assert titles(ask(client, q="CAFE")) == ["Café culture"]

    def test_what_was_found_is_marked_and_nothing_else_is_markup(self, client: Client) -> None:
        result = ask(client, q="damp").select_one("article p")
        assert result is not None
        assert result.decode_contents() == "… <mark>Damp</mark> &amp; mould make people …"

    def test_each_result_leads_to_its_page(self, client: Client) -> None:
        link = ask(client, q="warm").select_one("article h3 a")
        assert link is not None
        assert link["href"] == "/warm-homes/"

    def test_a_phrase_and_a_word_to_leave_out_are_understood(self, client: Client) -> None:
        assert titles(ask(client, q='"where people live"')) == ["Housing"]
        assert titles(ask(client, q="housing -wages -projects")) == ["Housing"]

    def test_a_misspelt_word_finds_what_was_meant_and_says_so(self, client: Client) -> None:
        page = ask(client, q="housnig wages")
        assert titles(page) == ["Fair pay"]
        link = page.select_one(".inset a")
        assert link is not None
        assert link.get_text() == "housing wages"
        assert link["href"] == "?q=housing+wages"

    def test_when_nothing_has_all_words_some_are_enough(self, client: Client) -> None:
        page = ask(client, q="warm wages")
        assert sorted(titles(page)) == ["Fair pay", "Warm homes"]
        assert "Nothing has all of these words" in page.get_text()

    @pytest.mark.parametrize("words", ["zebra", "q=1&x", "<script>alert(1)</script>", "%00", "\\", "'", "&!|()*:"])
    def test_no_results_help_on(self, client: Client, words: str) -> None:
        page = ask(client, q=words)
        heading = page.select_one("h2#none")
        assert heading is not None
        assert heading.get_text() == f"Nothing was found for “{words}”"
        assert page.select_one('main a[href="/contact/"]') is not None
        assert page.select_one('main a[href="/stories/"]') is not None

    def test_only_small_words_are_explained(self, client: Client) -> None:
        assert "stand on every page" in ask(client, q="the of").get_text()

    def test_a_long_query_is_cut_with_a_message(self, client: Client) -> None:
        page = ask(client, q="housing " * 250)
        assert "We look for the first 200 characters" in page.get_text()
        assert titles(page) == ["Housing", "Housing projects", "Fair pay"]

    def test_an_empty_query_offers_places(self, client: Client) -> None:
        for query in ({}, {"q": ""}, {"q": " \t "}):
            page = ask(client, **query)
            assert page.select_one('main a[href="/stories/"]') is not None
            assert "Nothing was found" not in page.get_text()

    def test_search_engines_leave_the_page_alone(self, client: Client) -> None:
        response = client.get("/search/", {"q": "housing"})
        assert response["X-Robots-Tag"] == "noindex"
        assert b'<meta name="robots" content="noindex">' in response.content

    def test_the_title_says_what_was_looked_for(self, client: Client) -> None:
        title = ask(client, q="<housing>").title
        assert title is not None
        assert title.get_text().startswith("<housing>: search – ")


class TestKinds:
    """Results by kind, filtered and over pages."""

    @pytest.fixture(autouse=True)
    def many(self) -> None:
        """Make more results of one kind than fit on a page, and one of another."""
        theme = make_theme(short_title="Places")
        for n in range(SHOWN_PER_PAGE + 3):
            SearchEntry.objects.create(key=f"page:{n}", kind="page", title=f"Housing {n:02}", url=f"/housing-{n}/")
        indicator = SearchEntry.objects.create(
            key="indicator", kind="indicator", title="Housing costs", url="/indicators/costs/", text="housing " * 20
        )
        indicator.themes.add(theme)
        make_home()

    def test_results_stand_by_kind_with_counts(self, client: Client) -> None:
        page = ask(client, q="housing")
        chips = [" ".join(chip.get_text().split()) for chip in page.select(".chip")]
        assert chips == ["All kinds 14", "Pages 13", "Indicators 1"]
        assert len(page.select("section[aria-labelledby=kind-page] article")) == SHOWN_PER_KIND
        more = page.select_one("section[aria-labelledby=kind-page] a.more")
        assert more is not None
        assert more["href"] == "?q=housing&kind=page"
        assert page.select_one("section[aria-labelledby=kind-indicator] .ptags") is not None

    def test_one_kind_runs_over_pages(self, client: Client) -> None:
        first = ask(client, q="housing", kind="page")
        second = ask(client, q="housing", kind="page", page=2)
        assert (len(titles(first)), len(titles(second))) == (SHOWN_PER_PAGE, 3)
        assert not set(titles(first)) & set(titles(second))
        assert first.select_one('.govuk-pagination a[href="?q=housing&kind=page&page=2"]') is not None
        assert [page.title.get_text().partition(" –")[0] for page in (first, second) if page.title] == [
            "housing: search, pages",
            "housing: search, pages, page 2",
        ]
        current = first.select_one(".chip[aria-current]")
        assert current is not None
        assert "Pages" in current.get_text()

    def test_a_kind_without_results_leads_back_to_all(self, client: Client) -> None:
        page = ask(client, q="housing", kind="recommendation")
        assert "None of the results are recommendations" in page.get_text()

    @pytest.mark.parametrize(
        "query",
        [
            {"kind": "page", "page": "0"},
            {"kind": "page", "page": "-1"},
            {"kind": "page", "page": "abc"},
            {"kind": "page", "page": "99999"},
            {"kind": "page", "page": "3"},
            {"kind": "page", "page": "1" * 5000},
            {"kind": "page", "page": "²"},
            {"page": "2"},
            {"kind": "nonsense"},
            {"kind": "page' OR 1=1"},
        ],
    )
    def test_what_is_not_there_is_not_found(self, client: Client, query: dict[str, str]) -> None:
        response = client.get("/search/", {"q": "housing"} | query)
        assert response.status_code == 404
        assert "404.html" in [template.name for template in response.templates]

    def test_an_empty_page_number_is_the_first(self, client: Client) -> None:
        assert ask(client, q="housing", kind="page", page="")

    def test_the_number_of_queries_does_not_depend_on_the_results(self, client: Client) -> None:
        def queries(**query: str) -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                ask(client, **query)
            return len(captured)

        ask(client, q="warm up")
        few = queries(q="costs")
        assert queries(q="housing") <= few
        assert queries(q="housing", kind="page") <= few
        assert queries(q="housnig csots") <= few + 5


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_search_is_only_read(method: str) -> None:
    make_home()
    response = Client(enforce_csrf_checks=True).generic(method.upper(), "/search/?q=x")
    assert response.status_code in {403, 405}
    assert b"<h1>" in response.content


@pytest.fixture
def asking(client: Client, site: None) -> Client:
    """Give a client that asks about the small site."""
    return client


@hypothesis(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=300), kind=st.sampled_from(["", "page", "x"]) | st.text(max_size=5), page=st.text(max_size=6))
@example(q="housing", kind="page", page="1")
@example(q="\x00", kind="", page="")
@example(q='"', kind="", page="")
@example(q="((", kind="page", page="1")
@example(q="- - -", kind="", page="1")
@example(q="or or or", kind="", page="1")
@example(q="a" * 2000, kind="", page="1")
@example(q="ﬁ ß İ ǆ", kind="", page="1")
def test_nothing_a_reader_can_type_breaks_search(asking: Client, q: str, kind: str, page: str) -> None:
    query = "&".join(
        f"{name}={quote(value, errors='replace')}" for name, value in (("q", q), ("kind", kind), ("page", page))
    )
    response = asking.get(f"/search/?{query}")
    assert response.status_code in {200, 400, 404}
    assert b"<h1>" in response.content


@given(raw=st.binary(max_size=60))
@hypothesis(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_in_the_address_break_search(asking: Client, raw: bytes) -> None:
    assert asking.get(f"/search/?q={quote(raw)}").status_code in {200, 400}


def test_a_draft_is_not_found_and_an_indicator_needs_its_index_page(client: Client) -> None:
    make_indicator(title="Fuel poverty", slug="fuel-poverty", question="How many cannot keep warm?")
    make_content_page(title="Fuel", slug="fuel", live=False)
    rebuild()
    assert titles(ask(client, q="fuel")) == []
    make_home().add_child(instance=IndicatorIndexPage(title="Indicators", slug="indicators"))
    rebuild()
    (link,) = ask(client, q="fuel").select("article h3 a")
    assert (link.get_text(), link["href"]) == ("Fuel poverty", "/indicators/fuel-poverty/")
    assert client.get(str(link["href"])).status_code == 200
