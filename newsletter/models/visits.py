"""How often an edition was opened in the archive: a total for each day, and nothing about who."""

from __future__ import annotations

from django.db import models


class EditionVisits(models.Model):
    """The visits of one edition on one day of the place's calendar."""

    edition = models.ForeignKey("newsletter.EditionPage", on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "edition visits"
        constraints = [models.UniqueConstraint(fields=["edition", "day"], name="newsletter_visits_by_day")]

    def __str__(self) -> str:
        return f"{self.edition}, {self.day}: {self.count}"
