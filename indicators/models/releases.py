"""Data releases: each load of figures as one batch, with its file, checksum, person and time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel


class DataRelease(models.Model):
    """One batch of figures that came in together."""

    class Status(models.TextChoices):
        """Whether readers see its figures."""

        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Replaced by a later release"

    title = models.CharField(max_length=200, help_text="What came in, for example “Fuel poverty, 2022”.")
    source_name = models.CharField(max_length=240, blank=True)
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    licence = models.CharField(max_length=160, blank=True)
    file_name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the file, to tell whether it has changed.")
    row_count = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PUBLISHED)
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where the portal loaded its own content set.",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True, help_text="What colleagues should know about this batch.")

    panels = [
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url"), FieldPanel("licence")], "Source"),
        FieldPanel("notes"),
        MultiFieldPanel(
            [
                FieldPanel("file_name", read_only=True),
                FieldPanel("checksum", read_only=True),
                FieldRowPanel([FieldPanel("row_count", read_only=True), FieldPanel("status", read_only=True)]),
                FieldRowPanel([FieldPanel("loaded_at", read_only=True), FieldPanel("loaded_by", read_only=True)]),
                FieldPanel("published_at", read_only=True),
            ],
            "What was loaded",
        ),
    ]

    class Meta:
        ordering = ["-loaded_at", "title"]
        indexes = [models.Index(fields=["file_name", "-loaded_at"], name="indicators_release_file")]

    def __str__(self) -> str:
        return self.title
