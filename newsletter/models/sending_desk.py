"""What workers that send agree on: whether they may send at all, how much they have sent lately; and what people decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsletter.models.ledger import Delivery, Sending


class Arming(models.Model):
    """Whether this database may send: one row, which says where it is and when a worker last looked after it.

    A copy restored from a backup is elsewhere, or has not been looked after lately: nothing is sent from it until a
    person arms it.
    """

    place = models.CharField(max_length=120, help_text="What tells this database from a restored copy of it.")
    count = models.BigIntegerField(default=0, help_text="Grows with each look; one that goes back was restored.")
    looked_after_at = models.DateTimeField(default=timezone.now)
    is_armed = models.BooleanField(default=True)
    why_not = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.CheckConstraint(name="newsletter_one_arming", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return "Armed" if self.is_armed else "Disarmed"


class SendingRate(models.Model):
    """What is left of a limit, for all workers on all machines: one row for all messages, one for each domain."""

    domain = models.CharField(max_length=254, unique=True, help_text="Empty for all messages together.")
    left = models.FloatField(help_text="Messages that may go at once, when it was last looked at.")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.domain or "all"


class SendingEvent(models.Model):
    """Something that a person or the clock decided about a sending. Appended, never changed."""

    class Kind(models.TextChoices):
        """What happened."""

        PLANNED = "planned", "Planned"
        UNDONE = "undone", "Undone before anybody was sent it"
        STARTED = "started", "Started"
        PAUSED = "paused", "Paused"
        RESUMED = "resumed", "Resumed"
        CANCELLED = "cancelled", "Cancelled"
        WAS_SENT = "was_sent", "An uncertain message was sent, says a person"
        SEND_AGAIN = "send_again", "An uncertain message is to be sent again, says a person"
        FINISHED = "finished", "Finished"
        DISARMED = "disarmed", "Sending was switched off: the database seems restored"
        ARMED = "armed", "Sending was switched on again"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    edition = models.ForeignKey(
        "newsletter.EditionPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="sending_events"
    )
    sending = models.ForeignKey(Sending, on_delete=models.SET_NULL, null=True, blank=True, related_name="events")
    delivery = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="events")
    happened_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
