"""A partner tells a story: begun on a phone without scripts, gone on with on a desktop, and nothing typed is ever lost."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations

pytestmark = pytest.mark.e2e

PATIENCE = 60
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
WHAT = "What happened?"


@dataclass(frozen=True)
class Place:
    """A site of one's own, what its worker wrote, and a browser."""

    address: str
    log: Path
    browser: Browser

    def codes(self) -> list[str]:
        return re.findall(r"^(\d{6})$", self.log.read_text(), re.MULTILINE)

    def sign_in(self, page: Page, name: str) -> None:
        """Sign somebody in from the page that asks for it."""
        before = len(self.codes())
        page.wait_for_timeout(1_100)  # nobody types so quickly
        page.get_by_label("Email address").fill(f"{name}@demo.example")
        page.get_by_role("button", name="Send me a code").click()
        end = time.monotonic() + PATIENCE
        while len(self.codes()) == before and time.monotonic() < end:
            time.sleep(0.1)
        page.get_by_label("6-digit code").fill(self.codes()[-1])
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Check your email")

    def seat(self, kind: dict[str, Any], of: Page | None = None) -> Page:
        """Give a browser of a kind; of somebody who has signed in, if their page is given."""
        kept: dict[str, Any] = {"storage_state": of.context.storage_state()} if of else {}
        return self.browser.new_context(**(kind | kept)).new_page()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None, browser: Browser) -> Iterator[Place]:
    """Run a site and a worker for this module alone; emails are written to the log."""
    folder = tmp_path_factory.mktemp("desk")
    with running_site(name=f"het_desk_{worker_id}", folder=folder, has_worker=True) as address:
        yield Place(address, folder / "server.log", browser)


@pytest.fixture(scope="module")
def author(place: Place) -> Iterator[Page]:
    """Give the author at a phone without scripts, signed in, with a quick story begun."""
    page = place.seat(PHONE)
    page.goto(f"{place.address}/case-studies/")
    page.get_by_role("link", name="Share your story").click()
    page.get_by_role("link", name="Start", exact=True).click()
    place.sign_in(page, "desk-author")
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A story without a title")
    yield page
    page.context.close()


def field(page: Page, label: str = WHAT) -> Any:
    return page.get_by_label(label)


def said(page: Page) -> Any:
    return page.locator("[data-desk-said]")


def group_of(page: Page, slug: str = "story") -> str:
    """Give the address of a group of the story that a page shows."""
    found = re.match(r".*/share/[0-9a-f-]{36}/", page.url)
    assert found
    return f"{found[0]}{slug}/"


def go_to(page: Page, author: Page) -> Page:
    """Open the first questions of the author's story, wherever they were."""
    page.goto(group_of(author))
    return page


def test_begun_on_a_phone_without_scripts_and_sent_from_a_desktop(place: Place, author: Page, axe_source: str) -> None:
    phone = author
    phone.get_by_role("link", name="Your story", exact=True).click()
    field(phone, "What is the story called?").fill("Warm lunches")
    field(phone).fill("Forty people eat together.")
    phone.get_by_role("button", name="Save and go on").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Who is telling it")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    desktop = go_to(place.seat(DESKTOP, phone), phone)
    watch = Watch(desktop, site=place.address)
    expect(field(desktop)).to_have_value("Forty people eat together.")
    for page in (
        "",
        "story/",
        "people/",
        "contact/",
        "check/",
        "preview/",
        "status/",
        "writers/",
        "history/",
        "delete/",
    ):
        desktop.goto(group_of(phone).removesuffix("story/") + page)
        assert axe_violations(desktop, source=axe_source) == [], page
    desktop.goto(f"{place.address}/case-studies/share/")
    expect(desktop.get_by_role("link", name="Warm lunches")).to_be_visible()
    assert axe_violations(desktop, source=axe_source) == []
    desktop.goto(group_of(phone, "people"))
    field(desktop, "Which organisation is it from?").fill("Church kitchen")
    desktop.get_by_role("button", name="Save", exact=True).click()
    desktop.goto(group_of(phone, "check"))
    desktop.get_by_role("link", name="Answer “May readers contact you?”").click()
    desktop.get_by_role("radio", name="No", exact=True).check()
    desktop.get_by_role("button", name="Save and go on").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(desktop.get_by_role("button", name="Agree and send")).to_be_visible()
    assert watch.faults == []
    desktop.context.close()


def test_a_browser_that_is_killed_while_typing_loses_nothing_after_the_last_autosave(
    place: Place, author: Page
) -> None:
    page = go_to(place.seat(DESKTOP, author), author)
    field(page).fill("Saved by itself.")
    expect(said(page)).to_contain_text("Saved at", timeout=10_000)
    expect(said(page)).not_to_contain_text(" by ")
    page.context.close()
    again = go_to(place.seat(DESKTOP, author), author)
    expect(field(again)).to_have_value("Saved by itself.")
    again.context.close()


def test_signing_out_leaves_nothing_on_the_device(place: Place) -> None:
    page = place.seat(DESKTOP)
    page.goto(f"{place.address}/sign-in/?next=/case-studies/share/")
    place.sign_in(page, "desk-leaver")
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A story without a title")
    go_to(page, page)
    page.route("**/autosave/", lambda route: route.abort())
    field(page).fill("For nobody else.")
    expect(said(page)).to_contain_text("kept on this device", timeout=10_000)
    assert page.evaluate("localStorage.length") == 1
    page.goto(f"{place.address}/sign-in/")
    assert page.evaluate("localStorage.length") == 1
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.wait_for_function("localStorage.length === 0")


def test_what_is_typed_offline_is_kept_on_the_device_and_merged_when_back(place: Place, author: Page) -> None:
    page = go_to(place.seat(DESKTOP, author), author)
    page.context.set_offline(True)
    field(page).fill("Typed in a tunnel.")
    expect(said(page)).to_contain_text("Offline: kept on this device", timeout=10_000)
    page.close()
    page.context.set_offline(False)
    back = go_to(page.context.new_page(), author)
    expect(field(back)).to_have_value("Typed in a tunnel.")
    expect(said(back)).to_have_text(re.compile(r"Saved at \d\d:\d\d$"), timeout=10_000)
    assert back.evaluate("localStorage.length") == 0, "what is saved stays on no device"

    page.context.set_offline(True)
    field(back).fill("Typed on a plane.")
    back.close()
    elsewhere = go_to(place.seat(DESKTOP, author), author)
    field(elsewhere).fill("Typed at home.")
    with elsewhere.expect_navigation():
        elsewhere.get_by_role("button", name="Save", exact=True).click()
    page.context.set_offline(False)
    met = go_to(page.context.new_page(), author)
    expect(field(met)).to_have_value("Typed at home.")
    kept = met.get_by_role("group", name="Kept on this device")
    expect(kept).to_contain_text("Typed on a plane.")
    kept.get_by_role("button", name="Put it below").click()
    expect(field(met)).to_have_value("Typed at home.\n\nTyped on a plane.")
    expect(said(met)).to_have_text(re.compile(r"Saved at \d\d:\d\d$"), timeout=10_000)
    elsewhere.context.close()
    page.context.close()


@pytest.mark.parametrize("answer", [500, 0], ids=["it fails", "it is gone"])
def test_a_server_that_dies_while_saving_leaves_the_text_on_the_device(place: Place, author: Page, answer: int) -> None:
    page = go_to(place.seat(DESKTOP, author), author)
    page.route("**/autosave/", lambda route: route.fulfill(status=answer) if answer else route.abort())
    field(page).fill(f"Typed while it was down: {answer}.")
    expect(said(page)).to_contain_text("kept on this device", timeout=10_000)
    page.close()
    back = go_to(page.context.new_page(), author)
    expect(field(back)).to_have_value(f"Typed while it was down: {answer}.")
    expect(said(back)).to_contain_text("Saved at", timeout=10_000)
    page.context.close()


def test_two_tabs_overwrite_nothing(place: Place, author: Page, axe_source: str) -> None:
    one = go_to(place.seat(DESKTOP, author), author)
    other = go_to(one.context.new_page(), author)
    field(one).fill("In the first tab.")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.get_by_role("alert")).to_contain_text("Saved at")
    field(other).fill("In the second tab.")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("Both are kept until you choose")
    assert axe_violations(other, source=axe_source) == []
    other.get_by_label("Keep both, one after the other").check()
    other.get_by_role("button", name="Save", exact=True).click()
    expect(field(other)).to_have_value("In the first tab.\n\nIn the second tab.")
    one.context.close()


def test_a_session_that_ends_before_the_button_is_pressed_loses_nothing(place: Place, author: Page) -> None:
    page = go_to(place.seat(PHONE, author), author)
    field(page).fill("Typed before the session ended.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    place.sign_in(page, "desk-author")
    expect(page.get_by_role("region", name="What you typed is still here")).to_be_visible()
    expect(field(page)).to_have_value("Typed before the session ended.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="What you typed is still here")).to_have_count(0)
    expect(field(page)).to_have_value("Typed before the session ended.")
    page.context.close()


def test_two_who_write_at_once_know_of_each_other(place: Place, author: Page) -> None:
    page = place.seat(DESKTOP, author)
    page.goto(group_of(author, "writers"))
    page.get_by_label("Their email address").fill("desk-friend@demo.example")
    page.get_by_role("button", name="Invite").click()
    friend = place.seat(DESKTOP)
    friend.goto(group_of(author).removesuffix("story/"))
    place.sign_in(friend, "desk-friend")
    friend.get_by_role("button", name="Join").click()
    go_to(page, author)
    field(page).fill("The author writes.")
    expect(said(page)).to_have_text(re.compile(r"Saved at \d\d:\d\d$"), timeout=10_000)
    go_to(friend, author)
    expect(friend.locator("[data-desk-others]")).to_contain_text("desk-author@demo.example is on this page now")
    field(page).fill("The author writes more.")
    field(friend).fill("The friend writes.")
    friend.get_by_role("button", name="Save", exact=True).click()
    expect(said(friend)).to_contain_text("by you")
    expect(page.get_by_text("Somebody else changed this answer too")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Keep yours").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(field(page)).to_have_value("The author writes more.")
    page.context.close()
    friend.context.close()
