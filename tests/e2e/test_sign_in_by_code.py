"""A partner signs in by an emailed code on a phone without scripts, by keyboard alone; every state is examined."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.mailbox import A_MOMENT, Mailbox, sign_in_by_code
from tests.e2e.people import PASSWORD
from tests.e2e.site import running_site
from tests.e2e.watching import Watch, axe_violations

#: it makes accounts, so it has a site of its own
pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Place:
    """A site of one's own, and what its worker sent."""

    address: str
    mailbox: Mailbox


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[Place]:
    """Run a site and a worker for this module alone; emails are written to the log."""
    folder = tmp_path_factory.mktemp("accounts")
    with running_site(name=f"het_accounts_{worker_id}", folder=folder, has_worker=True) as address:
        yield Place(address, Mailbox(folder / "server.log"))


@pytest.fixture
def guarded(tmp_path: Path, worker_id: str, built: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a site that demands the second factor, as production does."""
    monkeypatch.setenv("SECOND_FACTOR", "true")
    with running_site(name=f"het_guarded_{worker_id}", folder=tmp_path) as address:
        yield address


@pytest.fixture(params=[(1280, "light", True), (360, "dark", False)], ids=["wide", "phone in the dark, no scripts"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Give a browser of each kind."""
    width, scheme, scripts = request.param
    made = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    yield made
    made.close()


def type_and_send(page: Page, label: str, text: str) -> None:
    """Fill in a field and send its form, as somebody does who uses no mouse."""
    page.get_by_label(label).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_partner_signs_in_and_out_by_keyboard(place: Place, context: BrowserContext) -> None:
    page = context.new_page()
    watch = Watch(page, site=place.address)
    earlier = len(place.mailbox.codes())
    page.goto(f"{place.address}/sign-in/?next=/search/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.wait_for_timeout(A_MOMENT)
    type_and_send(page, "Email address", f"partner{earlier}@demo.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    code = place.mailbox.code(after=earlier)

    scanner = context.browser.new_context() if context.browser else context
    opened = scanner.new_page()
    opened.goto(f"{place.address}/sign-in/")
    opened.goto(f"{place.address}/sign-in/code/")
    expect(opened).to_have_url(f"{place.address}/sign-in/")
    scanner.close()

    type_and_send(page, "6-digit code", "000000" if code != "000000" else "111111")
    expect(page.get_by_role("link", name="This code is not right.")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: Check your email"))
    type_and_send(page, "6-digit code", f"{code[:3]} {code[3:]}")
    expect(page).to_have_url(f"{place.address}/search/")
    page.goto(f"{place.address}/sign-in/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in")
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert [cookie["name"] for cookie in context.cookies()] == ["csrftoken"]
    assert watch.faults == []


def test_staff_set_up_a_second_step(browser: Browser, guarded: str, axe_source: str) -> None:
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()

    def look(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if width == 360 else "light")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (heading, width)
            assert axe_violations(page, source=axe_source) == [], (heading, width)

    page.goto(f"{guarded}/cms/")
    page.get_by_label("Email address").fill("editor@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    look("Set up a second step")
    type_and_send(page, "Code", "000000")
    look("Set up a second step")
    key = page.locator("main p strong").inner_text().replace(" ", "")
    type_and_send(page, "Code", pyotp.TOTP(key).now())
    look("Keep your recovery codes")
    recovery = page.locator("main li strong").first.inner_text()
    page.get_by_role("link", name="I have kept them").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    page.goto(f"{guarded}/second-factor/")
    look("Your second step")

    context.clear_cookies()
    page.goto(f"{guarded}/cms/")
    page.get_by_label("Email address").fill("editor@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    look("Enter the code of your app")
    type_and_send(page, "Code", recovery)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    context.close()


def kept_by(context: BrowserContext) -> dict[str, str]:
    """Give a browser's cookies."""
    return {str(cookie.get("name")): str(cookie.get("value")) for cookie in context.cookies()}


def post(place: Place, cookies: dict[str, str], **fields: str) -> tuple[int, str]:
    """Send the form of the second step beside the browser, with its cookies; gives the status and what came back."""
    connection = http.client.HTTPConnection(urlsplit(place.address).netloc, timeout=60)
    connection.request(
        "POST",
        "/sign-in/code/",
        body=urlencode(fields | {"csrfmiddlewaretoken": cookies["csrftoken"]}),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        },
    )
    answer = connection.getresponse()
    text = answer.read().decode() + str(answer.getheader("Set-Cookie"))
    connection.close()
    return answer.status, text


def test_tries_sent_at_once_are_five_and_a_code_lets_in_once(place: Place, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    earlier = len(place.mailbox.codes())
    page.goto(f"{place.address}/sign-in/")
    page.wait_for_timeout(A_MOMENT)
    type_and_send(page, "Email address", "many-at-once@demo.example")
    code = place.mailbox.code(after=earlier)
    wrong, cookies = f"{(int(code) + 1) % 1_000_000:06d}", kept_by(context)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(place, cookies, code=wrong), range(30)))
    assert [status for status, _ in answers] == [200] * 30
    assert len([text for _, text in answers if "This code is not right" in text]) <= 4
    assert "This code no longer works" in post(place, cookies, code=code)[1]

    page.goto(f"{place.address}/sign-in/code/")
    page.get_by_role("button", name="Send a new code").click()
    page.wait_for_url("**/sign-in/code/")
    code, cookies = place.mailbox.code(after=earlier + 1), kept_by(context)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(place, cookies, code=code), range(8)))
    assert len([text for _, text in answers if "sessionid=" in text]) == 1
    context.clear_cookies()
    sign_in_by_code(page, "many-at-once@demo.example", site=place.address, mailbox=place.mailbox)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in")
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_every_state_is_sound(browser: Browser, place: Place, axe_source: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()

    def look(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page, source=axe_source) == [], heading

    earlier = len(place.mailbox.codes())
    address = f"somebody-with-a-very-long-address-indeed-{width}@demo.example"
    page.goto(f"{place.address}/sign-in/")
    look("Sign in")
    page.wait_for_timeout(A_MOMENT)
    for wrong in ("", "nobody"):
        type_and_send(page, "Email address", wrong)
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        look("Sign in")
    type_and_send(page, "Email address", address)
    look("Check your email")
    page.get_by_text("There is no email, or no code in it").click()
    look("Check your email")
    code = place.mailbox.code(after=earlier)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed in ("12", wrong, wrong, wrong, wrong):
        type_and_send(page, "6-digit code", typed)
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    look("Check your email")
    type_and_send(page, "6-digit code", wrong)
    look("This code no longer works")
    page.get_by_role("button", name="Send a new code").press("Enter")
    look("Check your email")
    type_and_send(page, "6-digit code", place.mailbox.code(after=earlier + 1))
    page.wait_for_url("**/case-studies/share/")
    page.goto(f"{place.address}/sign-in/")
    look("You are signed in")
    page.get_by_role("button", name="Sign out").press("Enter")
    look("Sign in")

    page.wait_for_timeout(A_MOMENT)
    type_and_send(page, "Email address", f"often-{width}@demo.example")
    for _ in range(5):
        page.get_by_text("There is no email, or no code in it").click()
        with page.expect_navigation():
            page.get_by_role("button", name="Send a new code").click()
    look("Too many tries")
    context.close()
