"""Live figures of charts: built in the worker with the findings, read by pages that let readers explore. Never edited."""

from __future__ import annotations

from django.db import models

from indicators.models.indicators import Indicator
from indicators.models.releases import DataRelease


class StoredChart(models.Model):
    """One chart of one indicator's page as plotly draws it. Its mark tells which state of the chart it was made of."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="stored_charts")
    name = models.CharField(max_length=120)
    mark = models.CharField(max_length=32)
    figure = models.JSONField()
    release = models.ForeignKey(
        DataRelease, on_delete=models.PROTECT, related_name="+", help_text="With which it was made."
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["indicator", "name"]
        constraints = [models.UniqueConstraint(name="indicators_storedchart_unique", fields=["indicator", "name"])]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.name}"
