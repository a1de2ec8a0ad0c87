"""An officer's morning: from the dashboard to a story, a comment, what came back, and the page that everybody reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from het_site.local.folders import ROOT
from tests import databases
from tests.e2e.cms import choose_action
from tests.e2e.people import Desk
from tests.e2e.site import running_site
from tests.e2e.watching import axe_violations

pytestmark = pytest.mark.e2e

TITLE = "Lunch on Thursdays"
STORIES = f"""
from datetime import timedelta
from django.utils import timezone
from tests.casestudies.making import make_submission
due = timezone.localdate() - timedelta(3)
answers = {{"title": "{TITLE}", "summary": "Forty people eat together each week.", "organisation": "A church kitchen"}}
make_submission("submitted", answers=answers, due_on=due, submitted_at=timezone.now() - timedelta(18))
make_submission("quarantined", answers=answers | {{"title": "Lunch on Thursday"}}, spam_reasons=["It has 9 links."])
"""
SENT_AGAIN = f"""
from casestudies.actions import save, send
from casestudies.models import Submission
story = Submission.objects.get(answers__title="{TITLE}")
author = story.memberships.get().user
save(submission=story, by=author, answers={{"summary": "Fifty people eat together each week."}}, seen=story.versions)
send(submission=story, by=author, settings=None)
"""


@pytest.fixture(scope="module")
def name(worker_id: str) -> str:
    """Name the database of the module's own site."""
    return f"het_e2e_stories_{worker_id}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, name: str, built: None) -> Iterator[str]:
    """Give a demo site of its own, since the morning changes it."""
    with running_site(name=name, folder=tmp_path_factory.mktemp("stories")) as address:
        yield address


def happen(script: str, *, name: str) -> None:
    """Let something happen in the site's database that partners do elsewhere."""
    url = databases.with_name(os.environ["DATABASE_URL"], name)
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "het_site.settings.test"}
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", script]
    subprocess.run(command, cwd=Path(ROOT), env=environment, check=True, timeout=120)


ALL = ((360, "light"), (360, "dark"), (1280, "dark"), (1280, "light"))
TWO = ((360, "dark"), (1280, "light"))


def examine(page: Page, axe_source: str, looks: tuple[tuple[int, str], ...] = ALL) -> None:
    """Look at the screen wide and on a phone, light and dark."""
    page.goto(page.url.partition("#")[0])  # scrolled down, a link that is half under the bar at the top seems small
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two above
        page.wait_for_load_state("networkidle")
        assert axe_violations(page, source=axe_source) == [], (page.url, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)


def test_a_story_from_the_queue_to_the_public(desk: Desk, site: str, name: str, axe_source: str) -> None:
    happen(STORIES, name=name)
    officer, public = desk("moderator"), desk("")
    officer.get_by_role("link", name="1 overdue").click()
    officer.goto(f"{site}/cms/case-studies/")
    expect(officer.get_by_text("Looks like spam")).to_be_visible()
    examine(officer, axe_source)
    officer.get_by_role("checkbox", name=re.compile(TITLE)).check()
    officer.get_by_label("Give the chosen stories to").select_option(index=1)
    officer.get_by_role("button", name="Give").click()
    expect(officer.get_by_text("1 story given to")).to_be_visible()

    officer.get_by_role("link", name=TITLE, exact=True).click()
    expect(officer.get_by_text("Likely the same story")).to_be_visible()
    officer.get_by_text("Comment on this: What happened?").click()
    officer.get_by_label("Comment on “What happened?”").fill("How many came last week?")
    officer.get_by_role("button", name="Store the comment").first.click()
    expect(officer.get_by_text("Not sent yet")).to_be_visible()
    examine(officer, axe_source)
    officer.get_by_role("button", name="Changes needed: send 1 comment").click()
    expect(officer.get_by_text("It is with its writers again.")).to_be_visible()

    happen(SENT_AGAIN, name=name)
    officer.reload()
    officer.get_by_role("link", name="See old and new side by side").click()
    expect(officer.locator("ins")).to_have_text(re.compile("Fifty"))
    examine(officer, axe_source, TWO)

    officer.get_by_role("link", name="Back to the story").click()
    officer.get_by_role("link", name="Accept").click()
    examine(officer, axe_source, TWO)
    officer.get_by_label("A new one").check()
    officer.get_by_label("Its kind").select_option("charity")
    officer.get_by_role("button", name="Accept and make the page").click()
    expect(officer.get_by_text("waits for approval").first).to_be_visible()
    address = f"{site}/case-studies/lunch-on-thursdays/"
    assert public.request.get(address).status == 404

    officer.get_by_role("link", name="Open its page").click()
    choose_action(officer, "Approve and publish")
    expect(officer.get_by_role("main").get_by_text(f"{TITLE}' has been")).to_be_visible()
    officer.goto(f"{site}/cms/case-studies/1/")
    expect(officer.get_by_text("It is public.")).to_be_visible()
    public.goto(address)
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(public.get_by_text("Fifty people eat together").first).to_be_visible()
    expect(public.get_by_text("A church kitchen").first).to_be_visible()
