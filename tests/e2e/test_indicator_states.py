"""Every state of an indicator's page in a real browser: examined by axe, no wider than the screen, its map tied to its table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route

from het_site.local import assets
from het_site.local.folders import ROOT
from tests.e2e.watching import axe_violations
from tests.factories.indicator_states import STATES, make_states

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

#: nobody listens there: the browser is given what Django's test client answers, and the files of static/
SITE = "http://states.example"


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    """Keep the pages for all tests of the module: making what they tell of takes long."""
    return {}


@pytest.fixture
def pages(client: Client, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Give every state's page as it is served."""
    if kept:
        return kept
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver has a loop in this thread
    assets.compile_sheets()
    make_states()
    found = {f"/indicators/{slug}/": client.get(f"/indicators/{slug}/").content for slug in STATES}
    kept.update(found | {"/brand.css": b""})
    return kept


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["wide", "phone in the dark"])
def context(browser: Browser, pages: dict[str, bytes], request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Give a browser at each of two sizes that finds the states' pages."""
    width, scheme = request.param
    made = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = Path(ROOT) / path.lstrip("/")
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/css" if path.endswith(".css") else "text/html")
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body="")

    made.route("**/*", answer)
    yield made
    made.close()


def test_every_state_is_sound(context: BrowserContext, axe_source: str) -> None:
    page = context.new_page()
    faults = {}
    for slug in STATES:
        page.goto(f"{SITE}/indicators/{slug}/")
        assert page.viewport_size is not None
        wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
        found = [*axe_violations(page, source=axe_source), *(["wider than the screen"] if wide else [])]
        if found:
            faults[slug] = found
    assert faults == {}


def lit(page: Page) -> set[str]:
    """Give what is marked on the map and in the table: the names of their elements."""
    return set(page.eval_on_selector_all("#wards-2023 .is-lit", "all => all.map((it) => it.localName)"))


def test_a_ward_lights_up_in_map_and_table_together(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{SITE}/indicators/wards/")
    shape, row = page.locator("#wards-2023 svg a").first, page.locator("#wards-2023 tr[data-place] a").first
    assert lit(page) == set()
    shape.focus()
    assert lit(page) == {"a", "tr"}
    row.focus()
    assert lit(page) == {"a", "tr"}
    row.hover()
    assert page.locator("#wards-2023 tr.is-lit").count() == 1
    page.locator("h1").hover()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    assert lit(page) == set()


def test_every_ward_is_reached_by_keyboard_on_the_map(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{SITE}/indicators/wards/")
    page.locator("#wards-2023 svg a").first.focus()
    reached = []
    for _ in range(4):
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        page.keyboard.press("Tab")
    assert len(set(reached)) == 4
    assert all(str(address).startswith("/places/E05") for address in reached)
