"""A chart that can be explored: drawn under the strict policy, in place, in step with its table, and never in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e

PATH = "/indicators/employment-rate/"
#: what an indicator's page may weigh before the library arrives, as it goes over the wire
MOST_BYTES = 150 * 1024
LIBRARY = "plotly-basic"

#: drawn anew, or pointed at where the server's drawing stays
EXPLORED = re.compile("live|pointed")

#: wait for the letters: when they arrive they move what stands below them
LETTERS = "async () => { await document.fonts.ready; }"

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifted += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["wide", "phone in the dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a page at two sizes, under the site's own policy."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, has_touch=width < 500)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    yield page
    context.close()


def explored(page: Page, site: str, path: str = PATH) -> Locator:
    """Open a page, come near its first chart and wait until it can be explored."""
    page.goto(f"{site}{path}")
    page.evaluate(LETTERS)
    drawing = page.locator("[data-figure]").first
    drawing.scroll_into_view_if_needed()
    expect(drawing).to_have_attribute("data-state", "live", timeout=30_000)
    return drawing


def test_a_chart_is_drawn_in_place_under_the_strict_policy(site: str, page: Page) -> None:
    watch = Watch(page, site=site)
    page.goto(f"{site}{PATH}")
    drawing = page.locator("[data-figure]").first
    page.evaluate(LETTERS)
    drawing.scroll_into_view_if_needed()
    before = drawing.bounding_box()
    expect(drawing).to_have_attribute("data-state", "live", timeout=30_000)
    assert drawing.bounding_box() == before
    svg, plot = drawing.locator("svg.chart:visible, svg.chart").first, drawing.locator(".plot")
    assert svg.count() == 1
    box, place = plot.bounding_box(), drawing.bounding_box()
    assert box is not None
    assert place is not None
    assert place["x"] - 1 <= box["x"]
    assert box["x"] + box["width"] <= place["x"] + place["width"] + 1
    drawing.locator(".plot").hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert page.evaluate("window.shifted") < 0.01
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    assert watch.faults == []


def test_every_chart_of_the_demo_can_be_explored(site: str, browser: Browser) -> None:
    page = browser.new_page()
    watch = Watch(page, site=site)
    page.goto(f"{site}/indicators/")
    links = page.locator("table.rows a, .rows a").evaluate_all("all => [...new Set(all.map((one) => one.pathname))]")
    drawn = 0
    for path in [link for link in links if link.startswith("/indicators/")]:
        page.goto(f"{site}{path}")
        for drawing in page.locator("[data-figure]").all():
            drawing.scroll_into_view_if_needed()
            page.mouse.move(5 + drawn % 2, 5)
            expect(drawing).to_have_attribute("data-state", EXPLORED, timeout=30_000)
            drawn += 1
    assert drawn > 15
    assert watch.faults == []
    page.close()


def test_axe_finds_nothing_in_a_chart_that_is_explored(site: str, browser: Browser, axe_source: str) -> None:
    for width, scheme in ((1280, "light"), (360, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        explored(page, site)
        assert axe_violations(page, source=axe_source) == []
        page.locator(".plot").first.focus()
        page.keyboard.press("End")
        assert axe_violations(page, source=axe_source) == []
        context.close()


def test_arrow_keys_walk_through_the_values_and_say_them(site: str, page: Page) -> None:
    drawing = explored(page, site)
    table = page.locator("figure.fig table").first
    said, plot = drawing.get_by_role("status"), drawing.get_by_role("application")
    words = [page.locator(f"#trend-persons-{part}").inner_text() for part in ("title", "about")]
    expect(plot).to_have_accessible_name(" ".join(words))
    plot.focus()
    page.keyboard.press("End")
    newest = table.locator("tbody tr").first
    first_cells = newest.locator("td").first.inner_text().split()[0]
    expect(said).to_contain_text(newest.locator("th").inner_text())
    expect(said).to_contain_text(first_cells)
    expect(newest).to_have_class("is-key is-pointed")
    page.keyboard.press("ArrowLeft")
    second = table.locator("tbody tr").nth(1)
    expect(said).to_contain_text(second.locator("th").inner_text())
    expect(second).to_have_class("is-pointed")
    expect(newest).to_have_class("is-key")
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("England")
    page.keyboard.press("Home")
    expect(table.locator("tbody tr").last).to_have_class("is-pointed")
    ranges = "document.querySelector('.js-plotly-plot').layout.xaxis.range.join()"
    whole = page.evaluate(ranges)
    page.keyboard.press("+")
    page.wait_for_function(f"{ranges} !== '{whole}'")
    page.keyboard.press("Escape")
    page.wait_for_function(f"{ranges} === '{whole}'")
    expect(said).to_have_text("The whole chart is shown.")
    expect(table.locator(".is-pointed")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(plot).not_to_be_focused()  # no trap


@pytest.mark.parametrize(
    ("path", "name", "key"),
    [
        ("/indicators/fuel-poverty/", "gradient-fifths-persons", "ArrowRight"),
        ("/indicators/infant-mortality/", "alike", "ArrowDown"),
    ],
)
def test_kinds_that_stay_the_servers_can_be_walked_through(
    site: str, page: Page, path: str, name: str, key: str
) -> None:
    watch = Watch(page, site=site)
    page.goto(f"{site}{path}")
    figure = page.locator(f"#{name}")
    drawing = figure.locator("[data-figure]")
    drawing.scroll_into_view_if_needed()
    page.mouse.move(5, 5)
    expect(drawing).to_have_attribute("data-state", "pointed", timeout=30_000)
    drawing.get_by_role("application").focus()
    for row in figure.locator("tbody tr").all()[:3]:
        page.keyboard.press(key)
        value = row.locator("td").first.inner_text().split()[0]
        expect(drawing.get_by_role("status")).to_contain_text(f"{row.locator('th').inner_text()}: {value}")
        expect(row).to_have_class(re.compile("is-pointed"))
    assert drawing.locator("svg.chart").evaluate_all(
        "all => all.every((one) => getComputedStyle(one).visibility === 'visible')"
    )
    assert page.evaluate("window.shifted") < 0.01
    assert watch.faults == []


def test_pointing_at_a_value_marks_its_row_and_the_other_way_round(site: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    drawing = explored(page, site)
    table = page.locator("figure.fig table").first
    box = drawing.locator(".plot .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2, steps=4)
    expect(table.locator(".is-pointed th")).to_have_text(table.locator("tbody th").first.inner_text())
    row = table.locator("tbody tr").nth(3)
    row.hover()
    expect(row).to_have_class("is-pointed")
    expect(drawing.locator(".hoverlayer .hovertext")).to_have_count(3)
    page.mouse.move(box["x"] + 100, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 250, box["y"] + 20, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "Date.parse(document.querySelector('.js-plotly-plot').layout.xaxis.range[0]) > Date.parse('2005-01-01')"
    )
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function(
        "Date.parse(document.querySelector('.js-plotly-plot').layout.xaxis.range[0]) < Date.parse('2005-01-01')"
    )
    page.close()


def test_the_drawing_stays_where_it_should(site: str, browser: Browser) -> None:
    """Nothing is replaced on paper, where colours are forced, or where the library or the figure cannot be had."""
    page = browser.new_page()
    drawing = explored(page, site)
    page.emulate_media(media="print")
    expect(drawing.locator(".plot")).to_be_hidden()
    expect(drawing.locator("svg.chart--wide")).to_be_visible()
    page.close()
    for block in ("**/plotly-basic*", "**/trend-persons.json"):
        page = browser.new_page()
        page.route(block, lambda route: route.abort())
        page.goto(f"{site}{PATH}")
        page.locator("[data-figure]").first.scroll_into_view_if_needed()
        expect(page.locator("[data-figure]").first).to_have_attribute("data-state", "still", timeout=30_000)
        expect(page.locator("svg.chart--wide").first).to_be_visible()
        page.close()
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    asked = requests_of(page)
    page.goto(f"{site}{PATH}", wait_until="networkidle")
    page.locator("[data-figure]").first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    assert not [address for address in asked if LIBRARY in address]
    context.close()


def requests_of(page: Page) -> list[str]:
    """Collect what a page asks for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_a_reader_who_saves_data_is_asked_first(site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } });")
    asked = requests_of(page)
    page.goto(f"{site}{PATH}", wait_until="networkidle")
    page.locator("[data-figure]").first.scroll_into_view_if_needed()
    button = page.get_by_role("button", name="Explore this chart")
    expect(button.first).to_be_visible()
    assert not [address for address in asked if LIBRARY in address]
    button.first.click()
    expect(page.locator("[data-figure]").first).to_have_attribute("data-state", "live", timeout=30_000)
    page.close()


def test_figures_that_are_published_while_a_page_is_open_leave_its_chart_alone(site: str, browser: Browser) -> None:
    page = browser.new_page()

    def answer_with_another_state(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"mark": "0000000000000000"})

    page.route("**/trend-persons.json", answer_with_another_state)
    page.goto(f"{site}{PATH}")
    page.locator("[data-figure]").first.scroll_into_view_if_needed()
    expect(page.locator("[data-figure]").first).to_have_attribute("data-state", "still", timeout=30_000)
    page.close()


def test_a_page_is_light_and_still_until_the_reader_moves(site: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 3000})  # its first chart is in sight at once
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{site}/indicators/healthy-life-expectancy/", wait_until="networkidle")
    first = list(answers)
    assert not [answer.url for answer in first if LIBRARY in answer.url or answer.url.endswith(".json")]
    kinds = ("responseBodySize", "responseHeadersSize")
    sizes = {answer.url: sum(answer.request.sizes()[kind] for kind in kinds) for answer in first}
    assert len(sizes) > 4
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    page.mouse.move(50, 50)
    expect(page.locator("[data-figure]").first).to_have_attribute("data-state", "live", timeout=30_000)
    assert [answer.url for answer in answers if LIBRARY in answer.url]
    page.close()


@contextmanager
def another_site(code: str) -> Iterator[str]:
    """Serve one page from an origin that is not the site's."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(code.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "path",
    [
        "employment-rate/trend-persons",
        "fuel-poverty/wards-2023",
        "infant-mortality/alike",
        "adult-smoking/trend-persons",
    ],
)
def test_a_frame_on_another_site_shows_the_chart_and_nothing_is_wrong_in_it(
    site: str, browser: Browser, axe_source: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/embed/indicators/{path}/")
    assert axe_violations(page, source=axe_source) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    code = f'<!doctype html><title>Elsewhere</title><iframe src="{site}/embed/indicators/{path}/" width="720"></iframe>'
    with another_site(code) as elsewhere:
        page.goto(elsewhere)
        expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    assert faults == []
    page.close()
