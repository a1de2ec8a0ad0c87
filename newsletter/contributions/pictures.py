"""The picture of an item: added, described, agreed to, shown, and taken away everywhere when somebody does not agree any more."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from casestudies.uploads.cleaning import CleanPicture
from het_site.core.models import CustomImage, User
from het_site.core.storage import delete_later
from het_site.core.withdrawing import withdraw_image
from newsletter.contributions.access import Action, Who, require
from newsletter.contributions.steps import held, note
from newsletter.models import Item, ItemPicture

NAMES = ("holder", "guardian", "reference")
ERASED = "Erased"


def put_picture(*, item: Item, by: User, picture: CleanPicture) -> ItemPicture:
    """Put a cleaned picture to an item, in the place of the one that was there. Raises `Refused`."""
    with held(item) as found:
        require(by, Action.SAVE, found)
        _drop(found)
        added = ItemPicture(
            item=found, size=len(picture.content) + len(picture.small), width=picture.width, height=picture.height
        )
        added.file.save(f".{picture.format}", ContentFile(picture.content), save=False)
        added.small.save(f"-small.{picture.format}", ContentFile(picture.small), save=False)
        added.save()
        _touch(found)
    return added


def describe_picture(*, item: Item, by: User, **values: Any) -> None:
    """Store the words that go with the picture and who agreed; as with every draft, any may be missing. Raises `Refused`."""
    with held(item) as found:
        require(by, Action.SAVE, found)
        picture = ItemPicture.objects.filter(item=found, withdrawn_at=None).first()
        if picture is None:
            return
        for name, value in values.items():
            setattr(picture, name, value)
        picture.save()
        if picture.image is not None and not picture.holds():
            withdraw_image(image=picture.image)  # another is made of our private copy once there is consent again


def remove_picture(*, item: Item, by: User) -> None:
    """Delete the picture of a draft with everything about it. Raises `Refused`."""
    with held(item) as found:
        require(by, Action.SAVE, found)
        _drop(found)
        _touch(found)


def publish_picture(item: Item, *, by: User) -> CustomImage | None:
    """Make what readers will see of an item's picture; done twice, nothing is made twice. Nothing without consent."""
    picture = ItemPicture.objects.filter(item=item).select_related("image").first()
    if picture is None or not picture.holds():
        return None
    image = picture.image
    if image is None or image.is_withdrawn:
        with picture.file.open("rb") as file:
            content = ContentFile(file.read(), name=f"picture{PurePath(str(picture.file.name)).suffix}")
        image = CustomImage(
            title=f"{item.called}, for the newsletter only",
            consent_key=uuid.uuid4(),
            file=content,
            width=picture.width,
            height=picture.height,
            licence="With permission",
            uploaded_by_user=by,
        )
    image.description, image.credit, image.is_decorative = picture.alt, picture.credit, False
    image.save()
    picture.image = image
    picture.save(update_fields=["image"])
    return image


def withdraw_public_picture(item: Item) -> None:
    """Leave no public picture of an item that is not wanted; what its partner handed in stays with them."""
    picture = ItemPicture.objects.filter(item=item).exclude(image=None).select_related("image").first()
    if picture is not None and picture.image is not None:
        withdraw_image(image=picture.image)


def withdraw_consent(*, item: Item, by: User | None, asked_by: str, who: Who | None = None) -> bool:
    """Take a picture away from everywhere; gives whether that was still to be done. Raises `Refused`.

    Nothing of it is kept: neither the public picture, nor our private copy, nor the words about it.
    """
    with held(item) as found:
        require(by, Action.WITHDRAW_CONSENT, found, who=who)
        picture = ItemPicture.objects.select_for_update().filter(item=found, withdrawn_at=None).first()
        if picture is None:
            return False
        delete_later(picture.file, picture.small)
        picture.file = picture.small = ""
        picture.alt = picture.credit = ""
        picture.withdrawn_at, picture.asked_by = timezone.now(), ItemPicture.Asked(asked_by)
        picture.save()
        if picture.image is not None:
            withdraw_image(image=picture.image)
        note(Action.WITHDRAW_CONSENT, found, by=by)
    return True


def expire_consents(today: date | None = None) -> int:
    """Take every picture away whose consent has run out; gives how many."""
    day = today or timezone.localdate()
    over = ItemPicture.objects.filter(withdrawn_at=None, expires_on__lt=day).select_related("item")
    return sum(
        withdraw_consent(item=one.item, by=None, asked_by=ItemPicture.Asked.TIME, who=Who.PORTAL) for one in over
    )


def forget_names(item: Item) -> None:
    """Erase who agreed; that somebody did, to what and when, stays with the picture."""
    for picture in ItemPicture.objects.filter(item=item):
        for name in NAMES:
            setattr(picture, name, ERASED if getattr(picture, name) else "")
        picture.save()


def _drop(item: Item) -> None:
    for picture in ItemPicture.objects.filter(item=item).select_related("image"):
        if picture.image is not None:
            withdraw_image(image=picture.image)
        picture.delete()


def _touch(item: Item) -> None:
    item.saved_at, item.reminded_on, item.revision = timezone.now(), None, item.revision + 1
    item.save()
