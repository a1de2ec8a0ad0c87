"""People who read the site: one with a pointer, one with the keyboard alone, one without JavaScript. All do the same things."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Download, Locator, Page

from tests.e2e.watching import Watch

#: more stops than any page has
STOPS = 400
#: seconds in which a page that scrolls is surely there
A_LOOK = 5
HAS_FOCUS = "(node) => node === document.activeElement"
#: an outline or a shadow tells where the focus is, and the element lies on the screen
SHOWS_FOCUS = """
(node) => {
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  const isMarked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return isMarked && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}
"""


class Reader:
    """Somebody with a pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def activate(self, target: Locator) -> None:
        """Follow a link, press a button, tick a box."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Put a text into a field."""
        target.fill(text)

    def choose(self, target: Locator, label: str) -> None:
        """Choose an entry of a list."""
        target.select_option(label=label)

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Follow the first link of a name, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.activate((within or self.page.get_by_role("main")).get_by_role("link", name=name).first)

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the first button of a name, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.activate((within or self.page.get_by_role("main")).get_by_role("button", name=name).first)

    def find(self, target: Locator) -> None:
        """Come to a place on the page."""
        target.scroll_into_view_if_needed()

    def take_away(self, target: Locator) -> Download:
        """Follow a link to a file, and give the file."""
        with self.page.expect_download() as waiting:
            self.activate(target)
        return waiting.value


class KeyboardReader(Reader):
    """Somebody who has no pointer: whatever they use, they reach with Tab and can see that they did."""

    def activate(self, target: Locator) -> None:
        """Reach it and press Enter, or the space bar where Enter does nothing."""
        self.find(target)
        role = target.evaluate("(node) => node.type || node.tagName.toLowerCase()")
        self.page.keyboard.press("Space" if role in {"checkbox", "radio"} else "Enter")

    def write(self, target: Locator, text: str) -> None:
        """Reach it, empty it and type."""
        self.find(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, label: str) -> None:
        """Reach it and type the beginning of the entry."""
        self.find(target)
        self.page.keyboard.type(label)

    def find(self, target: Locator) -> None:
        """Press Tab until it has the focus, which must be seen."""
        for _ in range(STOPS):
            if target.evaluate(HAS_FOCUS):
                assert self._sees(target), f"nothing shows that the focus is on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def _sees(self, target: Locator) -> bool:
        """Tell whether the focus is shown; the page may be on its way there, for it scrolls smoothly."""
        end = time.monotonic() + A_LOOK
        while not target.evaluate(SHOWS_FOCUS):
            if time.monotonic() > end:
                return False
            self.page.wait_for_timeout(50)
        return True


#: each kind of reader, and the settings of their browser
KINDS: dict[str, tuple[type[Reader], dict[str, Any]]] = {
    "pointer": (Reader, {"viewport": {"width": 1280, "height": 900}}),
    "keyboard": (KeyboardReader, {"viewport": {"width": 1280, "height": 900}}),
    "without JavaScript": (Reader, {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}),
}


@contextmanager
def reading(browser: Browser, kind: str, *, site: str) -> Iterator[Reader]:
    """Open a browser for a kind of reader; nothing may be complained of meanwhile."""
    make, settings = KINDS[kind]
    context = browser.new_context(**settings, reduced_motion="reduce", accept_downloads=True)
    page = context.new_page()
    watch = Watch(page, site=site)
    try:
        yield make(page)
        assert watch.faults == []
    finally:
        context.close()


Reading = Callable[[str], Reader]
