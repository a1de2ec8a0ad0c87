"""A partner adds a picture on a phone without scripts, says who agreed, and takes it away again: then it is gone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations
from tests.factories.pictures import pixels

#: it makes a story, so it has a site of its own
pytestmark = pytest.mark.e2e
PATIENCE = 60


@pytest.fixture
def place(tmp_path: Path, worker_id: str, built: None) -> Iterator[tuple[str, Path]]:
    """Run a site and a worker; emails are written to its log."""
    with running_site(name=f"het_pictures_{worker_id}", folder=tmp_path, has_worker=True) as address:
        yield address, tmp_path / "server.log"


def code_in(log: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = re.findall(r"^(\d{6})$", log.read_text(), re.MULTILINE)
        if found:
            return str(found[-1])
        time.sleep(0.1)
    raise AssertionError("No email with a code came.")


def sign_in(page: Page, site: str, log: Path) -> None:
    page.goto(f"{site}/sign-in/?next=/case-studies/share/")
    page.wait_for_timeout(1100)  # nobody types so quickly
    page.get_by_label("Email address").fill("gardener@demo.example")
    page.get_by_label("Email address").press("Enter")
    page.get_by_label("6-digit code").fill(code_in(log))
    page.get_by_label("6-digit code").press("Enter")


def start(page: Page) -> None:
    """Start a story and go to its pictures."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Share your story")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url(re.compile("/share/[0-9a-f-]{36}/"))
    page.goto(re.sub("(/share/[^/]+/).*", r"\1", page.url))
    page.get_by_role("link", name="Pictures and documents").first.click()
    page.wait_for_url("**/pictures/")


def say_who_agreed(page: Page) -> None:
    """Fill in the page of one picture."""
    page.get_by_label("Describe the picture").fill("Neighbours plant beans")
    page.get_by_label("Adults").check()
    page.get_by_label(re.compile("Who keeps the consent")).fill("The society")
    for part, value in (("Day", "1"), ("Month", "5"), ("Year", "2026")):
        page.get_by_label(part, exact=True).first.fill(value)
    page.get_by_label(re.compile("This website")).check()
    page.get_by_role("button", name="Save").click()


def test_from_a_picture_to_nothing(browser: Browser, place: tuple[str, Path], axe_source: str) -> None:
    site, log = place
    phone = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = phone.new_page()
    watch = Watch(page, site=site)
    sign_in(page, site, log)
    start(page)
    pictures = page.url

    # with scripts, the same pages are examined
    wide = browser.new_context(storage_state=phone.storage_state(), bypass_csp=True, color_scheme="dark")
    seen = wide.new_page()

    def look(address: str) -> None:
        for width in (360, 1280):
            seen.set_viewport_size({"width": width, "height": 800})
            seen.goto(address)
            assert seen.evaluate("document.documentElement.scrollWidth") <= width, address
            assert axe_violations(seen, source=axe_source) == [], address

    photo = {"name": "us.jpg", "mimeType": "image/jpeg", "buffer": pixels()}
    page.get_by_label("Choose pictures").set_input_files([photo, {**photo, "name": "drawing.svg", "buffer": b"<svg/>"}])
    page.get_by_role("button", name="Add pictures").click()
    expect(page).to_have_title(re.compile("^Error: Pictures and documents"))
    expect(page.get_by_role("link", name=re.compile("“drawing.svg”: .* can hold a script"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Describe picture 1")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Picture 1")
    look(page.url)
    say_who_agreed(page)
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    image = page.locator(".pictures__image")
    file = f"{site}{image.get_attribute('src')}"
    assert phone.request.get(file).body().startswith(b"\xff\xd8\xff")
    assert browser.new_context().request.get(file).status == 404
    look(pictures)

    one = re.sub("/small/$", "/", file)
    page.goto(f"{one}withdraw/")
    look(page.url)
    page.get_by_label("Somebody who is shown").check()
    page.get_by_role("button", name="Withdraw consent and delete the picture").click()
    expect(page.get_by_text("Consent withdrawn", exact=True)).to_be_visible()
    assert phone.request.get(file).status == 404
    assert page.locator(".pictures__image").count() == 0
    look(pictures)
    assert watch.faults == []
    phone.close()
    wide.close()
