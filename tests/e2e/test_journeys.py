"""Three journeys through the figures, each with a pointer, with the keyboard alone, and on a phone without JavaScript."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.people import sign_in
from tests.e2e.readers import KINDS, Reader, reading
from tests.e2e.site import running_site

pytestmark = pytest.mark.e2e

SMOKING = "Adults who smoke"
#: a worker that has just started takes a while to load what it needs
PATIENCE = 60_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[str]:
    """Give a demo site of its own, with a worker."""
    folder = tmp_path_factory.mktemp("journeys")
    with running_site(name=f"het_e2e_journeys_{worker_id}", folder=folder, has_worker=True) as address:
        yield address


@pytest.fixture(params=KINDS)
def reader(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Reader]:
    """Give a reader of each kind, at the home page."""
    with reading(browser, request.param, site=site) as someone:
        someone.page.goto(site)
        yield someone


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def region(page: Page, title: str) -> Locator:
    """Find the part of a page that stands under a heading."""
    return page.get_by_role("region", name=title)


def test_a_resident_finds_their_ward_by_its_name_and_takes_it_away(reader: Reader, site: str) -> None:
    page = reader.page
    reader.write(page.get_by_label("Find your ward by name"), "biscot")
    reader.press("Find")
    expect(heading(page)).to_have_text("Biscot")
    crowded = page.get_by_role("main").locator(".strip", has_text="Overcrowded households").first
    expect(crowded).to_contain_text("21.3%")
    expect(crowded).to_contain_text("Second highest of 20 wards")
    expect(crowded).to_contain_text("Luton 12.2%, England 4.4%")

    paper = page.get_by_role("link", name="One page to print")
    reader.find(paper)  # a browser shows it itself, or keeps it: that is its own affair
    file = page.request.get(f"{site}{paper.get_attribute('href')}")
    assert file.headers["content-type"] == "application/pdf"
    assert file.body().startswith(b"%PDF-")

    reader.follow("Overcrowded households")
    expect(heading(page)).to_have_text("Overcrowded households")
    expect(region(page, "Wards of Luton").get_by_role("row", name="Biscot")).to_contain_text("21.3%")


def test_a_councillor_learns_whether_a_gap_closes(reader: Reader) -> None:
    page = reader.page
    reader.follow("Indicators", within=page.get_by_role("navigation", name="Find out"))
    reader.follow("Healthy life expectancy at birth")
    expect(heading(page)).to_have_text("Healthy life expectancy at birth")
    answer = region(page, "Is the gap to England closing?")
    expect(answer).to_contain_text("There is no clear change in the gap for women.")
    expect(answer).to_contain_text(
        "It is 1.8 years wider than in 2017 to 2019 (95% interval: 3.1 narrower to 6.7 years wider)"
    )
    expect(answer).to_contain_text("There is no clear change in the gap for men.")
    reader.follow("The method in full", within=answer)
    expect(page).to_have_url(re.compile("/data/methods/"))


def test_an_analyst_takes_all_smoking_figures_away(reader: Reader, site: str, tmp_path: Path) -> None:
    page = reader.page
    reader.follow("Data and downloads", within=page.get_by_role("contentinfo"))
    file = reader.take_away(page.get_by_role("link", name=f"CSV of {SMOKING}"))
    file.save_as(tmp_path / "adult-smoking.csv")
    with (tmp_path / "adult-smoking.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    shown = page.get_by_role("row", name=SMOKING).get_by_role("cell").first.inner_text()
    assert len(rows) == int(re.sub(r"\D", "", shown)) > 100
    assert {row["indicator"] for row in rows} == {"adult-smoking"}


def test_what_an_analyst_took_away_comes_back_unchanged(browser: Browser, site: str, tmp_path: Path) -> None:
    with reading(browser, "pointer", site=site) as someone:
        page = someone.page
        page.goto(f"{site}/data/")
        someone.take_away(page.get_by_role("link", name=f"CSV of {SMOKING}")).save_as(tmp_path / "adult-smoking.csv")
        sign_in(page, "data", site=site)
        page.goto(f"{site}/cms/data_releases/")
        someone.follow("Bring in figures", within=page.locator("body"))
        page.locator("input[type=file]").set_input_files(tmp_path / "adult-smoking.csv")
        someone.write(page.get_by_role("textbox", name="Title"), "Brought back")
        someone.write(page.get_by_role("textbox", name="Why"), "To see that nothing changes")
        someone.activate(page.get_by_role("button", name="Upload and check"))
        expect(page.get_by_role("main").locator(".w-status").first).to_have_text(
            re.compile("^Ready to publish$"), timeout=PATIENCE
        )
        expect(page.get_by_role("main")).to_contain_text(
            "Publishing this changes no figure: all of them are live already."
        )
