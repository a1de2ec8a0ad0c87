"""An editor puts a figure, a chart, a table and a ward map into a page and sees them; a moderator publishes; readers read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.cms import choose_action, open_window, preview
from tests.e2e.people import Desk
from tests.e2e.site import running_site
from tests.e2e.watching import axe_violations

pytestmark = pytest.mark.e2e

TITLE = "Warm homes in figures"
INDICATOR = "Households in fuel poverty"
BLOCKS = ("Indicator: latest figure", "Indicator: chart", "Indicator: table", "Indicator: ward map")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[str]:
    """Give a demo site of its own, since a page is added to it."""
    with running_site(name=f"het_e2e_blocks_{worker_id}", folder=tmp_path_factory.mktemp("figures")) as address:
        yield address


def add_block(page: Page, name: str, *, number: int) -> None:
    """Add a block at the end and choose the indicator in it."""
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=re.compile(name)).click()
    window = open_window(page, page.get_by_role("button", name=re.compile("Choose (an )?indicator", re.I)).last)
    window.get_by_role("textbox", name="Search term").fill("fuel")
    expect(window.get_by_role("link", name=re.compile(INDICATOR))).to_be_visible()
    window.get_by_role("link", name=re.compile(INDICATOR)).click()
    expect(window).to_be_hidden()
    expect(page.get_by_text(re.compile(INDICATOR))).to_have_count(number)


def test_an_editor_puts_each_of_the_four_into_a_page_and_a_reader_sees_them(
    desk: Desk, site: str, axe_source: str
) -> None:
    editor, moderator, reader = desk("editor"), desk("moderator"), desk("")
    home = editor.get_by_role("link", name=re.compile(r"\d+ Pages")).get_attribute("href")
    editor.goto(f"{site}{home}add_subpage/")
    editor.get_by_role("link", name=re.compile("^Content page")).click()
    editor.get_by_role("textbox", name="Title*").fill(TITLE)
    editor.get_by_role("textbox", name="Summary").fill("How many homes are hard to heat.")
    for number, name in enumerate(BLOCKS, 1):
        add_block(editor, name, number=number)
    editor.get_by_role("textbox", name="Caption").last.fill("Every ward is on the map.")

    seen = preview(editor)
    expect(seen.get_by_role("heading", level=1)).to_have_text(TITLE, timeout=15_000)
    expect(seen.locator(".infigure")).to_have_count(4)
    expect(seen.get_by_text("Every ward is on the map.")).to_be_visible()
    choose_action(editor, "Submit to Moderators’ approval")
    expect(editor.get_by_text(re.compile("submitted for moderation"))).to_be_visible()

    moderator.goto(f"{site}/cms/attention/waiting-for-you/")
    moderator.get_by_role("link", name=TITLE).click()
    choose_action(moderator, "Approve and publish")
    expect(moderator.get_by_role("main").get_by_text(f"{TITLE}' has been updated")).to_be_visible()

    answer = reader.goto(f"{site}/warm-homes-in-figures/")
    assert answer is not None
    assert answer.status == 200
    expect(reader.locator(".infigure")).to_have_count(4)
    expect(reader.locator(".infigure__value").first).to_contain_text("%")
    expect(reader.locator("svg.chart--wide")).to_be_visible()
    expect(reader.locator("svg.hexmap text.v")).to_have_count(20)
    for width in (1280, 768, 360):
        reader.set_viewport_size({"width": width, "height": 800})
        assert axe_violations(reader, source=axe_source) == []
        assert reader.evaluate("document.documentElement.scrollWidth") <= width
    reader.get_by_text("These figures as a table").last.click()
    expect(reader.get_by_role("rowheader", name="Dallow").last).to_be_visible()
    assert axe_violations(reader, source=axe_source) == []
