"""Pictures and documents of a story, and who agreed that a picture is shown. Private until a story is accepted."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from casestudies.models.submissions import Submission


def private_storage() -> Storage:
    """Give the store that no web server shows."""
    return storages["private"]


def _path(file: Any, name: str) -> str:
    """Name a file by our own keys: what people call their files is kept nowhere."""
    return f"stories/{file.submission.key}/{file.key}{name}"


class StoryFile(models.Model):
    """What a picture and a document have in common. The file is what we wrote ourselves, never what was sent."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(storage=private_storage, upload_to=_path, max_length=200)
    size = models.PositiveIntegerField(help_text="Bytes.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class SubmissionPicture(StoryFile):
    """A picture as it was cleaned, with the words that go with it. `image` is what readers see, once it is published."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="pictures")
    small = models.FileField(storage=private_storage, upload_to=_path, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=250, blank=True)
    caption = models.CharField(max_length=250, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    image = models.OneToOneField(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="story_picture",
    )

    def __str__(self) -> str:
        return self.alt or f"Picture of {self.submission}"


class SubmissionDocument(StoryFile):
    """A document as it was cleaned. `document` is what readers download, once it is published."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=120)
    pages = models.PositiveIntegerField(default=0)
    document = models.OneToOneField(
        "wagtaildocs.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="story_document"
    )

    def __str__(self) -> str:
        return self.title


class PictureConsent(models.Model):
    """Who is shown in a picture, who agreed to that, where it may be shown and how long.

    As with all of a draft, any of it may be missing; it counts once nothing `lacks` any more.
    """

    class Shown(models.TextChoices):
        """The youngest who can be recognised."""

        NOBODY = "nobody", "Nobody can be recognised"
        ADULTS = "adults", "Adults"
        YOUNG = "young", "Young people from 13 to 17"
        CHILDREN = "children", "Children under 13"

    picture = models.OneToOneField(SubmissionPicture, on_delete=models.CASCADE, related_name="consent")
    shown = models.CharField("who can be recognised", max_length=10, choices=Shown.choices, blank=True)
    holder = models.CharField("who keeps the consent", max_length=160, blank=True)
    guardian = models.CharField("who agreed for children under 13", max_length=160, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    on_web = models.BooleanField("this website", default=False)
    in_newsletter = models.BooleanField("newsletters", default=False)
    on_social = models.BooleanField("social media", default=False)
    given_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = "consent"
        indexes = [models.Index(fields=["expires_on"], name="casestudies_consent_ends", condition=Q(withdrawn_at=None))]

    def __str__(self) -> str:
        return f"Consent for {self.picture}"

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether it was taken back or ran out."""
        return self.withdrawn_at is not None

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name the fields that have to be told before a picture can be shown."""
        needed = ["shown"]
        if self.shown not in {"", self.Shown.NOBODY}:
            needed += ["holder", "given_on"]
        if self.shown == self.Shown.CHILDREN:
            needed.append("guardian")
        return tuple(name for name in (*needed, "on_web") if not getattr(self, name))

    def holds(self, on: date | None = None) -> bool:
        """Tell whether the picture may be shown on the web on a day."""
        day = on or timezone.localdate()
        return not self.lacks and not self.is_withdrawn and (self.expires_on is None or self.expires_on >= day)


class ConsentEvent(models.Model):
    """Something that happened to a consent. Appended, never changed; names nobody who is shown."""

    class Kind(models.TextChoices):
        """What happened."""

        GIVEN = "given", "Consent recorded"
        CHANGED = "changed", "Consent changed"
        PUBLISHED = "published", "Picture published"
        WITHDRAWN = "withdrawn", "Consent withdrawn"
        EXPIRED = "expired", "Consent ran out"

    class Asked(models.TextChoices):
        """Who asked for a withdrawal."""

        PERSON = "person", "Somebody who is shown"
        GUARDIAN = "guardian", "A parent or guardian"
        HOLDER = "holder", "The organisation that wrote the story"
        OFFICE = "office", "The portal’s team"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    consent = models.ForeignKey(PictureConsent, on_delete=models.SET_NULL, null=True, related_name="events")
    submission = models.ForeignKey(Submission, on_delete=models.SET_NULL, null=True, related_name="consent_events")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_by = models.CharField("asked by", max_length=10, choices=Asked.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-happened_at", "-pk"]
        verbose_name = "consent event"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_at:%Y-%m-%d}"


@receiver(models.signals.post_delete, sender=SubmissionPicture)
@receiver(models.signals.post_delete, sender=SubmissionDocument)
def delete_files(sender: type[StoryFile], instance: StoryFile, **kwargs: Any) -> None:
    """Delete what was stored once it is sure that nothing points to it."""
    for name in ("file", "small"):
        file = getattr(instance, name, None)
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name))
