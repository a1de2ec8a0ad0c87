"""Editions that may be sent, as drafts and as pages, readers, and the people who send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from het_site.core.models import User
from newsletter.models import EditionPage, Sending
from newsletter.sending import arming
from newsletter.sending.freezing import freeze
from tests.factories.editions import edition_with
from tests.factories.newsletter import make_subscriber
from tests.newsletter.sending.conftest import RENDERED, choose

SignIn = Callable[[str], Client]
OFFICERS, ADMINISTRATORS = "Newsletter editors", "Administrators"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Keep what this machine has seen of a database, and files, to the test."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Make a person of a role, always the same one; of none for an empty name."""

    def make(role: str) -> User:
        address = f"{role.lower().replace(' ', '.') or 'nobody'}@demo.example"
        user, _ = User.objects.get_or_create(email=address, defaults={"first_name": role, "last_name": "Person"})
        user.groups.set(Group.objects.filter(name=role))
        found: User = User.objects.get(pk=user.pk)
        return found

    return make


@pytest.fixture
def signed_in(person: Callable[[str], User]) -> SignIn:
    """Give a browser in which somebody of a role is signed in."""

    def sign_in(role: str) -> Client:
        client = Client()
        if role:
            client.force_login(person(role))
        return client

    return sign_in


@pytest.fixture
def worker(db: None) -> None:
    """Let a worker have been seen just now."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def no_worker() -> None:
    """Let no worker be there."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")


@pytest.fixture
def edition(worker: None) -> EditionPage:
    """Give an edition that may be sent, to three readers."""
    for _ in range(3):
        make_subscriber()
    return public_edition()


def public_edition(**values: Any) -> EditionPage:
    """Publish an edition that passes its report."""
    found = edition_with("text", "button", **values)
    found.save_revision().publish()
    return EditionPage.objects.get(pk=found.pk)


def draft_of(edition: EditionPage, **values: Any) -> EditionPage:
    """Give the edition a draft that says something else."""
    draft = edition.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision()
    return EditionPage.objects.get(pk=edition.pk)


def never_public(**values: Any) -> EditionPage:
    """Give an edition that was never published and may be sent once it is."""
    found = edition_with("text", "button", live=False, **values)
    found.save_revision()
    return EditionPage.objects.get(pk=found.pk)


def frozen(edition: EditionPage, state: str = Sending.State.RUNNING, **values: Any) -> Sending:
    """Freeze an edition, in some state."""
    choose(per_minute=0, domain_per_minute=0)
    arming.look_after()
    sending = freeze(edition, by=None, start_at=timezone.now(), rendered=RENDERED)
    Sending.objects.filter(pk=sending.pk).update(state=state, **values)
    sending.refresh_from_db()
    return sending


def url(name: str, *arguments: int) -> str:
    """Give the address of one of the desk's screens."""
    return reverse(f"newsletter_sending:{name}", args=arguments)


def soup(response: Any) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(response.content, "html.parser")


def words(response: Any) -> str:
    """Give what a page says, in one line."""
    main = soup(response).find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def typed(edition: EditionPage, readers: object, **values: Any) -> dict[str, Any]:
    """Give what the form sends when an officer has looked at the edition as it is now and types a number."""
    now = EditionPage.objects.get(pk=edition.pk)
    return {"when": "now", "readers": readers, "shown": 3, "revision": now.latest_revision_id or "", **values}
