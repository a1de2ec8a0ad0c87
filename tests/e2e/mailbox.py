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
    """All codes that one site has sent, in their order; `log` is the file `server.log` in the site's folder."""

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


def sign_in_by_code(page: Page, address: str, *, site: str, mailbox: Mailbox, then: str = "/sign-in/") -> None:
    """Sign a partner in, at a site that runs a worker; leaves the page at `then`, a path of the site."""
    before = len(mailbox.codes())
    page.goto(f"{site}/sign-in/?next={then}")
    page.wait_for_timeout(A_MOMENT)
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("6-digit code").fill(mailbox.code(after=before))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{site}{then}")
