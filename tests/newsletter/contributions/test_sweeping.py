"""Pictures of items that no row holds are deleted once they are old enough; all others stay, and so does what is not ours."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from casestudies.actions.sweeping import sweep as sweep_stories
from casestudies.uploads.cleaning import CleanPicture
from het_site.core.models import User
from het_site.core.sweeping import SPARED
from newsletter.contributions.judging import accept
from newsletter.contributions.pictures import put_picture
from newsletter.contributions.sweeping import sweep
from newsletter.contributions.tasks import run_clock
from newsletter.models import Item
from tests.newsletter.contributions.conftest import make_item, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def grow_old(folder: Path) -> None:
    old = (timezone.now() - SPARED - timedelta(hours=1)).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (old, old))


class DiedError(Exception):
    """The process died."""


def put_and_die(item: Item, by: User) -> None:
    with transaction.atomic():
        put_picture(item=item, by=by, picture=CleanPicture(b"whole", b"small", format="jpg", width=2, height=2))
        raise DiedError


def test_what_a_process_that_died_left_is_deleted(stores: Path, partner: User) -> None:
    item = make_item(partner)
    with pytest.raises(DiedError):
        put_and_die(item, partner)
    left = files(stores)
    assert {name.split("/")[:2][1] for name in left} == {"newsletter-items"}
    assert len(left) == 2
    assert sweep() == 0, "what is fresh may be in the making"
    grow_old(stores)
    run_clock(0)
    assert files(stores) == set()
    sweep()
    assert list((stores / "private" / "newsletter-items").iterdir()) == [], "nor is a folder left"


def test_what_is_held_stays_however_old(stores: Path, partner: User, moderator: User) -> None:
    item = make_item(partner, state="submitted")
    make_picture(item)
    accept(item=item, by=moderator)
    before = files(stores)
    assert len(before) == 3, "the picture, its small form, and what readers see"
    grow_old(stores)
    assert sweep() == sweep_stories() == 0
    assert files(stores) == before


def test_what_others_keep_beside_it_is_left_alone(stores: Path, partner: User) -> None:
    make_picture(make_item(partner))
    others = [stores / "private" / "figures" / "table.csv", stores / "private" / "stories" / "one" / "picture.jpg"]
    for path in others:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    grow_old(stores)
    assert sweep() == 0
    assert all(path.exists() for path in others)


def test_what_goes_meanwhile_does_not_stop_it(stores: Path, partner: User, monkeypatch: Any) -> None:
    picture = make_picture(make_item(partner))
    storage = picture.file.storage
    stray = stores / "private" / "newsletter-items" / "gone" / "stray.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    grow_old(stores)
    monkeypatch.setattr(type(storage), "get_modified_time", _gone)
    assert sweep() == 0


def _gone(*args: object) -> None:
    raise FileNotFoundError
