"""A day with figures: a sheet with faults is mended, looked at, published, revised and undone; the public sees each state."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.e2e.people import sign_in
from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e

Look = Callable[[str], Page]

TOWN, COUNTRY = "E06000032", "E92000001"
ADULTS = "18 years and over"
#: a worker that has just started takes a while to load what it needs
PATIENCE = 60_000
TIDY = ("indicator", "area_code", "period_from", "period_to", "period_kind", "period_label", "sex", "age")
TIDY_VALUES = ("value", "lower_95", "upper_95", "source", "licence")
FINGERTIPS = next(
    csv.reader(
        [
            "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
            "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,"
            "Value note,Recent Trend,Compared to England value or percentiles,Compared to Region value or percentiles,"
            "Time period Sortable,New data,Compared to goal"
        ]
    )
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[str]:
    """Give a demo site of its own, with a worker."""
    folder = tmp_path_factory.mktemp("figures")
    with running_site(name=f"het_e2e_figures_{worker_id}", folder=folder, has_worker=True) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Give a browser that nobody is signed in at; it may not complain."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page, site=site)
    yield page
    context.close()
    assert watch.faults == []


@pytest.fixture
def officer(page: Page, site: str) -> Page:
    """Give a browser at which the Data officer is signed in."""
    sign_in(page, "data", site=site)
    return page


@pytest.fixture
def look(browser: Browser, site: str) -> Iterator[Look]:
    """Open a public page as somebody who has never seen it: browsers keep pages for a minute."""
    contexts = []

    def open_page(path: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.goto(f"{site}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def write(path: Path, *rows: list[Any]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def tidy(path: Path, town: list[Any], country: list[Any]) -> Path:
    """Write a sheet in the portal's own format: one figure each of town and country, value and limits."""
    period = ["2021-01-01", "2025-12-31", "pooled_years", "2021 to 2025", "persons", ADULTS]
    end = ["Figures of a test", "Made up for a test"]
    rows = [["adult-smoking", code, *period, *numbers, *end] for code, numbers in ((TOWN, town), (COUNTRY, country))]
    return write(path, [*TIDY, *TIDY_VALUES], *rows)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def headline(page: Page | FrameLocator) -> Locator:
    """Find the figure in large."""
    return page.locator(".headline__value").first


def upload(page: Page, file: Path, *, title: str = "", why: str = "") -> None:
    """Fill in the form and send it."""
    page.locator("input[type=file]").set_input_files(file)
    if title:
        page.get_by_role("textbox", name="Title").fill(title)
    if why:
        page.get_by_role("textbox", name="Why").fill(why)
    page.get_by_role("button", name="Upload and check").click()


def bring_in(page: Page, site: str, file: Path, *, title: str, why: str) -> None:
    page.goto(f"{site}/cms/data_releases/")
    page.get_by_role("link", name="Bring in figures").click()
    upload(page, file, title=title, why=why)


def state(page: Page, words: str) -> None:
    """Wait until the worker has done its part."""
    expect(main(page).locator(".w-status").first).to_have_text(re.compile(words), timeout=PATIENCE)


def publish(page: Page, effect: str) -> None:
    """Tick the box beside what will happen, and wait until it has."""
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("checkbox", name=f"This {effect}. Publish it.").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    state(page, "^Published$")


def hand_in_with_faults_and_mend(officer: Page, tmp_path: Path, axe_source: str) -> None:
    """Upload a sheet with faults, read what is wrong, upload the mended one in its place."""
    officer.get_by_role("button", name="Data").click()
    officer.get_by_role("link", name="Data releases").click()
    examine(officer, axe_source)
    officer.get_by_role("link", name="Bring in figures").click()
    examine(officer, axe_source)
    faulty = tidy(tmp_path / "smoking.csv", ["twenty", 18, 22], [12, 12.5, 11.5])
    upload(officer, faulty, title="Smoking, 2021 to 2025", why="Yearly update")
    state(officer, "^Has 2 faults$")
    rows = officer.get_by_role("table", name="What is wrong").get_by_role("row")
    expect(rows.nth(1)).to_contain_text(re.compile(r"2\s*value\s*twenty"))
    expect(rows.nth(2)).to_contain_text(re.compile(r"3\s*(lower|upper)_95"))
    examine(officer, axe_source)

    officer.get_by_role("link", name="Upload a mended file").click()
    expect(officer.get_by_role("textbox", name="Title")).to_have_value("Smoking, 2021 to 2025")
    upload(officer, tidy(tmp_path / "mended.csv", [20, 18, 22], [12, 11.5, 12.5]))
    state(officer, "^Ready to publish$")
    expect(main(officer)).to_contain_text(
        "Nothing is live yet. Publishing this puts 2 new figures live, in 1 indicator."
    )
    expect(officer.get_by_role("table", name="The figures")).to_contain_text("20.0 (18.0 to 22.0)")
    examine(officer, axe_source)


def go_back(officer: Page, why: str) -> None:
    """Say why the figures go back, and wait for the difference."""
    officer.get_by_role("textbox", name="Why").fill(why)
    officer.get_by_role("button", name="Show me the difference").click()
    state(officer, "^Ready to publish$")


def test_figures_with_faults_are_mended_looked_at_published_revised_and_undone(
    officer: Page, look: Look, site: str, tmp_path: Path, axe_source: str
) -> None:
    smoking = "/indicators/adult-smoking/"
    as_it_was = headline(look(smoking)).inner_text()
    officer.goto(f"{site}/cms/data_releases/states/")
    before = officer.get_by_role("region", name="Published releases").get_by_role("cell").first.inner_text()
    officer.goto(f"{site}/cms/")
    hand_in_with_faults_and_mend(officer, tmp_path, axe_source)

    officer.get_by_role("link", name="Preview the pages").click()
    frame = officer.frame_locator("iframe")
    expect(headline(frame)).to_contain_text("20.0")
    expect(frame.get_by_text("Worse than England").first).to_be_visible()
    assert headline(look(smoking)).inner_text() == as_it_was, "a preview is nobody else's"
    officer.get_by_role("link", name="Back to the difference").click()
    publish(officer, "puts 2 new figures live, in 1 indicator")
    examine(officer, axe_source)
    public = look(smoking)
    expect(headline(public)).to_contain_text("20.0")
    expect(public.get_by_text("Worse than England").first).to_be_visible()

    revision = tidy(tmp_path / "revised.csv", [12.1, 11, 13], [12, 11.5, 12.5])
    bring_in(officer, site, revision, title="Smoking, revised", why="The publisher has corrected the town")
    state(officer, "^Ready to publish$")
    expect(officer.get_by_role("table", name="The figures")).to_contain_text("Value: 20.0 → 12.1")
    publish(officer, "changes 1 figure, in 1 indicator")
    public = look(smoking)
    expect(headline(public)).to_contain_text("12.1")
    expect(public.get_by_text("Similar to England").first).to_be_visible()

    officer.get_by_role("link", name="Undo this release").click()
    examine(officer, axe_source)
    go_back(officer, "The correction was withdrawn")
    expect(officer.get_by_role("table", name="The figures")).to_contain_text("Value: 12.1 → 20.0")
    publish(officer, "changes 1 figure, in 1 indicator")
    expect(headline(look(smoking))).to_contain_text("20.0")

    officer.goto(f"{site}/cms/data_releases/states/")
    examine(officer, axe_source)
    officer.get_by_role("link", name=re.compile(rf"number {before}$")).click()
    go_back(officer, "Only a test")
    publish(officer, "takes 2 figures down, in 1 indicator")
    assert headline(look(smoking)).inner_text() == as_it_was


def test_a_sheet_of_wards_made_by_hand_has_its_columns_matched(
    officer: Page, site: str, tmp_path: Path, axe_source: str
) -> None:
    sheet = write(
        tmp_path / "wards.csv",
        ["Made for the meeting", "", ""],
        ["Ward", "Ward code", "2022 (%)"],
        ["Barnfield", "E05014735", 5.5],
        ["Beech Hill", "E05014736", 28.5],
    )
    officer.goto(f"{site}/cms/data_releases/new/")
    officer.locator("[name=source_name]").fill("Figures of a test")
    officer.locator("[name=licence]").fill("Made up for a test")
    upload(officer, sheet, title="Wards", why="For the meeting")
    state(officer, "^Columns to be matched$")
    examine(officer, axe_source)
    officer.get_by_role("link", name="Match columns").click()
    expect(officer.get_by_role("combobox", name="Ward code")).to_have_value("area_code")
    expect(officer.get_by_role("combobox", name="2022 (%)")).to_have_value("value")
    examine(officer, axe_source)
    officer.get_by_role("button", name="Save and check").click()
    expect(main(officer)).to_contain_text("Choose the indicator, or write the name of another measure")
    examine(officer, axe_source)
    officer.get_by_role("combobox", name="Indicator", exact=True).select_option(label="16. Overcrowded households")
    officer.get_by_role("button", name="Save and check").click()
    state(officer, "^Ready to publish$")
    figures = officer.get_by_role("table", name="The figures")
    expect(figures).to_contain_text("Barnfield")
    expect(figures).to_contain_text("28.5")
    officer.get_by_role("link", name="Discard").click()
    examine(officer, axe_source)
    officer.get_by_role("button", name="Discard it").click()
    state(officer, "^Discarded$")


def test_a_fingertips_download_about_another_measure_gets_a_page_of_its_own(
    officer: Page, look: Look, site: str, tmp_path: Path, axe_source: str
) -> None:
    places = {COUNTRY: ("England", 40.5), TOWN: ("Luton", 52.25)}
    rows = []
    for code, (name, value) in places.items():
        cells = {"Indicator ID": 99999, "Indicator Name": "Adults who walk to work (%)", "Area Code": code}
        cells |= {"Area Name": name, "Sex": "Persons", "Age": "16+ yrs", "Time period": "2024", "Value": value}
        cells |= {
            "Lower CI 95.0 limit": value - 2,
            "Upper CI 95.0 limit": value + 2,
            "Time period Sortable": "20240000",
        }
        rows.append([cells.get(column, "") for column in FINGERTIPS])
    officer.goto(f"{site}/cms/data_releases/new/")
    officer.locator("[name=source_name]").fill("Figures of a test")
    officer.locator("[name=licence]").fill("Made up for a test")
    upload(officer, write(tmp_path / "walking.csv", FINGERTIPS, *rows), title="Walking to work", why="Asked by a group")
    state(officer, "^Ready to publish$")
    expect(main(officer)).to_contain_text("The portal does not know “Adults who walk to work (%)” yet.")
    officer.get_by_role("link", name="Preview the pages").click()
    expect(headline(officer.frame_locator("iframe"))).to_contain_text("52.3")
    examine(officer, axe_source)
    officer.get_by_role("link", name="Back to the difference").click()
    officer.get_by_role("link", name="Publish", exact=True).click()
    examine(officer, axe_source)
    officer.go_back()
    publish(officer, "puts 2 new figures live, in 1 indicator")
    address = officer.get_by_role("link", name=re.compile("^See it")).get_attribute("href")
    assert address is not None
    expect(headline(look(address))).to_contain_text("52.3")


def examine(page: Page, axe_source: str) -> None:
    """Look at a screen with axe and for its width: wide and light, narrow and dark."""
    for width, scheme in ((1280, "light"), (768, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two above
        page.wait_for_load_state("networkidle")
        page.evaluate("Promise.allSettled(document.getAnimations().map((moving) => moving.finished))")
        assert axe_violations(page, source=axe_source) == [], (page.url, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
