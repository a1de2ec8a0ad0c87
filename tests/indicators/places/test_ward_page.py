"""A ward's page: every figure is a stored one, nothing shows that may not, every state is designed, few questions asked."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.actions import load_content_set
from indicators.actions.findings import record_findings
from indicators.formatting import number_text
from indicators.models import Area, Indicator, IndicatorSettings, Observation
from indicators.places.ward_page import ward_view
from tests.factories.casestudies import make_story
from tests.factories.indicators import choose_places, make_indicator, make_observation, make_release, make_theme
from tests.indicators.charts.equality import assert_equals_its_table
from tests.indicators.places.conftest import Town, make_ward

pytestmark = pytest.mark.django_db


def soup_of(client: Client, code: str) -> BeautifulSoup:
    answer = client.get(f"/places/{code}/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content.decode(), "html.parser")


def words_of(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def figures(
    town: Town, indicator: Indicator, values: list[float | None], *, spread: float = 0.0, **fields: Any
) -> None:
    """Give each ward a figure, with limits where they spread; town and country are 50 and 60."""
    for ward, value in zip(town.wards, values, strict=False):
        reason: dict[str, Any] = {"reason": "suppressed"} if value is None else {}
        if value is not None and spread:
            reason = {"lower_95": value - spread, "upper_95": value + spread}
        make_observation(indicator, ward, 2021, value, **reason, **fields)
    make_observation(indicator, town.area, 2021, 50.0, **fields)
    make_observation(indicator, town.country, 2021, 60.0, **fields)


@pytest.fixture
def indicator(town: Town) -> Indicator:
    """Give a percentage for which lower is better, with a figure for every ward."""
    found = make_indicator(title="People counted", slug="counted")
    figures(town, found, [10.0, 20.0, 30.0, 40.0, 51.3, 66.6])
    return found


def test_a_ward_stands_among_the_others(client: Client, town: Town, indicator: Indicator) -> None:
    soup = soup_of(client, "E05000005")
    strip = soup.find(id="ward-counted")
    assert strip is not None
    assert strip.find(class_="strip__value").get_text() == "51.3%"
    said = words_of(strip)
    assert "Second highest of 6 wards." in said
    assert "Lower is better." in said
    assert "Anytown 50.0%, Anyland 60.0%." in said
    for svg in strip.find_all("svg", class_="chart"):
        assert len(svg.find_all("circle", class_="d")) == 5
        assert len(svg.find_all("circle", class_="me")) == 1
        assert [text.get_text() for text in svg.find_all("text")] == ["Anyland 60.0%", "Anytown 50.0%"]
    row = soup.find("table", class_="ward-table").tbody.find("tr")
    cells = [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
    assert cells[1:] == [
        "2021",
        "51.3%",
        "Second highest of 6 wards",
        "10.0% (Middle)",
        "66.6% (Far Cotton)",
        "50.0%",
        "60.0%",
    ]


def test_every_strip_is_its_table(town: Town, indicator: Indicator) -> None:
    settings = IndicatorSettings.objects.get()
    for ward in town.wards:
        view = ward_view(ward.code, settings)
        assert view is not None
        assert view.strips
        for strip in view.strips:
            assert_equals_its_table(strip.chart)


def test_no_verdict_without_a_stored_finding(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="tested", comparison_allowed=Indicator.Comparison.LIMITS)
    figures(town, indicator, [10.0, 20.0, 30.0, 40.0, 50.0, 60.0], spread=5.0)
    assert "Better than Anyland" not in words_of(soup_of(client, "E05000001"))
    record_findings(release=make_release(), indicators=[indicator])
    soup = soup_of(client, "E05000001")
    assert "Better than Anyland" in words_of(soup)
    assert soup.find(class_="status--better") is not None
    assert "None of these comes with a test" not in words_of(soup)


def test_a_verdict_is_not_shown_for_a_figure_that_is_held_back_since(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="tested", comparison_allowed=Indicator.Comparison.LIMITS)
    figures(town, indicator, [10.0, 20.0, 30.0, 40.0, 50.0, 60.0], spread=5.0)
    make_observation(indicator, town.wards[0], 2022, None, reason="suppressed")
    record_findings(release=make_release(), indicators=[indicator])
    assert "Better than Anyland" not in words_of(soup_of(client, "E05000001"))


def test_a_figure_that_is_held_back_says_why_and_its_number_is_nowhere(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="small")
    figures(town, indicator, [None, 20.0, 30.0, 40.0, 50.0, 66.6])
    Observation.objects.filter(area=town.wards[0]).update(count=3)
    soup = soup_of(client, "E05000001")
    strip = soup.find(id="ward-small")
    assert strip.find(class_="strip__value").get_text() == "none"
    assert "Held back by the publisher so that nobody can be recognised." in words_of(strip)
    assert strip.find("circle", class_="me") is None
    assert "Highest of the 5 wards with a figure." in words_of(soup_of(client, "E05000006"))


def test_a_ward_without_the_latest_figure_says_so_and_which_it_had(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="late")
    make_observation(indicator, town.wards[0], 2019, 12.5)
    figures(Town(town.area, town.country, town.wards[1:]), indicator, [20.0, 30.0])
    said = words_of(soup_of(client, "E05000001").find(id="ward-late"))
    assert "No figure for 2021. The latest is 12.5% (2019)." in said
    said = words_of(soup_of(client, "E05000002").find(id="ward-late"))
    assert "Lowest of the 2 wards with a figure." in said
    assert "12.5" not in said


def test_a_ward_with_nothing_and_a_ward_with_one_figure(client: Client, town: Town) -> None:
    soup = soup_of(client, "E05000001")
    assert "No figure reaches this ward." in words_of(soup)
    assert soup.find(id="table") is None
    lone = make_indicator(slug="lone")
    make_observation(lone, town.wards[0], 2021, 7.0)
    said = words_of(soup_of(client, "E05000001").find(id="ward-lone"))
    assert "The only ward with a figure." in said
    assert soup_of(client, "E05000001").find("svg", class_="chart") is None


def test_the_same_figure_everywhere_draws_nothing(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="flat")
    for area in [*town.wards, town.area, town.country]:
        make_observation(indicator, area, 2021, 5.0)
    strip = soup_of(client, "E05000001").find(id="ward-flat")
    assert strip.find("svg", class_="chart") is None
    assert "The same as the other wards, of 6 wards." in words_of(strip)


@pytest.mark.parametrize("hidden", [{"live": False}, {"is_retired": True, "retired_because": "Old."}, {"number": None}])
def test_drafts_retired_and_unlisted_indicators_never_show(
    client: Client, town: Town, indicator: Indicator, hidden: dict[str, Any]
) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(**hidden)
    for code in ("E05000005", "E06000001", "E92000001"):
        html = client.get(f"/places/{code}/").content.decode()
        assert "People counted" not in html
        assert "51.3" not in html
    assert "51.3" not in b"".join(client.get("/places/E05000005/figures.csv").streaming_content).decode()  # type: ignore[attr-defined]


def test_a_related_measure_is_named_as_itself_and_not_judged(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="counted", title="People counted")
    figures(
        town, indicator, [1, 2, 3, 4, 5, 6], category_type=Observation.RELATED_MEASURE, category="% of homes (Index)"
    )
    soup = soup_of(client, "E05000001")
    strip = soup.find(id="ward-counted-related-of-homes-index")
    assert strip.h4.get_text() == "Homes"
    said = words_of(strip)
    assert "Related to People counted , but not the same." in said
    assert "better" not in said
    assert "People counted" in words_of(soup.find(id="unknown"))


def test_women_and_men_stand_apart(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="both", title="Both")
    for sex in ("female", "male"):
        for number, ward in enumerate(town.wards):
            make_observation(indicator, ward, 2021, number + (10.0 if sex == "male" else 0.0), sex=sex)
    soup = soup_of(client, "E05000003")
    assert soup.find(id="ward-both-female").find(class_="strip__value").get_text() == "2.0%"
    assert soup.find(id="ward-both-male").find(class_="strip__value").get_text() == "12.0%"


def test_breakdowns_and_other_ages_are_no_headline(client: Client, town: Town) -> None:
    indicator = make_indicator(slug="aged", headline_age="All ages")
    for ward in town.wards:
        make_observation(indicator, ward, 2021, 10.0 + ward.pk % 7, age="All ages")
        make_observation(indicator, ward, 2021, 77.7, age="0 to 4")
        make_observation(indicator, ward, 2021, 88.8, age="All ages", category_type="Group", category="A")
    html = client.get("/places/E05000001/").content.decode()
    assert "77.7" not in html
    assert "88.8" not in html


# Where it lies, what is beside it, what is being done


def test_neighbours_are_read_from_the_hexagons_and_that_is_said(client: Client, town: Town) -> None:
    html = unescape(client.get("/places/E05000001/").content.decode()).partition("Wards beside it")[2]
    listed = html.partition("</ul>")[0]
    assert all(name in listed for name in ("West Field", "Eastgate", "Northwell", "Saint Anne’s"))
    assert "Far Cotton" not in listed
    assert "map of hexagons" in html
    assert "No ward beside it" in client.get("/places/E05000006/").content.decode()


def test_neighbours_are_read_from_outlines_where_all_are_held(client: Client, town: Town) -> None:
    for number, ward in enumerate(town.wards):
        west, east = number, number + 1
        ring = [[west, 51.0], [east, 51.0], [east, 52.0], [west, 52.0], [west, 51.0]]
        Area.objects.filter(pk=ward.pk).update(outline={"type": "Polygon", "coordinates": [ring]})
    html = unescape(client.get("/places/E05000002/").content.decode())
    listed = html.partition("Wards beside it")[2].partition("</ul>")[0]
    assert "Middle" in listed
    assert "Eastgate" in listed
    assert "Northwell" not in listed
    assert "Read from the wards’ outlines." in html
    assert "contains OS data" in html.partition("ward-map")[2].partition("</figure>")[0]


def test_its_map_links_every_ward_and_marks_its_own(client: Client, town: Town) -> None:
    links = soup_of(client, "E05000002").select("svg.hexmap a")
    assert {link["href"] for link in links} == {f"/places/{ward.code}/" for ward in town.wards}
    assert [link["href"] for link in links if link.get("aria-current") == "page"] == ["/places/E05000002/"]


def test_the_people_come_with_their_source(client: Client, town: Town) -> None:
    assert "1,001 people (Census 2021)." in words_of(soup_of(client, "E05000001"))
    Area.objects.filter(pk=town.wards[0].pk).update(population=None)
    assert "How many people live here is not held." in words_of(soup_of(client, "E05000001"))


def test_stories_from_a_ward_stand_on_its_page_alone(client: Client, town: Town) -> None:
    make_story(title="A garden for all", wards=[town.wards[0]])
    make_story(title="A draft", wards=[town.wards[0]], live=False)
    said = words_of(soup_of(client, "E05000001"))
    assert "A garden for all" in said
    assert "A draft" not in said
    assert "No story from this ward yet." in words_of(soup_of(client, "E05000002"))


# Former wards, the town, places beside it


def test_a_former_ward_says_that_it_ended_and_is_set_beside_its_own_kind(client: Client, town: Town) -> None:
    until = {"vintage": "before 2023", "valid_from": None, "valid_to": date(2023, 5, 3)}
    old = [make_ward(town.area, 40 + n, name=name, **until) for n, name in enumerate(["Middle", "Oldcastle", "Hythe"])]
    indicator = make_indicator(slug="counted")
    figures(town, indicator, [10.0, 20.0])
    for number, ward in enumerate(old):
        make_observation(indicator, ward, 2019, 90.0 + number)
    soup = soup_of(client, old[0].code)
    said = words_of(soup)
    assert "Middle was a ward until 3 May 2023." in said
    assert "6 wards took the place of 3." in said
    assert "Which of today’s wards lie about there is not held." in said
    assert soup.find("a", href="/places/E05000001/", string="Middle") is not None
    assert "Lowest of 3 wards." in said
    assert "10.0%" not in said
    assert "90.0" not in words_of(soup_of(client, "E05000001"))


def test_a_former_ward_names_what_lies_there_where_outlines_tell(client: Client, town: Town) -> None:
    def square(west: float, east: float) -> dict[str, Any]:
        ring = [[west, 51.0], [east, 51.0], [east, 52.0], [west, 52.0], [west, 51.0]]
        return {"type": "Polygon", "coordinates": [ring]}

    for number, ward in enumerate(town.wards):
        Area.objects.filter(pk=ward.pk).update(outline=square(number, number + 1))
    old = make_ward(town.area, 40, name="Oldcastle", vintage="before 2023", valid_from=None, valid_to=date(2023, 5, 3))
    Area.objects.filter(pk=old.pk).update(outline=square(0.5, 2.0))
    said = words_of(soup_of(client, old.code).find(class_="inset"))
    assert "The wards that lie about there today: West Field , Middle" in said
    assert "Eastgate" not in said


def test_only_the_last_borders_before_are_counted(client: Client, town: Town) -> None:
    make_ward(town.area, 50, name="Ancient", vintage="1976", valid_from=None, valid_to=date(2003, 5, 1))
    for number in (60, 61):
        until = {"vintage": "before 2023", "valid_from": None, "valid_to": date(2023, 5, 3)}
        make_ward(town.area, number, name=f"Old {number}", **until)
    said = words_of(soup_of(client, "E05000001").find(id="unknown"))
    assert "Before May 2023 the town had 2 wards with other borders" in said


def test_the_town_has_its_indicators_and_its_wards(client: Client, town: Town, indicator: Indicator) -> None:
    record_findings(release=make_release(), indicators=[indicator])
    soup = soup_of(client, "E06000001")
    said = words_of(soup)
    assert "People counted" in said
    assert "50.0%" in said
    for ward in town.wards:
        assert soup.find("a", href=f"/places/{ward.code}/") is not None


def test_a_place_beside_the_town_shows_less(client: Client, town: Town, indicator: Indicator) -> None:
    soup = soup_of(client, "E92000001")
    assert "This site is about Anytown" in words_of(soup)
    cells = [cell.get_text() for cell in soup.find("table").tbody.find_all("td")]
    assert cells == ["2021", "60.0%", "50.0%"]
    for end in ("briefing.pdf", "figures.csv"):
        assert client.get(f"/places/E92000001/{end}").status_code == 404


# Taking it away


def test_the_csv_has_the_wards_own_stored_figures(client: Client, town: Town, indicator: Indicator) -> None:
    answer = client.get("/places/E05000005/figures.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert lines[1].startswith("counted,E05000005,Saint Anne’s,")
    assert ",51.3," in lines[1]
    assert client.get("/places/E05000005/figures.csv", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_hostile_name_is_text_everywhere(client: Client, town: Town, indicator: Indicator) -> None:
    name = "=<b>&\"'#strong[x]"
    Area.objects.filter(pk=town.wards[4].pk).update(name=name)
    for path in ("/places/", "/places/E05000005/", "/places/E05000001/", "/"):
        html = client.get(path).content.decode()
        assert "<b>&" not in html
    csv = b"".join(client.get("/places/E05000005/figures.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert ",\"'=<b>&" in csv


def test_a_page_asks_as_much_for_many_figures_as_for_few(client: Client, town: Town, indicator: Indicator) -> None:
    def queries(code: str) -> int:
        client.get(f"/places/{code}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/places/{code}/")
        return len(asked)

    few = queries("E05000001"), queries("E06000001"), queries("E92000001")
    for n in range(12):
        figures(town, make_indicator(slug=f"more-{n}"), [n + 1.0, n + 2.0, n + 3.0, 4.0, 5.0, 6.0])
    many = queries("E05000001"), queries("E06000001"), queries("E92000001")
    assert many == few
    assert max(many) <= 24


def test_every_figure_of_the_content_is_on_its_wards_page(client: Client, town: Town) -> None:
    """Walk all wards of the content set: each latest headline is there as it is stored, and no other number is large."""
    Area.objects.exclude(pk__in=[town.area.pk]).exclude(parent=town.area).update(code="E92999999")
    for entry in yaml.safe_load((django_settings.CONTENT_DIR / "themes.yaml").read_text()):
        make_theme(**entry)
    load_content_set(folder=django_settings.CONTENT_DIR)
    real = Area.objects.get(code="E06000032")
    choose_places(real, country=Area.objects.get(code="E92000001"))
    wards = Area.objects.filter(parent=real, area_type=Area.Type.WARD, valid_to=None)
    assert len(wards) == 20
    seen = 0
    for ward in wards:
        soup = soup_of(client, ward.code)
        rows = Observation.objects.filter(area=ward, indicator__number__isnull=False).select_related("indicator")
        latest: dict[tuple[str, str], Observation] = {}
        for row in rows.order_by("period_to"):
            latest[row.indicator.slug, row.category] = row
        expected = sorted(f"{number_text(row.value, decimals=row.indicator.decimals)}%" for row in latest.values())
        shown = sorted(cell.get_text() for cell in soup.find_all(class_="strip__value"))
        assert shown == expected, ward.name
        seen += len(shown)
        table = soup.find("table", class_="ward-table")
        assert sorted(row.find_all("td")[1].get_text() for row in table.tbody.find_all("tr")) == expected
    assert seen == 60


def test_ranks_never_contradict_the_numbers(client: Client, town: Town, indicator: Indicator) -> None:
    found = [
        re.search(r"([\w ]+) of 6 wards\.", words_of(soup_of(client, w.code).find(id="ward-counted")))
        for w in town.wards
    ]
    assert [match[1].strip().split()[-2:] if match else None for match in found] == [
        ["2021.", "Lowest"][1:],
        ["Second", "lowest"],
        ["Third", "lowest"],
        ["Third", "highest"],
        ["Second", "highest"],
        ["Highest"],
    ]
