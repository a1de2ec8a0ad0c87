"""What was measured in a story: before and after, with the source."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class CaseStudyOutcome(Orderable):
    """One thing that was measured, as it is to be shown."""

    page = ParentalKey("casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="outcomes")
    measure = models.CharField(
        "what was measured", max_length=200, help_text="In a few words, for example “People who smoke”."
    )
    before = models.CharField(
        max_length=80, blank=True, help_text="The figure before, as it should be shown. Empty if none was taken."
    )
    after = models.CharField(
        max_length=80, blank=True, help_text="The figure after, as it should be shown. Empty if none was taken."
    )
    period = models.CharField(
        max_length=120, blank=True, help_text="Between when and when, for example “March to December 2025”."
    )
    source = models.CharField(
        max_length=240, blank=True, help_text="Where the figures are from. Needed where there is a figure."
    )

    panels = [
        FieldPanel("measure"),
        FieldRowPanel([FieldPanel("before"), FieldPanel("after")]),
        FieldRowPanel([FieldPanel("period"), FieldPanel("source")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "outcome"
        constraints = [
            models.CheckConstraint(
                name="casestudies_outcome_has_source",
                condition=models.Q(before="", after="") | ~models.Q(source=""),
                violation_error_message="Say where the figures are from.",
            )
        ]

    def __str__(self) -> str:
        return self.measure

    def clean(self) -> None:
        """Refuse figures without a source."""
        super().clean()
        if (self.before or self.after) and not self.source:
            raise ValidationError({"source": "Say where the figures are from."})
