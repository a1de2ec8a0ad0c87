"""A reader signs up, confirms, chooses, leaves as a mail program does and is erased; the team sees it and brings in a list."""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.mailbox import A_MOMENT, PATIENCE
from tests.e2e.people import sign_in
from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations

#: it changes the list of readers, so it has a site of its own
pytestmark = pytest.mark.e2e
ADDRESS = "reader@demo.example"


@dataclass(frozen=True)
class Place:
    """A site of one's own, and what its worker sent."""

    address: str
    log: Path

    def links(self, kind: str) -> list[str]:
        """Give the links of a kind that were emailed, in their order."""
        return re.findall(rf"^({self.address}/newsletter/{kind}/\S+)$", self.log.read_text(), re.MULTILINE)

    def link(self, kind: str, *, after: int) -> str:
        """Wait for the link of a kind that is emailed after so many others."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.links(kind)
            if len(found) > after:
                return found[after]
            time.sleep(0.1)
        raise AssertionError(f"No email with a link to {kind} came.")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[Place]:
    """Run a site and a worker; emails are written to its log."""
    folder = tmp_path_factory.mktemp("readers")
    with running_site(name=f"het_readers_{worker_id}", folder=folder, has_worker=True) as address:
        yield Place(address, folder / "server.log")


@dataclass
class Looked:
    """A page of a browser that is examined wherever one comes."""

    page: Page
    #: axe's own; empty where scripts do not run, for it would wait for ever
    source: str

    def at(self, heading: str) -> None:
        """Be at a page, which has no fault, wide and light or narrow and dark."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), heading
        for width, scheme in ((360, "dark"), (1280, "light")) if self.source else ():
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert axe_violations(self.page, source=self.source) == [], (heading, width, scheme)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name).click()


def sign_up(looked: Looked, place: Place) -> None:
    """Get from the footer of any page to the form, and send it, wrong at first."""
    page = looked.page
    page.goto(f"{place.address}/search/")
    page.get_by_role("contentinfo").get_by_role("link", name="Get the newsletter").click()
    looked.at("Get the newsletter")
    page.wait_for_timeout(A_MOMENT)
    page.get_by_label("Email address").fill("nobody")
    looked.press("Sign up")
    looked.at("Get the newsletter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Your name").fill("Ann Reader")
    page.get_by_label("New figures").check()
    page.wait_for_timeout(A_MOMENT)
    looked.press("Sign up")
    looked.at("Check your email")


def click_once(link: str) -> tuple[int, str]:
    """Leave as a mail program does by RFC 8058: one POST, no cookie, and nothing followed."""
    body = urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(urllib.request.Request(link, body), timeout=10) as answer:  # noqa: S310  (our own address)
        return answer.status, answer.geturl()


@pytest.mark.parametrize(("width", "scripts"), [(360, False), (1280, True)], ids=["phone without scripts", "wide"])
def test_a_reader_comes_and_goes(browser: Browser, place: Place, axe_source: str, width: int, *, scripts: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    page = context.new_page()
    watch, looked = Watch(page, site=place.address), Looked(page, axe_source if scripts else "")
    before = len(place.links("confirm"))
    sign_up(looked, place)
    page.goto(place.link("confirm", after=before))
    looked.at("Confirm your email address")
    looked.press("Yes, send me the newsletter")
    looked.at("You are on the list")
    page.get_by_role("link", name="Choose topics").click()
    looked.at("What you get")
    yours = page.url
    expect(page.get_by_label("New figures")).to_be_checked()
    page.get_by_label("News and events").check()
    looked.press("Save")
    expect(page.get_by_text("Your choices are saved.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take away all that we hold").click()
    assert "News and events" in waiting.value.path().read_text()
    page.get_by_role("link", name="Get it at another address").click()
    looked.at("Get it at another address")
    page.goto(yours)
    page.get_by_role("link", name="Stop getting the newsletter").click()
    looked.at("Stop getting the newsletter?")
    assert click_once(page.url) == (200, page.url)
    page.reload()
    looked.at("You are off the list")
    page.get_by_role("link", name="See or erase what we hold").click()
    looked.at("What you get")
    page.get_by_role("link", name="Erase everything about you").click()
    looked.at("Erase everything about you?")
    looked.press("Erase everything")
    looked.at("You are erased")
    assert context.cookies() == []
    faults = [fault for fault in watch.faults if "scripts are disabled" not in fault]
    assert faults == []
    page.goto(yours)
    looked.at("This link does not work")
    context.close()


def test_the_team_brings_in_a_list(browser: Browser, place: Place, axe_source: str, tmp_path: Path) -> None:
    people = tmp_path / "fair.csv"
    people.write_text("email,name\nnew@demo.example,Zoë\nnobody,\n")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    watch, looked = Watch(page, site=place.address), Looked(page, axe_source)
    sign_in(page, "newsletter", site=place.address)
    page.goto(f"{place.address}/cms/newsletter/subscribers/bring-in/")
    looked.at("Bring in a list")
    page.get_by_label("File").set_input_files(people)
    page.get_by_label("When they agreed").fill("2026-10-01")
    page.get_by_label("How they agreed").fill("Sheet at the fair")
    page.get_by_role("button", name="Upload and look").press("Enter")  # the calendar may lie over it still
    looked.at("fair.csv")
    expect(page.get_by_role("row", name="nobody")).to_contain_text("Left out")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("1 added, 0 changed")).to_be_visible()
    page.get_by_role("link", name="See all subscribers").click()
    looked.at("Subscribers")
    page.get_by_role("link", name="new@demo.example").click()
    looked.at("new@demo.example")
    expect(page.get_by_role("cell", name="Sheet at the fair, 1 October 2026")).to_be_visible()
    for end, heading in (
        ("log", "What happened"),
        ("suppressed", "Not written to"),
        ("take-away", "Take subscribers away"),
    ):
        page.goto(f"{place.address}/cms/newsletter/subscribers/{end}/")
        looked.at(heading)
    assert watch.faults == []
    context.close()
