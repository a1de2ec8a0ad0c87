"""What the figures of one indicator say about one place: worked out once, when they are published. Never edited."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from indicators.figures import judgement
from indicators.models.areas import Area
from indicators.models.indicators import Indicator
from indicators.models.observations import Observation
from indicators.models.releases import DataRelease


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about what holds now."""

    def current(self) -> FindingQuerySet:
        """Keep what follows from the figures that are live."""
        return self.filter(ended_by=None)


class Finding(models.Model):
    """Level, comparison, trend and gap of one indicator in one place for one group of people."""

    class Outcome(models.TextChoices):
        """How the latest figure lies beside the country's."""

        BETTER = "better", "Better"
        SIMILAR = "similar", "Similar"
        WORSE = "worse", "Worse"
        HIGHER = "higher", "Higher"
        LOWER = "lower", "Lower"
        NOT_COMPARED = "not_compared", "Not compared"

    class Basis(models.TextChoices):
        """What the comparison rests on."""

        LIMITS = "limits", "Published 95% limits"
        COUNTS = "counts", "Limits worked out from published counts"
        PUBLISHER = "publisher", "The publisher’s own judgement"
        NONE = "", "Nothing"

    class TrendKind(models.TextChoices):
        """How a trend was found."""

        TESTED = "tested", "Tested over five years"
        DIRECTION = "direction", "Direction only: no test is possible"
        NONE = "", "None"

    class Trend(models.TextChoices):
        """Which way the figures go."""

        INCREASING = "increasing", "Increasing"
        DECREASING = "decreasing", "Decreasing"
        NO_CHANGE = "no_change", "No significant change"
        CANNOT_SAY = "cannot_say", "Cannot say"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="findings")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="findings")
    sex = models.CharField(max_length=8, choices=Observation.Sex.choices, default=Observation.Sex.PERSONS)
    release = models.ForeignKey(
        DataRelease, on_delete=models.PROTECT, related_name="findings", help_text="With which it was worked out."
    )
    ended_by = models.ForeignKey(
        DataRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="ended_findings"
    )

    age = models.CharField(max_length=60, blank=True)
    period_label = models.CharField(max_length=60)
    #: empty only in findings written before it was kept
    period_from = models.DateField(null=True)
    period_to = models.DateField()
    reason = models.CharField(
        max_length=16, choices=Observation.Reason.choices, blank=True, help_text="Why the newest period has no figure."
    )
    reason_label = models.CharField(max_length=60, blank=True, help_text="Which period that is.")
    value = models.FloatField(null=True)
    lower_95 = models.FloatField(null=True)
    upper_95 = models.FloatField(null=True)

    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.NOT_COMPARED)
    basis = models.CharField(max_length=9, choices=Basis.choices, blank=True)
    compared_with = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    benchmark = models.FloatField(null=True)

    trend_kind = models.CharField(max_length=9, choices=TrendKind.choices, blank=True)
    trend = models.CharField(max_length=10, choices=Trend.choices, default=Trend.CANNOT_SAY)
    trend_chi_squared = models.FloatField(null=True)

    gap_name = models.CharField(
        max_length=120, blank=True, help_text="Between whom, for example “fifths by deprivation”."
    )
    gap_value = models.FloatField(null=True)
    gap_lower_95 = models.FloatField(null=True)
    gap_upper_95 = models.FloatField(null=True)
    gap_ratio = models.FloatField(null=True)
    gap_ratio_lower_95 = models.FloatField(null=True)
    gap_ratio_upper_95 = models.FloatField(null=True)

    splits = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        help_text="By what the place's figures are split, for example “Ethnic group”.",
    )
    spark = models.JSONField(null=True, help_text="The small line of lists, where they show the place.")

    #: the sentences readers see: what can be said, or why it cannot
    level_text = models.CharField(max_length=400)
    comparison_text = models.CharField(max_length=600, blank=True)
    certainty_text = models.CharField(max_length=900, blank=True)
    trend_text = models.CharField(max_length=600, blank=True)
    gap_text = models.CharField(max_length=600, blank=True)

    wagtail_reference_index_ignore = True
    objects = models.Manager.from_queryset(FindingQuerySet)()

    class Meta:
        ordering = ["indicator", "area", "sex"]
        constraints = [
            models.UniqueConstraint(
                name="indicators_finding_unique_now",
                fields=["indicator", "area", "sex"],
                condition=Q(ended_by__isnull=True),
            ),
            models.CheckConstraint(
                name="indicators_finding_outcome_has_basis",
                condition=Q(outcome="not_compared", basis="") | (~Q(outcome="not_compared") & ~Q(basis="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.area}"

    @property
    def text(self) -> str:
        """Give all that can be said, in the order readers ask for it."""
        said = (self.level_text, self.comparison_text, self.certainty_text, self.trend_text, self.gap_text)
        return " ".join(filter(None, said))

    def trend_judgement(self, polarity: str) -> str:
        """Tell whether a tested trend is “better” or “worse”; empty for a mere direction, or where neither is better."""
        rises = {self.Trend.INCREASING: True, self.Trend.DECREASING: False}.get(self.Trend(self.trend))
        is_tested = self.trend_kind == self.TrendKind.TESTED
        return judgement(polarity, rises=rises) if is_tested and rises is not None else ""
