"""Figures: one row is one indicator in one area and period. Missing is never zero, and no fact is there twice."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from indicators.figures import INEQUALITY
from indicators.models.areas import Area
from indicators.models.indicators import Indicator
from indicators.models.releases import DataRelease


def _both_or_neither(lower: str, upper: str) -> Q:
    """Say that two limits are both absent, or both there around a value."""
    neither = Q(**{f"{lower}__isnull": True, f"{upper}__isnull": True})
    both = Q(**{f"{lower}__isnull": False, f"{upper}__isnull": False, "value__isnull": False})
    return neither | (both & Q(**{f"{lower}__lte": F("value"), f"{upper}__gte": F("value")}))


class ObservationFields(models.Model):
    """One figure, or the reason why there is none: what live, past and coming figures have in common."""

    class PeriodKind(models.TextChoices):
        """What the dates are a period of."""

        CALENDAR_YEAR = "calendar_year", "Calendar year"
        FINANCIAL_YEAR = "financial_year", "Financial year, April to March"
        ACADEMIC_YEAR = "academic_year", "School year, September to August"
        POOLED_YEARS = "pooled_years", "Several years taken together"
        QUARTER = "quarter", "Quarter"
        MONTHS = "months", "Months"
        DAY = "day", "One day"

    class Sex(models.TextChoices):
        """Whom it counts; households and emissions are “persons” too."""

        PERSONS = "persons", "All people"
        FEMALE = "female", "Women"
        MALE = "male", "Men"

    class Reason(models.TextChoices):
        """Why there is no figure. Four different things, none of them zero."""

        SUPPRESSED = "suppressed", "Held back so that nobody can be recognised"
        LOW_RELIABILITY = "low_reliability", "Held back because it is not reliable enough"
        NOT_AVAILABLE = "not_available", "Not available"
        NOT_APPLICABLE = "not_applicable", "Does not apply here"

    class Judgement(models.TextChoices):
        """What the publisher says of a figure beside the country's. Theirs, never worked out here."""

        BETTER = "better", "Better"
        SIMILAR = "similar", "Similar"
        WORSE = "worse", "Worse"
        HIGHER = "higher", "Higher"
        LOWER = "lower", "Lower"

    class LimitsFrom(models.TextChoices):
        """Where the limits come from."""

        PUBLISHED = "published", "Published"
        COUNTS = "counts", "Worked out from the published counts"

    #: a category type that is not a breakdown: another measure kept beside the indicator, never joined to it
    RELATED_MEASURE = "Related measure"
    #: a category type for summary measures of the gap inside an area
    INEQUALITY = INEQUALITY

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="%(class)ss")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="%(class)ss")
    release = models.ForeignKey(DataRelease, on_delete=models.PROTECT, related_name="%(class)ss")

    period_from = models.DateField()
    period_to = models.DateField()
    period_kind = models.CharField(max_length=16, choices=PeriodKind.choices)
    period_label = models.CharField(max_length=60, help_text="As readers see it, for example 2022/23.")
    sex = models.CharField(max_length=8, choices=Sex.choices, default=Sex.PERSONS)
    age = models.CharField(max_length=60, blank=True, help_text="As published, for example “16 to 64 years”.")
    category_type = models.CharField(
        max_length=100,
        blank=True,
        help_text="What it is split by, for example “Ethnic group”. Empty: the headline figure.",
    )
    category = models.CharField(max_length=120, blank=True)

    value = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True, help_text="Why there is no value.")
    lower_95 = models.FloatField("lower 95% limit", null=True, blank=True)
    upper_95 = models.FloatField("upper 95% limit", null=True, blank=True)
    lower_998 = models.FloatField("lower 99.8% limit", null=True, blank=True)
    upper_998 = models.FloatField("upper 99.8% limit", null=True, blank=True)
    count = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)

    limits_from = models.CharField("limits are", max_length=9, choices=LimitsFrom.choices, blank=True)
    is_provisional = models.BooleanField("provisional", default=False)
    is_revised = models.BooleanField("revised", default=False)
    has_break_before = models.BooleanField(
        "break before it", default=False, help_text="Not comparable with earlier periods of the same series."
    )
    published_comparison = models.CharField(
        "the publisher's comparison with the country", max_length=8, choices=Judgement.choices, blank=True
    )
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=240)
    source_detail = models.CharField(max_length=240, blank=True, help_text="The file it was taken from.")
    licence = models.CharField(max_length=160)

    #: Wagtail would keep a row of references for every figure, and rebuild them all
    wagtail_reference_index_ignore = True
    #: what makes two rows the same figure
    KEY = ("indicator", "area", "period_from", "period_to", "sex", "age", "category_type", "category")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.indicator}, {self.area}, {self.period_label}"


class Observation(ObservationFields):
    """A figure that readers see. Loaded by machine: there may be hundreds of thousands."""

    # the indexes below begin with them; two more would only make a large release slower
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)

    class Meta:
        ordering = ["indicator", "area", "category_type", "category", "sex", "-period_to"]
        constraints = [
            models.UniqueConstraint(
                name="indicators_observation_unique",
                fields=[
                    "indicator",
                    "category_type",
                    "area",
                    "period_to",
                    "period_from",
                    "sex",
                    "age",
                    "category",
                ],
            ),
            models.CheckConstraint(
                name="indicators_observation_value_or_reason",
                condition=Q(value__isnull=False, reason="") | (Q(value__isnull=True) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="indicators_observation_limits_95", condition=_both_or_neither("lower_95", "upper_95")
            ),
            models.CheckConstraint(
                name="indicators_observation_limits_998", condition=_both_or_neither("lower_998", "upper_998")
            ),
            models.CheckConstraint(
                name="indicators_observation_is_a_number",
                # PostgreSQL holds NaN and infinity in a float and sorts NaN above every number
                condition=Q(value__isnull=True) | Q(value__gt=-1e300, value__lt=1e300),
            ),
            models.CheckConstraint(
                name="indicators_observation_counts",
                condition=(Q(count__isnull=True) | Q(count__gte=0, count__lt=1e300))
                & (Q(denominator__isnull=True) | Q(denominator__gt=0, denominator__lt=1e300)),
            ),
            models.CheckConstraint(
                name="indicators_observation_period_in_order", condition=Q(period_from__lte=F("period_to"))
            ),
            models.CheckConstraint(
                name="indicators_observation_category_whole",
                condition=Q(category_type="", category="") | (~Q(category_type="") & ~Q(category="")),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "indicator"], name="indicators_obs_area"),
        ]


class StagedObservation(ObservationFields):
    """A figure that came in and waits for its release to be published. Gone when that is done."""

    class Change(models.TextChoices):
        """How it differs from the live figure of its key."""

        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        SAME = "same", "Unchanged"

    # checked when the file is read; the rows are many and short-lived, so the database does not check them again
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="%(class)ss", db_constraint=False, db_index=False
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="%(class)ss", db_constraint=False, db_index=False
    )
    release = models.ForeignKey(DataRelease, on_delete=models.CASCADE, related_name="%(class)ss", db_constraint=False)
    line = models.PositiveIntegerField(help_text="Its row in the file; 0 where it comes from what is live already.")
    held_back = models.CharField(
        max_length=9,
        blank=True,
        choices=[("small", "A small number"), ("secondary", "Would give a small number away")],
        help_text="Why the portal itself holds it back.",
    )
    change = models.CharField(max_length=7, choices=Change.choices, default=Change.NEW, db_default=Change.NEW)


class PastObservation(ObservationFields):
    """A figure that readers saw until a later release replaced it or took it down."""

    ended_by = models.ForeignKey(DataRelease, on_delete=models.PROTECT, related_name="ended_figures")
