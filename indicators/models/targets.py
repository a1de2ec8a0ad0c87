"""What an indicator is to reach: by when, for whom and who said so. Whether it has is told by `indicators.targets`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from indicators.models.indicators import Indicator
from indicators.models.observations import Observation


class Target(Orderable):
    """One published aim. Without its source it is not one."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    value = models.FloatField(help_text="The figure to reach, in the indicator’s own unit.")
    due_on = models.DateField("by", help_text="The day by which it is to be reached. For a year, its last day.")
    sex = models.CharField(
        "for",
        max_length=8,
        choices=Observation.Sex.choices,
        default=Observation.Sex.PERSONS,
        help_text="Choose women or men only where their figures are shown apart.",
    )
    set_by = models.CharField("whose", max_length=120, help_text="Who decided it: a board, a plan, a department.")
    source = models.CharField(max_length=240, help_text="Where it is published: title and date.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    note = models.CharField(
        max_length=250, blank=True, help_text="What readers should know, for example that the definition differs."
    )

    panels = [
        FieldRowPanel([FieldPanel("value"), FieldPanel("due_on"), FieldPanel("sex")]),
        FieldPanel("set_by"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                name="indicators_target_unique",
                fields=["indicator", "sex", "due_on", "set_by"],
                violation_error_message="This target is there already.",
            ),
            models.CheckConstraint(
                name="indicators_target_value_finite",
                # PostgreSQL holds NaN and infinity in a float and sorts NaN above every number
                condition=Q(value__gt=-1e300, value__lt=1e300),
                violation_error_message="The target has to be a number.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:g} by {self.due_on}"
