"""What news and events have in common: a list above, and an item with a date that may be approximate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage

INTRO_FEATURES = ["bold", "link", "ol", "ul"]
APPROXIMATE_NEEDS_WORDS = "Say in words what is known of the date, for example “July 2023”."


def tabs(content: list[Any], links: list[Any]) -> TabbedInterface:
    """Lay out a page's editor: what it says, what it belongs to, how it is found and kept."""
    return TabbedInterface(
        [
            ObjectList(content, heading="Content"),
            ObjectList(links, heading="Themes and links"),
            ObjectList(BasePage.promote_panels, heading="Promote and care"),
        ]
    )


class ListPage(BasePage):
    """An abstract list of items: an introduction above, anything else below."""

    intro = RichTextField(
        "introduction",
        blank=True,
        features=INTRO_FEATURES,
        help_text="What readers find here, in one or two sentences.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown under the list. Often nothing is needed.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = tabs(content_panels, BasePage.theme_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1
    structured_type = "CollectionPage"

    class Meta:
        abstract = True


class DatedPage(BasePage):
    """An abstract item with a date that may be approximate, a body, a source and the priorities it serves."""

    date_is_approximate = models.BooleanField(
        "date is approximate",
        default=False,
        help_text="Tick if only the month or year is known. Then give its first day above and say it in words.",
    )
    date_text = models.CharField(
        "date in words",
        max_length=120,
        blank=True,
        help_text="Shown instead of the date when it is approximate, for example “July 2023”.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="What it is, and what it means for people here.")
    source = models.CharField(max_length=240, blank=True, help_text="Who published it and where.")
    source_url = models.URLField(
        "source address", max_length=500, blank=True, help_text="Where readers can check it. Leave empty if not public."
    )
    priorities = ParentalManyToManyField(
        "priorities.PriorityPage",
        blank=True,
        related_name="+",
        help_text="The priority areas it is about. Readers are taken there.",
    )

    approximate_panel = FieldRowPanel([FieldPanel("date_is_approximate"), FieldPanel("date_text")])
    source_panel = MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], "Source")
    link_panels = [
        *BasePage.theme_panels,
        FieldPanel("priorities", widget=forms.CheckboxSelectMultiple),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("source")]

    subpage_types: list[str] = []

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_approximate_date_in_words",
                condition=models.Q(date_is_approximate=False) | ~models.Q(date_text=""),
                violation_error_message=APPROXIMATE_NEEDS_WORDS,
            ),
        ]

    def clean(self) -> None:
        """Refuse an approximate date without words."""
        super().clean()
        if self.date_is_approximate and not self.date_text:
            raise ValidationError({"date_text": APPROXIMATE_NEEDS_WORDS})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the priority areas that readers may see."""
        priorities = [page for page in self.priorities.all() if page.live]
        return super().get_context(request, *args, **kwargs) | {"priorities": priorities}
