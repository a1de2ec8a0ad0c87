"""What an indicator's figures say, written as parts of its page: by the worker, read by every visit. Never edited."""

from __future__ import annotations

from django.db import models

from indicators.models.indicators import Indicator


class StoredProfile(models.Model):
    """The parts of one indicator's page that its figures make. The mark names the state of everything they were made of."""

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="stored_profile")
    mark = models.CharField(max_length=40)
    answers = models.TextField(help_text="HTML: the latest figures.")
    sections = models.TextField(help_text="HTML: every question about them.")
    related = models.TextField(help_text="HTML: measures that stand beside them.")
    sources = models.JSONField(default=list, help_text="Pairs of a source and its licence.")
    loaded_at = models.DateTimeField(null=True, help_text="When the newest of the figures were loaded.")
    has_charts = models.BooleanField(default=False)
    has_live_charts = models.BooleanField(default=False)
    has_places = models.BooleanField(default=False)
    has_targets = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.indicator)
