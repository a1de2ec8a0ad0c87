"""What every page has: a summary, an owner, a review date, themes, and words for search engines and social media."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any

from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page
from wagtail.search import index

from het_site.core.models.managers import BasePageManager
from het_site.core.models.themes import Theme


class BasePage(Page):
    """An abstract page; its kinds say where they may stand and what else they hold."""

    summary = models.CharField(
        max_length=250,
        blank=True,
        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
    )
    share_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown when the page is shared on social media. Without one, the site's own is used.",
    )
    content_owner = models.CharField(
        max_length=120,
        blank=True,
        help_text="The team that keeps this page right, for example “Public health team”. Shown to readers.",
    )
    last_reviewed_on = models.DateField(
        null=True,
        blank=True,
        help_text="When somebody last checked that all of it is right. Shown to readers.",
    )
    next_review_on = models.DateField(
        null=True,
        blank=True,
        help_text="When it should be checked again. The dashboard lists pages past this date.",
    )
    themes = ParentalManyToManyField(
        Theme,
        blank=True,
        related_name="+",
        help_text="The themes it is about. Their marks are shown with it.",
    )

    objects = BasePageManager()

    content_panels = [*Page.content_panels, FieldPanel("summary", widget=AdminAutoHeightTextInput)]
    promote_panels = [
        *Page.promote_panels,
        FieldPanel("share_image"),
        MultiFieldPanel(
            [
                FieldPanel("content_owner"),
                FieldRowPanel([FieldPanel("last_reviewed_on"), FieldPanel("next_review_on")]),
            ],
            "Care",
        ),
    ]
    theme_panels = [FieldPanel("themes", widget=CheckboxSelectMultiple)]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.FilterField("next_review_on")]

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    #: schema.org's name for this kind of page
    structured_type = "WebPage"
    #: what readers call this kind in search results
    kind_title = "Page"

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """Give the words for search engines and social media: the search description, else the summary."""
        return self.search_description or self.summary

    @property
    def is_review_overdue(self) -> bool:
        """Tell whether the page is past its review date."""
        return self.next_review_on is not None and self.next_review_on < timezone.localdate()

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Describe the page in schema.org's terms; kinds add their own."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": self.structured_type,
            "name": self.title,
            "url": self.get_full_url(request),
            "inLanguage": settings.LANGUAGE_CODE,
        }
        if self.description:
            data["description"] = self.description
        if self.last_reviewed_on:
            data["lastReviewed"] = self.last_reviewed_on.isoformat()
        return data
