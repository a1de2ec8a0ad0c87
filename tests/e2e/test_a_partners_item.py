"""A partner offers an item on a phone without scripts; it is asked about, answered, accepted, and put into an edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.e2e.mailbox import A_MOMENT, Mailbox, sign_in_by_code
from tests.e2e.people import sign_in
from tests.e2e.planning import plan_in
from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations
from tests.factories.pictures import pixels

#: it plans and fills an edition, so it has a site of its own
pytestmark = pytest.mark.e2e

WALKER = "walker@demo.example"
HEADLINE, ORGANISATION = "Walk with us on Sundays", "The High Town Walkers"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@dataclass
class Place:
    """A site with a planned edition, its emails, and browsers."""

    address: str
    mailbox: Mailbox
    browser: Browser
    contexts: list[BrowserContext]
    watches: list[Watch]

    def seat(self, kind: dict[str, Any]) -> Page:
        """Give somebody a browser of a kind, at which nothing may be complained of."""
        context = self.browser.new_context(**kind, reduced_motion="reduce")
        self.contexts.append(context)
        page = context.new_page()
        self.watches.append(Watch(page, site=self.address))
        return page


@pytest.fixture
def place(tmp_path: Path, worker_id: str, built: None, browser: Browser) -> Iterator[Place]:
    """Run a site and a worker; emails are written to its log."""
    name = f"het_item_{worker_id}"
    with running_site(name=name, folder=tmp_path, has_worker=True) as address:
        plan_in(name, folder=tmp_path, site=address)
        made = Place(address, Mailbox(tmp_path / "server.log"), browser, [], [])
        yield made
        for context in made.contexts:
            context.close()
        assert [fault for watch in made.watches for fault in watch.faults] == []


def test_from_a_phone_into_an_edition(place: Place, axe_source: str) -> None:
    phone, office = place.seat(PHONE), place.seat(DESKTOP)
    status = offer(phone, place)
    sign_in(office, "newsletter", site=place.address)
    ask(office, axe_source)
    link = place.mailbox.link(to=WALKER, subject="needs a few changes")
    answer(phone, link)
    office.reload()
    office.get_by_role("button", name="Accept into the basket").click()
    expect(office.get_by_text("It is in the basket, and its partner")).to_be_visible()
    fill(office, place.address, axe_source)
    phone.goto(status)
    expect(phone.get_by_role("heading", level=1)).to_have_text("In the basket")
    expect(phone.get_by_text("It is for Edition 1")).to_be_visible()


def offer(phone: Page, place: Place) -> str:
    """Offer the item; gives the address of the page that says where it is."""
    phone.goto(f"{place.address}/newsletter/")
    phone.get_by_role("link", name="Offer an item").click()
    expect(phone.get_by_text("for Edition 1", exact=False).first).to_be_visible()
    sign_in_by_code(phone, WALKER, site=place.address, mailbox=place.mailbox, then="/newsletter/offer/")
    phone.wait_for_timeout(A_MOMENT)
    phone.get_by_role("button", name="Start an item").click()
    phone.get_by_label("Headline").fill(HEADLINE)
    phone.get_by_label("Choose a picture").set_input_files(
        FilePayload(name="walk.jpg", mimeType="image/jpeg", buffer=pixels())
    )
    phone.get_by_role("button", name="Save", exact=True).click()
    phone.get_by_label("A few lines").fill("Every Sunday at ten. Everybody can come.")
    phone.get_by_label("Your organisation").fill(ORGANISATION)
    phone.get_by_label("Edition 1").check()
    phone.get_by_role("button", name="Save and check").click()
    expect(phone.get_by_role("link", name="Describe the picture for people who cannot see it")).to_be_visible()
    phone.get_by_role("link", name="Change it").click()
    phone.get_by_label("Describe the picture").fill("Six people walk through a park.")
    phone.get_by_label("Nobody can be recognised").check()
    phone.get_by_label("It may be shown in the newsletter").check()
    phone.get_by_role("button", name="Save and check").click()
    return send(phone)


def send(phone: Page) -> str:
    """Send what is on the check page."""
    expect(phone.get_by_role("heading", name="Still missing")).to_have_count(0)
    phone.wait_for_timeout(A_MOMENT)
    phone.get_by_role("button", name="Agree and send").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("With us")
    return phone.url


def ask(office: Page, axe_source: str) -> None:
    """Find the item in the queue and ask for a change."""
    office.get_by_role("link", name="Items from partners").first.click()
    expect(office.get_by_role("link", name=HEADLINE)).to_be_visible()
    assert axe_violations(office, source=axe_source) == []
    office.get_by_role("link", name=HEADLINE).click()
    office.get_by_label("What is to be changed").fill("Where do you meet?")
    assert axe_violations(office, source=axe_source) == []
    office.get_by_role("button", name="Ask for changes").click()
    expect(office.get_by_text("Its partner gets an email that leads to your comment")).to_be_visible()


def answer(phone: Page, link: str) -> None:
    """Follow the email, change the item and send it again."""
    phone.goto(link)
    expect(phone.get_by_text("Where do you meet?")).to_be_visible()
    phone.get_by_label("A few lines").fill("Every Sunday at ten, at the north gate. Everybody can come.")
    phone.get_by_role("button", name="Save and check").click()
    send(phone)


def fill(office: Page, site: str, axe_source: str) -> None:
    """Put the item into the edition, and see it in the draft with its credit."""
    office.goto(f"{site}/cms/newsletter/basket/")
    office.get_by_role("button", name=re.compile(f"Put into Edition 1 ?: {HEADLINE}")).click()
    expect(office.get_by_text("In Edition 1", exact=True)).to_be_visible()
    assert axe_violations(office, source=axe_source) == []
    office.get_by_role("link", name="Edit Edition 1").click()
    expect(office.get_by_label("Headline").first).to_have_value(HEADLINE)
    expect(office.get_by_label("Credit").first).to_have_value(ORGANISATION)
