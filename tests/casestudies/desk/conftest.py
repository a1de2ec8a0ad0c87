"""A story with an author and a co-author, and each of them at a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casestudies.desk import proof
from casestudies.models import Membership, Submission
from het_site.core.models import User
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library

At = Callable[[User], Client]


@pytest.fixture(autouse=True)
def everybody_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests press buttons at once."""
    monkeypatch.setattr(proof, "QUICKEST", timedelta(0))


@pytest.fixture
def author(db: None) -> User:
    return make_person("author")


@pytest.fixture
def co_author(db: None) -> User:
    return make_person("co-author")


@pytest.fixture
def story(author: User, co_author: User) -> Submission:
    """Give a full draft of two people."""
    make_library()
    found = make_submission(by=author, speed="full")
    Membership.objects.create(submission=found, user=co_author)
    return found


@pytest.fixture
def at() -> At:
    """Seat somebody at a browser of their own."""

    def sit(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sit


@pytest.fixture
def author_at(at: At, author: User) -> Client:
    return at(author)


@pytest.fixture
def co_author_at(at: At, co_author: User) -> Client:
    return at(co_author)


def address(name: str, story: Submission, *rest: Any) -> str:
    """Give the address of one of a story's pages."""
    return reverse(f"desk_{name}", args=[story.key, *rest])
