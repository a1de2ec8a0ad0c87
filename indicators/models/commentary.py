"""What officers say about an indicator: signed, dated, and kept as it was published. A correction is a new entry."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from indicators.models.indicators import Indicator


class Commentary(models.Model):
    """One signed entry."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="commentary")
    #: names the entry in drafts, where it has no number yet
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(
        help_text="What lies behind the figures and what is being done, in plain words. An empty line starts a "
        "paragraph. Once published it stays as it is."
    )
    written_on = models.DateField("date", default=timezone.localdate, help_text="When it was written.")
    author = models.CharField(
        max_length=120, help_text="Who signs it. A team’s name will do if you would rather not be named."
    )
    role = models.CharField(max_length=120, help_text="What they do and for whom, for example “Public health analyst”.")

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("role"), FieldPanel("written_on")]),
    ]

    class Meta:
        ordering = ["-written_on", "-pk"]
        verbose_name = "comment"
        verbose_name_plural = "commentary"

    def __str__(self) -> str:
        return f"{self.author}, {self.written_on}"

    def clean(self) -> None:
        """Refuse a date to come."""
        super().clean()
        if self.written_on and self.written_on > timezone.localdate():
            raise ValidationError({"written_on": "This day is still to come."})
