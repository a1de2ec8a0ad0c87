"""Figures, charts, tables and maps that editors put into pages: what readers see is what is stored, or nothing at all."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from het_site.core.blocks import BodyBlock
from het_site.home.loading.values import Values
from het_site.home.models import ContentPage
from indicators.body.shown import CHARTS, TABLES
from indicators.models import Area, Finding, Indicator
from tests.factories.home import make_content_page
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_area_group,
    make_index_page,
    make_indicator,
    make_observation,
    make_release,
)

pytestmark = pytest.mark.django_db
KINDS = ("indicator_figure", "indicator_chart", "indicator_table", "ward_map")


@pytest.fixture(autouse=True)
def town() -> Area:
    """A town in a country, with three wards on the map."""
    make_index_page()
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    for number in range(3):
        make_area(
            f"E0500001{number}", name=f"Ward {number}", area_type=Area.Type.WARD, parent=town,
            vintage="2023", hex_q=number, hex_r=0,
        )  # fmt: skip
    choose_places(town, country=country)
    return town


def measured(town: Area, **fields: Any) -> Indicator:
    """Make an indicator with figures for all places."""
    indicator = make_indicator(**fields)
    for year in (2018, 2019, 2020):
        make_observation(indicator, town, year, 10.0 + year - 2018)
    make_observation(indicator, Area.objects.get(code="E92000001"), 2020, 8.5)
    for place in Area.objects.filter(area_type=Area.Type.WARD):
        make_observation(indicator, place, 2020, 20.0 + place.hex_q)
    return indicator


def page_with(*blocks: tuple[str, dict[str, Any]]) -> ContentPage:
    page = make_content_page()
    page.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    page.save_revision().publish()
    return page


def read(client: Client, page: ContentPage) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    main = BeautifulSoup(response.content, "html.parser").main
    assert main is not None
    return main


def words(html: BeautifulSoup) -> str:
    return " ".join(html.get_text(" ").split())


def test_every_body_offers_the_four_in_a_group_of_their_own() -> None:
    offered = apps.get_app_config("indicators").body_blocks
    assert tuple(offered) == KINDS
    blocks = BodyBlock().child_blocks
    assert {blocks[kind].meta.group for kind in KINDS} == {"Figures from the indicators"}
    assert all(blocks[kind].is_previewable for kind in KINDS)


def test_a_figure_shows_what_is_stored_now(client: Client, town: Area) -> None:
    indicator = measured(town, title="Cold homes")
    Finding.objects.create(
        indicator=indicator, area=town, release=make_release(), period_label="2020", period_to=date(2020, 12, 31),
        value=12.0, outcome="worse", basis="limits", level_text="In 2020, 12.0% of homes were cold.",
    )  # fmt: skip
    page = page_with(("indicator_figure", {"indicator": indicator.pk, "caption": "Look at this."}))
    text = words(read(client, page))
    assert "Cold homes" in text
    assert "12.0%" in text
    assert "Anytown, 2020" in text
    assert "In 2020, 12.0% of homes were cold." in text
    assert "Worse than Anyland" in text
    assert "Look at this." in text
    assert "Office for Examples" in text
    make_observation(indicator, town, 2021, 55.5)
    assert "55.5%" in words(read(client, page))


def test_a_chart_and_a_table_show_what_is_stored(client: Client, town: Area) -> None:
    indicator = measured(town, title="Cold homes")
    chosen = {"indicator": indicator.pk}
    html = read(
        client,
        page_with(
            ("indicator_chart", chosen | {"chart": "trend"}),
            ("indicator_table", chosen | {"table": "places"}),
            ("indicator_table", chosen | {"table": "over_time"}),
            ("ward_map", chosen),
        ),
    )
    assert len(html.select("svg.chart path.town")) == 2
    figures = [[cell.get_text() for cell in row.select("th, td.num")] for row in html.select("tbody tr")]
    assert ["2020", "12.0%", "8.5%"] in figures
    assert ["Ward 2", "22.0%"] in figures
    assert len(html.select("svg.hexmap text.v")) == 3
    assert [step.get_text() for step in html.select(".key span")] == ["20.0%", "21.0%", "22.0%"]
    ids = [tag["id"] for tag in html.select("[id]")]
    assert len(ids) == len(set(ids))
    assert indicator.url in {a["href"] for a in html.select(".infigure a")}
    assert "/places/E05000012/" in {a["href"] for a in html.select(".hexmap a")}


def test_every_kind_of_chart_and_table_can_be_shown(client: Client, town: Area) -> None:
    indicator = measured(town)
    other = make_area("E06000002", name="Othertown")
    settings = choose_places(town, country=Area.objects.get(code="E92000001"))
    settings.neighbours = make_area_group(other, name="Alike")
    settings.save()
    make_observation(indicator, other, 2020, 33.3)
    for number, category in enumerate(("Most deprived fifth", "Least deprived fifth")):
        for year in (2018, 2019, 2020):
            make_observation(indicator, town, year, 30.0 + number, category_type="Deprivation fifth", category=category)
    blocks = [
        *(("indicator_chart", {"indicator": indicator.pk, "chart": kind}) for kind, _ in CHARTS),
        *(("indicator_table", {"indicator": indicator.pk, "table": kind}) for kind, _ in TABLES),
    ]
    html = read(client, page_with(*blocks))
    assert len(html.select(".body__item--indicator_table .infigure, .block-indicator_table .infigure")) >= 3
    assert "Othertown" in words(html)
    ids = [tag["id"] for tag in html.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_people_can_be_chosen(client: Client, town: Area) -> None:
    indicator = make_indicator(title="Years of life")
    for sex, value in (("female", 82.4), ("male", 78.1)):
        make_observation(indicator, town, 2020, value, sex=sex)
    both = words(read(client, page_with(("indicator_figure", {"indicator": indicator.pk}))))
    assert "82.4%" in both
    assert "78.1%" in both
    men = words(read(client, page_with(("indicator_figure", {"indicator": indicator.pk, "people": "male"}))))
    assert "82.4%" not in men
    assert "78.1%" in men


@pytest.mark.parametrize("kind", KINDS)
def test_readers_see_nothing_of_a_draft_and_editors_are_told(client: Client, town: Area, kind: str) -> None:
    indicator = measured(town, title="Not yet public")
    page = page_with((kind, {"indicator": indicator.pk, "caption": "A caption."}))
    assert "A caption." in words(read(client, page))
    Indicator.objects.filter(pk=indicator.pk).update(live=False)
    html = read(client, page)
    assert "Not yet public" not in words(html)
    assert "A caption." not in words(html)
    assert not html.select(".infigure")
    assert "Its indicator is not published." in previewed(page)


def test_readers_see_nothing_of_what_is_deleted(client: Client, town: Area) -> None:
    page = page_with(("indicator_figure", {"indicator": 999_999, "caption": "A caption."}))
    assert "A caption." not in words(read(client, page))
    assert "Its indicator was deleted." in previewed(page)


def test_a_retired_one_says_so(client: Client, town: Area) -> None:
    indicator = measured(town, is_retired=True, retired_because="x")
    text = words(read(client, page_with(("indicator_figure", {"indicator": indicator.pk}))))
    assert "12.0%" in text
    assert "no longer in the set" in text


def test_without_figures_a_block_is_blank_in_words_or_not_there(client: Client, town: Area) -> None:
    indicator = make_indicator(title="Nothing known")
    chosen = {"indicator": indicator.pk}
    assert "No published figure." in words(read(client, page_with(("indicator_figure", chosen))))
    for kind in KINDS[1:]:
        page = page_with((kind, chosen))
        assert not read(client, page).select(".infigure")
        assert "Readers see nothing here." in previewed(page)


def test_without_a_town_nothing_breaks(client: Client, town: Area) -> None:
    indicator = measured(town)
    page = page_with(*((kind, {"indicator": indicator.pk}) for kind in KINDS))
    choose_places(None)  # type: ignore[arg-type]
    assert not read(client, page).select(".infigure")
    assert "No town is chosen" in previewed(page)


def previewed(page: ContentPage) -> str:
    """Give the words of a page's preview, as an editor sees it."""
    response = page.get_latest_revision_as_object().make_preview_request(RequestFactory().get("/"), "")
    response.render()
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_many_blocks_ask_no_more_than_one(client: Client, town: Area) -> None:
    indicators = [measured(town) for _ in range(5)]

    def count(kind: str, some: list[Indicator]) -> int:
        page = page_with(*((kind, {"indicator": one.pk}) for one in some))
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        return len(queries)

    for kind in KINDS:
        assert count(kind, indicators) == count(kind, indicators[:1]), kind


def test_search_finds_the_page_by_the_indicators_name(town: Area) -> None:
    shown, draft = measured(town, title="Cold homes"), measured(town, title="Still a draft", live=False)
    page = page_with(*(("indicator_figure", {"indicator": one.pk, "caption": "Ours"}) for one in (shown, draft)))
    assert page.body.stream_block.get_searchable_content(page.body) == ["Cold homes", "Ours"]


def test_where_no_page_is_drawn_it_says_itself_in_a_line(town: Area) -> None:
    page = page_with(("indicator_figure", {"indicator": measured(town, title="Cold homes").pk, "caption": "Ours."}))
    assert page.body[0].value.as_text() == "Cold homes: Anytown 12.0% (2020). Ours."


@pytest.mark.parametrize("kind", KINDS)
def test_the_picker_shows_an_example_of_real_figures(admin_client: Client, town: Area, kind: str) -> None:
    measured(town, title="Cold homes")
    block = ContentPage.body.field.stream_block.child_blocks[kind]
    response = admin_client.get("/cms/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "Cold homes" in response.content.decode()


def test_content_files_name_the_blocks_and_their_indicator(client: Client, town: Area) -> None:
    measured(town, slug="cold-homes", title="Cold homes")
    chosen = {"indicator": "cold-homes"}
    stream = Values(pages={}, routes=set(), images={}).stream(
        ContentPage.body.field.stream_block,
        [
            {"indicator_figure": chosen | {"people": "persons"}},
            {"indicator_chart": chosen | {"chart": "trend"}},
            {"indicator_table": chosen | {"table": "places"}},
            {"ward_map": chosen | {"caption": "Look."}},
        ],
    )
    page = make_content_page()
    page.body = stream
    page.save_revision().publish()
    assert len(read(client, page).select(".infigure")) == 4


@pytest.mark.parametrize("entry", [{"indicator": "nothing"}, {"indicator": ""}, {"caption": "x"}, {"unknown": "x"}])
def test_content_files_that_name_nothing_are_refused(town: Area, entry: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"indicator|has no|required"):
        Values(pages={}, routes=set(), images={}).stream(
            ContentPage.body.field.stream_block, [{"indicator_figure": entry}]
        )
