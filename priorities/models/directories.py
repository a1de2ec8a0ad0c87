"""Two pages that list who takes part: the groups of the governance, and the partner organisations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage
from priorities.models.editorial import TEXT_FEATURES, tabs


class GovernancePage(BasePage):
    """Who steers the work: the groups as a diagram and as an equal list."""

    intro = RichTextField(
        "introduction",
        blank=True,
        features=TEXT_FEATURES,
        help_text="How the groups work together, before the diagram.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown after the groups.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = tabs(content_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "priorities/governance_page.html"
    page_description = "The boards and subgroups, drawn from the groups under “Who and what”."

    class Meta:
        verbose_name = "governance page"


class PartnersPage(BasePage):
    """The partner organisations by kind."""

    intro = RichTextField(
        "introduction", blank=True, features=TEXT_FEATURES, help_text="Who the partners are, before the directory."
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown after the directory.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = tabs(content_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "priorities/partners_page.html"
    page_description = "The partner organisations by kind, from the organisations under “Who and what”."
    structured_type = "CollectionPage"

    class Meta:
        verbose_name = "partners page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the partners, grouped by kind."""
        from priorities.queries import partners_by_kind

        return super().get_context(request, *args, **kwargs) | {"kinds": partners_by_kind()}
