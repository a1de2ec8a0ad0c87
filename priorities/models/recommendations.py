"""Recommendations: what a published report asks for, who owns it, how far it has got, and the evidence."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from het_site.core.models import Theme
from priorities.models.editorial import EditorialSnippet
from priorities.models.groups import Group
from priorities.models.organisations import Organisation


class Status(models.TextChoices):
    """How far a recommendation has got. Each word has one meaning, which readers and editors see alike."""

    NOT_REPORTED = "not_reported", "No update yet"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    EMBEDDED = "embedded", "Embedded"
    COMPLETE = "complete", "Complete"
    NOT_FEASIBLE = "not_feasible", "Not feasible"

    @property
    def definition(self) -> str:
        """Say in one sentence what the status means."""
        return DEFINITIONS[self]

    @property
    def icon(self) -> str:
        """Name the shape that goes with the words."""
        return ICONS[self]


DEFINITIONS = {
    Status.NOT_REPORTED: "Nobody has reported on it here. Work may be going on.",
    Status.NOT_STARTED: "The owner says that work has not begun.",
    Status.IN_PROGRESS: "Work has begun and is not finished.",
    Status.EMBEDDED: "It has become part of everyday work, and goes on.",
    Status.COMPLETE: "What was asked for has been done.",
    Status.NOT_FEASIBLE: "The owner says that it cannot be done. The reason is given.",
}
ICONS = {
    Status.NOT_REPORTED: "s-untested",
    Status.NOT_STARTED: "s-nodata",
    Status.IN_PROGRESS: "i-arrow",
    Status.EMBEDDED: "s-similar",
    Status.COMPLETE: "i-tick",
    Status.NOT_FEASIBLE: "i-alert",
}


LISTED = (
    *("live", "last_published_at", "slug", "theme", "number", "title", "text", "status"),
    *("owner__name", "owner__live"),
)


class RecommendationManager(models.Manager["Recommendation"]):
    """Questions that other modules ask of all recommendations."""

    def public(self) -> models.QuerySet[Recommendation]:
        """Give what readers may see, with everything that a list shows and nothing else, at the cost of one query."""
        kind = ContentType.objects.get_by_natural_key("priorities", "recommendationindexpage")
        pages = Page.objects.live().filter(content_type_id=kind.pk)
        return (
            self.filter(live=True)
            .select_related("theme", "owner")
            .only(*LISTED)
            .annotate(index_path=models.Subquery(pages.values("url_path")[:1]))
        )


class Recommendation(EditorialSnippet):
    """One recommendation of a published report."""

    number = models.PositiveSmallIntegerField(
        help_text="Its number in the report, or its place under the principle if the report gives none."
    )
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="principle",
        help_text="The principle it belongs to.",
    )
    title = models.CharField(max_length=160, help_text="What is to be done, in a few plain words.")
    text = models.TextField(help_text="The wording of the report, or a fair paraphrase in plain words.")
    is_paraphrase = models.BooleanField(
        "paraphrase",
        default=True,
        help_text="Tick if these are our words. Untick only if they are copied from the report exactly.",
    )
    source = models.CharField(max_length=240, help_text="The report: author, title, date.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    page_reference = models.CharField(
        max_length=40, blank=True, help_text="Where in the report, for example “page 34”. Needed for exact words."
    )
    published_on = models.DateField(null=True, blank=True, help_text="When the report was published.")
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The organisation that answers for it. Empty means that none is published.",
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The group that follows it. Empty means that none is published.",
    )
    status = models.CharField(
        max_length=20,
        choices=Status,
        default=Status.NOT_REPORTED,
        help_text=" ".join(f"{status.label}: {status.definition}" for status in Status),
    )
    status_reason = models.TextField(
        "reason for the status", blank=True, help_text="Why it stands there. Needed for “Not feasible”."
    )
    next_review_on = models.DateField(
        "next review", null=True, blank=True, help_text="When the status is to be looked at again."
    )
    indicators = ParentalManyToManyField(
        "indicators.Indicator",
        blank=True,
        related_name="+",
        help_text="The indicators where success would show.",
    )

    objects = RecommendationManager()

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("theme"), FieldPanel("number")]),
                FieldPanel("title"),
                FieldPanel("slug"),
                FieldPanel("text"),
                FieldPanel("is_paraphrase"),
            ],
            "What is recommended",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
                FieldRowPanel([FieldPanel("page_reference"), FieldPanel("published_on")]),
            ],
            "Source",
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("status_reason"),
                FieldPanel("next_review_on"),
            ],
            "How far it has got",
        ),
        FieldRowPanel([FieldPanel("owner"), FieldPanel("group")], "Who answers for it"),
        FieldPanel("indicators", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                HelpPanel("What shows how far it has got: a story, a report, figures. Each leads to one place."),
                InlinePanel("evidence", label="Evidence"),
            ],
            "Evidence",
        ),
    ]
    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.SearchField("status_reason"),
        index.FilterField("theme"),
        index.FilterField("status"),
        index.FilterField("live"),
        index.FilterField("next_review_on"),
    ]

    class Meta:
        ordering = ["theme__number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "number"],
                name="priorities_recommendation_number_unique",
                violation_error_message="This principle already has a recommendation with this number.",
            ),
            models.CheckConstraint(
                name="priorities_recommendation_not_feasible_has_reason",
                condition=~models.Q(status=Status.NOT_FEASIBLE) | ~models.Q(status_reason=""),
                violation_error_message="Say why it is not feasible.",
            ),
            models.CheckConstraint(
                name="priorities_recommendation_exact_words_have_page",
                condition=models.Q(is_paraphrase=True) | ~models.Q(page_reference=""),
                violation_error_message="Exact words need their page in the report.",
            ),
            models.CheckConstraint(
                name="priorities_recommendation_reviewed_after_published",
                condition=models.Q(next_review_on__isnull=True)
                | models.Q(published_on__isnull=True)
                | models.Q(next_review_on__gt=models.F("published_on")),
                violation_error_message="The next review must be after the report was published.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme.number}.{self.number} {self.title}"

    @property
    def state(self) -> Status:
        """Give the status with its definition and shape."""
        return Status(self.status)

    @property
    def url(self) -> str:
        """Give its address; empty while there is no list for it to stand under."""
        return self.get_url()

    def get_url(self, request: HttpRequest | None = None) -> str:
        """Give its address under the list; `public()` saves the query for it."""
        if not hasattr(self, "index_path"):
            found = type(self).objects.public().filter(pk=self.pk).first()
            self.index_path: str | None = found.index_path if found else None
        base = Page(url_path=self.index_path).get_url(request) if self.index_path else None
        return f"{base}{self.slug}/" if base else ""

    def get_full_url(self, request: HttpRequest | None = None) -> str | None:
        """Give its address with the site's, for the CMS's “view live”."""
        from priorities.models.tracker import RecommendationIndexPage

        page = RecommendationIndexPage.objects.live().first()
        base = page.get_full_url(request) if page else None
        return f"{base}{self.slug}/" if base else None

    full_url = property(get_full_url)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Preview the public page itself."""
        return "priorities/recommendation.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the template what the public page gives it."""
        from priorities.models.tracker import RecommendationIndexPage
        from priorities.queries import recommendation_context

        page = RecommendationIndexPage.objects.live().first() or RecommendationIndexPage(title="Recommendations")
        return super().get_preview_context(request, mode_name) | {"page": page} | recommendation_context(self)


class Evidence(Orderable):
    """One thing that shows how far a recommendation has got. It leads to exactly one place."""

    class Kind(models.TextChoices):
        """What kind of evidence it is."""

        CASE_STUDY = "case_study", "Case study"
        PROJECT = "project", "Project"
        FIGURES = "figures", "Figures"
        REPORT = "report", "Report"
        NEWS = "news", "News"
        OTHER = "other", "Other"

    recommendation = ParentalKey(Recommendation, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=200, help_text="Words that make sense on their own. They become the link.")
    kind = models.CharField(max_length=20, choices=Kind, help_text="Shown after the title.")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="A page of this site.",
    )
    url = models.URLField("other site", max_length=500, blank=True, help_text="The address, if it is elsewhere.")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="A file that you have uploaded here.",
    )

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("kind")]),
        FieldPanel("page"),
        FieldPanel("url"),
        FieldPanel("document"),
    ]

    class Meta(Orderable.Meta):
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="priorities_evidence_leads_to_one_place",
                condition=models.Q(page__isnull=False, url="", document__isnull=True)
                | (models.Q(page__isnull=True, document__isnull=True) & ~models.Q(url=""))
                | models.Q(page__isnull=True, url="", document__isnull=False),
                violation_error_message="Choose one: a page, an address or a document.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def href(self) -> str:
        """Give the address it leads to; nothing while its page is not public."""
        if self.page is not None:
            return str(self.page.url or "") if self.page.live else ""
        return self.document.url if self.document is not None else self.url
