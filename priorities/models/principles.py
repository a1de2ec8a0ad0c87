"""The pages of the principles: why each matters here and what is seen. Its name, number and mark are core's theme."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage, Theme
from priorities.models.editorial import TEXT_FEATURES, MeasuredFact, tabs


class PrincipleIndexPage(BasePage):
    """All principles, each with its mark, its line and what is known about it."""

    intro = RichTextField(
        "introduction",
        blank=True,
        features=TEXT_FEATURES,
        help_text="What the principles are and where they come from.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown after the list of principles.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = tabs(content_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["priorities.PrinciplePage"]
    max_count = 1
    template = "priorities/principle_index_page.html"
    page_description = "The list of all principles."
    structured_type = "CollectionPage"

    class Meta:
        verbose_name = "list of principles"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the principles with how many indicators, recommendations and projects each has."""
        from priorities.queries import principle_summaries

        return super().get_context(request, *args, **kwargs) | {"principles": principle_summaries()}


class PrinciplePage(BasePage):
    """One principle: why it matters here, what is seen, how it is measured, what is done."""

    theme = models.OneToOneField(
        Theme,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="principle",
        help_text="Its number, mark and hue come from here.",
    )
    why_it_matters = RichTextField(
        features=TEXT_FEATURES,
        help_text="Why this shapes health, and why here. Explain the cause, show that change is possible.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Anything more, shown after what we see.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("theme"),
        FieldPanel("why_it_matters"),
        MultiFieldPanel([InlinePanel("insights", label="Fact", max_num=8)], "What we see"),
        FieldPanel("body"),
    ]
    edit_handler = tabs(content_panels)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("why_it_matters"),
        index.SearchField("body"),
        index.RelatedFields("insights", [index.SearchField("label"), index.SearchField("number")]),
        index.FilterField("theme"),
    ]

    parent_page_types = ["priorities.PrincipleIndexPage"]
    subpage_types: list[str] = []
    template = "priorities/principle_page.html"
    page_description = (
        "One of the principles. Its indicators, recommendations, projects and stories join by themselves."
    )
    kind_title = "Principle"

    class Meta:
        verbose_name = "principle"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is measured, recommended and done under this principle."""
        from priorities.queries import principle_context

        return super().get_context(request, *args, **kwargs) | principle_context(self)


class PrincipleInsight(MeasuredFact):
    """One fact that shows how this principle stands in the place."""

    page = ParentalKey(PrinciplePage, on_delete=models.CASCADE, related_name="insights")
