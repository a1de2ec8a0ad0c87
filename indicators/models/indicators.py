"""Indicators: what is measured, how, how far it may be trusted, and who checked the words. Figures are elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, Page, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from het_site.core.models import Theme
from indicators.models.indicator_lists import IndicatorManager, index_paths
from indicators.models.panels import EDIT_HANDLER

#: what stands below the index beside the indicators' own pages
RESERVED_SLUGS = {"by-ward", "spine", "compare", "charts"}
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class Indicator(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, index.Indexed, ClusterableModel
):
    """One measure of how fair the town is."""

    class ValueType(models.TextChoices):
        """What kind of number it is; says which method fits it."""

        PROPORTION = "proportion", "Proportion: a share of people, homes or jobs"
        RATE = "rate", "Rate: events among people over time"
        COUNT_PER = "count_per", "Count per so many"
        MEAN = "mean", "Average"
        RATIO = "ratio", "Ratio of two amounts"
        DIFFERENCE = "difference", "Difference between two groups"
        LIFE_EXPECTANCY = "life_expectancy", "Life expectancy"
        COUNT = "count", "Count"
        INDEX = "index", "Index or score"

    class Polarity(models.TextChoices):
        """Which way is better."""

        HIGH_IS_GOOD = "high_is_good", "Higher is better"
        LOW_IS_GOOD = "low_is_good", "Lower is better"
        NO_JUDGEMENT = "no_judgement", "Neither is better"

    class Status(models.TextChoices):
        """Where it stands in the town's own set."""

        DOCUMENTED = "documented", "Documented: named in public as one of the town's measures"
        TRACKED = "tracked", "Tracked: the town quotes or follows this topic elsewhere"
        PROPOSED = "proposed", "Proposed: chosen for this portal"

    class Comparison(models.TextChoices):
        """What a comparison with another place may rest on."""

        LIMITS = "limits", "Published 95% limits"
        COUNTS = "counts", "Limits worked out from published counts"
        PUBLISHER = "publisher", "The publisher's own judgement"
        NONE = "none", "Nothing: it is not to be tested"

    number = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Its place in the set. Leave empty for a measure outside the set: its page is in no list.",
    )
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Used in its address. Do not change it once it is public."
    )
    title = models.CharField(max_length=120, help_text="What is measured, in words that everybody uses.")
    question = models.CharField(
        max_length=200, help_text="The question it answers, for example “How many adults smoke?”"
    )
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        help_text="The principle under which readers find it. Only a measure outside the set may have none.",
    )
    status = models.CharField(
        max_length=12,
        choices=Status.choices,
        default=Status.PROPOSED,
        help_text="How it came into the set. Shown to readers.",
    )

    value_type = models.CharField(
        "kind of number",
        max_length=16,
        choices=ValueType.choices,
        help_text="It decides which method limits and comparisons use.",
    )
    unit = models.CharField(
        max_length=120,
        help_text="In full, as it follows the number: “% of households”, “deaths per 1,000 live births”.",
    )
    unit_short = models.CharField(
        max_length=30, blank=True, help_text="For tables and lists: “%”, “per 1,000”, “years”. Empty: just the number."
    )
    decimals = models.PositiveSmallIntegerField(default=1, help_text="How many decimal places readers see.")
    multiplier = models.PositiveIntegerField(
        default=1, help_text="What count divided by denominator is multiplied by: 100 for a percentage."
    )
    polarity = models.CharField(
        "which way is better",
        max_length=12,
        choices=Polarity.choices,
        help_text="It decides what counts as better and worse.",
    )
    headline_age = models.CharField(
        max_length=60, blank=True, help_text="Only where figures exist for several ages: the age that stands for all."
    )

    suppress_below = models.PositiveSmallIntegerField(
        "small numbers are those below",
        default=5,
        help_text="Counts from 1 up to this number, without it, are held back so that nobody can be recognised. 0: none are.",
    )

    measure_used = models.CharField(max_length=300, help_text="Exactly what the figures count, in one sentence.")
    is_proxy = models.BooleanField(
        "stand-in",
        default=False,
        help_text="Tick where the figures measure something near the title, not the title itself.",
    )
    proxy_for = models.CharField(
        max_length=300, blank=True, help_text="What it stands in for and how the two differ. Shown to readers."
    )
    meaning = RichTextField(
        "what it means",
        features=TEXT_FEATURES,
        blank=True,
        help_text="Why it matters for health, in plain words. Explain the cause, blame nobody.",
    )
    method = RichTextField(
        "how it is measured",
        features=TEXT_FEATURES,
        blank=True,
        help_text="What is counted, among whom, and by which method.",
    )
    caveats = RichTextField(
        "what to be careful about",
        features=TEXT_FEATURES,
        blank=True,
        help_text="What the figures cannot tell: small numbers, changed definitions, missing groups.",
    )

    source_name = models.CharField(max_length=240, blank=True, help_text="Publisher and name of the data set.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    source_id = models.CharField(
        "source reference", max_length=200, blank=True, help_text="The publisher's own number or name for it."
    )
    licence = models.CharField(max_length=160, blank=True, help_text="For example “Open Government Licence v3.0”.")
    frequency = models.CharField(max_length=100, blank=True, help_text="How often new figures come out.")
    next_update_on = models.DateField(null=True, blank=True, help_text="When the next figures are due, if published.")
    next_update = models.CharField(
        "next update in words",
        max_length=160,
        blank=True,
        help_text="Where there is no date, for example “Suspended by ONS”.",
    )

    trend_allowed = models.BooleanField(
        default=False,
        help_text="Tick only where the periods can be compared over time: one definition, no shared years.",
    )
    trend_note = models.CharField(max_length=250, blank=True, help_text="Why, or why not. Shown to readers.")
    periods_comparable = models.BooleanField(
        "periods without shared years can be compared",
        default=False,
        help_text="Tick where two periods that share no years can be set side by side: one definition and one method in "
        "both. It lets a gap be compared over time. Where change over time is allowed, it is taken for granted.",
    )
    comparison_allowed = models.CharField(
        "comparison rests on",
        max_length=10,
        choices=Comparison.choices,
        default=Comparison.NONE,
        help_text="What lets readers be told that a value is better, similar or worse.",
    )
    comparison_note = models.CharField(max_length=250, blank=True, help_text="Why, or why not. Shown to readers.")

    baseline_period = models.CharField(
        max_length=60,
        blank=True,
        help_text="The period that change is measured from, written as in the table of figures: “2022”, “2022/23”.",
    )
    baseline_reason = models.CharField(
        max_length=250, blank=True, help_text="Why this period, for example “The year the report came out.”"
    )

    author = models.CharField(max_length=120, blank=True, help_text="Who wrote this definition.")
    checker = models.CharField(max_length=120, blank=True, help_text="Who else checked it against the source.")
    reviewed_on = models.DateField(
        null=True, blank=True, help_text="When somebody last checked the definition against its source."
    )
    next_review_on = models.DateField(
        null=True, blank=True, help_text="When it should be checked again. The dashboard lists those past this date."
    )

    is_retired = models.BooleanField(
        "retired", default=False, help_text="Its page stays and says so; it leaves lists and counts."
    )
    retired_because = models.CharField(max_length=250, blank=True, help_text="Shown to readers.")
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        help_text="Where readers go now.",
    )
    # What the loader wrote, so that it can tell an editor's change from its own and leave it alone.
    loaded_checksum = models.CharField(max_length=64, blank=True, editable=False)

    objects: IndicatorManager = IndicatorManager()

    edit_handler = EDIT_HANDLER
    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("question", boost=2),
        index.SearchField("measure_used"),
        index.SearchField("proxy_for"),
        index.SearchField("meaning"),
        index.SearchField("source_name"),
        index.FilterField("live"),
        index.FilterField("is_retired"),
        index.FilterField("theme"),
    ]
    #: what readers call this kind in search results
    kind_title = "Indicator"

    class Meta:
        ordering = ["number", "title"]
        constraints = [
            models.UniqueConstraint(
                name="indicators_indicator_number_unique",
                fields=["number"],
                condition=models.Q(is_retired=False),
                violation_error_message="Another indicator has this number. Retire it first, or choose another number.",
            ),
            models.CheckConstraint(
                name="indicators_indicator_theme_if_numbered",
                condition=models.Q(number__isnull=True) | models.Q(theme__isnull=False),
                violation_error_message="An indicator of the set needs a principle.",
            ),
            models.CheckConstraint(
                name="indicators_indicator_replaced_if_retired",
                condition=models.Q(replaced_by__isnull=True) | models.Q(is_retired=True),
                violation_error_message="Only a retired indicator can be replaced by another.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    def get_absolute_url(self) -> str:
        """Give its address, for Django and the CMS."""
        return self.url

    def clean(self) -> None:
        """Refuse a stand-in that does not say what it stands in for, and a retirement without its reason."""
        super().clean()
        faults = {}
        if self.slug in RESERVED_SLUGS:
            faults["slug"] = f"“{self.slug}” is the address of another page. Choose other words."
        if self.number is not None and self.theme_id is None:
            faults["theme"] = "Choose the principle under which readers find it: it has a place in the set."
        if self.is_proxy and not self.proxy_for:
            faults["proxy_for"] = "Say what the figures stand in for and how the two differ."
        if self.is_retired and not self.retired_because:
            faults["retired_because"] = "Say why, for the readers who follow an old link."
        if self.replaced_by_id and self.pk in [one.pk for one in self._replacements()]:
            faults["replaced_by"] = "An indicator cannot replace itself, not even by way of another."
        if self.baseline_reason and not self.baseline_period:
            faults["baseline_period"] = "Say which period the reason is for."
        if faults:
            raise ValidationError(faults)

    def with_content_json(self, content: dict[str, Any]) -> Indicator:
        """Give what a revision holds, with the commentary that is public: no draft or older version takes that back."""
        found: Indicator = super().with_content_json(content)
        if self.first_published_at:
            public = list(self.commentary.get_live_queryset())
            kept = {entry.key for entry in public}
            found.commentary = [*public, *(entry for entry in found.commentary.all() if entry.key not in kept)]
        return found

    def _replacements(self) -> Iterator[Indicator]:
        """Follow what replaced it, and what replaced that, until the way ends or comes back."""
        seen: set[int] = set()
        one = self.replaced_by
        while one is not None and one.pk not in seen:
            yield one
            seen.add(one.pk)
            one = one.replaced_by

    @property
    def successor(self) -> Indicator | None:
        """Give the indicator that readers of a retired one are led to; None where there is none in the set."""
        return next((one for one in self._replacements() if one.live and not one.is_retired), None)

    @property
    def in_short(self) -> str:
        """Give the sentence that stands under its title in search results."""
        return f"No longer in the set. {self.question}" if self.is_retired else self.question

    @property
    def is_listed(self) -> bool:
        """Tell whether it has a place in the set; one without is found by its address alone."""
        return self.number is not None

    @property
    def is_part_of_whole(self) -> bool:
        """Tell whether its count is a part of its denominator."""
        return self.value_type in {self.ValueType.PROPORTION, self.ValueType.COUNT_PER}

    @property
    def is_percentage(self) -> bool:
        """Tell whether its values are percentages, 0 to 100."""
        return self.value_type == self.ValueType.PROPORTION and self.multiplier == 100

    @property
    def status_word(self) -> str:
        """Give the status without its explanation, for lists and filters."""
        return str(self.Status(self.status).label).partition(":")[0]

    @property
    def url(self) -> str:
        """Give its address; empty while there is no index page for it to stand under."""
        return self.get_url()

    def get_url(self, request: HttpRequest | None = None) -> str:
        """Give its address under the index page; `with_addresses()` saves the query for it."""
        return self._below(self._index_page.get_url(request))

    def get_full_url(self, request: HttpRequest | None = None) -> str | None:
        """Give its address with the site's, for the CMS's “view live”, previews and search engines."""
        return self._below(self._index_page.get_full_url(request)) or None

    def _below(self, base: str | None) -> str:
        return f"{base}{self.slug}/" if base else ""

    @property
    def _index_page(self) -> Page:
        """Give the index page as far as addresses need it: where it stands; nowhere while there is none."""
        if not hasattr(self, "index_path"):
            self.index_path: str | None = index_paths().first()
        return Page(url_path=self.index_path or "")

    full_url = property(get_full_url)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Preview the page that readers see."""
        return "indicators/indicator.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Preview with the figures that are live."""
        from indicators.indicator_pages import indicator_context
        from indicators.models.pages import IndicatorIndexPage

        page = IndicatorIndexPage.objects.live().first() or IndicatorIndexPage(title="Indicators")
        return {"request": request, "page": page, **indicator_context(self, request, is_draft=True)}
