"""A day in the CMS: an editor drafts, a moderator asks for changes and approves, the public reads; nobody does more."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.cms import choose_action, open_window, preview
from tests.e2e.people import PASSWORD, Desk
from tests.e2e.site import running_site
from tests.e2e.watching import axe_violations

pytestmark = pytest.mark.e2e

TITLE = "A walk to school"
DESCRIPTION = "Children walk to school along a tree-lined street."
ASKED = "Please say when the walk starts."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[str]:
    """Give a demo site of its own, since the day changes it."""
    with running_site(name=f"het_e2e_cms_{worker_id}", folder=tmp_path_factory.mktemp("cms")) as address:
        yield address


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """Give a picture to upload."""
    path = tmp_path / "walk.jpg"
    Image.new("RGB", (1200, 800), (60, 120, 90)).save(path)
    return path


def open_form_for_a_new_page(page: Page, site: str) -> None:
    """Go where an editor goes to add a page below home."""
    home = page.get_by_role("link", name=re.compile(r"\d+ Pages")).get_attribute("href")
    page.goto(f"{site}{home}add_subpage/")
    page.get_by_role("link", name=re.compile("^Content page")).click()
    expect(page.get_by_role("textbox", name="Title*")).to_be_visible()


def add_picture(page: Page, file: Path) -> None:
    """Put a new picture into the page; try first without saying what it shows."""
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name=re.compile("Picture")).click()
    window = open_window(page, page.get_by_role("button", name="Choose an image").first)
    window.get_by_role("tab", name="Upload").click()
    window.get_by_label("File").set_input_files(file)
    window.get_by_label("Title").fill("Walk to school")
    send = window.get_by_role("button", name="Upload")
    send.click()
    expect(window.get_by_text("Describe what the picture shows, or tick “decorative”.")).to_be_visible()
    window.get_by_label("File").set_input_files(file)
    window.get_by_label("Description").fill(DESCRIPTION)
    window.get_by_label("Credit").fill("Photograph: a test")
    window.get_by_label("Licence", exact=True).fill("With permission")
    send.click()
    expect(window).to_be_hidden()
    expect(page.get_by_text("Walk to school").first).to_be_visible()


def test_an_editor_drafts_a_moderator_asks_then_approves_and_the_public_reads(
    desk: Desk, site: str, photograph: Path
) -> None:
    editor, moderator, public = desk("editor"), desk("moderator"), desk("")

    open_form_for_a_new_page(editor, site)
    editor.get_by_role("textbox", name="Title*").fill(TITLE)
    editor.get_by_role("textbox", name="Summary").fill("Forty children walk to school together.")
    add_picture(editor, photograph)
    seen = preview(editor)
    expect(seen.get_by_role("heading", level=1)).to_have_text(TITLE, timeout=15_000)
    expect(seen.get_by_role("img", name=DESCRIPTION)).to_be_visible()
    choose_action(editor, "Submit to Moderators’ approval")
    expect(editor.get_by_text(re.compile(f"‘?'?{TITLE}.* submitted for moderation"))).to_be_visible()

    address = f"{site}/a-walk-to-school/"
    assert public.request.get(address).status == 404

    moderator.reload()
    moderator.get_by_role("link", name="Waiting for your approval").click()
    moderator.get_by_role("link", name=TITLE).click()
    choose_action(moderator, "Request changes")
    moderator.get_by_role("textbox", name="Comment").fill(ASKED)
    moderator.get_by_role("dialog").get_by_role("button", name="Request changes").click()
    expect(moderator.get_by_role("main").get_by_text(f"{TITLE}' has been updated")).to_be_visible()

    editor.goto(f"{site}/cms/")
    editor.get_by_role("link", name="Changes asked of you").click()
    expect(editor.get_by_role("main")).to_contain_text(ASKED)
    editor.get_by_role("link", name=TITLE).click()
    editor.get_by_role("textbox", name="Summary").fill("Forty children walk to school together. They meet at 8am.")
    choose_action(editor, "Resubmit to Moderators’ approval")

    moderator.goto(f"{site}/cms/attention/waiting-for-you/")
    moderator.get_by_role("link", name=TITLE).click()
    choose_action(moderator, "Approve and publish")
    expect(moderator.get_by_role("main").get_by_text(f"{TITLE}' has been")).to_be_visible()

    answer = public.goto(address)
    assert answer is not None
    assert answer.status == 200
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(public.get_by_text("They meet at 8am.").first).to_be_visible()
    expect(public.get_by_role("img", name=DESCRIPTION)).to_be_visible()


def test_the_editor_cannot_publish_see_people_or_touch_data_releases(desk: Desk, site: str) -> None:
    editor = desk("editor")
    menu = editor.get_by_role("navigation", name="Main menu")
    expect(menu.get_by_role("link", name="Images")).to_be_visible()
    for name in ("Settings", "Data", "Indicators"):
        expect(menu.get_by_role("button", name=name)).to_have_count(0)
        expect(menu.get_by_role("link", name=name)).to_have_count(0)

    open_form_for_a_new_page(editor, site)
    editor.get_by_role("button", name="More actions").click()
    expect(editor.get_by_role("button", name="Submit to Moderators’ approval")).to_be_visible()
    expect(editor.get_by_role("button", name="Publish", exact=True)).to_have_count(0)

    forged = editor.evaluate(
        """async () => {
            const form = document.querySelector("[data-edit-form]");
            const data = new FormData(form);
            data.set("title", "Not mine to publish");
            data.set("slug", "not-mine-to-publish");
            data.append("action-publish", "action-publish");
            return (await fetch(form.action, { method: "POST", body: data })).url;
        }"""
    )
    assert re.search(r"/cms/pages/\d+/edit/", forged), "it is kept, as a draft"
    assert desk("").request.get(f"{site}/not-mine-to-publish/").status == 404

    for path in ("users", "groups", "sites", "data_releases", "figures", "areas", "settings/core/brandsettings"):
        editor.goto(f"{site}/cms/{path}/")
        expect(editor.get_by_text("you do not have permission", exact=False).first).to_be_visible()
        assert editor.url == f"{site}/cms/"


def test_a_data_officer_sees_data_and_no_pages(desk: Desk, site: str) -> None:
    officer = desk("data")
    menu = officer.get_by_role("navigation", name="Main menu")
    expect(menu.get_by_role("link", name="Indicators")).to_be_visible()
    expect(menu.get_by_role("button", name="Data")).to_be_visible()
    expect(menu.get_by_role("link", name="Pages")).to_have_count(0)
    officer.goto(f"{site}/cms/data_releases/")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("releases", ignore_case=True)


def test_each_text_editor_has_the_name_of_its_field(desk: Desk, site: str) -> None:
    officer = desk("data")
    officer.goto(f"{site}/cms/snippets/indicators/indicator/")
    officer.get_by_role("link", name="Life expectancy at birth").first.click()
    for field in ("What it means", "How it is measured", "What to be careful about"):
        expect(officer.get_by_role("textbox", name=field, exact=True)).to_be_attached()


def test_a_partner_is_told_plainly_that_the_cms_is_not_for_them(desk: Desk, site: str) -> None:
    partner = desk("")
    partner.goto(f"{site}/cms/")
    partner.get_by_label("Email address").fill("partner@demo.example")
    partner.get_by_label("Password").fill(PASSWORD)
    partner.get_by_role("button", name="Sign in").click()
    expect(partner.get_by_text("You do not have permission to access the admin")).to_be_visible()


def test_the_screens_of_ours_are_accessible(desk: Desk, site: str, axe_source: str) -> None:
    pages = {
        "": ["/cms/login/", "/cms/password_reset/"],
        "moderator": ["/cms/", "/cms/attention/principles-without-recommendations/"],
        "data": ["/cms/", "/cms/reports/indicators/"],
    }
    for name, paths in pages.items():
        page = desk(name)
        for width, scheme in itertools.product((1280, 360), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two above
            for path in paths:
                page.goto(f"{site}{path}")
                page.wait_for_load_state("networkidle")
                assert axe_violations(page, source=axe_source) == [], (path, width, scheme)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)


def screens(page: Page) -> list[str]:
    """List the addresses of the CMS's screens that links lead to from here, without signing out or changing anything."""
    hrefs: list[str] = page.eval_on_selector_all(
        "a[href^='/cms/']:not([download])", "links => links.map((a) => a.getAttribute('href'))"
    )
    return [
        href.partition("#")[0] for href in hrefs if not re.search("logout|/bulk/|/usage/|/history/|revisions", href)
    ]


def test_every_kind_of_screen_keeps_the_policy_and_asks_no_other_host(desk: Desk, site: str) -> None:
    page = desk("admin")
    waiting, seen = screens(page), set()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"\d+", "N", path.partition("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        answer = page.goto(f"{site}{path}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("body.ready")).to_be_attached()
        waiting += screens(page)
    assert len(seen) > 60, "the CMS has more screens than that"
