"""A resident's journey: from the first page to their ward, how it compares, and one page to print. With a mouse, by keyboard
alone, and without scripts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e

WARD = "/places/E05014737/"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a reader’s page on a phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=request.param, accept_downloads=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture(params=["light", "dark"])
def reader(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a reader’s page in each colour scheme."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=request.param)
    yield context.new_page()
    context.close()


def test_from_the_first_page_to_my_ward_and_a_page_to_print(site: str, visitor: Page) -> None:
    watch = Watch(visitor, site=site)
    visitor.goto(site)
    visitor.get_by_label("Find your ward by name").fill("bisc")
    visitor.get_by_role("button", name="Find by name").click()
    expect(visitor).to_have_url(f"{site}{WARD}")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Biscot")
    strip = visitor.locator("#ward-overcrowding")
    expect(strip).to_contain_text("Second highest of 20 wards.")
    expect(strip).to_contain_text("Luton 12.2%, England 4.4%.")
    assert visitor.evaluate("document.documentElement.scrollWidth") == 360
    address = visitor.get_by_role("link", name="One page to print (PDF)").get_attribute("href")
    answer = visitor.request.get(f"{site}{address}")
    said = PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()
    assert "Biscot" in said
    assert "21.3%" in said
    with visitor.expect_download() as waiting:
        visitor.get_by_role("link", name="Figures of Biscot (CSV)").click()
    assert b"overcrowding,E05014737,Biscot" in Path(waiting.value.path()).read_bytes()
    assert watch.faults == []
    assert visitor.context.cookies() == []


def test_what_is_typed_stands_in_no_address(site: str, visitor: Page) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    visitor.goto(f"{site}/places/")
    visitor.get_by_label("Find your ward by name").fill("ZZ99 1AA")
    visitor.get_by_role("button", name="Find by name").click()
    expect(visitor.get_by_role("heading", name="That looks like a postcode")).to_be_visible()
    visitor.get_by_role("link", name="Biscot", exact=True).first.click()
    expect(visitor).to_have_url(f"{site}{WARD}")
    assert not any("ZZ99" in line for line in asked)


def test_by_keyboard_alone(site: str, reader: Page) -> None:
    reader.goto(f"{site}/places/")
    reader.get_by_label("Find your ward by name").focus()
    reader.keyboard.type("sout")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("South")
    links = reader.locator("svg.hexmap a")
    expect(links).to_have_count(20)
    links.first.focus()
    seen = []
    for _ in range(20):
        seen.append(reader.evaluate("document.activeElement.getAttribute('aria-label')"))
        reader.keyboard.press("Tab")
    assert len(set(seen)) == 20
    assert all(re.fullmatch(r"[\w ]+ \d+\.\d", name) for name in seen)
    links.first.focus()
    name = reader.evaluate("document.activeElement.getAttribute('aria-label')").rpartition(" ")[0]
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text(name)
    reader.get_by_text("All places as a table").first.focus()
    reader.keyboard.press("Enter")
    expect(reader.locator(".strip__more table").first).to_be_visible()


@pytest.mark.parametrize("path", ["/places/E05002197/", "/places/E06000039/", "/places/E06000032/", WARD, "/places/"])
def test_every_kind_of_place_is_sound(site: str, reader: Page, path: str, axe_source: str) -> None:
    watch = Watch(reader, site=site)
    reader.goto(f"{site}{path}")
    assert axe_violations(reader, source=axe_source) == []
    assert reader.evaluate("document.documentElement.scrollWidth") == 360
    assert watch.faults == []


@pytest.mark.parametrize("typed", ["", "zzzz", "crawly", "sa"])
def test_answers_on_the_form_are_sound(site: str, reader: Page, typed: str, axe_source: str) -> None:
    reader.goto(f"{site}/places/")
    reader.get_by_label("Find your ward by name").fill(typed)
    with reader.expect_navigation():
        reader.get_by_role("button", name="Find by name").click()
    if not typed:
        expect(reader).to_have_title(re.compile("^Error: "))
        reader.get_by_role("link", name="Enter the name of a ward, or part of it.").click()
        expect(reader.get_by_label("Find your ward by name")).to_be_focused()
    assert axe_violations(reader, source=axe_source) == []
