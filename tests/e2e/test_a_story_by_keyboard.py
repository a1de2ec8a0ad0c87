"""Nobody with a pointer: a partner tells a story and sends it, an officer asks about it, a reader chooses from the library.

All of them see at each step where the focus is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.e2e.mailbox import A_MOMENT, Mailbox
from tests.e2e.people import PASSWORD
from tests.e2e.readers import Reader, reading
from tests.e2e.site import running_site
from tests.factories.pictures import pixels

#: it makes a story, so it has a site of its own
pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[tuple[str, Mailbox]]:
    """Run a site and a worker; emails are written to its log."""
    folder = tmp_path_factory.mktemp("keyboard")
    with running_site(name=f"het_keyboard_{worker_id}", folder=folder, has_worker=True) as address:
        yield address, Mailbox(folder / "server.log")


def put_pictures_in_order(reader: Reader) -> None:
    """Add two pictures, move one down and up again, and remove both."""
    page = reader.page
    reader.find(page.get_by_label("Choose pictures"))
    photos = [
        FilePayload(name=f"{colour}.jpg", mimeType="image/jpeg", buffer=pixels(colour=colour))
        for colour in ("teal", "navy")
    ]
    page.get_by_label("Choose pictures").set_input_files(photos)  # the window for it is the system's
    reader.press("Add pictures")
    images = page.locator(".pictures__image")
    expect(images).to_have_count(2)
    first = images.first.get_attribute("src")
    reader.press("Move down picture 1")
    expect(images.last).to_have_attribute("src", str(first))
    reader.press("Move up picture 2")
    expect(images.first).to_have_attribute("src", str(first))
    for left in (1, 0):
        reader.follow("Remove picture 1")
        expect(page.get_by_role("heading", level=1)).to_have_text("Remove this picture?")
        reader.press("Remove")
        expect(images).to_have_count(left)


def ask_for_changes(browser: Browser, site: str) -> None:
    """Have an officer read the story, comment on an answer and give it back."""
    with reading(browser, "keyboard", site=site) as officer:
        page = officer.page
        page.goto(f"{site}/cms/")
        officer.write(page.get_by_label("Email address"), "moderator@demo.example")
        officer.write(page.get_by_label("Password"), PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
        page.goto(f"{site}/cms/case-studies/")
        officer.follow("Keys and kettles")
        officer.find(page.get_by_text("Comment on this: What happened?"))
        page.keyboard.press("Enter")
        officer.write(page.get_by_label("Comment on “What happened?”"), "Who brought the kettle?")
        officer.press("Store the comment")
        expect(page.get_by_text("Not sent yet")).to_be_visible()
        officer.press("Changes needed: send 1 comment")
        expect(page.get_by_text("It is with its writers again.")).to_be_visible()


def test_from_signing_in_to_what_the_officer_asks(browser: Browser, place: tuple[str, Mailbox]) -> None:
    site, mailbox = place
    with reading(browser, "keyboard", site=site) as reader:
        page = reader.page
        heading = page.get_by_role("heading", level=1)
        page.goto(f"{site}/sign-in/?next=/case-studies/share/")
        page.wait_for_timeout(A_MOMENT)
        reader.write(page.get_by_label("Email address"), "keys@demo.example")
        reader.press("Send me a code")
        expect(heading).to_have_text("Check your email")
        reader.write(page.get_by_label("6-digit code"), mailbox.code(after=0))
        page.keyboard.press("Enter")
        expect(heading).to_have_text("Share your story")

        page.wait_for_timeout(A_MOMENT)
        reader.press("Start")
        expect(heading).to_have_text("A story without a title")
        story = page.url
        reader.follow("Your story")
        reader.write(page.get_by_label("What is the story called?"), "Keys and kettles")
        reader.write(page.get_by_label("What happened?"), "We met for tea.")
        reader.press("Save and go on")
        expect(heading).to_have_text("Who is telling it")
        reader.write(page.get_by_label("Which organisation is it from?"), "A tea room")
        reader.press("Save and go on")
        expect(heading).to_have_text("Pictures and documents")

        put_pictures_in_order(reader)

        page.goto(f"{story}contact/")
        reader.find(page.get_by_role("radio", name="Yes", exact=True))
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="No", exact=True)).to_be_checked()
        reader.press("Save and go on")
        expect(heading).to_have_text("Check your answers")
        page.wait_for_timeout(A_MOMENT)
        reader.press("Agree and send")
        expect(page.get_by_text(re.compile("Your story is")).first).to_be_visible()

    ask_for_changes(browser, site)


def test_what_a_reader_chooses_from_the_library(browser: Browser, place: tuple[str, Mailbox]) -> None:
    site, _ = place
    with reading(browser, "keyboard", site=site) as reader:
        page = reader.page
        page.goto(f"{site}/case-studies/")
        stories = page.get_by_role("main").get_by_role("article")
        before = stories.count()
        choice = page.get_by_role("group", name="Principle").get_by_role("checkbox").first
        reader.activate(choice)
        expect(choice).to_be_checked()
        reader.press("Show stories")
        expect(page).to_have_url(re.compile("principle="))
        expect(stories).not_to_have_count(before)
        reader.follow("Clear all")
        expect(stories).to_have_count(before)
        reader.write(page.get_by_label("Search stories"), "advice")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("q=advice"))
