"""A figure told as a fact: what it counts, the number, its unit, period and source."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class Fact(Orderable):
    """An abstract fact that pages hold in order; `number` is text because a fact may be “about 100”."""

    number = models.CharField(max_length=40, help_text="As it should be shown, for example 239, £78,000 or 77%.")
    label = models.CharField(max_length=200, help_text="What it counts, for example “advice sessions provided”.")
    unit = models.CharField(
        max_length=60, blank=True, help_text="Only if the label does not say it, for example “years”."
    )
    period = models.CharField(
        max_length=80, blank=True, help_text="When it was measured. Leave empty if it is not published."
    )
    source = models.CharField(max_length=240, help_text="Who published it and where.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("unit")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("period"), FieldPanel("source")]),
        FieldPanel("source_url"),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
