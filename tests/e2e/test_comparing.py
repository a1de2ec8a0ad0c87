"""An analyst compares: from the list of indicators to a view of their own, its address handed on, its figures taken away."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.readers import KINDS, Reader, reading
from tests.e2e.watching import axe_violations

pytestmark = pytest.mark.e2e

INDICATOR, TOWN, WARDS = "Households in fuel poverty", "Luton", 20


@pytest.fixture(params=KINDS)
def reader(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Reader]:
    """Give a reader of each kind, at the list of indicators."""
    with reading(browser, request.param, site=site) as someone:
        someone.page.goto(f"{site}/indicators/")
        yield someone


def table_of(page: Page) -> list[list[str]]:
    """Read the figures of the first table."""
    rows = page.get_by_role("main").locator("table").first.locator("tbody tr").all()
    return [[" ".join(cell.inner_text().split()) for cell in row.locator("th, td").all()] for row in rows]


def test_an_analyst_compares_wards_hands_the_view_on_and_takes_its_figures(
    reader: Reader, browser: Browser, site: str, tmp_path: Path, axe_source: str
) -> None:
    page = reader.page
    reader.follow("Compare")
    reader.activate(page.get_by_label(INDICATOR))
    reader.activate(page.get_by_label(TOWN, exact=True))
    reader.activate(page.get_by_label(f"All {WARDS}"))
    reader.press("Compare")
    expect(page).to_have_url(f"{site}/indicators/compare/?indicator=fuel-poverty&area=E06000032&area=wards-2023")
    expect(page.get_by_role("heading", level=1)).to_contain_text(INDICATOR)
    mine = table_of(page)
    assert len(mine) == WARDS + 1
    address = page.get_by_label("The address of this view").input_value()

    file = reader.take_away(page.get_by_role("link", name="These figures as CSV"))
    file.save_as(tmp_path / "compare.csv")
    with (tmp_path / "compare.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert {row["area_name"] for row in rows} == {name for name, *_ in mine}
    shown = {name: figure.partition("%")[0] for name, figure, *_ in mine}
    assert shown == {row["area_name"]: f"{float(row['value']):.1f}" for row in rows}

    with reading(browser, "pointer", site=site) as colleague:
        colleague.page.goto(address)
        assert table_of(colleague.page) == mine
        assert axe_violations(colleague.page, source=axe_source) == []
        colleague.page.get_by_text("Change what is compared").click()
        assert axe_violations(colleague.page, source=axe_source) == []


def test_the_list_narrows_while_somebody_types(browser: Browser, site: str) -> None:
    with reading(browser, "keyboard", site=site) as someone:
        page = someone.page
        page.goto(f"{site}/indicators/compare/")
        boxes = page.locator("[data-compare] .check:visible")
        everything = boxes.count()
        someone.write(page.get_by_label("Find an indicator"), "SMOKE")
        expect(boxes).to_have_count(1)
        page.keyboard.press("Enter")  # there is nothing to send: the list is narrowed already
        expect(page).to_have_url(f"{site}/indicators/compare/")
        someone.write(page.get_by_label("Find an indicator"), " ")
        expect(boxes).to_have_count(everything)
