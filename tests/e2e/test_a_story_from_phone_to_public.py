"""The whole way of a story: begun on a phone, sent by two, asked about, published, and a picture that is taken back everywhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from pypdf import PdfReader

from tests.e2e.cms import choose_action
from tests.e2e.mailbox import A_MOMENT, Mailbox, sign_in_by_code, type_code
from tests.e2e.people import sign_in
from tests.e2e.site import running_site
from tests.e2e.watching import Watch
from tests.factories.pictures import pixels

#: it makes and publishes a story, so it has a site of its own
pytestmark = pytest.mark.e2e

COOK, FRIEND = "cook@demo.example", "friend@demo.example"
TITLE, ADDRESS = "Soup on Sundays", "/case-studies/soup-on-sundays/"
ALT, CREDIT = "Hands pass a bowl of soup", "Photograph: Ann Cook"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
#: what the library offers besides the story's own page
PUBLIC = (
    "/case-studies/",
    "/case-studies/feed/",
    "/data/case-studies.csv",
    "/data/case-studies.json",
    "/data/everything.zip",
    "/api/v1/case-studies/",
    "/search/?q=soup",
    "/sitemap.xml",
)


@dataclass
class Place:
    """A site of one's own that demands a second step of its staff, its emails, and browsers for everybody."""

    address: str
    mailbox: Mailbox
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)

    def seat(self, kind: dict[str, Any]) -> Page:
        """Give somebody a browser of a kind, at which nothing may be complained of."""
        context = self.browser.new_context(**kind, reduced_motion="reduce")
        self.contexts.append(context)
        page = context.new_page()
        self.watches.append(Watch(page, site=self.address))
        return page


@pytest.fixture
def place(
    tmp_path: Path, worker_id: str, built: None, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """Run a site and a worker; emails are written to its log."""
    monkeypatch.setenv("SECOND_FACTOR", "true")
    with running_site(name=f"het_whole_way_{worker_id}", folder=tmp_path, has_worker=True) as address:
        made = Place(address, Mailbox(tmp_path / "server.log"), browser)
        yield made
        for context in made.contexts:
            context.close()
        assert [fault for watch in made.watches for fault in watch.faults] == []


def go_on(page: Page, then: str) -> None:
    """Save a page of questions, and see the next."""
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(then)


def send(page: Page, story: str) -> None:
    """Read the answers over, and send the story."""
    page.goto(f"{story}check/")
    page.wait_for_timeout(A_MOMENT)
    page.get_by_role("button", name="Agree and send").click()
    expect(page.get_by_text("Your story is", exact=False).first).to_be_visible()


def begin_on_the_phone(place: Place) -> str:
    """Tell it quickly with a picture, then decide to tell all; gives the story's address."""
    phone = place.seat(PHONE)
    sign_in_by_code(phone, COOK, site=place.address, mailbox=place.mailbox, then="/case-studies/share/")
    phone.wait_for_timeout(A_MOMENT)
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.get_by_role("link", name="Your story", exact=True).click()
    phone.get_by_label("What is the story called?").fill(TITLE)
    phone.get_by_label("What happened?").fill("Forty people eat soup together.")
    go_on(phone, "Who is telling it")
    phone.get_by_label("Which organisation is it from?").fill("A soup kitchen")
    phone.get_by_label("Who wrote it?").fill("Ann Cook")
    go_on(phone, "Pictures and documents")
    photo = FilePayload(name="us.jpg", mimeType="image/jpeg", buffer=pixels())
    phone.get_by_label("Choose pictures").set_input_files([photo])
    phone.get_by_role("button", name="Add pictures").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Picture 1")
    phone.get_by_label("Describe the picture").fill(ALT)
    phone.get_by_label("Who took it").fill(CREDIT)
    phone.get_by_label("Adults").check()
    phone.get_by_label(re.compile("Who keeps the consent")).fill("The kitchen")
    for part, value in (("Day", "1"), ("Month", "5"), ("Year", "2026")):
        phone.get_by_label(part, exact=True).first.fill(value)
    phone.get_by_label(re.compile("This website")).check()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Ready", exact=True)).to_be_visible()
    phone.get_by_role("link", name="Back to your story").click()
    phone.get_by_role("button", name="Make it a full case study").click()
    expect(phone.get_by_role("link", name="What you learnt")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    return phone.url


def write_on_a_desktop(place: Place) -> Page:
    """Go on with it at another device, where it is saved by itself."""
    desktop = place.seat(DESKTOP)
    sign_in_by_code(desktop, COOK, site=place.address, mailbox=place.mailbox, then="/case-studies/share/")
    desktop.get_by_role("link", name=TITLE).click()
    desktop.get_by_role("link", name="About the project").click()
    desktop.get_by_label("What is the project, and why was it needed?").fill("A kitchen for whoever is alone.")
    expect(desktop.locator("[data-desk-said]")).to_have_text(re.compile(r"Saved at \d\d:\d\d$"))
    desktop.get_by_role("link", name="Back to your story").click()
    return desktop


def write_along(place: Place, desktop: Page) -> None:
    """Have a co-author join by the link and a code, and write two parts."""
    desktop.get_by_role("link", name="Write with others").click()
    desktop.get_by_label("Their email address").fill(FRIEND)
    desktop.get_by_role("button", name="Invite").click()
    friend = place.seat(DESKTOP)
    friend.goto(place.mailbox.link(to=FRIEND, subject="write"))
    type_code(friend, FRIEND, mailbox=place.mailbox)
    friend.get_by_role("button", name="Join").click()
    friend.get_by_role("link", name="What you did").click()
    friend.get_by_label("What did you do?").fill("We cooked each Sunday.")
    go_on(friend, "What you achieved")
    friend.get_by_label("What changed, and for whom?").fill("Nobody eats alone.")
    go_on(friend, "What you learnt")


def send_it_in(desktop: Page, story: str) -> None:
    """See who wrote what, write the rest and send it."""
    desktop.goto(f"{story}history/")
    expect(desktop.get_by_role("main")).to_contain_text(FRIEND)
    desktop.goto(f"{story}learnt/")
    desktop.get_by_label("What did you learn?").fill("Ask first.")
    go_on(desktop, "Pictures and documents")
    desktop.goto(f"{story}contact/")
    desktop.get_by_role("radio", name="No", exact=True).check()
    go_on(desktop, "Check your answers")
    send(desktop, story)


def ask_about_it(place: Place) -> Page:
    """Read it in the CMS, and ask for a change."""
    officer = place.seat(DESKTOP)
    sign_in(officer, "moderator", site=place.address, has_second_step=True)
    officer.goto(f"{place.address}/cms/case-studies/")
    officer.get_by_role("link", name=TITLE, exact=True).click()
    officer.get_by_text("Comment on this: What did you do?").click()
    officer.get_by_label("Comment on “What did you do?”").fill("How many cooks are you?")
    officer.get_by_role("button", name="Store the comment").first.click()
    officer.get_by_role("button", name="Changes needed: send 1 comment").click()
    expect(officer.get_by_text("It is with its writers again.")).to_be_visible()
    return officer


def answer(place: Place, desktop: Page, story: str) -> None:
    """Read the question beside the answer, change that, and send it again."""
    desktop.goto(place.mailbox.link(to=COOK, subject="needs a few changes"))
    expect(desktop.get_by_text("To answer", exact=True)).to_be_visible()
    desktop.get_by_role("link", name="What you did").click()
    expect(desktop.get_by_text("How many cooks are you?")).to_be_visible()
    desktop.get_by_label("What did you do?").fill("Seven of us cooked each Sunday.")
    go_on(desktop, "What you achieved")
    send(desktop, story)


def accept_and_approve(officer: Page) -> str:
    """See what came back, take it and publish it; gives the address of its page's draft in the CMS."""
    officer.reload()
    officer.get_by_role("link", name="See old and new side by side").click()
    expect(officer.locator("ins").first).to_contain_text("Seven")
    officer.get_by_role("link", name="Back to the story").click()
    officer.get_by_role("link", name="Accept").click()
    officer.get_by_label("A new one").check()
    officer.get_by_label("Its kind").select_option("charity")
    officer.get_by_role("button", name="Accept and make the page").click()
    officer.get_by_role("link", name="Open its page").click()
    expect(officer.get_by_role("button", name="More actions")).to_be_visible()
    draft = officer.url.replace("/edit/", "/view_draft/")
    choose_action(officer, "Approve and publish")
    expect(officer.get_by_role("main").get_by_text(f"{TITLE}' has been")).to_be_visible()
    return draft


def told(page: Page, address: str) -> str:
    """Give everything that an address answers, as text."""
    response = page.request.get(address)
    assert response.status == 200, address
    if "pdf" in response.headers["content-type"]:
        return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(response.body())).pages)
    return response.body().decode(errors="replace")


def test_from_a_phone_to_the_public_and_a_picture_that_is_taken_back(place: Place) -> None:
    story = begin_on_the_phone(place)
    desktop = write_on_a_desktop(place)
    write_along(place, desktop)
    send_it_in(desktop, story)
    officer = ask_about_it(place)
    answer(place, desktop, story)
    draft = accept_and_approve(officer)

    reader = place.seat(PHONE)
    reader.goto(place.mailbox.link(to=COOK, subject="is published"))
    expect(reader).to_have_url(f"{place.address}{ADDRESS}")
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    article = reader.get_by_role("article")
    expect(article).to_contain_text("Seven of us cooked")
    expect(article).to_contain_text(CREDIT)
    expect(article.get_by_role("img", name=ALT)).to_be_visible()
    expect(reader.get_by_role("main")).to_contain_text("A soup kitchen")
    expect(reader.get_by_role("main")).to_contain_text("Ann Cook")
    files = set(re.findall(r"/media/[^\s\"<>,]+", told(reader, f"{place.address}{ADDRESS}")))
    assert len(files) > 4
    assert ALT in told(officer, draft)

    desktop.goto(f"{story}pictures/")
    desktop.get_by_role("link", name="Withdraw consent for picture 1").click()
    desktop.get_by_label("Somebody who is shown").check()
    desktop.get_by_role("button", name="Withdraw consent and delete the picture").click()
    expect(desktop.get_by_text("Consent withdrawn", exact=True)).to_be_visible()

    reader.reload()
    expect(reader.get_by_role("article")).to_contain_text("Seven of us cooked")
    expect(reader.get_by_role("img", name=ALT)).to_have_count(0)
    everything = {
        reader: [*PUBLIC, ADDRESS, f"{ADDRESS}story.pdf", f"{ADDRESS}card.png"],
        officer: [draft, "/cms/case-studies/1/"],
        desktop: [f"{story}story.json", f"{story}story.pdf", f"{story}preview/", f"{story}pictures/"],
    }
    for page, addresses in everything.items():
        for address in addresses:
            text = told(page, address if address.startswith("http") else f"{place.address}{address}")
            assert ALT not in text, address
            assert CREDIT not in text, address
            assert not [file for file in files if file in text], address
    assert {reader.request.get(f"{place.address}{file}").status for file in files} == {410}
