"""The organisations that work together. Only what they or the partnership have published is said about them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from priorities.models.editorial import EditorialSnippet


class Organisation(EditorialSnippet):
    """One organisation: its name, kind and what it does here."""

    class Kind(models.TextChoices):
        """What kind of organisation it is, in the order of the directory."""

        COUNCIL = "council", "Council"
        NHS = "nhs", "NHS"
        GP_NETWORK = "gp_network", "GP network"
        POLICE = "police", "Police"
        HOUSING = "housing", "Housing"
        EDUCATION = "education", "Education"
        CHARITY = "charity", "Charity"
        COMMUNITY = "community", "Community group"
        BUSINESS = "business", "Business"
        RESEARCH = "research", "Research"
        PARTNERSHIP = "partnership", "Partnership"
        OTHER = "other", "Other"

    name = models.CharField(max_length=160, unique=True, help_text="Its full public name.")
    kind = models.CharField(max_length=20, choices=Kind, help_text="The directory is grouped by this.")
    website = models.URLField(max_length=500, blank=True, help_text="Its own site. Leave empty if you are not sure.")
    description = models.TextField(
        blank=True, help_text="What it does in this work, in one or two plain sentences. Only what is published."
    )
    is_partner = models.BooleanField(
        "partner", default=True, help_text="Tick if it is publicly named as working with the partnership."
    )
    source = models.CharField(max_length=240, blank=True, help_text="Where this is published.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("kind"), FieldPanel("is_partner")], "Name"),
        FieldPanel("description"),
        FieldPanel("website"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")], "Source"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("kind"),
        index.FilterField("is_partner"),
        index.FilterField("live"),
    ]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="priorities_organisation_address_has_source",
                condition=models.Q(source_url="") | ~models.Q(source=""),
                violation_error_message="Say what the source is, not only its address.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Preview the entry as the directory shows it."""
        return "priorities/organisation_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the entry to the template that the directory uses too."""
        return super().get_preview_context(request, mode_name) | {"organisation": self}
