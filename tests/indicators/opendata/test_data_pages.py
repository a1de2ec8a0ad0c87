"""The pages about open data: what they list, that their examples work, and that their worked examples come out."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from indicators.downloads.dictionary import MEANINGS, _field, dictionary
from indicators.downloads.pages import PAGES
from indicators.downloads.rows import COLUMNS
from indicators.downloads.worked import METHODS
from indicators.statistics import (
    Estimate,
    TrendPoint,
    compare,
    difference,
    proportion,
    rate,
    ratio,
    recent_trend,
    slope_index,
)
from tests.indicators.opendata.conftest import Shown

ADDRESSES = ["/data/", "/data/api/", "/data/dictionary/", "/data/methods/"]


def page(client: Client, address: str) -> BeautifulSoup:
    """Read a page."""
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content.decode(), "html.parser")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_stands_in_the_house(client: Client, shown: Shown, address: str) -> None:
    found = page(client, address)
    (heading,) = found.find_all("h1")
    assert found.title
    assert heading.text in found.title.text
    crumbs = [link["href"] for link in found.select(".crumbs a")]
    assert crumbs == (["/"] if address == "/data/" else ["/", "/data/"])
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids))
    assert all(table.caption and table.find("th", scope="col") for table in found.find_all("table"))
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_every_link_of_the_data_page_leads_to_a_file_or_a_page(client: Client, shown: Shown) -> None:
    found = page(client, "/data/")
    links = {str(link["href"]) for link in found.main.select("a[href]")}  # type: ignore[union-attr]
    assert {"/data/everything.zip", "/data/counted.csv", "/data/left.ods", "/data/all-figures.xlsx"} <= links
    assert not [link for link in links if "draft" in link or "beside" in link]
    for link in links:
        assert client.head(link).status_code == 200, link
    assert "number 8" in found.main.text  # type: ignore[union-attr]
    assert "Files with the 6 live figures" in found.main.text  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_data_page_is_whole_before_there_is_anything(client: Client, db: None) -> None:
    assert "No data release is published yet" in page(client, "/data/").text


@pytest.mark.django_db
def test_every_example_of_the_api_works(client: Client, shown: Shown) -> None:
    examples = [str(link["href"]) for link in page(client, "/data/api/").select("#examples a")]
    assert len(examples) >= 8
    for address in examples:
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_the_pages_are_in_sitemap_and_footer(client: Client, shown: Shown) -> None:
    listed = client.get("/sitemap.xml").content.decode()
    assert all(f"<loc>http://testserver{address}</loc>" in listed for address in ADDRESSES)
    assert page(client, "/search/").select(".site-foot a[href='/data/']")
    assert len(PAGES) == len(ADDRESSES)


@pytest.mark.django_db
def test_an_indicator_offers_its_own_files(client: Client, shown: Shown) -> None:
    links = {str(link["href"]) for link in page(client, "/indicators/counted/").select("#about a")}
    assert {"/data/counted.csv", "/data/counted.xlsx", "/data/counted.ods", "/data/counted.json", "/data/"} <= links


def test_every_column_has_one_meaning_told_in_one_place() -> None:
    assert [column.name for column in dictionary()] == list(COLUMNS)
    for column in dictionary():
        assert column.meaning, column.name
        theirs = str(_field(column.name).help_text)
        assert column.name not in MEANINGS or not theirs or column.name in {"indicator", "area_name"}, column.name


def told(method: str, *values: float | None, decimals: int = 1) -> None:
    """Hold an example to what the statistics work out."""
    shown = " ".join(next(one.example for one in METHODS if one.slug == method)).replace(",", "")
    for value in values:
        assert value is not None
        assert re.search(rf"(?<![\d.]){value:.{decimals}f}(?!\d)", shown), (method, value)


def test_every_worked_example_comes_out() -> None:
    share = proportion(65, 100, multiplier=100)
    told("proportion", share.value, share.lower, share.upper)
    events = rate(65, 10_000, multiplier=100_000)
    told("rate", events.value, events.lower, events.upper)
    told("comparison", share.value, share.lower, share.upper)
    assert compare(share, 54, polarity="high_is_good") == "better"
    assert compare(share, 60, polarity="high_is_good") == "similar"
    most, least = Estimate(30, 26, 34), Estimate(20, 17, 23)
    gap, times = difference(most, least), ratio(most, least)
    told("difference", gap.value, gap.lower, gap.upper)
    told("ratio", times.value, times.lower, times.upper, decimals=2)
    slope = slope_index([1] * 5, [30, 28, 25, 22, 20], multiplier=-1)
    assert slope.sii.value is not None
    told("slope", slope.intercept, slope.sii.value, slope.intercept - slope.sii.value)
    told("slope", slope.rii.value, decimals=2)
    then = difference(Estimate(50, 46, 54), Estimate(40, 37, 43))
    change = difference(Estimate(12, 7, 17), then)
    assert change.lower is not None
    told("gap-change", then.value, change.value, -change.lower, change.upper)
    trend = recent_trend([TrendPoint(2018 + i, 10.0 + i, 9.5 + i, 10.5 + i) for i in range(5)])
    assert trend.direction == "increasing"
    told("trend", trend.chi_squared)
    assert {method.slug for method in METHODS} == {
        "proportion",
        "rate",
        "comparison",
        "difference",
        "ratio",
        "slope",
        "gap-change",
        "trend",
    }


def test_no_page_or_file_loads_the_libraries_of_the_worker() -> None:
    heavy = "{'numpy', 'scipy', 'polars', 'pandas', 'openpyxl', 'plotly'}"
    program = f"import django; django.setup(); import het_site.urls, sys; print(sorted({heavy} & set(sys.modules)))"
    done: Any = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
