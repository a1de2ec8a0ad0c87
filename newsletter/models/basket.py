"""What of the basket was put into which edition, and what was left out and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Pick(models.Model):
    """One thing of the basket that was put into an edition, as a block of its body, or left out with a reason.

    `thing` names it among its kind: the number of an item, a page or a recommendation; of figures, the indicator and the
    release that brought them. A block that an editor took out by hand is not there any more, whatever stands here.
    """

    class Kind(models.TextChoices):
        """What it is."""

        ITEM = "item", "Partner’s item"
        CASE_STUDY = "case_study", "Case study"
        EVENT = "event", "Event"
        NEWS = "news", "News"
        FIGURES = "figures", "New figures"
        RECOMMENDATION = "recommendation", "Recommendation"

    kind = models.CharField(max_length=14, choices=Kind.choices)
    thing = models.CharField(max_length=40)
    edition = models.ForeignKey(
        "newsletter.EditionPage", on_delete=models.CASCADE, null=True, blank=True, related_name="picks"
    )
    block = models.UUIDField(null=True, blank=True, unique=True, help_text="The block in the edition's body.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was left out.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing", "edition"], name="newsletter_picked_once"),
            models.UniqueConstraint(fields=["kind", "thing"], name="newsletter_left_once", condition=Q(edition=None)),
            models.CheckConstraint(
                name="newsletter_in_or_out",
                condition=Q(edition=None, block=None, reason__gt="")
                | Q(edition__isnull=False, block__isnull=False, reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.thing}"
