"""Gaps over time, with what became of them: worked out once, when the figures are published. Never edited."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from indicators.models.areas import Area
from indicators.models.indicators import Indicator
from indicators.models.observations import Observation
from indicators.models.releases import DataRelease


class GapSeriesQuerySet(models.QuerySet["GapSeries"]):
    """Questions about what holds now."""

    def current(self) -> GapSeriesQuerySet:
        """Keep what follows from the figures that are live."""
        return self.filter(ended_by=None)


class GapSeries(models.Model):
    """One gap of one place over time, for one group of people, and whether it closes or widens."""

    class Kind(models.TextChoices):
        """Between what the gap is, and by which method it is measured."""

        COUNTRY = "country", "To the country: the difference of two figures"
        SLOPE = "slope", "Inside the place: the slope index over all groups by deprivation"
        ENDS = "ends", "Inside the place: the most deprived group beside the least deprived"
        PUBLISHED = "published", "Inside the place: as its publisher measures it"

    class Verdict(models.TextChoices):
        """What became of it."""

        CLOSING = "closing", "Closing"
        WIDENING = "widening", "Widening"
        NO_CLEAR_CHANGE = "no_clear_change", "No clear change"
        CANNOT_SAY = "cannot_say", "Cannot say"

    class Basis(models.TextChoices):
        """How that was found."""

        TESTED = "tested", "Tested: the 95% interval of the difference between two gaps"
        DIRECTION = "direction", "Direction only: no test is possible"
        NONE = "", "Nothing"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="gaps")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="gaps")
    sex = models.CharField(max_length=8, choices=Observation.Sex.choices, default=Observation.Sex.PERSONS)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    name = models.CharField(
        max_length=120,
        blank=True,
        help_text="How the place is split, or what the publisher calls the measure. Empty for the gap to the country.",
    )
    compared_with = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    release = models.ForeignKey(
        DataRelease, on_delete=models.PROTECT, related_name="gaps", help_text="With which it was worked out."
    )
    ended_by = models.ForeignKey(
        DataRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="ended_gaps"
    )

    verdict = models.CharField(max_length=15, choices=Verdict.choices, default=Verdict.CANNOT_SAY)
    basis = models.CharField(max_length=9, choices=Basis.choices, blank=True)
    from_label = models.CharField(max_length=60, blank=True, help_text="The period that the latest gap is set beside.")
    to_label = models.CharField(max_length=60, blank=True, help_text="The latest period that has a gap.")
    change = models.FloatField(null=True, help_text="The latest gap less the earlier one, in the unit of the gap.")
    change_lower_95 = models.FloatField(null=True)
    change_upper_95 = models.FloatField(null=True)
    is_lead = models.BooleanField(
        default=False, help_text="The place, or its most deprived part, fares better in both periods."
    )

    baseline_label = models.CharField(max_length=60, blank=True, help_text="The indicator’s baseline period.")
    baseline_verdict = models.CharField(max_length=15, choices=Verdict.choices, blank=True)
    baseline_basis = models.CharField(max_length=9, choices=Basis.choices, blank=True)
    baseline_change = models.FloatField(null=True)
    baseline_change_lower_95 = models.FloatField(null=True)
    baseline_change_upper_95 = models.FloatField(null=True)

    #: the sentences readers see: how wide it is, what became of it, and since the baseline
    standing_text = models.CharField(max_length=600, blank=True)
    change_text = models.CharField(max_length=900)
    baseline_text = models.CharField(max_length=900, blank=True)

    wagtail_reference_index_ignore = True
    objects = models.Manager.from_queryset(GapSeriesQuerySet)()

    class Meta:
        ordering = ["indicator", "area", "kind", "sex", "name"]
        verbose_name_plural = "gap series"
        constraints = [
            models.UniqueConstraint(
                name="indicators_gapseries_unique_now",
                fields=["indicator", "area", "kind", "sex", "name"],
                condition=Q(ended_by__isnull=True),
            ),
            models.CheckConstraint(
                name="indicators_gapseries_verdict_has_basis",
                condition=Q(verdict="cannot_say", basis="") | (~Q(verdict="cannot_say") & ~Q(basis="")),
            ),
            models.CheckConstraint(
                name="indicators_gapseries_tested_has_limits",
                condition=~Q(basis="tested") | Q(change_lower_95__isnull=False, change_upper_95__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.area}, {self.get_kind_display()}"

    def judgement(self, polarity: str) -> str:
        """Tell whether a tested change is “better” or “worse”; empty for a mere direction or where neither is better."""
        return judgement_of_gap(polarity, verdict=self.verdict, basis=self.basis, change=self.change)


def judgement_of_gap(polarity: str, *, verdict: str, basis: str, change: float | None) -> str:
    """Tell whether a tested change of a gap is “better” or “worse”; empty where that cannot be said."""
    is_told = basis == GapSeries.Basis.TESTED and verdict in {GapSeries.Verdict.CLOSING, GapSeries.Verdict.WIDENING}
    if not is_told or change is None or polarity == Indicator.Polarity.NO_JUDGEMENT:
        return ""
    # a change above zero is to the harm of the place or of its most deprived part, whichever way is good
    return "worse" if change > 0 else "better"


class GapFigure(models.Model):
    """How wide a gap was in one period. Above zero: the place, or its most deprived part, fares worse."""

    series = models.ForeignKey(GapSeries, on_delete=models.CASCADE, related_name="figures")
    period_from = models.DateField()
    period_to = models.DateField()
    period_label = models.CharField(max_length=60)
    difference = models.FloatField(
        null=True,
        help_text="Above zero: the place, or its most deprived part, fares worse, or has more where neither is better.",
    )
    lower_95 = models.FloatField(null=True)
    upper_95 = models.FloatField(null=True)
    ratio = models.FloatField(
        null=True, help_text="The same gap as a ratio; above one where the difference is above 0."
    )
    ratio_lower_95 = models.FloatField(null=True)
    ratio_upper_95 = models.FloatField(null=True)
    own_value = models.FloatField(null=True, help_text="The place’s figure, or that of its most deprived part.")
    other_value = models.FloatField(null=True, help_text="The country’s figure, or that of the least deprived part.")
    has_break_before = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["series", "period_to", "period_from"]
        constraints = [
            models.UniqueConstraint(name="indicators_gapfigure_unique", fields=["series", "period_to", "period_from"]),
            models.CheckConstraint(
                name="indicators_gapfigure_limits",
                condition=Q(lower_95__isnull=True, upper_95__isnull=True)
                | Q(lower_95__lte=F("difference"), upper_95__gte=F("difference")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.period_label}"
