"""Who reads the newsletter, how we know that they asked for it, and who is never written to again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsletter.addresses import LONGEST

KEY_LENGTH = 64


class Subscriber(models.Model):
    """A person who asked for the newsletter. Nobody is sent an edition before they have confirmed their address.

    `address_key` is the keyed hash of the address (`newsletter.addresses`). Who chose no topic is sent every edition.
    """

    class State(models.TextChoices):
        """How far they are."""

        PENDING = "pending", "Not confirmed yet"
        CONFIRMED = "confirmed", "Confirmed"
        LEFT = "left", "Unsubscribed"
        STOPPED = "stopped", "Stopped: their mailbox does not take our email"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Stands in their signed links.")
    email = models.EmailField(max_length=LONGEST)
    address_key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)

    themes = models.ManyToManyField("core.Theme", blank=True, related_name="+")
    priorities = models.ManyToManyField("priorities.PriorityPage", blank=True, related_name="+")
    wants_news = models.BooleanField("news and events", default=False)
    wants_figures = models.BooleanField("new figures", default=False)

    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0, help_text="In a row, since an email last arrived.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "created_at"], name="newsletter_subscriber_state")]
        constraints = [
            models.CheckConstraint(
                name="newsletter_confirmed_when",
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
            ),
        ]
        permissions = [("export_subscriber", "Can export subscribers")]

    def __str__(self) -> str:
        return self.email


class SubscriberEvent(models.Model):
    """Something that a subscriber did or that was done for them: the proof of their consent. Appended, never changed.

    `wording` names the version of the words they agreed to, `source` where: the address of a page, or the import.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ASKED = "asked", "Asked for it"
        CONFIRMED = "confirmed", "Confirmed"
        IMPORTED = "imported", "Imported"
        CHANGED = "changed", "Changed what they get"
        LEFT = "left", "Unsubscribed"
        BOUNCED = "bounced", "Email came back"
        COMPLAINED = "complained", "Called it spam"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    happened_at = models.DateTimeField(default=timezone.now)
    wording = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Suppression(models.Model):
    """An address that is not written to, kept as a keyed hash alone, so that no import brings it back.

    Only the person can lift it, by confirming that address again.
    """

    class Reason(models.TextChoices):
        """Why."""

        LEFT = "left", "Unsubscribed"
        ERASED = "erased", "Asked to be erased"
        HARD_BOUNCE = "hard_bounce", "The mailbox does not exist"
        SOFT_BOUNCES = "soft_bounces", "The mailbox refused three times"
        COMPLAINT = "complaint", "Called it spam"
        MOVED = "moved", "Gets it at another address"

    address_key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    reason = models.CharField(max_length=14, choices=Reason.choices)
    since = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.get_reason_display()
