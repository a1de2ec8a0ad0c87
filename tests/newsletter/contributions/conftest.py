"""A partner with an item, a moderator, planned editions, and stores of their own for files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from casestudies.desk import proof
from het_site.core.accounts import people
from het_site.core.models import User
from het_site.core.storage import PrivateStorage
from newsletter.models import EditionPage, Item, ItemPicture
from tests.factories.newsletter import make_edition, make_newsletter

At = Callable[[User], Client]
#: the smallest that is enough for a moderator to say yes
WHOLE = {
    "headline": "A walk for everybody",
    "text": "We walk on Sunday at ten.",
    "link": "https://example.org/walk",
    "organisation": "The Walkers",
}


@pytest.fixture(autouse=True)
def everybody_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests press buttons at once."""
    monkeypatch.setattr(proof, "QUICKEST", dt.timedelta(0))


@pytest.fixture
def stores(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the files of a test in a folder of its own, public ones in `media`, others in `private`."""
    private = PrivateStorage(location=tmp_path / "private")
    for field in ("file", "small"):
        monkeypatch.setattr(ItemPicture._meta.get_field(field), "storage", private)
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def make_person(name: str, *groups: str) -> User:
    """Give somebody by the name before their address, in some groups."""
    user = User.objects.create_user(f"{name}@demo.example")
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user


def make_item(owner: User, state: str = "draft", **values: Any) -> Item:
    """Make an item that lacks nothing."""
    defaults: dict[str, Any] = {**WHOLE, "owner": owner, "state": state}
    if state != "draft":
        highest = Item.objects.order_by("-number").values_list("number", flat=True).exclude(number=None).first()
        defaults |= {"number": (highest or 0) + 1, "submitted_at": timezone.now()}
    if state in {"accepted", "published", "declined", "withdrawn"}:
        defaults |= {"decided_at": timezone.now()}
    item: Item = Item.objects.create(**defaults | values)
    return item


def make_picture(item: Item, **values: Any) -> ItemPicture:
    """Put a picture to an item, for which there is consent."""
    from PIL import Image

    path = ContentFile(b"")
    Image.new("RGB", (80, 80), "teal").save(path, "JPEG")
    path.seek(0)
    content = path.read()
    defaults = {"alt": "People walk in a park.", "shown": "nobody", "in_newsletter": True}
    picture = ItemPicture(item=item, size=len(content), width=80, height=80, **defaults | values)
    picture.file.save(".jpg", ContentFile(content), save=False)
    picture.small.save("-small.jpg", ContentFile(content), save=False)
    picture.save()
    return picture


def plan(number: int, *, deadline: int, day: int | None = None, **values: Any) -> EditionPage:
    """Plan an edition; its days are counted from today."""
    today = timezone.localdate()
    make_newsletter()
    return make_edition(
        number=number,
        live=False,
        copy_deadline=today + dt.timedelta(deadline),
        planned_for=today + dt.timedelta(deadline + 7 if day is None else day),
        **values,
    )


@pytest.fixture
def partner(db: None) -> User:
    return make_person("partner", people.GROUP)


@pytest.fixture
def moderator(db: None) -> User:
    return make_person("moderator", "Moderators")


@pytest.fixture
def at() -> At:
    """Seat somebody at a browser of their own."""

    def sit(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sit


@pytest.fixture
def partner_at(at: At, partner: User) -> Client:
    return at(partner)
