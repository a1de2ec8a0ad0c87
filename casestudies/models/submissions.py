"""What a partner hands in: our own record with its own revisions, until it is accepted and becomes a page."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from casestudies.template import FULL, QUICK


class Submission(models.Model):
    """A story on its way. Its answers are never validated; who may do what in which state is in `casestudies.access`.

    `answers` holds what the template's questions were answered with, by name; `versions` how often each has changed, which
    is how two people who edit at once are noticed. `key` stands in addresses and cannot be guessed; `number` is what
    people call it by, and is given when it is first sent.
    """

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "With us"
        CHANGES_NEEDED = "changes_needed", "Changes needed"
        QUARANTINED = "quarantined", "Held back"
        ACCEPTED = "accepted", "Accepted"
        PUBLISHED = "published", "Published"
        DECLINED = "declined", "Not taken"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Speed(models.TextChoices):
        """How much is asked."""

        QUICK = QUICK, "Quick story"
        FULL = FULL, "Full case study"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(null=True, blank=True, unique=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    speed = models.CharField(max_length=10, choices=Speed.choices, default=Speed.QUICK)
    answers = models.JSONField(default=dict, blank=True)
    versions = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="The number of the newest revision.")

    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now, help_text="When a partner last changed anything.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    organisation = models.ForeignKey(
        "priorities.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="As an officer matched the name that was given.",
    )
    page = models.OneToOneField(
        "casestudies.CaseStudyPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="submission"
    )
    spam_reasons = models.JSONField(default=list, blank=True)

    reminders = models.PositiveSmallIntegerField(default=0, help_text="How many were sent since it was last saved.")
    remove_on = models.DateField(
        null=True, blank=True, help_text="When an idle draft goes, once its writers were told."
    )
    asked_on = models.DateField(
        null=True, blank=True, help_text="When its writers were last asked if the work goes on."
    )
    answered_on = models.DateField(null=True, blank=True, help_text="When they last said so.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When contact details were erased.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="casestudies_queue")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Give what it is called; a draft may have no name yet."""
        return str(self.answers.get("title") or "").strip() or "A story without a title"

    @property
    def called(self) -> str:
        """Give the number that people call it by; empty before it was first sent."""
        return f"CS-{self.number:04d}" if self.number else ""

    def answer(self, name: str) -> Any:
        """Give one answer; None where there is none."""
        return self.answers.get(name)


class SubmissionRevision(models.Model):
    """All answers as somebody saved them. One person's savings within minutes are one revision, until somebody else saves."""

    class Kind(models.TextChoices):
        """What it was kept for."""

        SAVED = "saved", "Saved"
        SENT = "sent", "Sent"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SAVED)
    answers = models.JSONField(default=dict)
    changed = models.JSONField(default=list, help_text="The questions that were answered anew.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["submission", "-number"]
        constraints = [
            models.UniqueConstraint(name="casestudies_revision_unique", fields=["submission", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.submission}, revision {self.number}"
