"""The lists of indicators in a browser: filters with scripts and without, by keyboard alone, and sound in every state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e

Open = Callable[..., tuple[Page, Watch]]
STATES = [
    "/indicators/?status=worse&view=cards",
    "/indicators/?sort=status",
    "/indicators/?sort=newest&view=cards",
    "/indicators/?q=zzzz&status=worse",
    "/indicators/?principle=nowhere",
    "/indicators/by-ward/?sort=overcrowding&order=reversed",
    "/indicators/by-ward/?indicator=overcrowding&sort=nowhere",
    "/indicators/by-ward/?vintage=before+2023",
    "/indicators/spine/?area=E08000026",
]


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open an address as a reader's device has it, and watch it."""
    contexts = []

    def opened(path: str, *, width: int = 1280, **settings: Any) -> tuple[Page, Watch]:
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **settings)
        )
        page = contexts[-1].new_page()
        watch = Watch(page, site=site)
        page.goto(f"{site}{path}")
        return page, watch

    yield opened
    for context in contexts:
        context.close()


def rows(page: Page) -> int:
    return page.locator("#results .rows tbody tr").count()


def test_ticking_a_filter_swaps_the_list_and_keeps_the_place(open_page: Open) -> None:
    page, watch = open_page("/indicators/")
    box = page.get_by_role("checkbox", name="Worse than England")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-explorer-said]")).to_have_text("6 of 28 indicators, by principle")
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    expect(page).to_have_url(re.compile(r"/indicators/\?status=worse$"))
    assert rows(page) == 8  # life expectancy and healthy life expectancy have a row for women and one for men
    expect(page.locator("[data-count='principle best-start']")).to_have_text("0")
    page.get_by_role("link", name="Take off: Worse than England").click()
    expect(page.locator("[data-results-count]")).to_have_text("28 indicators, by principle")
    assert not watch.faults


def test_typing_a_search_finds_without_leaving_the_field(open_page: Open) -> None:
    page, watch = open_page("/indicators/?view=cards")
    field = page.get_by_role("searchbox", name="Search indicators")
    field.press_sequentially("smoke", delay=20)
    expect(page.locator("[data-results-count]")).to_have_text("1 of 28 indicators, by principle")
    expect(field).to_be_focused()
    expect(field).to_have_value("smoke")
    expect(page).to_have_url(re.compile(r"\?q=smoke&view=cards$"))
    field.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    assert not watch.faults


def test_if_the_answer_fails_the_page_is_asked_for_as_without_scripts(open_page: Open) -> None:
    page, _ = open_page("/indicators/")
    page.route("**/indicators/?status=worse", lambda route: route.abort(), times=1)
    page.get_by_role("checkbox", name="Worse than England").check()
    page.wait_for_url("**/indicators/?status=worse")
    expect(page.locator("[data-results-count]")).to_have_text("6 of 28 indicators, by principle")


def test_without_scripts_the_same_form_gives_the_same_list(open_page: Open) -> None:
    page, _ = open_page("/indicators/?view=cards&sort=status", java_script_enabled=False)
    page.get_by_role("checkbox", name="Worse than England").check()
    page.get_by_role("button", name="Show indicators").click()
    expect(page.locator("[data-results-count]")).to_have_text("6 of 28 indicators, worst first")
    assert page.url.endswith("?q=&status=worse&sort=status&view=cards")


def test_the_table_of_wards_is_sorted_and_scrolled_by_keyboard(open_page: Open) -> None:
    page, watch = open_page("/indicators/by-ward/", width=360)
    page.get_by_role("link", name="Worst first by Overcrowded households").press("Enter")
    head = page.get_by_role("columnheader", name="Overcrowded households")
    expect(head).to_have_attribute("aria-sort", "descending")
    region = page.get_by_role("region", name="wards of Luton")
    region.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 40", arg=region.element_handle())
    first = page.locator(".heat tbody th").first.bounding_box()
    frame = region.bounding_box()
    assert first
    assert frame
    assert abs(first["x"] - frame["x"]) < 2, "the wards' names stay in sight"
    assert not watch.faults


def test_on_a_phone_one_indicator_is_chosen_and_wards_are_ranked(open_page: Open) -> None:
    page, _ = open_page("/indicators/by-ward/", width=360, java_script_enabled=False)
    page.get_by_label("Indicator", exact=True).select_option("Overcrowded households")
    page.get_by_role("button", name="Show wards").click()
    expect(page.locator(".heat-one li").first).to_contain_text("Beech Hill")
    page.locator(".heat-one li a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Beech Hill")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_shades_in_forced_colours(open_page: Open, scheme: str) -> None:
    page, _ = open_page("/indicators/by-ward/", forced_colors="active", color_scheme=scheme)
    pairs = page.evaluate(
        """() => [...document.querySelectorAll(".heat td[class^=q]")].map((cell) => {
             const style = getComputedStyle(cell);
             const light = (text) => {
               const [r, g, b] = text.match(/[0-9.]+/g).map((n) => {
                 const c = n / 255;
                 return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
               });
               return 0.2126 * r + 0.7152 * g + 0.0722 * b;
             };
             const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
             return (a + 0.05) / (b + 0.05);
           })"""
    )
    assert len(pairs) == 40
    assert min(pairs) >= 4.5


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", STATES)
def test_every_state_is_sound(open_page: Open, axe_source: str, path: str, width: int) -> None:
    page, watch = open_page(path, width=width)
    assert not axe_violations(page, source=axe_source)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not watch.faults
