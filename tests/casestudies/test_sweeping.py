"""Files that no row holds are deleted once they are old enough; all others stay, and so does what is not ours."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from casestudies.actions import send
from casestudies.actions.pictures import publish_documents
from casestudies.actions.publishing import accept
from casestudies.actions.sweeping import sweep
from casestudies.models import Submission, SubmissionDocument
from het_site.core.models import CustomImage
from het_site.core.sweeping import SPARED
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library
from tests.factories.pictures import consent_to, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def grow_old(folder: Path) -> None:
    old = (timezone.now() - SPARED - timedelta(hours=1)).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (old, old))


@pytest.fixture
def story() -> Submission:
    """Give a sent story with a picture and a document."""
    make_library()
    found = make_submission()
    author = found.memberships.get().user
    consent_to(make_picture(found, author), author)
    document = SubmissionDocument(submission=found, size=3, title="Report", added_by=author)
    document.file.save(".pdf", ContentFile(b"PDF"), save=True)
    send(submission=found, by=author, settings=None)
    return found


class DiedError(Exception):
    """The process died."""


def test_what_an_acceptance_that_was_taken_back_left_is_deleted(stores: Path, story: Submission) -> None:
    officer = make_person("officer", group="Moderators")

    def accept_and_die() -> None:
        with transaction.atomic():
            accept(submission=story, by=officer)
            raise DiedError

    before = files(stores)
    with pytest.raises(DiedError):
        accept_and_die()
    left = files(stores) - before
    assert {name.split("/")[1] for name in left} == {"with-consent", "documents"}
    assert sweep() == 0, "what is fresh may be in the making"
    grow_old(stores)
    assert sweep() == len(left) == 2
    assert files(stores) == before
    sweep()
    assert list((stores / "media" / "with-consent").iterdir()) == [], "nor is a folder left"


def test_what_is_held_stays_however_old(stores: Path, story: Submission) -> None:
    accept(submission=story, by=make_person("officer", group="Moderators"))
    CustomImage.objects.get().get_rendition("width-480")
    before = files(stores)
    assert len(before) == 6
    grow_old(stores)
    assert sweep() == 0
    assert files(stores) == before


def test_private_files_of_a_story_that_is_not_there_are_deleted(stores: Path, story: Submission) -> None:
    stray = stores / "private" / "stories" / str(story.key) / "stray.jpg"
    gone = stores / "private" / "stories" / "gone" / "picture.jpg"
    gone.parent.mkdir()
    for path in (stray, gone):
        path.write_bytes(b"x")
    grow_old(stores)
    assert sweep() == 2
    sweep()
    assert not stray.exists()
    assert not gone.parent.exists()


def test_what_others_keep_beside_it_is_left_alone(stores: Path, story: Submission) -> None:
    publish_documents(story, None)
    others = [stores / "media" / "documents" / "minutes.pdf", stores / "media" / "images" / "town.jpg"]
    others.append(stores / "private" / "figures" / "table.csv")
    for path in others:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    grow_old(stores)
    assert sweep() == 0
    assert all(path.exists() for path in others)


def test_a_size_that_was_made_too_late_of_a_withdrawn_picture_is_deleted(stores: Path, story: Submission) -> None:
    accept(submission=story, by=make_person("officer", group="Moderators"))
    image: Any = CustomImage.objects.get()
    CustomImage.objects.update(
        withdrawn_at=timezone.now(), files_gone_at=timezone.now(), is_decorative=True, description=""
    )
    grow_old(stores)
    assert sweep() == 1
    assert not image.file.storage.exists(image.file.name)
