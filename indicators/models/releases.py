"""Data releases: each batch of figures from its file to its publication, with who, when and why. Nothing is deleted."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from indicators.models.indicators import Indicator


def private_storage() -> Storage:
    """Give the store that no web server shows."""
    return storages["private"]


class DataReleaseQuerySet(models.QuerySet["DataRelease"]):
    """Questions about the whole history."""

    def published(self) -> DataReleaseQuerySet:
        """Keep what readers saw at some time, newest first."""
        return self.filter(number__isnull=False).order_by("-number")


class DataRelease(models.Model):
    """One batch of figures that came in together, or that brought an earlier state back."""

    class Status(models.TextChoices):
        """How far it has come."""

        UPLOADED = "uploaded", "Waiting to be checked"
        MATCHING = "matching", "Columns to be matched"
        CHECKING = "checking", "Being checked"
        FAULTY = "faulty", "Has faults"
        READY = "ready", "Ready to publish"
        SCHEDULED = "scheduled", "To be published at a set time"
        PUBLISHING = "publishing", "Being published"
        PUBLISHED = "published", "Published"
        DISCARDED = "discarded", "Discarded"
        FAILED = "failed", "Stopped by an error"

    class Format(models.TextChoices):
        """How the file is laid out."""

        TIDY = "tidy", "The portal’s own format"
        FINGERTIPS = "fingertips", "Fingertips download"
        BY_HAND = "by_hand", "A sheet made by hand"

    class Mode(models.TextChoices):
        """What happens to figures that are live and not in the file."""

        ADD = "add", "Add and correct: figures that are not in the file stay"
        REPLACE = "replace", "Replace: figures of its indicators that are not in the file are taken down"

    class Disclosure(models.TextChoices):
        """Who takes care that nobody can be recognised from a small number."""

        AUTOMATIC = "automatic", "Hold small numbers back, and what would give them away"
        AT_SOURCE = "at_source", "The publisher has already done so: show them as they are"

    title = models.CharField(max_length=200, help_text="What came in, for example “Fuel poverty, 2022”.")
    source_name = models.CharField(max_length=240, blank=True)
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    licence = models.CharField(max_length=160, blank=True)
    notes = models.TextField("why", blank=True, help_text="What colleagues should know about this batch.")

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        help_text="Only where the file does not say which indicator it is about.",
    )
    mode = models.CharField("what it does", max_length=8, choices=Mode.choices, default=Mode.ADD)
    disclosure = models.CharField(
        "small numbers", max_length=10, choices=Disclosure.choices, default=Disclosure.AUTOMATIC
    )
    restores = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="restored_by",
        help_text="The release whose state it brings back.",
    )

    mends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mended_by",
        help_text="The release whose place it takes, because its file was mended.",
    )

    file = models.FileField(storage=private_storage, upload_to="releases/%Y/", blank=True, max_length=200)
    file_name = models.CharField(max_length=200, blank=True)
    checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file: tells whether it changed.")
    file_format = models.CharField("format", max_length=12, choices=Format.choices, blank=True)
    #: for a sheet made by hand: which column is what, and what holds for every row
    matching = models.JSONField(default=dict, blank=True)

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UPLOADED)
    step = models.CharField(max_length=120, blank=True, help_text="What is being done now, in words.")
    rows_done = models.PositiveIntegerField(default=0)
    row_count = models.PositiveIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    #: the first faults: row, column, what is wrong, how to mend it
    faults = models.JSONField(default=list, blank=True)
    #: how many figures are new, changed, unchanged, would disappear; how many are held back
    counts = models.JSONField(default=dict, blank=True)
    #: the number of the last release that was live when the difference was taken
    compared_with = models.PositiveIntegerField(null=True, blank=True)

    #: the order in which releases became live; empty before
    number = models.PositiveIntegerField(null=True, blank=True, unique=True)
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where the portal loaded its own content set.",
    )
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Empty: as soon as somebody says so.")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = models.Manager.from_queryset(DataReleaseQuerySet)()

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
                FieldRowPanel([FieldPanel("published_at", read_only=True), FieldPanel("published_by", read_only=True)]),
            ],
            "What was loaded",
        ),
    ]

    class Meta:
        ordering = ["-loaded_at", "title"]
        constraints = [
            models.CheckConstraint(
                name="indicators_release_published_whole",
                condition=Q(status="published", number__isnull=False, published_at__isnull=False)
                | (~Q(status="published") & Q(number__isnull=True, published_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["file_name", "-loaded_at"], name="indicators_release_file")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.status in {self.Status.PUBLISHED, self.Status.DISCARDED}
