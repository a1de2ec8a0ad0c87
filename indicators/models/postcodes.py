"""Which ward each postcode lies in, loaded from a file by an officer. Who looked one up is kept nowhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models.areas import Area
from indicators.models.releases import private_storage


class PostcodeLookup(models.Model):
    """One file of postcodes, from when it came in until another took its place."""

    class Status(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "Waiting to be checked"
        FAULTY = "faulty", "Has a fault"
        READY = "ready", "Ready to load"
        LOADING = "loading", "Being loaded"
        LIVE = "live", "In use"
        ENDED = "ended", "No longer in use"
        DISCARDED = "discarded", "Discarded"
        FAILED = "failed", "Stopped by an error"

    source = models.CharField(max_length=200, help_text="Who published it: “ONS Postcode Directory”.")
    as_of = models.DateField("date of the lookup", help_text="The day or month that it is true for.")
    licence = models.CharField(
        max_length=250,
        help_text="What its publisher asks to be shown, for example the licence and whose data it holds.",
    )
    file = models.FileField(storage=private_storage, upload_to="postcodes/", blank=True, max_length=200)
    file_name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the file.")

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    fault = models.CharField(max_length=500, blank=True)
    #: how many rows and postcodes, and how many are new, moved or gone
    counts = models.JSONField(default=dict, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    loaded_at = models.DateTimeField(null=True, blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "postcode lookup"
        constraints = [
            models.UniqueConstraint(
                name="indicators_postcodelookup_one_live", fields=["status"], condition=Q(status="live")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.as_of:%B %Y}"


class Postcode(models.Model):
    """One postcode, in capitals without a space, and the ward it lies in."""

    postcode = models.CharField(max_length=7, unique=True)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="postcodes")
    has_ended = models.BooleanField("no longer in use", default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["postcode"]

    def __str__(self) -> str:
        return self.postcode
