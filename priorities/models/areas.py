"""The priority areas: which group leads each, what it aims for and what is known. Their projects stand below them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage
from priorities.models.editorial import TEXT_FEATURES, MeasuredFact, tabs
from priorities.models.groups import Group


class PriorityIndexPage(BasePage):
    """All priority areas, each with its group and its projects."""

    intro = RichTextField(
        "introduction", blank=True, features=TEXT_FEATURES, help_text="What the priority areas are and who leads them."
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown after the list of priority areas.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = tabs(content_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["priorities.PriorityPage"]
    max_count = 1
    template = "priorities/priority_index_page.html"
    page_description = "The list of priority areas."
    structured_type = "CollectionPage"

    class Meta:
        verbose_name = "list of priority areas"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the priority areas, each with its projects."""
        from priorities.queries import priority_summaries

        return super().get_context(request, *args, **kwargs) | {"priorities": priority_summaries(self)}


class PriorityPage(BasePage):
    """One priority area: the group, the aims, the facts, the projects."""

    group = models.ForeignKey(
        Group,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The group that leads the work. Its chair and remit are shown.",
    )
    aims = RichTextField(features=TEXT_FEATURES, help_text="What the group wants to change, and for whom.")
    indicators = ParentalManyToManyField(
        "indicators.Indicator", blank=True, related_name="+", help_text="The indicators where success would show."
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Anything more, shown after the facts.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("group"),
        FieldPanel("aims"),
        MultiFieldPanel([InlinePanel("facts", label="Fact", max_num=8)], "Facts"),
        FieldPanel("indicators", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
    ]
    edit_handler = tabs(content_panels)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("aims"),
        index.SearchField("body"),
        index.RelatedFields("facts", [index.SearchField("label"), index.SearchField("number")]),
        index.FilterField("group"),
    ]

    parent_page_types = ["priorities.PriorityIndexPage"]
    subpage_types = ["priorities.ProjectIndexPage"]
    template = "priorities/priority_page.html"
    page_description = "One priority area. Its projects stand below it, in a list of projects."
    kind_title = "Priority area"

    class Meta:
        verbose_name = "priority area"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects and the indicators."""
        from priorities.queries import priority_context

        return super().get_context(request, *args, **kwargs) | priority_context(self)


class PriorityFact(MeasuredFact):
    """One fact about a priority area."""

    page = ParentalKey(PriorityPage, on_delete=models.CASCADE, related_name="facts")
