"""The demo accounts, and how their people sign in to the CMS."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

PASSWORD = "health-equity-town"

#: seats the person of a demo account at a browser of their own; nobody in particular for an empty name
Desk = Callable[[str], Page]


def sign_in(page: Page, name: str, *, site: str) -> None:
    """Sign the person of a demo account in to the CMS."""
    page.goto(f"{site}/cms/")
    page.get_by_label("Email address").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
