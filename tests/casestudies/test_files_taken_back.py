"""A story that was accepted and is not published after all leaves no public file behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casestudies.actions import send
from casestudies.actions.ending import withdraw
from casestudies.actions.judging import decline
from casestudies.actions.publishing import accept
from casestudies.models import Submission
from het_site.core.models import User
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library
from tests.factories.pictures import consent_to, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
End = Callable[[Submission, User, User], Any]


def taken_back(story: Submission, author: User, officer: User) -> None:
    withdraw(submission=story, by=author)


def not_taken(story: Submission, author: User, officer: User) -> None:
    decline(submission=story, by=officer, reason="Somebody else told it.")


@pytest.mark.parametrize("end", [taken_back, not_taken])
def test_pictures_go_from_the_public_files(stores: Path, django_capture_on_commit_callbacks: Any, end: End) -> None:
    make_library()
    officer = make_person("officer", group="Moderators")
    story = make_submission(Submission.State.DRAFT)
    author = story.memberships.get(role="author").user
    picture = make_picture(story, author)
    consent_to(picture, author)
    send(submission=story, by=author, settings=None)
    accept(submission=story, by=officer)
    story.refresh_from_db()
    picture.refresh_from_db()
    assert picture.image is not None
    assert [path for path in (stores / "media").rglob("*") if path.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        end(story, author, officer)
    picture.refresh_from_db()
    assert picture.image.is_withdrawn
    assert [path for path in (stores / "media").rglob("*") if path.is_file()] == []
    assert picture.file.storage.exists(picture.file.name), "what was handed in stays with its writers"
