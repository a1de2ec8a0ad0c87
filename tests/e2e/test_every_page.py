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
from playwright.sync_api import Browser, Page

from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e

#: pages that no sitemap lists but readers meet
UNLISTED = [
    "/search/",
    "/search/?q=housing",
    "/search/?q=overcroding",
    "/search/?q=zzzzzz",
    "/places/E05002193/",
    "/places/E06000039/",
    "/no-such-page/",
]


@dataclass(frozen=True)
class Mode:
    """How a reader looks at the site."""

    name: str
    width: int
    dark: bool = False
    scripts: bool = True


#: both widths, both colour schemes, and once without scripts
MODES = [
    Mode("wide", 1280),
    Mode("phone", 360),
    Mode("phone in the dark", 360, dark=True),
    Mode("wide in the dark without scripts", 1280, dark=True, scripts=False),
]

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


@pytest.fixture(params=MODES, ids=lambda mode: mode.name)
def mode(request: pytest.FixtureRequest) -> Mode:
    """Give each way of looking in turn."""
    mode: Mode = request.param
    return mode


def new_page(browser: Browser, mode: Mode, *, scripts: bool) -> Page:
    """Give a page that looks at the site in one way."""
    context = browser.new_context(
        viewport={"width": mode.width, "height": 800},
        color_scheme="dark" if mode.dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    return context.new_page()


@pytest.fixture
def walker(browser: Browser, mode: Mode) -> Iterator[Page]:
    """Give the page that walks."""
    page = new_page(browser, mode, scripts=mode.scripts)
    yield page
    page.context.close()


@pytest.fixture
def examiner(browser: Browser, mode: Mode, walker: Page) -> Iterator[Page]:
    """Give the page that axe examines: the walking one, or, where scripts are off and axe could not run, one that
    gets none of the site's scripts.
    """
    if mode.scripts:
        yield walker
        return
    page = new_page(browser, mode, scripts=True)
    page.route("**/*.js", lambda route: route.abort())
    yield page
    page.context.close()


def test_every_page_is_sound(
    site: str, paths: list[str], walker: Page, examiner: Page, mode: Mode, axe_source: str
) -> None:
    watch = Watch(walker, site=site)
    faults: list[str] = []
    titles: dict[str, str] = {}
    alike = [path for path in paths if ALIKE.fullmatch(path)]
    others = set(alike) - set(alike[MODES.index(mode) :: len(MODES)])
    for path in [*paths, *UNLISTED]:
        watch.faults.clear()
        answer = walker.goto(f"{site}{path}", wait_until="load")
        assert answer is not None
        missing = path == "/no-such-page/"
        seen = [
            fault
            for fault in watch.faults
            # a page that is not there is reported by the browser itself
            if not (missing and "404" in fault)
        ]
        if answer.status != (404 if missing else 200):
            seen.append(f"answered {answer.status}")
        seen += page_faults(walker, mode)
        if path not in others:
            if examiner is not walker:
                examiner.goto(f"{site}{path}", wait_until="load")
            seen += axe_violations(examiner, source=axe_source)
        title = walker.title()
        if title in titles:
            seen.append(f"has the title of {titles[title]}: {title}")
        titles[title] = path
        if walker.context.cookies():
            seen.append("set a cookie")
            walker.context.clear_cookies()
        faults += [f"{path}: {fault}" for fault in seen]
    assert faults == [], "\n".join(faults)


def page_faults(page: Page, mode: Mode) -> list[str]:
    """Give what is wrong with a page's outline and width."""
    faults = []
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"has {headings} first headings")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > mode.width:
        faults.append(f"is {width} pixels wide")
    if page.locator("[style]").count():
        faults.append("has inline styles")
    return faults
