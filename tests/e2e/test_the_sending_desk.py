"""An officer sends an edition from its desk, with a worker and a mail server: locked, undone, sent, paused, settled, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import mail_server
from tests.e2e.people import sign_in
from tests.e2e.planning import run_in
from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations
from tests.mail_server import MailServer

#: it sends an edition, so it has a site and a mail server of its own
pytestmark = pytest.mark.e2e

READERS = 20
SUBJECT = "Edition 1"


@dataclass(frozen=True)
class Place:
    """A site with a draft of an edition, and the mail server that it sends by."""

    address: str
    server: MailServer


@pytest.fixture
def place(tmp_path: Path, worker_id: str, built: None) -> Iterator[Place]:
    """Run a mail server, a site and a worker."""
    name = f"het_desk_{worker_id}"
    with mail_server.running(tmp_path, keeps=True) as server:
        email = f"smtp://127.0.0.1:{server.port}"
        with running_site(name=name, folder=tmp_path, has_worker=True, email_url=email) as address:
            run_in(name, "from tests.e2e.planning import make_ready; make_ready()", folder=tmp_path, site=address)
            yield Place(address, server)


@pytest.fixture
def page(place: Place, browser: Browser) -> Iterator[Page]:
    """Seat the officer, at a browser that may not complain."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page, site=place.address)
    sign_in(page, "newsletter", site=place.address)
    yield page
    context.close()
    assert watch.faults == []


def examine(page: Page, source: str, heading: str = "Edition 1") -> None:
    """Be at a page, and look for faults, wide and narrow."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        assert axe_violations(page, source=source) == [], (page.url, width)


def test_an_edition_is_sent_once(page: Page, place: Place, axe_source: str) -> None:
    page.get_by_role("link", name="Sending", exact=True).first.click()
    examine(page, axe_source, "Sending")
    page.get_by_role("link", name="Edition 1").click()
    expect(page.get_by_text(f"{READERS} readers: everybody who gets the newsletter.")).to_be_visible()
    examine(page, axe_source)
    desk = page.url
    try_it(page, place, axe_source)
    plan_and_undo(page, axe_source)
    send_now(page, desk, axe_source)
    settle(page, axe_source)
    copies = {to: number for to, number in place.server.copies().items() if to != "newsletter@demo.example"}
    assert set(copies.values()) == {1}
    assert len(copies) == READERS - 1, "all but the one that is not known there"


def try_it(page: Page, place: Place, axe_source: str) -> None:
    """Send a test before anything is published."""
    page.get_by_role("link", name="Send a test").click()
    examine(page, axe_source, "Send a test: Edition 1")
    page.get_by_role("button", name="Send the test").click()
    expect(page.get_by_text("The test was sent to 1 person.")).to_be_visible()
    (got,) = place.server.received()
    assert got.to == "newsletter@demo.example"
    assert b"Subject: [Test] Edition 1" in got.data
    assert b"List-Unsubscribe" not in got.data


def plan_and_undo(page: Page, axe_source: str) -> None:
    """Mistype the number, then publish and plan it for tomorrow; see the countdown, and undo it."""
    page.get_by_label("Number of readers").fill("19")
    page.get_by_role("button", name="Publish and send").click()
    expect(page.get_by_role("alert")).to_contain_text(f"You typed 19. It would go to {READERS}")
    examine(page, axe_source)
    page.get_by_label("At a time that I set").check()
    tomorrow = datetime.now(tz=UTC) + timedelta(days=1)
    page.get_by_label("Date and time").fill(f"{tomorrow:%Y-%m-%d}T09:30")
    page.get_by_label("Number of readers").fill(str(READERS))
    page.get_by_role("button", name="Publish and send").click()
    expect(page.get_by_role("timer")).to_contain_text("left to undo")
    examine(page, axe_source)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It is undone: nobody was sent anything.")).to_be_visible()


def send_now(page: Page, desk: str, axe_source: str) -> None:
    """Send what is published now; pause and resume it, and see it to its end without loading the page."""
    page.get_by_label("Number of readers").fill(str(READERS))
    page.get_by_role("button", name="Send this edition").click()
    expect(page.get_by_role("heading", name="How far it is")).to_be_visible()
    page.get_by_role("link", name="Pause").click()
    examine(page, axe_source, "Pause the sending: Edition 1")
    page.get_by_role("button", name="Pause the sending").click()
    expect(page.get_by_text("It is paused.")).to_be_visible()
    examine(page, axe_source)
    page.get_by_role("link", name="Resume").click()
    page.get_by_role("button", name="Resume the sending").click()
    expect(page.get_by_text("18 of 21 people in the list were sent it.")).to_be_visible(timeout=60_000)
    assert page.url == desk
    expect(page.get_by_text("Together 21 of 21: everybody stands somewhere, once.")).to_be_visible()
    examine(page, axe_source)


def settle(page: Page, axe_source: str) -> None:
    """Say of the copy whose line dropped that it arrived."""
    page.get_by_role("link", name="Settle uncertain copies").click()
    examine(page, axe_source, "Uncertain copies: Edition 1")
    page.get_by_role("link", name="dropped-one@demo.example").click()
    examine(page, axe_source, "Settle an uncertain copy: Edition 1")
    page.get_by_label("It arrived").check()
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_text("None: it is known of every copy")).to_be_visible()
