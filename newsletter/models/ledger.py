"""Who was sent what: one frozen edition, and one row for every person who is sent it or is left out.

A row is written before anything is sent and is never deleted, so that each count can be checked: candidates are always
accepted + failed + excluded + uncertain + pending (+ those in the hand of a worker).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsletter.addresses import LONGEST
from newsletter.models.subscribers import KEY_LENGTH, Subscriber


class Sending(models.Model):
    """An edition as it is sent: its frozen words, its audience, and how far it is. An edition is sent once."""

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", "Waiting for its time"
        RUNNING = "running", "Being sent"
        PAUSED = "paused", "Paused"
        FINISHED = "finished", "Sent"
        CANCELLED = "cancelled", "Cancelled"
        LATE = "late", "Not sent: its time was over"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.OneToOneField("newsletter.EditionPage", on_delete=models.PROTECT, related_name="sending")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    subject = models.CharField(max_length=200)
    html = models.TextField(help_text="As frozen, with marks where each reader's own links stand.")
    text = models.TextField(help_text="As frozen, with the same marks.")
    words = models.JSONField(default=dict, help_text="What both were written from, for the archive to show the same.")
    audience = models.CharField(max_length=300, help_text="Whom it goes to, in words.")
    candidates = models.PositiveIntegerField()
    frozen_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    start_at = models.DateTimeField(
        help_text="Not before: the countdown in which it can be undone, or the planned time."
    )
    latest_at = models.DateTimeField(help_text="Nobody is sent it later than this.")
    finished_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="Why it was paused, cancelled or not sent.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-frozen_at"]
        permissions = [("send_sending", "Can send editions")]
        constraints = [
            models.CheckConstraint(name="newsletter_sending_in_time", condition=Q(latest_at__gt=models.F("start_at")))
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One reader's row. `sending` is committed before the mail server hears of it: whoever dies then leaves it uncertain.

    An uncertain row is never sent again by itself: a person settles it. The address is blanked when it has served.
    """

    class State(models.TextChoices):
        """How far it is."""

        PENDING = "pending", "Waiting"
        SENDING = "sending", "In the hand of a worker"
        ACCEPTED = "accepted", "Taken by the mail server"
        FAILED = "failed", "Refused"
        UNCERTAIN = "uncertain", "Unknown whether it was sent"
        EXCLUDED = "excluded", "Left out"

    class Why(models.TextChoices):
        """Why somebody is left out."""

        SUPPRESSED = "suppressed", "Wants no email from us, or cannot get any"
        NOT_CONFIRMED = "not_confirmed", "Has not confirmed the address"
        OTHER_TOPICS = "other_topics", "Follows other topics"
        LEFT_SINCE = "left_since", "Unsubscribed after it was frozen"
        STRANGER = "stranger", "This copy of the site does not write to strangers"
        CANCELLED = "cancelled", "The sending was cancelled"
        LATE = "late", "Its time was over"

    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    address_key = models.CharField(max_length=KEY_LENGTH)
    address = models.CharField(max_length=LONGEST, blank=True)
    domain = models.CharField(max_length=LONGEST, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    why = models.CharField(max_length=14, choices=Why.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    worker = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=300, blank=True, help_text="What the mail server said last.")
    changed_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="newsletter_one_copy_each", fields=["sending", "address_key"]),
            models.CheckConstraint(
                name="newsletter_left_out_why",
                condition=Q(state="excluded", why__gt="") | (~Q(state="excluded") & Q(why="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["sending", "not_before", "id"], name="newsletter_to_send", condition=Q(state="pending")
            ),
            models.Index(fields=["lease_until"], name="newsletter_in_hand", condition=Q(state="sending")),
            models.Index(fields=["sending", "state"], name="newsletter_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.sending}: {self.get_state_display().lower()}"

    @property
    def message_id(self) -> str:
        """Give the name by which mail servers know this copy: the same however often it is tried."""
        return f"<{self.sending.key}.{self.address_key[:32]}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}>"
