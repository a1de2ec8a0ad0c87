"""Live figures: built with the findings, stored in the state of the chart they were made of, and equal to its table."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from indicators.actions import refresh_findings
from indicators.actions.charts import record_charts
from indicators.charts import Chart, Line, LineDrawing, Point, line_drawing
from indicators.models import Area, Indicator, IndicatorSettings, StoredChart
from indicators.plots import BUILDERS, plot
from indicators.tables import Cell, Row, Table
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_index_page,
    make_indicator,
    make_observation,
    make_release,
)
from tests.indicators.charts.test_contract import charts_of

#: what a figure of a line chart may weigh for each value it shows
BYTES_A_VALUE = 250


def values_of(figure: dict[str, Any]) -> dict[tuple[str, str], float]:
    """Read every value of a live figure back, by row and column of the table."""
    found = {}
    for trace in figure["data"]:
        values = trace["y"] if "y" in trace else [told[2] for told in trace["customdata"]]
        for told, value in zip(trace.get("customdata", ()), values, strict=False):
            if told is not None:
                assert (told[0], trace["name"]) not in found
                found[told[0], trace["name"]] = value
    return found


def assert_equals_the_table(chart: Chart, figure: dict[str, Any]) -> None:
    table = chart.table
    held = {
        (row.heading, column): cell.value
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.value is not None
    }
    assert values_of(figure) == held
    limits = {(cell.lower, cell.upper) for row in table.rows for cell in row.cells if cell.lower is not None}
    edges = {number for pair in limits for number in pair}
    for trace in figure["data"]:
        if trace["meta"]["role"] == "band":
            assert {number for number in trace["y"] if number is not None} <= edges


def test_every_stored_figure_of_the_demo_equals_its_table(demo: IndicatorSettings, client: Client) -> None:
    call_command("refresh_findings")
    stored = {(row.indicator.slug, row.name): row for row in StoredChart.objects.select_related("indicator")}
    charts = {
        (slug, chart.name): chart
        for slug, charts in charts_of(demo)
        for chart in charts
        if type(chart.drawing) in BUILDERS
    }
    assert set(stored) == set(charts)
    for key, chart in charts.items():
        row = stored[key]
        assert row.mark == row.figure["mark"] == chart.mark
        assert_equals_the_table(chart, row.figure)
        assert "template" not in row.figure["layout"]
        text = json.dumps(row.figure)
        assert len(text) < 2_500 + BYTES_A_VALUE * len(values_of(row.figure)), (key, len(text))
    slug, name = next(iter(charts))
    assert client.get(f"/indicators/{slug}/charts/{name}.json").json() == stored[slug, name].figure


# What can be drawn


def points(*values: float | None, **fields: Any) -> tuple[Point, ...]:
    return tuple(
        Point(date(1960 + i, 1, 1), date(1960 + i, 12, 31), str(1960 + i), value, **fields)
        for i, value in enumerate(values)
    )


def drawn(*lines: Line) -> dict[str, Any]:
    """Draw some lines, read the figure back against them and give it."""
    drawing = line_drawing(lines, decimals=1, sign="%")
    assert isinstance(drawing, LineDrawing)
    chart = Chart("trend", "", "", "", Table("t", "", "Period", (), ()), drawing)
    figure = plot(chart)
    assert figure is not None
    json.dumps(figure, allow_nan=False)
    wanted = {(point.label, line.name): point.value for line in drawing.lines for point in line.known}
    assert values_of(figure) == wanted
    return figure


def test_missing_periods_are_gaps_and_lone_values_dots() -> None:
    figure = drawn(Line("Town", "town", points(1.0, 2.0, None, 3.0, None, 4.0, 5.0)))
    (trace,) = figure["data"]
    assert trace["y"] == [1.0, 2.0, None, 3.0, None, 4.0, 5.0]
    assert trace["marker"]["size"] == [0, 0, 0, 12, 0, 0, 12]
    assert trace["connectgaps"] is False


def test_a_break_is_marked_and_parts_the_line() -> None:
    broken = (*points(1.0, 2.0), Point(date(1962, 1, 1), date(1962, 12, 31), "1962", 9.0, break_before=True))
    figure = drawn(Line("Town", "town", broken))
    assert len(figure["layout"]["shapes"]) == 1
    assert None in figure["data"][0]["y"]


def test_negative_values_full_percentages_sixty_periods_and_four_lines() -> None:
    drawn(Line("Town", "town", points(-5.0, -1.0, 3.0)))
    figure = drawn(Line("Town", "town", points(98.0, 100.0, 100.0)))
    assert figure["layout"]["yaxis"]["range"][1] == 100
    lines = [Line("Town", "town", points(*map(float, range(60))))]
    lines += [
        Line(f"{'A very long name of a place ' * 3}{n}", "comp", points(*(float(i + n) for i in range(60))))
        for n in range(3)
    ]
    assert len(drawn(*lines)["data"]) == 4


def test_a_band_is_one_area_along_the_upper_limits_and_back() -> None:
    figure = drawn(Line("Town", "town", points(2.0, 3.0, 4.0, lower=1.0, upper=5.0)))
    band = figure["data"][0]
    assert band["meta"] == {"role": "band"}
    assert band["y"] == [5.0, 5.0, 5.0, 1.0, 1.0, 1.0]


def test_a_kind_that_nobody_can_build_stays_the_servers() -> None:
    class Bars:
        wide = narrow = None
        marks = notes = ()

    row = Row("a", (Cell("1", value=1.0),))
    assert plot(Chart("bars", "", "", "", Table("t", "", "", ("b",), (row,)), Bars())) is None  # type: ignore[arg-type]


# When they are stored


@pytest.fixture
def counted(db: None) -> Indicator:
    """An indicator with three years of figures in a town."""
    make_index_page()
    town = make_area("E06000001", name="Anytown")
    choose_places(town)
    indicator = make_indicator(slug="counted")
    for year in (2018, 2019, 2020):
        make_observation(indicator, town, year, year - 2000.0)
    return indicator


def page_of(client: Client) -> str:
    return client.get("/indicators/counted/").content.decode()


def test_a_page_offers_what_is_stored_in_its_own_state_only(client: Client, counted: Indicator) -> None:
    address = "/indicators/counted/charts/trend-persons.json"
    assert "data-figure" not in page_of(client)  # not built yet
    assert "js/charts" not in page_of(client)
    assert client.get(address).status_code == 404

    assert refresh_findings(indicators=[counted]) == 1
    stored = StoredChart.objects.get()
    assert f'data-figure="{address}" data-name="trend-persons" data-mark="{stored.mark}"' in page_of(client)
    first = client.get(address)
    assert first.json()["mark"] == stored.mark
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304

    make_observation(counted, Area.objects.get(), 2021, 50.0)
    assert "data-figure" not in page_of(client)  # figures came since
    assert "From 18.0% (2018) to 50.0% (2021)" in page_of(client)
    refresh_findings(indicators=[counted])
    assert "data-figure" in page_of(client)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.json()["mark"] == stored.mark) == (200, False)


def test_charts_are_written_anew_and_those_that_are_gone_are_removed(counted: Indicator) -> None:
    first, second = make_release(), make_release()
    assert record_charts(release=first, indicators=[counted]) == 1
    counted.observations.filter(period_label="2018").delete()
    assert record_charts(release=second, indicators=[counted]) == 0
    assert not StoredChart.objects.exists()


def test_without_a_town_nothing_is_stored(counted: Indicator) -> None:
    settings = IndicatorSettings.of_default_site()
    assert settings is not None
    settings.town = None
    settings.save()
    assert record_charts(release=make_release(), indicators=[counted]) == 0


def test_a_draft_has_no_live_figure_for_anyone(client: Client, counted: Indicator) -> None:
    refresh_findings(indicators=[counted])
    counted.live = False
    counted.save()
    assert client.get("/indicators/counted/charts/trend-persons.json").status_code == 404


def test_kinds_that_stay_the_servers_have_a_spot_for_each_value(demo: IndicatorSettings) -> None:
    seen = set()
    for _, charts in charts_of(demo):
        for chart in charts:
            figure = plot(chart)
            if figure is None or figure.get("kind") != "spots":
                continue
            seen.add(type(chart.drawing).__name__)
            for sheet in figure["sheets"].values():
                sizes = [len(trace["customdata"]) for trace in figure["data"]]
                assert [len(spots) for spots in sheet["spots"]] == sizes
                for x, y in (spot for spots in sheet["spots"] for spot in spots):
                    assert 0 <= x <= sheet["width"]
                    assert 0 <= y <= sheet["height"]
    assert seen == {"GradientDrawing", "RowsDrawing"}
