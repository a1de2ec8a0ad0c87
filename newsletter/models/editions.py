"""The newsletter's archive, and its editions: planned, written, sent, and then read by whoever comes later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from het_site.core.fields import StreamField
from het_site.core.models import BasePage
from newsletter.blocks import EditionBlock
from newsletter.models.dated_pages import ListPage, tabs

#: addresses below the newsletter that are no edition's
RESERVED_SLUGS = {"confirm", "feed", "offer", "pictures", "sign-up", "unsubscribe", "yours"}
RESERVED = "This address is used by the newsletter itself. Choose another."
DEADLINE_FIRST = "The copy deadline must be before the day of the edition, or on it."


class NewsletterIndexPage(RoutablePageMixin, ListPage):
    """The newsletter: what it is, how to get it, and all editions."""

    subpage_types = ["newsletter.EditionPage"]
    template = "newsletter/newsletter_index_page.html"
    page_description = "The newsletter's own page: how to get it, the next copy deadline, and all editions."

    class Meta:
        verbose_name = "newsletter index"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the editions that are out, newest first, or those with what was looked for."""
        from newsletter.archive import listing

        return super().get_context(request, *args, **kwargs) | listing(self, request)

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Answer with the latest editions as Atom."""
        return self._feed(request, "")

    @path("feed/<slug:topic>/", name="topic_feed")
    def topic_feed(self, request: HttpRequest, topic: str) -> HttpResponse:
        """Answer with the latest editions of one topic as Atom."""
        return self._feed(request, topic)

    def _feed(self, request: HttpRequest, topic: str) -> HttpResponse:
        from newsletter.archive import atom_feed

        return HttpResponse(atom_feed(self, request, topic), content_type="application/atom+xml; charset=utf-8")


class EditionPage(BasePage):
    """One edition. Its body is written once and rendered three ways: as this page, as an email, and as plain text.

    While it is a draft it stands in the plan: partners offer items for it until the copy deadline.
    """

    class Audience(models.TextChoices):
        """Whom it goes to."""

        EVERYONE = "everyone", "Everybody who gets the newsletter"
        TOPICS = "topics", "Only who follows one of its topics"

    number = models.PositiveIntegerField(unique=True, help_text="Editions are counted, and called by their number.")
    planned_for = models.DateField("day", help_text="The day on which it is to go out.")
    copy_deadline = models.DateField(
        help_text="Until when partners can offer items. Readers and partners are shown it."
    )
    subject = models.CharField(max_length=150, blank=True, help_text="The email's subject. Empty for the title.")
    preview_text = models.CharField(
        max_length=150, blank=True, help_text="What mail programs show after the subject. Empty for the summary."
    )
    body = StreamField(EditionBlock(), blank=True, help_text="The items, in the order in which they are read.")

    audience = models.CharField(
        max_length=10,
        choices=Audience.choices,
        default=Audience.EVERYONE,
        help_text="Who is sent it by email. Everybody can read it here.",
    )
    priorities = ParentalManyToManyField(
        "priorities.PriorityPage", blank=True, related_name="+", help_text="The priority areas it is about."
    )
    is_news = models.BooleanField("news and events", default=False, help_text="It goes to who follows these.")
    is_sample = models.BooleanField(
        "sample",
        default=False,
        help_text="It shows what an edition looks like. Its page says so, and it cannot be sent.",
    )
    is_figures = models.BooleanField("new figures", default=False, help_text="It goes to who follows these.")

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("planned_for"), FieldPanel("copy_deadline")]),
        MultiFieldPanel([FieldPanel("subject"), FieldPanel("preview_text")], "As an email"),
        FieldPanel("body"),
    ]
    topic_panels = [
        *BasePage.theme_panels,
        FieldPanel("priorities", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("is_news"), FieldPanel("is_figures")]),
        FieldPanel("audience"),
        FieldPanel("is_sample"),
    ]
    edit_handler = tabs(content_panels, topic_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("archive_words"), index.FilterField("planned_for")]

    parent_page_types = ["newsletter.NewsletterIndexPage"]
    subpage_types: list[str] = []
    template = "newsletter/web/edition_page.html"
    structured_type = "PublicationIssue"
    kind_title = "Newsletter"
    page_description = "One edition of the newsletter: a page, an email and plain text from the same blocks."

    class Meta:
        verbose_name = "edition"
        constraints = [
            models.CheckConstraint(
                name="newsletter_deadline_first",
                condition=models.Q(copy_deadline__lte=models.F("planned_for")),
                violation_error_message=DEADLINE_FIRST,
            ),
        ]

    def clean(self) -> None:
        """Refuse a deadline after the day, and an address that is not free."""
        super().clean()
        if self.planned_for and self.copy_deadline and self.copy_deadline > self.planned_for:
            raise ValidationError({"copy_deadline": DEADLINE_FIRST})
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": RESERVED})

    def archive_words(self) -> str:
        """Give what it is found by in the archive."""
        from newsletter.archive import words_to_find

        return words_to_find(self)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Offer every form that it takes, and the report."""
        from newsletter.rendering.previews import MODES

        return [("", "Web page"), *MODES]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show one of them as it would be now."""
        from newsletter.rendering.previews import preview

        return preview(self, mode_name) if mode_name else super().serve_preview(request, mode_name)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, and count the visit."""
        from newsletter import visits

        visits.count(self, request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add its words: those that were sent, or while it was not, those of now; and its neighbours in the archive."""
        from newsletter.archive import reading

        return super().get_context(request, *args, **kwargs) | reading(self, request)
