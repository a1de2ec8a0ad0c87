"""The demo accounts, and how their people sign in to the CMS."""

from __future__ import annotations

import time
from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect

PASSWORD = "health-equity-town"

#: seats the person of a demo account at a browser of their own; nobody in particular for an empty name
Desk = Callable[[str], Page]


def sign_in(page: Page, name: str, *, site: str, has_second_step: bool = False) -> None:
    """Sign the person of a demo account in to the CMS; they set their second step up where the site demands one."""
    page.goto(f"{site}/cms/")
    page.get_by_label("Email address").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if has_second_step:
        expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second step")
        key = page.locator("main p strong").inner_text().replace(" ", "")
        page.get_by_label("Code").fill(pyotp.TOTP(key).at(time.time()))
        page.get_by_label("Code").press("Enter")
        page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
