"""Several officers press Send at the same moment, in processes of their own: it is published once, frozen once, sent once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from het_site.local.folders import ROOT
from tests import databases
from tests.newsletter.sending import killing

OFFICERS, READERS = 4, 5


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the settings of a database and a folder of the test's own."""
    own, name = os.environ["DATABASE_URL"], f"het_pressed_{os.getpid()}"
    url = databases.copy(own, template=databases.migrated_template(own), name=name)
    yield {
        "DATABASE_URL": url,
        "HET_DATA": str(tmp_path),
        "EMAIL_URL": "consolemail://",
        "DJANGO_SETTINGS_MODULE": "het_site.settings.dev",
        "SECRET_KEY": "only for tests, and long enough: 0123456789 abcdef",
        "ADDRESS_KEY": "only for tests, and long enough: 0123456789 abcdef",
    }
    databases.drop(own, name)


def test_pressed_by_several_at_once_it_is_sent_once(elsewhere: dict[str, str]) -> None:
    code = "from tests.newsletter.desk import test_two_at_once; test_two_at_once.press_together()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().endswith("1 sent, 3 told that it was")


def press_together() -> None:
    """Let officers send a draft at once, while somebody saves the page in the editor; count what came of it."""
    import django

    django.setup()
    from django.contrib.auth.models import Group

    from het_site.core.models import User
    from newsletter.models import Delivery, EditionPage, Sending, SendingEvent
    from tests.factories.editions import edition_with
    from tests.factories.newsletter import make_subscriber

    for _ in range(READERS):
        make_subscriber()
    edition = edition_with("text", live=False)
    edition.save_revision()
    for number in range(OFFICERS):
        user = User.objects.create_user(email=f"officer-{number}@demo.example")
        user.groups.add(Group.objects.get(name="Newsletter editors"), Group.objects.get(name="Administrators"))
    pids = [killing.fork(lambda number=number: press(edition.pk, number)) for number in range(OFFICERS)]  # type: ignore[misc]  # a lambda's default
    ends = Counter(killing.status_of(pid) for pid in pids)
    assert ends == {0: OFFICERS}, ends
    assert Sending.objects.count() == 1
    assert Delivery.objects.count() == READERS
    kinds = Counter(SendingEvent.objects.values_list("kind", flat=True))
    assert set(kinds) <= {"planned"}, kinds
    page = EditionPage.objects.get(pk=edition.pk)
    assert page.live
    assert not page.has_unpublished_changes
    published = Counter(page.revisions.exclude(pk=page.live_revision_id).values_list("pk", flat=True))
    assert not published, "and it was published from the one draft"
    print("1 sent, 3 told that it was")  # noqa: T201  (what the test reads)


def press(edition: int, number: int) -> None:
    """Press Send as the browser of one officer does."""
    from django.test import Client
    from django.urls import reverse

    from het_site.core.models import User
    from newsletter.models import EditionPage

    client = Client()
    client.force_login(User.objects.get(email=f"officer-{number}@demo.example"))
    revision = EditionPage.objects.get(pk=edition).latest_revision_id
    address = reverse("newsletter_sending:desk", args=[edition])
    form = {"when": "now", "readers": str(READERS), "shown": str(READERS), "revision": str(revision)}
    answer = client.post(address, form, follow=True)
    said = answer.content.decode()
    assert answer.status_code == 200, said
    assert ("It is published, and goes out" in said) != ("Send was pressed already" in said), said[-3000:]
