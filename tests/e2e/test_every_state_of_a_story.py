"""Every page of partners and officers in every state that it has, on a phone in the dark and wide in the light: axe finds nothing."""

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
LOOKS = ((360, "dark"), (1280, "light"))
GROUPS = ("story", "people", "about", "did", "achieved", "learnt", "links", "contact")
#: what of each story a writer opens; without a word, its first page
WRITERS = {
    "empty": ("", "pictures/", "history/"),
    "half": ("", "check/"),
    "full": ("", "check/", "preview/", "pictures/", "writers/", "history/", "delete/", *(f"{one}/" for one in GROUPS)),
    "pictures": ("pictures/",),
    "invited": ("join/",),
    "co_author": ("check/", "writers/"),
    "changes_needed": ("", "story/", "status/"),
    "sent": ("status/", "withdraw/", "writers/"),
    "published": ("status/", "pictures/"),
    **dict.fromkeys(("first", "quarantined", "accepted", "declined", "withdrawn"), ("status/",)),
}
#: what of each story an officer opens
OFFICERS = {
    "sent": ("", "difference/", "decline/"),
    "back": ("", "difference/", "accept/"),
    **dict.fromkeys(("changes_needed", "quarantined", "accepted", "declined", "withdrawn", "published"), ("",)),
}
QUEUES = (
    "/cms/",
    "/cms/case-studies/",
    "/cms/case-studies/?state=submitted&overdue=yes",
    "/cms/case-studies/?q=no-such-word",
    "/cms/case-studies/consents/",
    "/cms/case-studies/consents/?show=withdrawn",
    "/cms/case-studies/consents/log/",
)


@dataclass(frozen=True)
class Place:
    """A site with stories in every state, and how they are found."""

    address: str
    made: dict[str, Any]

    def share(self, story: str, rest: str = "") -> str:
        """Give the address of one of a story's pages."""
        return f"{self.address}/case-studies/share/{self.made['stories'][story]}/{rest}"

    def picture(self, story: str, rest: str = "") -> str:
        """Give the address of a story's first picture, or of what is done with it."""
        return self.share(story, f"pictures/{self.made['pictures'][story]}/{rest}")

    def office(self, story: str, rest: str = "") -> str:
        """Give the address of one of a story's screens in the CMS."""
        return f"{self.address}/cms/case-studies/{self.made['numbers'][story]}/{rest}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[Place]:
    """Run a site and put the stories into it."""
    name, folder = f"het_states_{worker_id}", tmp_path_factory.mktemp("states")
    with running_site(name=name, folder=folder) as address:
        environment = os.environ | {
            "DATABASE_URL": databases.with_name(os.environ["DATABASE_URL"], name),
            "DJANGO_SETTINGS_MODULE": "het_site.settings.serve",
            "HET_DATA": str(folder),
            "SITE_URL": address,
        }
        script = "from tests.e2e.stories import make; make()"
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", script]
        done = subprocess.run(command, cwd=Path(ROOT), env=environment, check=True, stdout=subprocess.PIPE, timeout=120)
        yield Place(address, json.loads(done.stdout))


Look = Callable[..., None]


@pytest.fixture
def look(axe_source: str) -> Look:
    """Give what examines a page: in each size and scheme there is room for everything, and axe finds nothing."""

    def examine(page: Page, address: str = "") -> None:
        if address:
            page.goto(address)
            # whoever may not see a page is led elsewhere, which would pass for it
            assert page.url.partition("#")[0] == address
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert axe_violations(page, source=axe_source) == [], (page.url, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)

    return examine


@pytest.fixture
def seat(browser: Browser, place: Place) -> Iterator[Callable[[str], Page]]:
    """Seat somebody, signed in; nothing may be complained of meanwhile, but what a page refuses."""
    pages: list[tuple[Page, Watch]] = []

    def sit(name: str) -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 900}, reduced_motion="reduce", bypass_csp=True)
        context.add_cookies([{"name": "sessionid", "value": place.made["sessions"][name], "url": place.address}])
        page = context.new_page()
        pages.append((page, Watch(page, site=place.address)))
        return page

    yield sit
    for page, _ in pages:
        page.context.close()
    refused = "the server responded with a status of 4"
    assert [fault for _, watch in pages for fault in watch.faults if refused not in fault] == []


def test_whatever_a_writer_opens(place: Place, seat: Callable[[str], Page], look: Look) -> None:
    page = seat("worker")
    look(page, f"{place.address}/case-studies/share/")
    for story, parts in WRITERS.items():
        for part in parts:
            look(page, place.share(story, part))
    for address in (place.picture("full"), place.picture("full", "remove/"), place.picture("published", "withdraw/")):
        look(page, address)
    look(page, place.share("full", f"pictures/{place.made['documents']['full']}/"))
    page.goto(place.share("withdrawn", "no-such-part/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We cannot find this page")
    look(page)


def test_whatever_a_writer_is_told_is_wrong(place: Place, seat: Callable[[str], Page], look: Look) -> None:
    page = seat("worker")

    def refuse(address: str, button: str, title: str = "^Error: ") -> None:
        page.goto(address)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page).to_have_title(re.compile(title))
        look(page)

    refuse(place.share("full", "writers/"), "Invite")
    refuse(place.share("sent", "status/"), "Send message")
    refuse(place.share("pictures", "pictures/"), "Add pictures")
    refuse(place.picture("published", "withdraw/"), "Withdraw consent and delete the picture")
    page.goto(place.picture("pictures"))
    page.get_by_label("Year", exact=True).first.fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title(re.compile("^Error: "))
    look(page)

    page.goto(place.share("full", "story/"))
    page.evaluate("document.querySelector('[name=seen-summary]').value = 0")
    page.get_by_label("What happened?").fill("Somebody else wrote this meanwhile.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("changed in two places")
    look(page)
    page.goto(place.share("full", "people/"))
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you typed is not saved yet")
    look(page)


def test_whatever_an_officer_opens(place: Place, seat: Callable[[str], Page], look: Look) -> None:
    page = seat("moderator")
    consent = f"{place.address}/cms/case-studies/consents/{place.made['consents']['published']}/withdraw/"
    for address in (*(f"{place.address}{path}" for path in QUEUES), consent):
        look(page, address)
    for story, parts in OFFICERS.items():
        for part in parts:
            look(page, place.office(story, part))
    for address, button in (
        (place.office("sent", "decline/"), "Decline it"),
        (place.office("sent", "accept/"), "Accept and make the page"),
        (consent, "Withdraw consent and delete the picture"),
    ):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert").first).to_be_visible()
        look(page)


def test_a_site_that_takes_no_new_stories_in(place: Place, seat: Callable[[str], Page], look: Look) -> None:
    admin, page = seat("admin"), seat("friend")
    admin.goto(f"{place.address}/cms/settings/casestudies/casestudysettings/")
    look(admin)
    admin.get_by_label("New stories are taken in").uncheck()
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("updated")).to_be_visible()
    look(page, f"{place.address}/case-studies/share/")
    expect(page.get_by_role("heading", name="No new stories are taken in at the moment")).to_be_visible()
    page.context.clear_cookies()
    look(page, f"{place.address}/case-studies/share/")
