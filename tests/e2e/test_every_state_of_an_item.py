"""Every page of partners' items in every state that it has: axe finds nothing on a phone in the dark, and there is room wide too."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from het_site.local.folders import ROOT
from tests import databases
from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e
#: what of each item its partner opens; without a word, where it is written
PARTNERS = {
    "empty": ("",),
    "half": ("check/",),
    "whole": ("", "check/", "delete/"),
    "moved": ("",),
    "undescribed": ("check/",),
    "changes_needed": ("", "status/"),
    "sent": ("status/", "withdraw/", "picture/withdraw/"),
    **dict.fromkeys(
        ("sent_after_the_deadline", "accepted", "published", "no_picture_any_more", "declined", "withdrawn"),
        ("status/",),
    ),
}
OFFICERS = ("sent", "spam", "changes_needed", "no_picture_any_more", "declined")
LISTS = ("items/", "items/?show=over", "items/?q=no-such-word", "basket/")


@dataclass(frozen=True)
class Place:
    """A site with items in every state, and how they are found."""

    address: str
    made: dict[str, Any]

    def offer(self, item: str, rest: str = "") -> str:
        """Give the address of one of an item's pages."""
        return f"{self.address}/newsletter/offer/{self.made['items'][item]}/{rest}"

    def office(self, rest: str) -> str:
        """Give the address of a screen in the CMS."""
        return f"{self.address}/cms/newsletter/{rest}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[Place]:
    """Run a site and put the items into it."""
    name, folder = f"het_items_{worker_id}", tmp_path_factory.mktemp("items")
    with running_site(name=name, folder=folder) as address:
        environment = os.environ | {
            "DATABASE_URL": databases.with_name(os.environ["DATABASE_URL"], name),
            "DJANGO_SETTINGS_MODULE": "het_site.settings.serve",
            "HET_DATA": str(folder),
            "SITE_URL": address,
        }
        script = "from tests.e2e.items import make; make()"
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", script]
        done = subprocess.run(command, cwd=Path(ROOT), env=environment, check=True, stdout=subprocess.PIPE, timeout=120)
        yield Place(address, json.loads(done.stdout))


Look = Callable[..., None]


@pytest.fixture
def look(axe_source: str) -> Look:
    """Give what examines a page: axe finds nothing on a phone in the dark, and there is room for everything in each size.

    In the light and wide, axe looks at pages of the same parts in `test_every_state_of_a_story`.
    """

    def examine(page: Page, address: str = "") -> None:
        if address:
            page.goto(address)
            # whoever may not see a page is led elsewhere, which would pass for it
            assert page.url.partition("#")[0] == address
        assert axe_violations(page, source=axe_source) == [], page.url
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)

    return examine


@pytest.fixture
def seat(browser: Browser, place: Place) -> Iterator[Callable[[str], Page]]:
    """Seat somebody, signed in, or nobody in particular; nothing may be complained of meanwhile, but what a page refuses."""
    pages: list[tuple[Page, Watch]] = []

    def sit(name: str) -> Page:
        look: dict[str, Any] = {"viewport": {"width": 360, "height": 900}, "color_scheme": "dark"}
        context = browser.new_context(**look, reduced_motion="reduce", bypass_csp=True)
        if name:
            context.add_cookies([{"name": "sessionid", "value": place.made["sessions"][name], "url": place.address}])
        page = context.new_page()
        pages.append((page, Watch(page, site=place.address)))
        return page

    yield sit
    for page, _ in pages:
        page.context.close()
    refused = "the server responded with a status of 4"
    assert [fault for _, watch in pages for fault in watch.faults if refused not in fault] == []


def test_whatever_a_partner_opens(place: Place, seat: Callable[[str], Page], look: Look) -> None:
    for name in ("", "newcomer", "walker"):
        look(seat(name), f"{place.address}/newsletter/offer/")
    page = seat("walker")
    for item, parts in PARTNERS.items():
        for part in parts:
            look(page, place.offer(item, part))
    look(seat(""), f"{place.address}/newsletter/offer/reminders/{place.made['stop']}/")


def test_whatever_a_partner_is_told_is_wrong(place: Place, seat: Callable[[str], Page], look: Look) -> None:
    page = seat("walker")

    def refuse(address: str, button: str) -> None:
        page.goto(address)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page).to_have_title(re.compile("^Error: "))
        look(page)

    refuse(place.offer("sent", "picture/withdraw/"), "Take it away")
    page.goto(place.offer("undescribed"))
    page.get_by_label("Year", exact=True).first.fill("20")
    page.get_by_label("Another picture instead").set_input_files(
        {"name": "a.txt", "mimeType": "image/png", "buffer": b"x"}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_title(re.compile("^Error: "))
    look(page)


def test_whatever_an_officer_opens(place: Place, seat: Callable[[str], Page], look: Look) -> None:
    page = seat("newsletter")
    for part in (*LISTS, *(f"items/{place.made['numbers'][item]}/" for item in OFFICERS)):
        look(page, place.office(part))
    page.goto(place.office(f"items/{place.made['numbers']['sent']}/"))
    page.get_by_role("button", name="Decline it").click()
    expect(page.get_by_text("Say what is to be changed, or why")).to_be_visible()
    look(page)
    page.goto(place.office(f"basket/?edition={place.made['editions'][1]}"))
    page.get_by_role("button", name=re.compile("Put into Edition 3 ?: A garden behind the library")).click()
    expect(page.get_by_role("alert")).to_contain_text("It is in Edition 2 already.")
    look(page)
