"""Emails as a site's worker prints them into its log, and signing in by the codes among them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

#: a worker that has just started takes a while to load what it needs
PATIENCE = 60
#: no form is sent sooner than this after it was shown: nobody types so quickly
A_MOMENT = 1100


@dataclass(frozen=True)
class Mailbox:
    """All emails that one site has sent, in their order; `log` is the file `server.log` in the site's folder."""

    log: Path

    def codes(self) -> list[str]:
        """Give the codes that have come."""
        return re.findall(r"^(\d{6})$", self.log.read_text(), re.MULTILINE)

    def code(self, *, after: int) -> str:
        """Wait for the code that comes after so many others."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.codes()
            if len(found) > after:
                return found[after]
            time.sleep(0.1)
        raise AssertionError("No email with a code came.")

    def link(self, *, to: str, subject: str) -> str:
        """Wait for an email to somebody whose subject holds these words, and give the link it ends with."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for letter in re.split(r"^-{79}$", self.log.read_text(), flags=re.MULTILINE):
                link = re.search(r":\n(http\S+)\n", letter)
                if link and re.search(rf"^To: {re.escape(to)}$", letter, re.MULTILINE) and subject in letter:
                    return link[1]
            time.sleep(0.1)
        raise AssertionError(f"No email about “{subject}” came to {to}.")


def sign_in_by_code(page: Page, address: str, *, site: str, mailbox: Mailbox, then: str = "/sign-in/") -> None:
    """Sign a partner in, at a site that runs a worker; leaves the page at `then`, a path of the site."""
    page.goto(f"{site}/sign-in/?next={then}")
    type_code(page, address, mailbox=mailbox)
    expect(page).to_have_url(f"{site}{then}")


def type_code(page: Page, address: str, *, mailbox: Mailbox) -> None:
    """Sign a partner in at the page that asks for it."""
    before = len(mailbox.codes())
    page.wait_for_timeout(A_MOMENT)
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("6-digit code").fill(mailbox.code(after=before))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Check your email")
