"""The page that compares: every figure is the stored one, nothing is joined that differs, nothing hidden shows."""

from __future__ import annotations

import csv
import io
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.compare.layouts import MOST_AREAS
from indicators.compare.page import question
from indicators.formatting import number_text
from indicators.models import Area, DataRelease, Finding, Indicator, Observation
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_area_group,
    make_index_page,
    make_indicator,
    make_observation,
    make_release,
)
from tests.indicators.charts.equality import assert_equals_its_table

pytestmark = pytest.mark.django_db
PAGE = "/indicators/compare/"


@pytest.fixture(autouse=True)
def places() -> dict[str, Area]:
    """A town in a region of a country, three wards of now and two of before, and a neighbour."""
    make_index_page()
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    region = make_area("E12000001", name="Anyregion", area_type=Area.Type.REGION, parent=country)
    town = make_area("E06000001", name="Anytown", parent=region)
    ward = {"area_type": Area.Type.WARD, "parent": town}
    now = [
        make_area(f"E0500001{n}", name=f"Ward {n}", vintage="2023", valid_from=date(2023, 5, 4), **ward)
        for n in range(3)
    ]
    before = [
        make_area(f"E0500002{n}", name=f"Ward {n}", vintage="before 2023", valid_to=date(2023, 5, 3), **ward)
        for n in range(2)
    ]
    neighbour = make_area("E06000002", name="Othertown")
    make_area_group(neighbour, name="Neighbours")
    choose_places(town, country=country, region=region)
    return {"country": country, "region": region, "town": town, "neighbour": neighbour} | {
        place.code: place for place in [*now, *before]
    }


def get(client: Client, address: str) -> BeautifulSoup:
    response = client.get(f"{PAGE}?{address}", follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(html: BeautifulSoup) -> str:
    return " ".join(html.main.get_text(" ").split())  # type: ignore[union-attr]


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(f"/data/compare.csv?{address}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))  # type: ignore[attr-defined]


def test_the_start_offers_examples_that_work(client: Client, places: dict[str, Area]) -> None:
    for indicator in (make_indicator(title="Homes"), make_indicator(title="Jobs")):
        for year in range(2018, 2021):
            for place in places.values():
                make_observation(indicator, place, year, 10.0 + year % 7 + place.pk % 5)
    html = get(client, "")
    links = [a["href"] for a in html.select(".versus__examples a")]
    assert len(links) == 3
    for link in links:
        response = client.get(str(link))
        assert response.status_code == 200, link
        assert BeautifulSoup(response.content, "html.parser").select("table td.num")


def test_before_anything_is_set_up_the_page_still_answers(client: Client) -> None:
    Observation.objects.all().delete()
    choose_places(make_area("E06000009"))
    assert "Choose what to compare" in words(get(client, ""))


def test_a_question_put_in_another_way_is_sent_to_its_one_address(client: Client) -> None:
    make_indicator(slug="a"), make_indicator(slug="b")
    right = f"{PAGE}?indicator=a&indicator=b&area=E06000001&area=wards-2023"
    for other in (
        "area=wards-2023&area=E06000001&indicator=b&indicator=a",
        "indicator=a&indicator=b&indicator=a&area=E06000001&area=wards-2023&from=&to=&sex=",
        "indicator=a&indicator=b&area=E06000001&area=wards-2023&area=E05000010",
        "indicator=a&indicator=b&area=E06000001&area=wards-2023&utm_source=mail",
    ):
        response = client.get(f"{PAGE}?{other}")
        assert (response.status_code, response.headers["Location"]) == (302, right)
    assert client.get(right).status_code == 200


def test_one_indicator_in_few_places_is_lines(client: Client, places: dict[str, Area]) -> None:
    indicator = make_indicator(slug="homes", title="Cold homes")
    for year, value in ((2018, 12.34), (2019, 11.05), (2020, 10.95)):
        make_observation(indicator, places["town"], year, value, lower_95=value - 1, upper_95=value + 1)
        make_observation(indicator, places["country"], year, value / 2)
    html = get(client, "indicator=homes&area=E06000001&area=E92000001&area=E12000001")
    assert len(html.select("svg.chart path.town")) == 2  # wide and narrow
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in html.select("tbody tr")]
    assert cells == [
        ["2020", "11.0%", "10.0 to 12.0", "5.5%"],
        ["2019", "11.1%", "10.1 to 12.1", "5.5%"],
        ["2018", "12.3%", "11.3 to 13.3", "6.2%"],
    ]
    assert "We hold no such figure for Anyregion." in words(html)
    assert "Anytown 11.0%, Anyland 5.5% in 2020" in words(html)
    assert "Source: Office for Examples" in words(html)


def test_one_indicator_in_many_places_is_ranked_in_one_period(client: Client, places: dict[str, Area]) -> None:
    indicator = make_indicator(slug="homes", title="Cold homes")
    for number in range(3):
        make_observation(indicator, places[f"E0500001{number}"], 2023, 5.0 + number)
    make_observation(indicator, places["town"], 2023, 6.5)
    make_observation(indicator, places["town"], 2024, 99.0)
    html = get(client, "indicator=homes&area=wards-2023&area=E06000001&area=E92000001")
    assert [row.th.get_text() for row in html.select("tbody tr")] == [
        "Ward 2",
        "Anytown",
        "Ward 1",
        "Ward 0",
        "Anyland",
    ]  # type: ignore[union-attr]
    assert "99.0" not in words(html)
    assert "From 5.0% in Ward 0 to 7.0% in Ward 2, 2023" in words(html)
    assert "We hold no such figure for 2023 for Anyland." in words(html)


def test_wards_of_two_boundaries_stand_apart(client: Client, places: dict[str, Area]) -> None:
    indicator = make_indicator(slug="homes")
    for code, place in places.items():
        if code.startswith("E05"):
            make_observation(indicator, place, 2023 if code < "E05000020" else 2019)
    html = get(client, "indicator=homes&area=wards-2023&area=wards-before-2023&area=E06000001&area=E92000001")
    assert [h2.get_text() for h2 in html.select(".versus__part > h2")] == [
        "Wards, boundaries of 2023",
        "Wards, boundaries before 2023",
    ]
    first, second = html.select(".versus__part")
    assert "2023" in first.select_one(".fig__sub").get_text()  # type: ignore[union-attr]
    assert "2019" in second.select_one(".fig__sub").get_text()  # type: ignore[union-attr]
    assert len(first.select("tbody tr")) == 5
    assert len(second.select("tbody tr")) == 4


def test_several_indicators_in_two_places_are_rows_with_stored_verdicts(
    client: Client, places: dict[str, Area]
) -> None:
    one, other = make_indicator(slug="a", title="Cold homes"), make_indicator(slug="b", title="Jobs")
    for indicator in (one, other):
        make_observation(indicator, places["town"], 2020, 10.0)
        make_observation(indicator, places["country"], 2020, 5.0)
    make_observation(other, places["town"], 2021, 11.0)  # the verdict is about this one, which is not compared
    for indicator, year, value in ((one, "2020", 10.0), (other, "2021", 11.0)):
        Finding.objects.create(
            indicator=indicator, area=places["town"], release=make_release(), period_label=year,
            period_to=date(int(year), 12, 31), value=value, outcome="worse", basis="limits", level_text="x",
        )  # fmt: skip
    html = get(client, "indicator=a&indicator=b&area=E06000001&area=E92000001")
    first, second = [" ".join(row.get_text(" ").split()) for row in html.select("tbody tr")]
    assert "Anytown: worse than Anyland" in first
    assert "worse" not in second
    assert "Not tested" in second
    assert "Figures of 2021 are held for too few of these places to compare them: Jobs." in words(html)


def test_several_indicators_in_many_places_are_a_heat_table(client: Client, places: dict[str, Area]) -> None:
    one, other, third = (make_indicator(slug=slug, title=slug.upper()) for slug in "abc")
    for number in range(3):
        make_observation(one, places[f"E0500001{number}"], 2023, 5.0 + number)
    make_observation(other, places["E05000010"], 2022, None, reason="suppressed")
    make_observation(other, places["E05000011"], 2022, 0.0)
    make_observation(third, places["town"], 2022, 3.0)
    html = get(client, "indicator=a&indicator=b&indicator=c&area=wards-2023&area=E06000001")
    rows = [[cell.get_text().strip() for cell in row.select("td")] for row in html.select("tbody tr")]
    assert rows == [["none", "5.0%", "6.0%", "7.0%"], ["none", "held back [c]", "0.0%", "none"]]
    shades = [cell.get("class") for cell in html.select("tbody tr")[0].select("td")]
    assert [next((c for c in css if c.startswith("q")), "") for css in shades] == ["", "q1", "q2", "q3"]  # type: ignore[union-attr]
    assert "No figure is held below the town of C." in words(html)
    assert "held back by the publisher" in words(html).lower()


def test_people_and_years_can_be_asked_for(client: Client, places: dict[str, Area]) -> None:
    indicator = make_indicator(slug="a")
    for sex in ("persons", "female", "male"):
        for year in (2018, 2019, 2020):
            make_observation(indicator, places["town"], year, 10.0 + len(sex), sex=sex)
    rows = rows_of(client, "indicator=a&area=E06000001&from=2019&to=2019&sex=male")
    assert [(row["period_label"], row["sex"], row["value"]) for row in rows] == [("2019", "male", "14")]
    assert len(get(client, "indicator=a&area=E06000001").select("figure")) == 1
    none = get(client, "indicator=a&area=E06000001&from=1950&to=1951")
    assert "No figure is held." in words(none)
    assert client.get("/data/compare.csv?indicator=a&area=E06000001&from=1950&to=1951").status_code == 404


def test_the_file_holds_exactly_the_figures_of_the_page(client: Client, places: dict[str, Area], rf: object) -> None:
    for slug in ("a", "b"):
        indicator = make_indicator(slug=slug)
        for place in places.values():
            for year in (2019, 2020):
                make_observation(indicator, place, year, place.pk % 17 + year / 1000)
    for address in (
        "indicator=a&area=E06000001&area=E92000001",
        "indicator=a&area=E06000001&area=E92000001&area=wards-2023",
        "indicator=a&indicator=b&area=E06000001&area=E92000001",
        "indicator=a&indicator=b&area=E06000001&area=wards-2023&area=wards-before-2023",
    ):
        html, rows = get(client, address), rows_of(client, address)
        shown = {cell.contents[0].strip() for cell in html.select("tbody td.num:not(.blank)")}  # type: ignore[union-attr]
        assert shown == {number_text(float(row["value"]), decimals=1, sign="%") for row in rows}
        put = question(rf.get(f"{PAGE}?{address}")).comparison  # type: ignore[attr-defined]
        assert put is not None
        for part in put.parts:
            for chart in part.charts:
                assert_equals_its_table(chart)


def test_each_chart_can_be_taken_away(client: Client, places: dict[str, Area]) -> None:
    indicator = make_indicator(slug="a", title="Cold homes")
    for year in (2018, 2019, 2020):
        make_observation(indicator, places["town"], year, 12.3)
    links = [str(a["href"]) for a in get(client, "indicator=a&area=E06000001").select(".fig__links a[download]")]
    assert [link.partition("?")[0].rpartition(".")[2] for link in links] == ["csv", "svg", "png"]
    for link, start in zip(links, (b"Period", b"<svg", b"\x89PNG"), strict=True):
        response = client.get(link)
        assert response.status_code == 200
        assert start in response.content[:40]
    assert b"Cold homes" in client.get(links[1]).content
    for wrong in ("nothing.svg", "over-time-persons.gif", "over-time-female.png"):
        assert client.get(f"{PAGE}charts/{wrong}?indicator=a&area=E06000001").status_code == 404
    assert client.get(f"{PAGE}charts/over-time-persons.svg").status_code == 404


def test_what_is_taken_away_can_be_brought_back_and_changes_nothing(
    client: Client,
    places: dict[str, Area],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = FileSystemStorage(location=tmp_path / "private")
    monkeypatch.setattr(DataRelease._meta.get_field("file"), "storage", storage)
    for slug in ("a", "b"):
        indicator = make_indicator(slug=slug)
        for place in places.values():
            make_observation(indicator, place, 2020, 12.34 + place.pk % 7, lower_95=1.5, upper_95=88.25)
    response = client.get("/data/compare.csv?indicator=a&indicator=b&area=E06000001&area=wards-2023")
    (tmp_path / "compare.csv").write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    call_command("import_data", str(tmp_path / "compare.csv"), dry_run=True)
    told = capsys.readouterr().out
    assert "8 unchanged" in told
    assert "0 new" in told
    assert "0 changed" in told


@pytest.mark.parametrize(
    "address",
    [
        "indicator=hidden&area=E06000001",
        "indicator=nothing&area=E06000001",
        "indicator=a&area=E99999999",
        "indicator=a&area=wards-1066",
        "indicator=a&area=group-nobody",
        "indicator=" + "x" * 10_000,
        "indicator=a&area=" + "%F0%9F%92%A9" * 100,
        "&".join(f"area=E{number:08d}" for number in range(990)),
        "indicator=a&area=E06000001&from=2020&to=1990",
        "indicator=a&area=E06000001&from=abc&to=%00%",
        "indicator[]=a&area[]=E06000001",
        "indicator=a&area=E06000001&sex=all&age=" + "z" * 500,
        "indicator=a'--&area=<script>",
        "q=%27%22%3C&choose=1",
        "indicator=a&area=E06000001&age=%D8%B3%D9%86",
    ],
)
def test_hostile_addresses_get_a_designed_answer(client: Client, address: str) -> None:
    make_indicator(slug="a")
    make_indicator(slug="hidden", title="Not yet public", live=False)
    for path in (PAGE, "/data/compare.csv"):
        response = client.get(f"{path}?{address}", follow=True)
        assert response.status_code in {200, 400, 404}
        html = b"".join(response) if response.streaming else response.content
        assert b"<h1" in html
        assert b"Not yet public" not in html
        assert b"<script>" not in html.replace(b"<script src", b"")


def test_more_parameters_than_anybody_sends_are_refused(client: Client) -> None:
    response = client.get(PAGE + "?" + "&".join(f"area=E{number:08d}" for number in range(11_000)))
    assert response.status_code == 400
    assert b"<h1" in response.content


def test_drafts_are_never_shown_and_others_only_to_those_who_know_their_address(
    client: Client, places: dict[str, Area]
) -> None:
    listed = make_indicator(slug="listed", title="In the set")
    draft = make_indicator(slug="draft", title="Still a draft", live=False)
    retired = make_indicator(slug="retired", title="Gone by now", is_retired=True, retired_because="x")
    unlisted = make_indicator(slug="unlisted", title="Beside the set", number=None)
    for indicator in (listed, draft, retired, unlisted):
        make_observation(indicator, places["town"], 2020, 77.7)
    form = words(get(client, ""))
    assert "In the set" in form
    assert not [title for title in ("Still a draft", "Gone by now", "Beside the set") if title in form]
    html = get(client, "indicator=listed&indicator=draft&indicator=retired&indicator=unlisted&area=E06000001")
    assert {a.get_text() for a in html.select("tbody th a")} == {"In the set", "Gone by now", "Beside the set"}
    assert "names an indicator that is not public here" in words(html)
    assert "Not in the set any more" in words(html)
    assert {row["indicator"] for row in rows_of(client, "indicator=listed&indicator=draft&area=E06000001")} == {
        "listed"
    }


def test_too_much_is_cut_and_what_is_left_out_is_named(client: Client, places: dict[str, Area]) -> None:
    indicator = make_indicator(slug="a")
    many = [make_area(f"E07{number:06d}", name=f"Many {number:02d}") for number in range(MOST_AREAS + 3)]
    make_area_group(*many, name="Many")
    make_observation(indicator, many[0], 2020)
    text = words(get(client, "indicator=a&area=group-many"))
    assert f"{MOST_AREAS} of {MOST_AREAS + 3} places are shown" in text
    assert "Left out: Many 60, Many 61 and Many 62." in text


def test_a_search_narrows_the_list_and_keeps_what_is_ticked(client: Client) -> None:
    make_indicator(slug="a", title="Cold homes"), make_indicator(slug="b", title="Good jobs")
    make_indicator(slug="c", title="Clean air")
    html = get(client, "q=JOBS&choose=1&indicator=a&area=E06000001")
    labels = [label.get_text() for label in html.select("[data-compare] .check")]
    assert sorted(labels) == ["Cold homes", "Good jobs"]
    assert html.select_one('[value="a"]')["checked"] == ""  # type: ignore[index]
    assert html.select_one("details.versus")["open"] == ""  # type: ignore[index]
    assert "No indicator matches." in words(get(client, "q=zebra&choose=1"))


def test_the_number_of_queries_does_not_depend_on_how_much_is_compared(client: Client, places: dict[str, Area]) -> None:
    for number in range(6):
        indicator = make_indicator(slug=f"i{number}")
        Observation.objects.bulk_create(
            [
                Observation(
                    indicator=indicator, area=place, value=number, release=make_release(), period_from=date(2020, 1, 1),
                    period_to=date(2020, 12, 31), period_kind="calendar_year", period_label="2020", source="x", licence="x",
                )
                for place in places.values()
            ]
        )  # fmt: skip

    def count(address: str) -> int:
        client.get(f"{PAGE}?{address}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{PAGE}?{address}").status_code == 200
        return len(queries)

    few = count("indicator=i0&indicator=i1&area=E06000001&area=wards-2023")
    many = count("&".join(f"indicator=i{n}" for n in range(6)) + "&area=E06000001&area=E92000001&area=wards-2023")
    assert many == few <= 20


def test_the_page_names_its_view_and_is_kept_out_of_search_engines(client: Client, places: dict[str, Area]) -> None:
    make_observation(make_indicator(slug="a", title="Cold homes"), places["town"])
    html = get(client, "indicator=a&area=E06000001")
    assert unescape(html.title.get_text()).startswith("Cold homes: Anytown – ")  # type: ignore[union-attr]
    assert html.select_one("link[rel=canonical]")["href"] == f"http://localhost{PAGE}?indicator=a&area=E06000001"  # type: ignore[index]
    assert html.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    assert html.select_one("#share")["value"].endswith("?indicator=a&area=E06000001")  # type: ignore[index, union-attr]


def test_a_retired_indicators_figures_are_not_lost(client: Client, places: dict[str, Area]) -> None:
    indicator = make_indicator(slug="old", is_retired=True, retired_because="x")
    make_observation(indicator, places["town"])
    assert Indicator.objects.get(slug="old").is_retired
    assert len(rows_of(client, "indicator=old&area=E06000001")) == 1
