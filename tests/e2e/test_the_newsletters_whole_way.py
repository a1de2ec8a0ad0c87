"""The newsletter's whole way, with a worker and a mail server: from a sign-up on a phone to an inbox, and out again for good.

What readers got is read back from the file that the mail server wrote. Nothing but the portal's own pages, and the one POST of
a mail program, does anything.
"""

from __future__ import annotations

import email.policy
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests import mail_server
from tests.e2e.mailbox import A_MOMENT, PATIENCE, Mailbox
from tests.e2e.people import sign_in
from tests.e2e.planning import plan_in
from tests.e2e.site import running_site
from tests.e2e.test_a_partners_item import HEADLINE, ORGANISATION, WALKER, Place, offer
from tests.mail_server import MailServer

#: it sends an edition, so it has a site and a mail server of its own
pytestmark = pytest.mark.e2e

ANN, BEA = "ann@demo.example", "bea@demo.example"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@dataclass(frozen=True)
class Post(Mailbox):
    """All email of one site, as the mail server wrote it down."""

    server: MailServer

    def all(self, to: str = "") -> list[EmailMessage]:
        """Read what has come, to one address or all."""
        rows = [row for row in self.server.received() if to in {"", row.to}]
        found = [message_from_bytes(row.data, policy=email.policy.default) for row in rows]
        return [one for one in found if isinstance(one, EmailMessage)]

    def codes(self) -> list[str]:
        """Give the codes that have come."""
        return [code for one in self.all() for code in re.findall(r"^(\d{6})\r?$", text_of(one), re.MULTILINE)]

    def letter(self, *, to: str, subject: str) -> EmailMessage:
        """Wait for an email."""
        (found,) = self.wait(lambda: [one for one in self.all(to) if subject in str(one["Subject"])])
        return found

    def link(self, *, to: str, subject: str) -> str:
        """Give the link that an email ends with."""
        found = re.search(r":\r?\n(http\S+)\r?\n", text_of(self.letter(to=to, subject=subject)))
        assert found
        return found[1]

    @staticmethod
    def wait(look: Callable[[], list[EmailMessage]]) -> list[EmailMessage]:
        """Look until there is something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(0.1)
        raise AssertionError("No such email came.")


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """Give one of the forms of an email."""
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def place(tmp_path: Path, worker_id: str, built: None, browser: Browser) -> Iterator[Place]:
    """Run a mail server, and a site with a worker that sends by it."""
    name = f"het_whole_way_{worker_id}"
    with mail_server.running(tmp_path, keeps=True) as server:
        email_url = f"smtp://127.0.0.1:{server.port}"
        with running_site(name=name, folder=tmp_path, has_worker=True, email_url=email_url) as address:
            plan_in(name, folder=tmp_path, site=address)
            made = Place(address, Post(tmp_path / "server.log", server), browser, [], [])
            yield made
            for context in made.contexts:
                context.close()
            faults = [fault for watch in made.watches for fault in watch.faults]
            assert [fault for fault in faults if "scripts are disabled" not in fault] == []


def test_from_a_sign_up_to_an_inbox_and_out_again(place: Place, tmp_path: Path) -> None:
    post = place.mailbox
    assert isinstance(post, Post)
    phone, office = place.seat(PHONE), place.seat(DESKTOP)
    for reader in (ANN, BEA):
        subscribe(phone, reader, place, post)
    offer(phone, place)
    moderator = place.seat(DESKTOP)
    sign_in(moderator, "moderator", site=place.address)
    accept(moderator)
    sign_in(office, "newsletter", site=place.address)
    send_at_once(office, place.address)
    fill(office, place.address)
    send(office, readers=2)
    copies = {reader: post.letter(to=reader, subject="Edition 1") for reader in (ANN, BEA)}
    for copy in copies.values():
        is_whole(copy)
    assert "is out" in str(post.letter(to=WALKER, subject="is out")["Subject"])
    leave_by_one_click(phone, copies[ANN])
    choose_take_away_and_erase(phone, copies[BEA])
    bring_in(office, place.address, tmp_path)
    sent = [one for one in post.all() if one["List-Unsubscribe"]]
    assert sorted(str(one["To"]) for one in sent) == [ANN, BEA], "one copy each"
    phone.goto(f"{place.address}/newsletter/edition-1/")
    expect(phone.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(phone.get_by_text(ORGANISATION).first).to_be_visible()


def subscribe(phone: Page, address: str, place: Place, post: Post) -> None:
    """Sign up, and confirm by the link in the email."""
    phone.goto(f"{place.address}/newsletter/sign-up/")
    phone.get_by_label("Email address").fill(address)
    phone.wait_for_timeout(A_MOMENT)
    phone.get_by_role("button", name="Sign up").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your email")
    phone.goto(post.link(to=address, subject="Confirm that you want"))
    phone.get_by_role("button", name="Yes, send me the newsletter").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are on the list")


def send_at_once(office: Page, site: str) -> None:
    """Leave no time to undo: the test would have to wait for it."""
    office.goto(f"{site}/cms/settings/newsletter/newslettersettings/")
    office.get_by_label(re.compile("undo", re.IGNORECASE)).fill("0")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("updated")).to_be_visible()


def accept(moderator: Page) -> None:
    """Find the item in the queue, and accept it."""
    moderator.get_by_role("link", name="Items from partners").first.click()
    moderator.get_by_role("link", name=HEADLINE).click()
    moderator.get_by_role("button", name="Accept into the basket").click()
    expect(moderator.get_by_text("It is in the basket, and its partner")).to_be_visible()


def fill(office: Page, site: str) -> None:
    """Put the item into the edition."""
    office.goto(f"{site}/cms/newsletter/basket/")
    office.get_by_role("button", name=re.compile(f"Put into Edition 1 ?: {HEADLINE}")).click()
    expect(office.get_by_text("In Edition 1", exact=True)).to_be_visible()


def send(office: Page, *, readers: int) -> None:
    """Say yes at the desk: the report has passed, and the number is typed."""
    office.get_by_role("link", name="Sending", exact=True).first.click()
    office.get_by_role("link", name="Edition 1").click()
    expect(office.get_by_text(f"{readers} readers: everybody who gets the newsletter.")).to_be_visible()
    office.get_by_label("Number of readers").fill(str(readers))
    office.get_by_role("button", name="Publish and send").click()
    expect(office.get_by_text(f"{readers} of {readers} people in the list were sent it.")).to_be_visible(timeout=60_000)


def is_whole(copy: EmailMessage) -> None:
    """The partner's item stands in both forms of a copy, with its credit, and the reader's own links."""
    for kind in ("plain", "html"):
        words = text_of(copy, kind)
        assert HEADLINE in words
        assert ORGANISATION in words
        assert "/newsletter/unsubscribe/" in words
        assert "/newsletter/yours/" in words
    assert copy["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def leave_by_one_click(phone: Page, copy: EmailMessage) -> None:
    """Leave as a mail program does by RFC 8058: one POST, no cookie, and nothing followed. Looking does nothing."""
    link = re.findall(r"<(http[^>]+)>", str(copy["List-Unsubscribe"]))[0]
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stop getting the newsletter?")
    body = urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(urllib.request.Request(link, body), timeout=10) as answer:  # noqa: S310  (our own address)
        assert (answer.status, answer.geturl()) == (200, link)
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are off the list")


def choose_take_away_and_erase(phone: Page, copy: EmailMessage) -> None:
    """Follow the link in the email: change topics, take everything away, and be erased."""
    link = re.search(r"http\S+/newsletter/yours/[^\s)]+", text_of(copy))
    assert link
    phone.goto(link[0])
    phone.get_by_label("News and events").check()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Your choices are saved.")).to_be_visible()
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name="Take away all that we hold").click()
    held = waiting.value.path().read_text()
    assert BEA in held
    assert "Edition 1" in held
    phone.get_by_role("link", name="Erase everything about you").click()
    phone.get_by_role("button", name="Erase everything").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are erased")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(link[0], timeout=10)  # noqa: S310  (our own address)


def bring_in(office: Page, site: str, folder: Path) -> None:
    """Bring in a list that names both again: neither comes back, and who was erased is nowhere."""
    people = f"email\n{ANN}\n{BEA}\nnew@demo.example\n".encode()
    office.goto(f"{site}/cms/newsletter/subscribers/bring-in/")
    office.get_by_label("File").set_input_files(FilePayload(name="old.csv", mimeType="text/csv", buffer=people))
    office.get_by_label("When they agreed").fill("2025-10-01")
    office.get_by_label("How they agreed").fill("A list from last year")
    office.get_by_role("button", name="Upload and look").press("Enter")  # the calendar may lie over it still
    for address in (ANN, BEA):
        expect(office.get_by_role("row", name=address)).to_contain_text("Left out")
    office.get_by_role("button", name="Bring them in").click()
    expect(office.get_by_text("1 added, 0 changed")).to_be_visible()
    office.goto(f"{site}/cms/newsletter/subscribers/")
    expect(office.get_by_role("link", name="new@demo.example")).to_be_visible()
    expect(office.get_by_text(BEA)).to_have_count(0)
    row = office.get_by_role("row").filter(has_text=ANN)
    expect(row).to_contain_text("Unsubscribed")
