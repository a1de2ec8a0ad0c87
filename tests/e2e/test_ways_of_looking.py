"""Ways of looking that the walk over every page leaves out: a very narrow screen, forced colours, paper, a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.e2e

Look = Callable[..., Page]

#: one page of each kind
PAGES = [
    "/",
    "/principles/living-standard/",
    "/indicators/",
    "/indicators/?view=cards&sort=status",
    "/indicators/by-ward/",
    "/indicators/spine/",
    "/indicators/overcrowding/",
    "/case-studies/biscot-hub/",
    "/recommendations/",
    "/recommendations/cut-child-poverty/",
    "/priorities/housing/projects/warm-healthy-housing/",
    "/events/one-year-on/",
    "/about/governance/",
    "/about/partners/",
    "/reports/",
    "/search/?q=housing",
    "/no-such-page/",
]

#: pairs of cells of one row whose words lie over each other
OVERLAPS = """
() => {
  const box = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect();
  };
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const over = (a, b) => a.width && b.width && meet(a, b);
  return [...document.querySelectorAll("main tr")].flatMap((row) =>
    [...row.cells].slice(1).filter((cell, i) => over(box(row.cells[i]), box(cell))).map((cell) => cell.textContent));
}
"""

#: the words of what has the focus, and whether its focus can be seen where it is on the screen
FOCUS = """
() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const isOnScreen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  const words = it.innerText || it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.tagName;
  return [words.trim(), (isOutlined || style.boxShadow !== "none") && isOnScreen];
}
"""


@pytest.fixture
def look(browser: Browser, site: str) -> Iterator[Look]:
    """Open a page of the site as the settings of a reader's device have it."""
    contexts = []

    def open_page(path: str, *, width: int = 1280, **settings: Any) -> Page:
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **settings)
        )
        page = contexts[-1].new_page()
        page.goto(f"{site}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_or_covered_at_320_pixels(look: Look, path: str) -> None:
    page = look(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(OVERLAPS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/indicators/overcrowding/"])
def test_the_words_on_the_map_stand_out_from_it_in_forced_colours(look: Look, path: str, scheme: str) -> None:
    page = look(path, forced_colors="active", color_scheme=scheme)
    fills = page.eval_on_selector_all(
        ".hexmap path:not(.edge)",
        """(paths) => paths.map((path) => {
          const words = path.nextElementSibling.nextElementSibling;
          return [getComputedStyle(path).fill, getComputedStyle(words).fill];
        })""",
    )
    assert len(fills) == 20
    assert all(ground != words for ground, words in fills)
    assert len({ground for ground, _words in fills}) == 5


def test_half_full_empty_and_dashed_blocks_differ_in_forced_colours(look: Look) -> None:
    page = look("/", forced_colors="active")
    looks = page.eval_on_selector_all(
        ".tally__key .block",
        "(blocks) => blocks.map((block) => getComputedStyle(block)).map((style) => style.background + style.borderStyle)",
    )
    assert len(looks) == len(set(looks)) == 3


def test_paper_has_no_controls(look: Look) -> None:
    page = look("/search/?q=housing")
    page.emulate_media(media="print")
    for control in (".site-nav", ".finder", ".search-kinds", ".site-foot__cols"):
        expect(page.locator(control)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def focus(page: Page) -> tuple[str, bool]:
    """Press Tab; give the words of what then has the focus, and whether its focus can be seen."""
    page.keyboard.press("Tab")
    words, seen = page.evaluate(FOCUS)
    return str(words), bool(seen)


def tab_to(page: Page, words: str, *, most: int = 120) -> None:
    """Press Tab until the focus is on something with these words; every stop on the way can be seen."""
    stops = []
    for _ in range(most):
        found, seen = focus(page)
        stops.append(found)
        assert seen, f"the focus on “{found}” cannot be seen"
        if words.lower() in found.lower():
            return
    raise AssertionError(f"Tab did not reach “{words}”: {stops}")


def follow(page: Page, words: str) -> None:
    """Tab to a link or button and press Enter."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_keyboard_alone_goes_from_home_to_a_story_and_to_search(look: Look, width: int) -> None:
    page = look("/", width=width)
    assert focus(page)[0] == "Skip to main content"
    page.keyboard.press("Enter")
    follow(page, "Living standard")
    expect(page.get_by_role("heading", level=1)).to_contain_text("standard of living")
    follow(page, "Children in low-income families")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Children in low-income families")

    if width == 360:
        tab_to(page, "Menu")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "true")
    follow(page, "Stories")
    follow(page, "Money advice where people already go")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Money advice")

    if width == 360:
        tab_to(page, "Menu")
        page.keyboard.press("Enter")
    follow(page, "Search")
    tab_to(page, "Words to look for")
    page.keyboard.type("housing")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Housing projects")
    for _ in range(200):  # there is a way out at the end: no trap
        if focus(page)[0] in {"Cookies", "BODY", "Skip to main content"}:
            break
    else:
        raise AssertionError("Tab never left the page")
