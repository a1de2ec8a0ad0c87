"""The set at a glance: what it shows of each indicator, filters that count, orders, views, and the same as a file."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Area, Finding, Indicator
from tests.factories.indicators import (
    choose_places,
    find_out,
    make_area,
    make_index_page,
    make_indicator,
    make_observation,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index_page() -> None:
    make_index_page()


@pytest.fixture
def places() -> tuple[Area, Area]:
    """A town in a country, chosen in the settings."""
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)
    return town, country


def page_of(client: Client, query: str = "") -> BeautifulSoup:
    response = client.get(f"/indicators/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words_of(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def titles_of(page: BeautifulSoup) -> list[str]:
    """List the indicators that are shown, in their order."""
    return [words_of(link) for link in page.select("#results .rows tbody th a, #results .icard__name a")]


def limits(value: float) -> dict[str, float]:
    return {"lower_95": value - 1, "upper_95": value + 1}


@pytest.fixture
def four(places: tuple[Area, Area]) -> dict[str, Indicator]:
    """One that is worse and has wards and a gap, one that is better, a stand-in, and one without a figure."""
    town, country = places
    first, second = make_theme(slug="first", number=1), make_theme(slug="second", number=2)
    homes = make_indicator(title="Warm homes", theme=first, number=1, comparison_allowed="limits", trend_allowed=True)
    for year in range(2016, 2021):
        value = 20.0 + 3 * (year - 2016)
        make_observation(homes, town, year, value, **limits(value))
    make_observation(homes, country, 2020, 15.0)
    make_observation(homes, make_area(parent=town, area_type=Area.Type.WARD), 2020)
    for tenth in range(1, 6):
        word = {1: " (most deprived)", 5: " (least deprived)"}.get(tenth, "")
        split = {"category_type": "Deprivation fifth", "category": f"{tenth}{word}"}
        make_observation(homes, town, 2020, 30.0 - 4 * tenth, denominator=100, **split)
    air = make_indicator(title="Clean air", theme=first, number=2, is_proxy=True, proxy_for="Smoke.")
    make_observation(air, town, 2018, 7.0, category_type="Ethnic group", category="Any")
    make_observation(air, town, 2018, 7.5)
    pay = make_indicator(title="Fair pay", theme=second, number=3)
    work = make_indicator(
        title="Good work", theme=second, number=4, comparison_allowed="limits", polarity="high_is_good"
    )
    for sex, value in (("female", 80.0), ("male", 70.0)):
        make_observation(work, town, 2021, value, sex=sex, **limits(value))
        make_observation(work, country, 2021, 60.0, sex=sex)
    find_out()
    return {"homes": homes, "air": air, "pay": pay, "work": work}


def row_of(page: BeautifulSoup, title: str) -> str:
    found = [row for row in page.select("#results tbody tr") if title in words_of(row.select_one("th a"))]
    assert len(found) == 1
    return words_of(found[0])


class TestRows:
    """What a row tells."""

    def test_verdict_trend_gap_and_age_are_those_that_are_stored(self, client: Client, four: object) -> None:
        row = row_of(page_of(client), "Warm homes")
        finding = Finding.objects.current().get(indicator__title="Warm homes", area__name="Anytown")
        assert (finding.outcome, finding.trend, finding.trend_kind) == ("worse", "increasing", "tested")
        assert "32.0% 15.0% Worse than Anyland Rising, Getting worse" in row
        assert "Gap inside Anytown: 20.0 percentage points over fifths by deprivation" in row
        assert re.search(r"2020, \d+ years old", row)

    def test_what_is_stored_is_shown_and_never_worked_out(self, client: Client, four: object) -> None:
        Finding.objects.filter(indicator__title="Warm homes", area__name="Anytown").update(
            outcome="similar", value=1.25, benchmark=2.5
        )
        assert "1.3% 2.5% Similar to Anyland" in row_of(page_of(client), "Warm homes")

    def test_women_and_men_each_have_a_row(self, client: Client, four: object) -> None:
        page = page_of(client)
        assert "Better than Anyland" in row_of(page, "Good work, women")
        assert "70.0%" in row_of(page, "Good work, men")

    def test_a_stand_in_has_no_verdict_of_the_title(self, client: Client, four: dict[str, Indicator]) -> None:
        Finding.objects.filter(indicator=four["air"]).update(outcome="worse", basis="limits")
        row = row_of(page_of(client), "Clean air")
        assert "Stand-in: worse than Anyland" in row
        assert "status--worse" not in str(page_of(client).select("#results tbody tr")[1])
        assert titles_of(page_of(client, "?status=worse")) == ["Warm homes"]

    def test_without_a_figure_the_row_says_so(self, client: Client, four: object) -> None:
        assert row_of(page_of(client), "Fair pay") == "Fair pay none none No published figure"

    def test_a_figure_that_is_held_back_says_so(self, client: Client, places: tuple[Area, Area]) -> None:
        one = make_indicator(title="Warm homes")
        make_observation(one, places[0], 2019, 7.0)
        make_observation(one, places[0], 2020, None, reason="suppressed")
        find_out()
        row = row_of(page_of(client), "Warm homes")
        assert "7.0%" in row
        assert "No newer figure. 2020: held back so that nobody can be recognised" in row

    def test_all_held_back_is_no_figure_yet(self, client: Client, places: tuple[Area, Area]) -> None:
        make_observation(make_indicator(title="Warm homes"), places[0], 2020, None, reason="suppressed")
        find_out()
        assert "none none No figure yet" in row_of(page_of(client), "Warm homes")

    def test_a_figure_is_set_beside_the_countrys_of_the_same_period_only(
        self, client: Client, places: tuple[Area, Area]
    ) -> None:
        indicator = make_indicator()
        make_observation(indicator, places[0], 2020, 12.0)
        make_observation(indicator, places[1], 2019, 8.5)
        find_out()
        html = str(page_of(client))
        assert "12.0%" in html
        assert "8.5%" not in html

    def test_a_title_cannot_bring_markup(self, client: Client, places: tuple[Area, Area]) -> None:
        make_observation(make_indicator(title="<b>Bold</b>", unit_short="<i>"), places[0])
        find_out()
        for query in ("", "?view=cards", "?sort=newest"):
            page = page_of(client, query)
            assert not page.select("#results b, #results i")
            assert titles_of(page) == ["<b>Bold</b>"]


class TestFilters:
    """Facets and search keep their state in the address."""

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", "homes air pay work work"),
            ("?q=homes", "homes"),
            ("?q=HOMES+warm", "homes"),
            ("?q=castle", ""),
            ("?principle=first", "homes air"),
            ("?principle=first&principle=second", "homes air pay work work"),
            ("?status=worse", "homes"),
            ("?status=better", "work work"),
            ("?status=worse&status=better", "homes work work"),
            ("?status=untested&status=nodata", "air pay"),
            ("?direction=worse", "homes"),
            ("?direction=unknown", "air pay work work"),
            ("?has=wards", "homes"),
            ("?has=deprivation", "homes"),
            ("?has=ethnicity", "air"),
            ("?has=sex", "work work"),
            ("?has=gap&has=sex", "homes work work"),
            ("?figure=stand-in", "air"),
            ("?figure=none", "pay"),
            ("?principle=second&status=worse", ""),
            ("?status=&q=%20%20", "homes air pay work work"),
            ("?sort=status", "homes work work air pay"),
            ("?sort=newest", "work work homes air pay"),
            ("?view=cards", "homes air pay work work"),
            ("?view=cards&sort=status&principle=first", "homes air"),
            ("?utm_source=letter&principle[]=first", "homes air pay work work"),
        ],
    )
    def test_each_shows_what_it_names(
        self, client: Client, four: dict[str, Indicator], query: str, titles: str
    ) -> None:
        page = page_of(client, query)
        keys = {one.title: key for key, one in four.items()}
        assert [keys[title.partition(",")[0]] for title in titles_of(page)] == titles.split()
        assert not page.select(".results__note")
        if not titles:
            assert "No indicator matches all of this." in words_of(page.select_one("#results"))

    def test_counts_take_the_other_facets_into_account(self, client: Client, four: object) -> None:
        page = page_of(client, "?principle=first")
        counts = {count["data-count"]: count.text for count in page.select("[data-count]")}
        assert (counts["status worse"], counts["status better"]) == ("1", "0")
        assert (counts["principle first"], counts["principle second"]) == ("2", "2")

    def test_every_count_is_what_the_option_would_show_alone(self, client: Client, four: object) -> None:
        for count in page_of(client, "?principle=first").select("[data-count]"):
            name, value = str(count["data-count"]).split(" ")
            query = f"?{name}={value}" + ("&principle=first" if name != "principle" else "")
            shown = {title.partition(",")[0] for title in titles_of(page_of(client, query))}
            assert len(shown) == int(count.text), query

    def test_where_nothing_is_left_each_way_out_says_how_many_it_leads_to(self, client: Client, four: object) -> None:
        page = page_of(client, "?principle=second&status=worse")
        ways = {words_of(item): item.a["href"] for item in page.select("#results .placeholder li") if item.a}
        assert set(ways) == {
            "Without Worse than Anyland : 2 indicators",
            "Without Theme 2 : 1 indicator",
            "Show all 4",
        }
        for said, url in ways.items():
            count = len(
                {title.partition(",")[0] for title in titles_of(page_of(client, str(url)[len("/indicators/") :]))}
            )
            assert str(count) in said

    def test_the_counts_above_lead_to_what_they_count(self, client: Client, four: object) -> None:
        page = page_of(client, "?q=homes")
        found = {}
        for link in page.select(".glance__link"):
            shown = {t.partition(",")[0] for t in titles_of(page_of(client, str(link["href"])[len("/indicators/") :]))}
            number = words_of(link.select_one(".glance__n"))
            assert int(number) == len(shown)
            found[words_of(link)] = len(shown)
        assert found == {
            "1 Worse than Anyland": 1,
            "0 Similar to Anyland": 0,
            "1 Better than Anyland": 1,
            "2 We cannot say yet": 2,
        }

    def test_filters_are_named_and_can_be_taken_off(self, client: Client, four: object) -> None:
        page = page_of(client, "?q=warm&status=worse&view=cards&sort=status")
        chips = {words_of(chip): chip["href"] for chip in page.select(".results__filters .chip")}
        assert chips == {
            "Take off: “warm” ×": "/indicators/?status=worse&sort=status&view=cards",
            "Take off: Worse than Anyland ×": "/indicators/?q=warm&sort=status&view=cards",
            "Show all 4": "/indicators/",
        }
        kept = {field["name"]: field["value"] for field in page.select("form[data-explorer] [type=hidden]")}
        assert kept == {"view": "cards", "sort": "status"}


HOSTILE = ["nowhere", "<script>alert(1)</script>", "Ünïcödé 😀", "'; DROP TABLE x; --", "x" * 10_000, "../..", "%00"]


class TestHostileAddresses:
    """What the list does not know is set aside and named; nothing breaks and nothing hidden shows."""

    @pytest.mark.parametrize("name", ["principle", "status", "direction", "has", "figure", "view", "sort"])
    @pytest.mark.parametrize("value", HOSTILE)
    def test_a_value_that_is_not_known_is_named(self, client: Client, four: object, name: str, value: str) -> None:
        page = page_of(client, f"?{name}={quote(value)}")
        assert len(titles_of(page)) == 5
        note = words_of(page.select_one(".results__note"))
        assert " ".join(value[:40].split()) in note
        assert len(note) < 200
        assert not page.select("#results script")

    def test_many_values_are_named_briefly(self, client: Client, four: object) -> None:
        query = "&".join(f"status=x{number}" for number in range(500))
        note = words_of(page_of(client, f"?{query}").select_one(".results__note"))
        assert note.endswith("“x0”, “x1”, “x2” and 497 more.")

    @pytest.mark.parametrize("value", ["x" * 10_000, "Ünï 😀", "<script>", '" onfocus="'])
    def test_any_search_is_answered(self, client: Client, four: object, value: str) -> None:
        page = page_of(client, f"?q={quote(value)}")
        assert titles_of(page) == []
        field = page.select_one("#indicator-search")
        assert field
        assert field["value"] == value[:200]
        assert bool(page.select(".results__note")) == (len(value) > 200)

    @pytest.mark.parametrize("query", ["?format=xml", "?format=csv&status=unknown", f"?format={'x' * 10_000}"])
    def test_no_such_file(self, client: Client, four: object, query: str) -> None:
        response = client.get(f"/indicators/{query}")
        assert response.status_code == 404
        assert b"We cannot find this page" in response.content

    def test_drafts_retired_and_unlisted_ones_are_nowhere(self, client: Client, places: tuple[Area, Area]) -> None:
        theme = make_theme(slug="first")
        hidden: list[dict[str, Any]] = [
            {"live": False},
            {"is_retired": True, "retired_because": "Rough."},
            {"number": None},
        ]
        for fields in hidden:
            make_observation(make_indicator(title="Hidden one", theme=theme, **fields), places[0], 2020, 77.7)
        find_out()
        for query in ("", "?q=hidden", "?principle=first", "?view=cards", "?sort=newest", "?format=csv"):
            html = client.get(f"/indicators/{query}").content.decode()
            assert "Hidden one" not in html
            assert "77.7" not in html


class TestFile:
    """The same as CSV."""

    def test_it_holds_exactly_the_view_in_its_order(self, client: Client, four: object) -> None:
        for query in ("?", "?status=worse&", "?sort=status&", "?q=castle&"):
            response = client.get(f"/indicators/{query}format=csv")
            assert response["Content-Type"] == "text/csv; charset=utf-8"
            rows = list(csv.DictReader(io.StringIO(response.content.decode())))
            names = [f"{row['indicator']}{', ' if row['group'] else ''}{row['group']}" for row in rows]
            assert names == titles_of(page_of(client, query.rstrip("&")))

    def test_its_figures_are_the_stored_ones(self, client: Client, four: object) -> None:
        Finding.objects.filter(indicator__title="Warm homes", area__name="Anytown").update(value=32.123456789)
        rows = list(csv.DictReader(io.StringIO(client.get("/indicators/?format=csv&q=warm").content.decode())))
        assert rows[0]["value"] == "32.123456789"
        assert rows[0]["country_value"] == "15"
        assert (rows[0]["compared"], rows[0]["verdict_by"], rows[0]["direction"]) == (
            "Worse than Anyland",
            "tested",
            "Getting worse",
        )
        assert rows[0]["address"].endswith("/")

    def test_no_cell_is_a_formula(self, client: Client, places: tuple[Area, Area]) -> None:
        make_observation(make_indicator(title="=1+1"), places[0])
        find_out()
        assert "'=1+1" in client.get("/indicators/?format=csv").content.decode()


def test_before_a_town_is_chosen_the_page_still_answers(client: Client) -> None:
    make_indicator(title="Warm homes")
    assert titles_of(page_of(client)) == ["Warm homes"]


def test_without_indicators_the_page_says_so(client: Client) -> None:
    assert "No indicator is published yet." in words_of(page_of(client).select_one("#results"))


def test_the_page_asks_the_same_questions_for_ten_times_the_indicators(
    client: Client, places: tuple[Area, Area], django_assert_num_queries: Any
) -> None:
    town, country = places
    theme = make_theme()
    make_observation(make_indicator(theme=theme), town)
    find_out()
    for query in ("", "?format=csv"):
        client.get(f"/indicators/{query}")
    counts = {}
    for query in ("", "?view=cards&sort=status"):
        with CaptureQueriesContext(connection) as before:
            page_of(client, query)
        counts[query] = len(before)
    for _ in range(9):
        indicator = make_indicator(theme=make_theme())
        for year in range(2010, 2020):
            make_observation(indicator, town, year)
            make_observation(indicator, country, year)
        make_observation(indicator, make_area(parent=town, area_type=Area.Type.WARD), 2020)
    find_out()
    for query, count in counts.items():
        with django_assert_num_queries(count):
            page_of(client, query)
        assert count <= 14
