"""The spine chart's page: which places and periods it sets beside each other, what it draws, and what it refuses."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.explorer.spine_rows import EDGE, WIDTH
from indicators.models import Area, Finding, Indicator, IndicatorSettings
from tests.factories.indicators import (
    choose_places,
    find_out,
    make_area,
    make_area_group,
    make_index_page,
    make_indicator,
    make_observation,
    make_theme,
)
from tests.indicators.explorer.test_glance import HOSTILE, words_of

pytestmark = pytest.mark.django_db
VALUES = {"E06000011": 10.0, "E06000012": 14.0, "E06000013": 18.0, "E06000014": 26.0}


@pytest.fixture
def places() -> dict[str, Area]:
    """A town, its country, and four places like it."""
    make_index_page()
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    others = {code: make_area(code, name=f"Place {code[-2:]}") for code in VALUES}
    settings = choose_places(town, country=country)
    settings.neighbours = make_area_group(*others.values(), name="Statistical neighbours")
    settings.save()
    return {"town": town, "country": country, **others}


def fill(
    indicator: Indicator, places: dict[str, Area], year: int = 2020, own: float = 22.0, beside: float = 16.0
) -> None:
    make_observation(indicator, places["town"], year, own, lower_95=own - 1, upper_95=own + 1)
    make_observation(indicator, places["country"], year, beside)
    for code, value in VALUES.items():
        make_observation(indicator, places[code], year, value)


def page_of(client: Client, query: str = "") -> BeautifulSoup:
    response = client.get(f"/indicators/spine/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def row_of(page: BeautifulSoup, title: str = "Warm homes") -> Tag:
    (row,) = [row for row in page.select("table.spine tbody tr") if title in words_of(row.th)]
    return row


def centre(mark: Tag) -> float:
    return float(str(mark["transform"]).removeprefix("translate(").split()[0])


def at(share: float) -> float:
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)


def test_the_row_says_what_the_drawing_shows(client: Client, places: dict[str, Area]) -> None:
    fill(make_indicator(title="Warm homes", comparison_allowed="limits"), places)
    find_out()
    row = row_of(page_of(client))
    cells = [words_of(cell) for cell in row.select("td")]
    assert cells == ["22.0%", "16.0%", "Worse than Anyland", "26.0%", "", "22.0% to 14.0%", "10.0%"]
    whole = row.select_one(".spine__range")
    assert whole
    # lower is better: the highest stands on the left, the country in the middle, 10 units to either end
    assert (float(str(whole["x"])), float(str(whole["width"]))) == (at(0), round(at(0.8) - at(0), 1))
    half = row.select_one(".spine__half")
    assert half
    assert (float(str(half["x"])), float(str(half["width"]))) == (at(0.2), pytest.approx(at(0.6) - at(0.2)))
    mark = row.select_one(".spine__mark")
    assert mark
    assert "is-worse" in mark["class"]
    assert centre(mark) == at(0.2)


def test_right_is_better_whichever_way_that_is(client: Client, places: dict[str, Area]) -> None:
    fill(make_indicator(title="Good work", polarity="high_is_good"), places)
    fill(make_indicator(title="Neither", polarity="no_judgement"), places)
    find_out()
    page = page_of(client)
    for title in ("Good work", "Neither"):
        row = row_of(page, title)
        mark = row.select_one(".spine__mark")
        assert mark
        assert centre(mark) == at(0.8)
        assert "is-untested" in mark["class"]
    assert "Right is higher; neither is better" in words_of(row_of(page, "Neither"))
    assert [cell["data-l"] for cell in row_of(page, "Neither").select(".spine__end")] == [
        "Lowest",
        "Middle half",
        "Highest",
    ]


def test_negative_figures_keep_their_places(client: Client, places: dict[str, Area]) -> None:
    one = make_indicator(title="Change", polarity="high_is_good", value_type="difference", multiplier=1)
    make_observation(one, places["town"], 2020, -5.0)
    make_observation(one, places["country"], 2020, 0.0)
    for code, value in zip(VALUES, (5.0, -2.0, 1.0, 3.0), strict=True):
        make_observation(one, places[code], 2020, value)
    find_out()
    mark = row_of(page_of(client), "Change").select_one(".spine__mark")
    assert mark
    assert centre(mark) == at(0)


def test_only_figures_of_the_same_period_age_and_sex_are_set_beside(client: Client, places: dict[str, Area]) -> None:
    one = make_indicator(title="Warm homes", headline_age="All ages")
    for area in places.values():
        make_observation(one, area, 2020, 10.0, age="All ages")
        make_observation(one, area, 2020, 99.0, age="Under 5")
        make_observation(one, area, 2020, 98.0, age="All ages", sex="female")
        make_observation(one, area, 2020, 97.0, age="All ages", category_type="Ethnic group", category="Any")
    for code in VALUES:
        make_observation(one, places[code], 2021, 96.0, age="All ages")
    find_out()
    words = words_of(row_of(page_of(client)))
    assert "10.0%" in words
    assert not any(other in words for other in ("99.0", "98.0", "97.0", "96.0"))


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        ({"country"}, "No figure for Anyland of 2020 to put in the middle"),
        ({"E06000011", "E06000012"}, "Only 3 places with a figure of 2020: too few for a range"),
        (set(VALUES), "Only 1 place with a figure of 2020: too few for a range"),
        ({"town"}, "No published figure"),
    ],
)
def test_what_cannot_be_drawn_says_why(
    client: Client, places: dict[str, Area], left_out: set[str], reason: str
) -> None:
    one = make_indicator(title="Warm homes")
    for key, area in places.items():
        if key not in left_out:
            make_observation(one, area, 2020, 10.0 + len(key))
    find_out()
    row = row_of(page_of(client))
    assert reason in words_of(row)
    assert not row.select("svg.spine__svg")


def test_another_place_has_its_own_verdict_and_the_same_range(client: Client, places: dict[str, Area]) -> None:
    fill(make_indicator(title="Warm homes"), places)
    find_out()
    Finding.objects.filter(area__code="E06000011").update(outcome="better", basis="publisher")
    page = page_of(client, "?area=E06000011")
    assert words_of(page.h1) == "Spine chart of Place 11"
    cells = [words_of(cell) for cell in row_of(page).select("td")]
    assert cells[:4] == ["10.0%", "16.0%", "Better than Anyland says the publisher", "26.0%"]
    chosen = page.select_one("#spine-area option[selected]")
    assert chosen
    assert chosen["value"] == "E06000011"


@pytest.mark.parametrize("value", [*HOSTILE, "E06999999", "E92000001", "E05000001", "E06000099", "e06000011"])
def test_a_place_that_is_not_held_is_not_found(client: Client, places: dict[str, Area], value: str) -> None:
    ward = make_area("E05000001", parent=places["town"], area_type=Area.Type.WARD)
    make_area("E06000099", name="Without figures")
    draft = make_indicator(live=False)
    make_observation(draft, Area.objects.get(code="E06000099"))
    one = make_indicator(title="Warm homes")
    fill(one, places)
    make_observation(one, ward)
    find_out()
    response = client.get(f"/indicators/spine/?area={quote(value)}")
    assert response.status_code == 404
    assert b"We cannot find this page" in response.content


@pytest.mark.parametrize("query", ["?format=xml", "?format=csv&area=nowhere"])
def test_no_such_file(client: Client, places: dict[str, Area], query: str) -> None:
    assert client.get(f"/indicators/spine/{query}").status_code == 404


def test_the_file_holds_the_stored_figures(client: Client, places: dict[str, Area]) -> None:
    fill(make_indicator(title="Warm homes"), places, own=22.123456)
    find_out()
    (row,) = csv.DictReader(io.StringIO(client.get("/indicators/spine/?format=csv").content.decode()))
    assert (row["value"], row["country_value"], row["places"]) == ("22.123456", "16", "5")
    assert [row[name] for name in ("left_end", "left_quarter", "right_quarter", "right_end")] == [
        "26",
        "22.123456",
        "14",
        "10",
    ]
    assert row["right_is"] == "better, lower"


def test_without_a_town_or_a_group_the_page_answers(client: Client) -> None:
    make_index_page()
    assert "No town is chosen yet." in words_of(page_of(client).main)
    town = make_area("E06000001", name="Anytown")
    choose_places(town)
    make_observation(make_indicator(title="Warm homes"), town)
    find_out()
    assert "too few for a range" in words_of(row_of(page_of(client)))


def test_hidden_indicators_are_nowhere(client: Client, places: dict[str, Area]) -> None:
    theme = make_theme()
    hidden: list[dict[str, Any]] = [{"live": False}, {"is_retired": True, "retired_because": "x"}, {"number": None}]
    for fields in hidden:
        fill(make_indicator(title="Hidden one", theme=theme, **fields), places, own=77.7)
    find_out()
    for query in ("", "?area=E06000011", "?format=csv"):
        html = client.get(f"/indicators/spine/{query}").content.decode()
        assert "Hidden one" not in html
        assert "77.7" not in html


def test_the_page_asks_the_same_questions_for_ten_times_the_figures(
    client: Client, places: dict[str, Area], django_assert_num_queries: Any
) -> None:
    fill(make_indicator(), places)
    find_out()
    page_of(client)
    with CaptureQueriesContext(connection) as before:
        page_of(client)
    for _ in range(9):
        one = make_indicator()
        for year in (2019, 2020):
            fill(one, places, year)
    find_out()
    with django_assert_num_queries(len(before)):
        page_of(client)
    assert len(before) <= 16


def test_settings_without_neighbours_are_no_fault(client: Client, places: dict[str, Area]) -> None:
    IndicatorSettings.objects.update(neighbours=None)
    fill(make_indicator(title="Warm homes"), places)
    find_out()
    assert "Only 1 place" in words_of(row_of(page_of(client)))
