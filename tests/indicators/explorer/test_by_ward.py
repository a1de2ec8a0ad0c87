"""The table of wards: which wards and periods stand in it, shades by fifths, orders, marks, and the same as a file."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from indicators.explorer.heat import fifths
from indicators.models import Area, Indicator
from tests.factories.indicators import (
    choose_places,
    find_out,
    make_area,
    make_index_page,
    make_indicator,
    make_observation,
    make_theme,
)
from tests.indicators.explorer.test_glance import HOSTILE, words_of

pytestmark = pytest.mark.django_db
NAMES = ["Ash", "Beech", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper"]


class TestFifths:
    """Fifths by rank."""

    def test_ten_values_make_five_pairs(self) -> None:
        assert fifths([float(n) for n in range(10)]) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]

    def test_fewer_than_five_make_none(self) -> None:
        assert fifths([1.0, 2.0, 3.0, 4.0]) is None
        assert fifths([]) is None

    @given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=60))
    def test_equal_values_share_a_fifth_and_order_is_kept(self, values: list[float]) -> None:
        found = fifths(values)
        assert found is not None
        assert set(found) <= {1, 2, 3, 4, 5}
        pairs = sorted(zip(values, found, strict=True))
        assert [fifth for _, fifth in pairs] == sorted(found)
        assert len({(value, fifth) for value, fifth in pairs}) == len(set(values))


@pytest.fixture
def places() -> dict[str, Area]:
    """A town in a country with ten wards in use and one of earlier boundaries."""
    make_index_page()
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)
    now = {"area_type": Area.Type.WARD, "parent": town, "vintage": "2023", "valid_from": date(2023, 5, 4)}
    found = {"town": town, "country": country}
    for number, name in enumerate(NAMES):
        found[name] = make_area(f"E050000{number:02d}", name=name, deprivation_score=50.0 - number, **now)
    ended = {"vintage": "2011", "valid_to": date(2023, 5, 3), "parent": town, "area_type": Area.Type.WARD}
    found["Oldward"] = make_area("E05000099", name="Oldward", **ended)
    return found


def fill(indicator: Indicator, places: dict[str, Area], year: int = 2020, **fields: Any) -> None:
    """Give ward number n the figure 10 + n, the town 12.5 and the country 11.5."""
    for number, name in enumerate(NAMES):
        make_observation(indicator, places[name], year, 10.0 + number, **fields)
    make_observation(indicator, places["town"], year, 12.5, **fields)
    make_observation(indicator, places["country"], year, 11.5, **fields)


def page_of(client: Client, query: str = "") -> BeautifulSoup:
    response = client.get(f"/indicators/by-ward/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def table_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """Give the cells of each row, in their order."""
    return {words_of(row.th): [words_of(cell) for cell in row.select("td")] for row in page.select(".heat tbody tr")}


def cell_of(page: BeautifulSoup, name: str, column: int = -1) -> Tag:
    (row,) = [row for row in page.select(".heat tbody tr") if words_of(row.th) == name]
    return row.select("td")[column]


def test_every_cell_is_the_stored_figure_with_its_fifth(client: Client, places: dict[str, Area]) -> None:
    fill(make_indicator(title="Cold homes"), places)
    find_out()
    table = table_of(page_of(client))
    assert list(table) == ["Anyland", "Anytown", *NAMES]
    assert table["Anyland"][-1] == "11.5%"
    assert table["Anytown"][-1] == "12.5%"
    words = ["best fifth", "second best fifth", "middle fifth", "second worst fifth", "worst fifth"]
    for number, name in enumerate(NAMES):
        assert table[name] == [f"{50.0 - number}", f"{10 + number}.0% , {words[number // 2]}"]
    link = cell_of(page_of(client), "Ash", 0).find_previous("a")
    assert isinstance(link, Tag)
    assert link["href"] == "/places/E05000000/"


@pytest.mark.parametrize(
    ("polarity", "ash", "juniper"),
    [("low_is_good", "q1", "q5"), ("high_is_good", "q5", "q1"), ("no_judgement", "n1", "n5")],
)
def test_shades_follow_what_is_better(
    client: Client, places: dict[str, Area], polarity: str, ash: str, juniper: str
) -> None:
    fill(make_indicator(polarity=polarity), places)
    find_out()
    page = page_of(client)
    assert cell_of(page, "Ash")["class"] == [ash]
    assert cell_of(page, "Juniper")["class"] == [juniper]
    assert bool(page.select(".heat-key .n5")) == (polarity == "no_judgement")
    assert bool(page.select(".heat-key .q5")) == (polarity != "no_judgement")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("suppressed", "held back [c]"),
        ("low_reliability", "held back [u]"),
        ("not_available", "not available [x]"),
        ("not_applicable", "does not apply [z]"),
    ],
)
def test_each_reason_has_a_mark_of_its_own(client: Client, places: dict[str, Area], reason: str, said: str) -> None:
    one = make_indicator()
    fill(one, places)
    row = one.observations.get(area=places["Cedar"])
    row.value, row.reason = None, reason
    row.save()
    make_observation(one, places["Cedar"], 2019, 99.0)
    find_out()
    page = page_of(client)
    assert words_of(cell_of(page, "Cedar")) == said
    assert said[-3:] in words_of(page.select_one(".heat-key"))
    assert "99.0" not in str(page)


def test_missing_and_older_figures_are_told_apart(client: Client, places: dict[str, Area]) -> None:
    one = make_indicator()
    fill(one, places)
    one.observations.filter(area__in=[places["Ash"], places["Beech"]]).delete()
    make_observation(one, places["Beech"], 2018, 99.0)
    find_out()
    page = page_of(client)
    assert words_of(cell_of(page, "Ash")) == "none"
    assert words_of(cell_of(page, "Beech")) == "99.0% 2018"
    assert cell_of(page, "Beech")["class"] == ["is-blank"]


def test_few_figures_have_no_shades(client: Client, places: dict[str, Area]) -> None:
    one = make_indicator()
    for name in NAMES[:4]:
        make_observation(one, places[name])
    find_out()
    page = page_of(client)
    assert not page.select(".heat td[class^=q]")
    assert "fewer than five figures have no shades" in words_of(page.select_one(".heat-key"))


def test_wards_of_different_boundaries_never_stand_together(client: Client, places: dict[str, Area]) -> None:
    one = make_indicator()
    fill(one, places)
    make_observation(one, places["Oldward"], 2020, 66.6)
    find_out()
    now, before = table_of(page_of(client)), table_of(page_of(client, "?vintage=2011"))
    assert "Oldward" not in now
    assert list(before) == ["Anyland", "Anytown", "Oldward"]
    assert before["Oldward"][-1] == "66.6%"


def test_columns_stand_by_principle_and_women_and_men_apart(client: Client, places: dict[str, Area]) -> None:
    second, first = make_theme(number=902, short_title="Second"), make_theme(number=901, short_title="First")
    fill(make_indicator(title="Later", theme=second), places)
    one = make_indicator(title="Sooner", theme=first)
    fill(one, places, sex="female")
    fill(one, places, sex="male")
    make_observation(make_indicator(title="Town only", theme=first), places["town"])
    find_out()
    page = page_of(client)
    assert [words_of(head) for head in page.select(".heat th[scope=colgroup]")] == ["First", "Second"]
    assert [words_of(head) for head in page.select(".heat thead tr:last-child a.heat__title")] == [
        "Sooner, women",
        "Sooner, men",
        "Later",
    ]


@pytest.mark.parametrize(
    ("polarity", "query", "first", "order"),
    [
        ("low_is_good", "sort=cold", "Juniper", "descending"),
        ("low_is_good", "sort=cold&order=reversed", "Ash", "ascending"),
        ("high_is_good", "sort=cold", "Ash", "ascending"),
        ("no_judgement", "sort=cold", "Juniper", "descending"),
        ("low_is_good", "sort=deprivation", "Ash", "descending"),
        ("low_is_good", "order=reversed", "Juniper", "descending"),
    ],
)
def test_orders(client: Client, places: dict[str, Area], polarity: str, query: str, first: str, order: str) -> None:
    fill(make_indicator(slug="cold", polarity=polarity), places)
    find_out()
    page = page_of(client, f"?{query}")
    assert list(table_of(page))[2] == first
    (head,) = page.select(".heat th[aria-sort]")
    assert head["aria-sort"] == order


def test_wards_without_a_figure_come_last_whichever_way(client: Client, places: dict[str, Area]) -> None:
    one = make_indicator(slug="cold")
    fill(one, places)
    one.observations.filter(area=places["Ash"]).delete()
    find_out()
    for query in ("?sort=cold", "?sort=cold&order=reversed"):
        assert list(table_of(page_of(client, query)))[-1] == "Ash"


def test_on_phones_one_indicator_is_a_ranked_list(client: Client, places: dict[str, Area]) -> None:
    fill(make_indicator(slug="cold", title="Cold homes"), places)
    fill(make_indicator(slug="work", title="Good work", polarity="high_is_good"), places)
    find_out()
    page = page_of(client, "?indicator=work")
    assert [words_of(item) for item in page.select(".heat-one li")][:2] == ["Ash 10.0%", "Beech 11.0%"]
    chosen = page.select_one("#heat-indicator option[selected]")
    assert chosen
    assert chosen["value"] == "work"
    bars = [float(str(bar["width"]).rstrip("%")) for bar in page.select(".heat-one .bar__fill")]
    assert bars == [round(100 * value / 19, 1) for value in range(10, 20)]


@pytest.mark.parametrize("name", ["sort", "order", "indicator"])
@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_not_known_is_named(client: Client, places: dict[str, Area], name: str, value: str) -> None:
    fill(make_indicator(), places)
    find_out()
    page = page_of(client, f"?{name}={quote(value)}")
    assert list(table_of(page))[2:] == NAMES
    assert "We set aside what we do not know" in words_of(page.select_one(".inset"))
    assert client.get(f"/indicators/by-ward/?{name}={quote(value)}&format=csv").status_code == 404


@pytest.mark.parametrize("query", [*(f"?vintage={quote(value)}" for value in HOSTILE), "?format=xlsx"])
def test_boundaries_that_are_not_held_are_not_found(client: Client, places: dict[str, Area], query: str) -> None:
    response = client.get(f"/indicators/by-ward/{query}")
    assert response.status_code == 404
    assert b"We cannot find this page" in response.content


def test_hidden_indicators_are_nowhere(client: Client, places: dict[str, Area]) -> None:
    theme = make_theme()
    hidden: list[dict[str, Any]] = [{"live": False}, {"is_retired": True, "retired_because": "x"}, {"number": None}]
    for fields in hidden:
        fill(
            make_indicator(
                title="Hidden one", slug=f"hidden-{len(fields)}-{next(iter(fields))}", theme=theme, **fields
            ),
            places,
        )
    find_out()
    for query in ("", "?sort=hidden-1-live", "?format=csv"):
        html = client.get(f"/indicators/by-ward/{query}").content.decode()
        assert "Hidden one" not in html
        assert "19.0" not in html


def test_the_file_holds_every_cell_in_the_order_of_the_view(client: Client, places: dict[str, Area]) -> None:
    one = make_indicator(slug="cold")
    fill(one, places)
    one.observations.filter(area=places["Fir"]).update(value=33.333333)
    find_out()
    text = client.get("/indicators/by-ward/?sort=cold&format=csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["place"] for row in rows[:4]] == ["Anyland", "Anytown", "Fir", "Juniper"]
    assert (rows[2]["value"], rows[2]["fifth"], rows[2]["vintage"], rows[2]["place_code"]) == (
        "33.333333",
        "worst fifth",
        "2023",
        "E05000005",
    )


def test_without_wards_or_figures_the_page_says_so(client: Client, places: dict[str, Area]) -> None:
    assert "No indicator has figures for these wards." in words_of(page_of(client).main)
    Area.objects.filter(area_type=Area.Type.WARD).delete()
    assert "There are no wards yet." in words_of(page_of(client).main)


def test_the_page_asks_the_same_questions_for_ten_times_the_figures(
    client: Client, places: dict[str, Area], django_assert_num_queries: Any
) -> None:
    fill(make_indicator(), places)
    find_out()
    page_of(client)
    with CaptureQueriesContext(connection) as before:
        page_of(client)
    for _ in range(5):
        one = make_indicator()
        for year in (2019, 2020):
            fill(one, places, year)
    find_out()
    with django_assert_num_queries(len(before)):
        page_of(client)
    assert len(before) <= 15
