"""What somebody asked for and has not confirmed yet; and who brought subscribers in or took them away as a file."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone

from newsletter.addresses import LONGEST
from newsletter.models.subscribers import KEY_LENGTH, Subscriber


def private_storage() -> Storage:
    """Give the store that no web server shows."""
    return storages["private"]


class SignUp(models.Model):
    """Somebody asked for the newsletter, or to get it at another address; nothing happens before that mailbox confirms.

    Holds what they chose until then, so that nobody else's form changes what a reader gets. Deleted after 30 days.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Stands in the signed link.")
    email = models.EmailField(max_length=LONGEST)
    address_key = models.CharField(max_length=KEY_LENGTH, db_index=True, editable=False)
    name = models.CharField(max_length=80, blank=True)
    topics = models.JSONField(default=list)
    wording = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    moves = models.ForeignKey(
        Subscriber,
        on_delete=models.CASCADE,
        null=True,
        related_name="moves",
        help_text="The reader who wants it at this address instead.",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Asked at {self.asked_at:%Y-%m-%d %H:%M}"


class SubscriberImport(models.Model):
    """A file of people who agreed elsewhere: looked at first, brought in by a second step. The file is then deleted."""

    class State(models.TextChoices):
        """How far it is."""

        CHECKED = "checked", "Looked at"
        DONE = "done", "Brought in"
        DISCARDED = "discarded", "Discarded"

    file = models.FileField(storage=private_storage, upload_to="subscribers/", blank=True, max_length=200)
    file_name = models.CharField(max_length=100)
    consent = models.CharField("how they agreed", max_length=160)
    agreed_on = models.DateField("when they agreed")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-received_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class SubscriberExport(models.Model):
    """Somebody took people away as a file: who, when, why and how many. Appended, never changed."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200)
    people = models.PositiveIntegerField()
    file_format = models.CharField(max_length=4)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.people} people at {self.made_at:%Y-%m-%d %H:%M}"
