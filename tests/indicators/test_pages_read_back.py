"""Every figure on every indicator's page of the demo equals the stored one: tables, maps, gaps and their drawings."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from indicators.actions import load_content_set, load_figures
from indicators.formatting import number_text, range_text
from indicators.models import Area, AreaGroup, GapSeries, Indicator, IndicatorSettings, Observation
from indicators.queries import profile, setting_for
from tests.factories.indicators import choose_places, make_index_page, make_theme
from tests.indicators.charts.equality import assert_equals_its_table

pytestmark = pytest.mark.django_db
APART = {Observation.RELATED_MEASURE, Observation.INEQUALITY}


@pytest.fixture
def demo() -> IndicatorSettings:
    """Load the set that a new installation gets, with all that is found out at publication."""
    make_index_page()
    for entry in yaml.safe_load((django_settings.CONTENT_DIR / "themes.yaml").read_text()):
        make_theme(**entry)
    load_content_set(folder=django_settings.CONTENT_DIR, has_figures=False)
    areas = {area.code: area for area in Area.objects.all()}
    settings = choose_places(areas["E06000032"], country=areas["E92000001"], region=areas["E12000006"])
    settings.neighbours = AreaGroup.objects.get(slug="statistical-neighbours")
    settings.save()
    load_figures(folder=django_settings.CONTENT_DIR)
    return settings


def test_every_figure_on_every_page_is_the_stored_one(client: Client, demo: IndicatorSettings) -> None:
    setting = setting_for(demo)
    assert setting is not None
    without, gaps, places = set(), 0, 0
    assert Indicator.objects.count() == 28
    for indicator in Indicator.objects.with_addresses():
        response = client.get(indicator.url)
        assert response.status_code == 200
        page = BeautifulSoup(response.content, "html.parser")
        figures = Observation.objects.filter(indicator=indicator, area_id=setting.town.id)
        if not figures.exists():
            without.add(indicator.slug)
            assert "No published figure." in page.get_text()
        _read_back_the_town(page, indicator, figures)
        places += _read_back_places(page, indicator, setting.town.id)
        gaps += _read_back_gaps(page, indicator)
        for chart in profile(indicator, setting, demo).charts:
            assert_equals_its_table(chart)
            figure = page.find(id=chart.name)
            assert figure is not None, chart.name
            assert bool(chart.drawing) == bool(figure.find("svg", class_="chart")), chart.name
    assert without == {"ethnicity-employment-gap", "senior-workforce-representation"}
    assert gaps > 150
    assert places == 40  # two maps of twenty wards


def _rows(page: BeautifulSoup | Tag) -> list[tuple[str, Tag]]:
    """Give every row of a table of figures with the words of its heading."""
    found = []
    for row in page.select("tr"):
        heading = row.select_one("th[scope=row]")
        if heading is not None:
            for mark in heading.select(".fig-mark"):
                mark.extract()
            found.append((heading.get_text(strip=True), row))
    return found


def _read_back_the_town(page: BeautifulSoup, indicator: Indicator, figures: object) -> None:
    """Find each of the town's figures in a row of its period, its group or its sex."""
    sign, rows = "%" if indicator.is_percentage else "", _rows(page)
    for figure in figures:  # type: ignore[attr-defined]  # a queryset
        is_apart = figure.category_type in APART
        words = number_text(figure.value, decimals=indicator.decimals, sign="" if is_apart else sign)
        if figure.value is None:
            words = "held back"
        headings = {figure.period_label, figure.category, figure.get_sex_display()}
        cells = [
            cell.get_text(" ", strip=True) for heading, row in rows if heading in headings for cell in row.select("td")
        ]
        assert any(cell.startswith(words) for cell in cells), (indicator.slug, str(figure), words)
        if figure.lower_95 is not None and not is_apart:
            assert range_text(figure.lower_95, figure.upper_95, decimals=indicator.decimals) in page.get_text()


def _read_back_places(page: BeautifulSoup, indicator: Indicator, town_id: int) -> int:
    """Find each ward's figure in its row and, where there is a map, in its shape, both leading to its page."""
    inside = Observation.objects.filter(indicator=indicator, area__parent_id=town_id).select_related("area")
    latest = max((figure.period_to for figure in inside), default=date.min)
    drawn = 0
    for figure in inside.filter(period_to=latest):
        sign = "%" if indicator.is_percentage else ""
        words = number_text(figure.value, decimals=indicator.decimals) if figure.value is not None else "held back"
        found = [row for heading, row in _rows(page) if heading == figure.area.name]
        assert any(words in row.get_text() for row in found), (indicator.slug, figure.area.name, words)
        address = reverse("place", args=[figure.area.code])
        shapes = page.select(f'svg a[data-place="{figure.area.code}"]')
        for shape in shapes if not figure.category_type else ():
            assert shape["href"] == address
            assert shape["aria-label"] == f"{figure.area.name} {words}{sign}"
            row = page.select_one(f'tr[data-place="{figure.area.code}"]')
            assert row is not None
            assert row.select_one(f'a[href="{address}"]') is not None
            drawn += 1
    return drawn


def _read_back_gaps(page: BeautifulSoup, indicator: Indicator) -> int:
    """Find each gap's words, and the gap of each period in its row, with its side and its limits."""
    found = 0
    for series in GapSeries.objects.current().filter(indicator=indicator):
        text = " ".join(page.get_text(" ").split())
        for said in (series.change_text, series.standing_text):
            assert " ".join(said.split()) in text, (indicator.slug, said)
        name = {"country": "gap-to-country", "slope": "gap-inside", "ends": "gap-inside"}.get(series.kind)
        figure = next(
            (one for one in page.select("figure") if name and str(one["id"]).startswith(name) and _is_of(one, series)),
            None,
        )
        known = [one for one in series.figures.all() if one.difference is not None]
        if name is None or len(known) < 2:
            continue
        assert figure is not None, str(series)
        rows = {heading: [cell.get_text(strip=True) for cell in row.select("td")] for heading, row in _rows(figure)}
        for one in known:
            side = "worse" if one.difference > 0 else "better"
            size = number_text(abs(one.difference), decimals=indicator.decimals)
            assert rows[one.period_label][0] == f"{size} {side}", (indicator.slug, one.period_label)
            if one.lower_95 is not None:
                limits = rows[one.period_label][1]
                assert number_text(abs(one.lower_95), decimals=indicator.decimals) in limits
                assert number_text(abs(one.upper_95), decimals=indicator.decimals) in limits
            found += 1
    return found


def _is_of(figure: Tag, series: GapSeries) -> bool:
    return str(figure["id"]).endswith(f"-{series.sex}")
