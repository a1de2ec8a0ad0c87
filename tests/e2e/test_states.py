"""What people meet when something is missing, expired or wrong: every such state is examined and fits a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from tests.e2e.watching import axe_violations

pytestmark = pytest.mark.e2e


#: links and buttons whose words do not fit into them
CUT_OFF = """
() => [...document.querySelectorAll("a, button")].filter((it) => it.clientWidth > 1
  && getComputedStyle(it).overflowX !== "visible" && it.scrollWidth > it.clientWidth).map((it) => it.textContent.trim())
"""


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["wide", "phone in the dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a page at each of two sizes; its policy lets the examiner's script in."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )
    yield context.new_page()
    context.close()


def assert_sound(page: Page, *, axe_source: str, heading: str) -> None:
    """Check the heading, that nothing is wider than the screen, and what axe finds."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate(CUT_OFF) == []
    assert axe_violations(page, source=axe_source) == []


def test_signing_in_says_beside_each_field_what_is_missing(site: str, page: Page, axe_source: str) -> None:
    page.goto(f"{site}/cms/login/")
    assert_sound(page, axe_source=axe_source, heading="Sign in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Enter the email address of your account.")).to_be_visible()
    expect(page.get_by_text("Enter your password.")).to_be_visible()
    expect(page).to_have_title("Error: Sign in - Luton Health Equity Town")
    assert_sound(page, axe_source=axe_source, heading="Sign in")

    page.get_by_label("Email address").fill("nobody@demo.example")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The email address or the password is not right.")).to_be_visible()
    assert page.get_by_label("Email address").input_value() == "nobody@demo.example"
    assert_sound(page, axe_source=axe_source, heading="Sign in")


def test_asking_for_a_new_password_leads_on_at_every_step(site: str, page: Page, axe_source: str) -> None:
    page.goto(f"{site}/cms/password_reset/")
    page.get_by_role("button", name="Reset password").click()
    expect(page.get_by_text("Enter the email address of your account.")).to_be_visible()
    assert_sound(page, axe_source=axe_source, heading="Reset your password")
    page.get_by_label("Email address").fill("nobody@demo.example")
    page.get_by_role("button", name="Reset password").click()
    assert_sound(page, axe_source=axe_source, heading="Check your email")
    page.get_by_role("link", name="Back to sign in").click()
    assert_sound(page, axe_source=axe_source, heading="Sign in")
    page.goto(f"{site}/cms/password_reset/confirm/MQ/set-password/")
    expect(page.get_by_role("link", name="Ask for a new link")).to_be_visible()
    assert_sound(page, axe_source=axe_source, heading="This link no longer works")


def test_a_form_that_has_expired_says_that_nothing_was_sent(site: str, page: Page, axe_source: str) -> None:
    page.goto(f"{site}/cms/login/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Nothing was sent.")).to_be_visible()
    assert_sound(page, axe_source=axe_source, heading="This form has expired")


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page/",
        f"/search/?q={'housing' * 40}",
        "/search/?q=the+of",
        "/search/?q=housing&kind=nonsense",
        "/case-studies/?principle=99&q=zzzz",
        "/indicators/?q=zzzz",
        "/recommendations/?status=complete",
        "/recommendations/?status=nonsense",
    ],
)
def test_what_is_not_found_is_a_page_like_any_other(site: str, page: Page, axe_source: str, path: str) -> None:
    page.goto(f"{site}{path}")
    assert_sound(page, axe_source=axe_source, heading="")


def show(page: Page, site: str, html: str) -> None:
    """Show what the site would answer at an address of its own."""
    page.route("**/fault/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{site}/fault/")


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_pages_of_faults_are_sound(site: str, page: Page, axe_source: str, template: str) -> None:
    # as its own links have them; production's carry marks of their content
    show(page, site, render_to_string(template))
    assert_sound(page, axe_source=axe_source, heading="")


def test_a_page_that_cannot_be_written_to_says_so(site: str, page: Page, axe_source: str) -> None:
    page.goto(f"{site}/cms/login/")
    (token,) = (cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    answer = page.request.fetch(f"{site}/search/", method="POST", headers={"X-CSRFToken": token})
    assert answer.status == 405
    show(page, site, answer.text())
    assert_sound(page, axe_source=axe_source, heading="This page cannot do that")
