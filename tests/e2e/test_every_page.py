"""A walk over the sitemap: every page, at every size and mode, as a reader without an account meets it.

Every page is examined by axe: each template in every mode, and the pages of wards and indicators in one mode each.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e

MISSING = "/no-such-page/"
#: pages that no sitemap lists but readers meet
UNLISTED = [
    "/search/",
    "/search/?q=housing",
    "/search/?q=overcroding",
    "/search/?q=zzzzzz",
    "/places/E05002193/",
    "/places/E06000039/",
    MISSING,
]


@dataclass(frozen=True)
class Mode:
    """How a reader looks at the site."""

    width: int
    dark: bool = False
    scripts: bool = True


#: both widths, both colour schemes, and once without scripts
MODES = [Mode(1280), Mode(360), Mode(360, dark=True), Mode(1280, dark=True, scripts=False)]

#: pages that one template makes of figures alone: each is examined in one of the modes, in turn
ALIKE = re.compile(r"/(places|indicators)/[^/]+/")


@pytest.fixture(scope="session")
def paths(site: str) -> list[str]:
    """Give the path of every page in the sitemap."""
    with urllib.request.urlopen(f"{site}/sitemap.xml", timeout=30) as answer:  # noqa: S310  (our own address)
        sitemap = answer.read().decode()
    found = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", sitemap)]
    assert len(found) > 90, "the demo site has more pages than that"
    assert len(set(found)) == len(found)
    return found


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def modes(request: pytest.FixtureRequest) -> list[Mode]:
    """Give the ways of looking with scripts, then the one without."""
    return [mode for mode in MODES if mode.scripts == request.param]


@dataclass(frozen=True)
class Walker:
    """A reader's page that changes between ways of looking."""

    page: Page
    site: str
    axe_source: str
    scripts: bool
    devtools: CDPSession

    def open(self, path: str) -> int:
        """Go to a page; gives the status that it answers."""
        self._let_scripts_run(self.scripts)
        answer = self.page.goto(f"{self.site}{path}", wait_until="load")
        assert answer is not None
        return answer.status

    def look(self, mode: Mode) -> None:
        """Look at the page that is open in another way."""
        self.page.set_viewport_size({"width": mode.width, "height": 800})
        self.page.emulate_media(color_scheme="dark" if mode.dark else "light")

    def examine(self) -> list[str]:
        """Run axe; where the page came without scripts, it alone may run."""
        self._let_scripts_run(True)
        return axe_violations(self.page, source=self.axe_source)

    def _let_scripts_run(self, may: bool) -> None:  # noqa: FBT001  (private, and said at each call)
        self.devtools.send("Emulation.setScriptExecutionDisabled", {"value": not may})


@pytest.fixture
def walker(browser: Browser, site: str, modes: list[Mode], axe_source: str) -> Iterator[Walker]:
    """Give the page that walks."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    yield Walker(page, site, axe_source, modes[0].scripts, context.new_cdp_session(page))
    context.close()


def test_every_page_is_sound(paths: list[str], walker: Walker, modes: list[Mode]) -> None:
    watch = Watch(walker.page, site=walker.site)
    faults: list[str] = []
    titles: dict[str, str] = {}
    alike = [path for path in paths if ALIKE.fullmatch(path)]
    for path in [*paths, *UNLISTED]:
        watch.faults.clear()
        seen: list[str] = []
        for mode in modes:
            walker.look(mode)
            # What is looked at in other colours, or stands beside others of its kind, need not be opened anew.
            if mode is modes[0] or not (mode.dark or path in alike):
                status = walker.open(path)
                if status != (404 if path == MISSING else 200):
                    seen.append(f"answered {status}")
            seen += page_faults(walker.page, mode)
            if path not in alike or path in alike[MODES.index(mode) :: len(MODES)]:
                seen += walker.examine()
        # a page that is not there is reported by the browser itself
        seen += [fault for fault in watch.faults if not (path == MISSING and "404" in fault)]
        title = walker.page.title()
        if title in titles:
            seen.append(f"has the title of {titles[title]}: {title}")
        titles[title] = path
        if walker.page.context.cookies():
            seen.append("set a cookie")
            walker.page.context.clear_cookies()
        faults += [f"{path}: {fault}" for fault in seen]
    assert faults == [], "\n".join(faults)


def page_faults(page: Page, mode: Mode) -> list[str]:
    """Give what is wrong with a page's outline, width and scripts."""
    faults = []
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"has {headings} first headings")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > mode.width:
        faults.append(f"is {width} pixels wide")
    if page.locator("[style]").count():
        faults.append("has inline styles")
    if (page.locator("body.js-enabled").count() == 1) is not mode.scripts:
        faults.append("ran no scripts" if mode.scripts else "ran scripts")
    return faults
