"""The projects of a priority area: what was done, with whom, and the facts that are published about it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage
from priorities.models.areas import PriorityPage
from priorities.models.editorial import TEXT_FEATURES, MeasuredFact, tabs
from priorities.models.organisations import Organisation

PROJECTS_SLUG = "projects"


class ProjectIndexPage(BasePage):
    """The projects of one priority area. Its address is always “projects”."""

    intro = RichTextField("introduction", blank=True, features=TEXT_FEATURES, help_text="What the projects share.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    # Without the address, which is fixed.
    promote_panels = [
        MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], "For search engines"),
        *BasePage.promote_panels[1:],
    ]
    edit_handler = tabs(content_panels, promote_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    parent_page_types = ["priorities.PriorityPage"]
    subpage_types = ["priorities.ProjectPage"]
    max_count_per_parent = 1
    template = "priorities/project_index_page.html"
    page_description = "The list of a priority area’s projects."
    structured_type = "CollectionPage"

    class Meta:
        verbose_name = "list of projects"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Set the address, whatever the title: a project's address is the same in every priority area."""
        self.slug = PROJECTS_SLUG
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects."""
        from priorities.queries import projects_below

        return super().get_context(request, *args, **kwargs) | {"projects": projects_below(self)}


class ProjectPage(BasePage):
    """One project."""

    organisations = ParentalManyToManyField(
        Organisation, blank=True, related_name="+", help_text="Who does it, as published."
    )
    indicators = ParentalManyToManyField(
        "indicators.Indicator", blank=True, related_name="+", help_text="The indicators where success would show."
    )
    source = models.CharField(max_length=240, blank=True, help_text="Where what is said here was published.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="What was done, with whom, and what came of it.")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([InlinePanel("facts", label="Fact", max_num=8)], "Facts"),
        FieldPanel("body"),
        FieldPanel("organisations", widget=CheckboxSelectMultiple),
        FieldPanel("indicators", widget=CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")], "Source"),
    ]
    edit_handler = tabs(content_panels)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.RelatedFields("facts", [index.SearchField("label"), index.SearchField("number")]),
        index.RelatedFields("organisations", [index.SearchField("name")]),
    ]

    parent_page_types = ["priorities.ProjectIndexPage"]
    subpage_types: list[str] = []
    template = "priorities/project_page.html"
    page_description = "One project: what was done, with whom, and its figures."
    kind_title = "Project"

    class Meta:
        verbose_name = "project"
        constraints = [
            models.CheckConstraint(
                name="priorities_project_address_has_source",
                condition=models.Q(source_url="") | ~models.Q(source=""),
                violation_error_message="Say what the source is, not only its address.",
            ),
        ]

    @property
    def priority(self) -> PriorityPage | None:
        """Give the priority area it belongs to."""
        return PriorityPage.objects.ancestor_of(self).first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the priority area, the organisations and the indicators."""
        from priorities.queries import project_context

        return super().get_context(request, *args, **kwargs) | project_context(self)


class ProjectFact(MeasuredFact):
    """One fact about a project."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="facts")
