"""The newsletter as readers find it, before its first edition and after, and each edition in every form that officers see."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from het_site.local.folders import ROOT
from newsletter.rendering.previews import MODES, NARROW, REPORT
from tests import databases
from tests.e2e.cms import preview
from tests.e2e.editions import TITLE
from tests.e2e.people import sign_in
from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations
from tests.factories.editions import KINDS

pytestmark = pytest.mark.e2e
#: what each kind of block says in every form; a heading in plain text is in capitals, a line says nothing
SAID = {
    "partner_item": "Lunch on Thursdays", "case_study": "Case study", "indicator": "Healthy life expectancy",
    "recommendation": "Status:", "news": "Read the news", "event": "See the event", "picture": "The yard in May",
    "quote": "We grew tomatoes", "button": "Look at every figure",
}  # fmt: skip
LOOKS = ((360, "dark"), (768, "light"), (1280, "light"))


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Run a site, and give what puts editions into it."""
    name, folder = f"het_editions_{worker_id}", tmp_path_factory.mktemp("editions")
    with running_site(name=name, folder=folder) as address:

        def make(what: str = "make") -> Any:
            environment = os.environ | {
                "DATABASE_URL": databases.with_name(os.environ["DATABASE_URL"], name),
                "DJANGO_SETTINGS_MODULE": "het_site.settings.serve",
                "HET_DATA": str(folder),
                "SITE_URL": address,
            }
            script = f"from tests.e2e import editions; editions.{what}()"
            command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", script]
            done = subprocess.run(
                command, cwd=Path(ROOT), env=environment, check=True, stdout=subprocess.PIPE, timeout=120
            )
            return json.loads(done.stdout)

        yield address, make


def examine(page: Page, axe_source: str, looks: tuple[tuple[int, str], ...] = LOOKS) -> None:
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert axe_violations(page, source=axe_source) == [], (page.url, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)


def test_previews_and_report_beside_the_form(
    browser: Browser, place: tuple[str, Callable[..., Any]], axe_source: str
) -> None:
    """Each form of an edition is walked through in the editor's panel; a fault leads to the block that has it."""
    site, make = place
    made = make("make_faulty")
    context = browser.new_context(viewport={"width": 1400, "height": 950}, reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page, site=site)
    sign_in(page, "newsletter", site=site)
    page.goto(f"{site}/cms/pages/{made['pk']}/edit/")
    shown = preview(page)
    for mode in ("", *dict(MODES)):
        page.get_by_label("Preview mode").select_option(mode)
        expect(page.locator("#w-preview-iframe")).to_have_attribute("src", re.compile(rf"mode={mode}(&|$)"))
        words = "Not ready to send" if mode == REPORT else "For the report"
        expect(shown.get_by_text(words).first).to_be_visible()
        if mode == NARROW:
            expect(shown.locator("iframe")).to_have_count(0)
            expect(shown.locator("body")).to_have_css("width", "320px")
    shown.get_by_role("link", name="Go to the block").click()
    expect(page.locator(f"#block-{made['block']}-section")).to_be_in_viewport()
    assert axe_violations(page, source=axe_source) == []
    assert watch.faults == []
    context.close()


def test_from_an_empty_archive_to_an_edition_in_every_form(
    browser: Browser, place: tuple[str, Callable[[], Any]], axe_source: str
) -> None:
    site, make = place
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page, site=site)
    page.goto(site)
    page.get_by_role("contentinfo").get_by_role("link", name="Newsletter", exact=True).click()
    expect(page.get_by_role("heading", name="The first edition is still to come")).to_be_visible()
    examine(page, axe_source)

    made = make()
    assert made["faults"] == []
    assert list(made["loaded"].values()) == [[]]
    assert {each["kind"] for each in made["each"]} == set(KINDS) - {"text"}
    for each in made["each"]:
        assert each["faults"] == [], each["kind"]
        for mode, html in each["forms"].items():
            assert SAID.get(each["kind"], "Dear reader") in html or mode == REPORT, (each["kind"], mode)
        assert "Ready to send" in each["forms"][REPORT]
    page.reload()
    examine(page, axe_source)
    page.get_by_role("searchbox", name="Search all editions").fill("tomatoes")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.get_by_text("From High Town Church Kitchen")).to_be_visible()
    examine(page, axe_source)
    page.get_by_role("link", name=re.compile("^Link to this item.*Lunch")).click()
    expect(page.locator(":target")).to_contain_text("Lunch on Thursdays")
    page.get_by_role("link", name="Where it all began").click()
    expect(page.get_by_role("heading", level=1, name="Where it all began")).to_be_visible()

    for html in made["previews"].values():
        page.goto(f"{site}/robots.txt")  # the email's pictures are the site's own
        page.set_content(html)
        examine(page, axe_source, LOOKS[:1])
    assert watch.faults == []
    context.close()
