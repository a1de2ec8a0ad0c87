"""What is said about a story between its writers and officers, and what happened to it. Appended, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from casestudies.models.submissions import Submission


class Remark(models.Model):
    """Something said: about one question (`field`), or about all of it. A reply answers the remark it belongs to."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    field = models.CharField(max_length=40, blank=True)
    reply_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField(max_length=4_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    is_from_us = models.BooleanField(help_text="An officer said it.")
    #: what officers say among themselves, and what is not told yet, partners do not see
    is_internal = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When partners could first read it.")
    settled_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Event(models.Model):
    """Something that happened to a story, for its status page and for officers. Says no more of people than who."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=Submission.State.choices, help_text="The state it led to.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.submission}: {self.action}"
