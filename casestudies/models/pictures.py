"""Pictures and documents of a story, and who agreed that a picture is shown. Private until a story is accepted."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from casestudies.models.submissions import Submission
from het_site.core.models.consents import RecordedConsent
from het_site.core.storage import delete_later, private_storage


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


class PictureConsent(RecordedConsent):
    """Who is shown in a picture, who agreed to that, where it may be shown and how long."""

    picture = models.OneToOneField(SubmissionPicture, on_delete=models.CASCADE, related_name="consent")
    on_web = models.BooleanField("this website", default=False)
    on_social = models.BooleanField("social media", default=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = "consent"
        indexes = [models.Index(fields=["expires_on"], name="casestudies_consent_ends", condition=Q(withdrawn_at=None))]

    def __str__(self) -> str:
        return f"Consent for {self.picture}"


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
    delete_later(instance.file, getattr(instance, "small", None))
