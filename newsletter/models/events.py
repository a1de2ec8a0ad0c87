"""Events: what is coming, and what has been."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable
from wagtail.search import index

from het_site.core.models import BasePage
from newsletter import diary
from newsletter.models.dated_pages import DatedPage, ListPage, tabs

MIDNIGHT = dt.time()


class EventIndexPage(ListPage):
    """What is coming, and what has been."""

    subpage_types = ["newsletter.EventPage"]
    template = "newsletter/event_index_page.html"
    page_description = "The diary: events to come, and those that have been."

    class Meta:
        verbose_name = "event index"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the events to come and one page of those that have been."""
        from newsletter.queries import past_events_of, upcoming_events_of

        return super().get_context(request, *args, **kwargs) | {
            "upcoming": upcoming_events_of(self),
            "past": past_events_of(self, request.GET.get("page", "1")),
        }


class EventPage(RoutablePageMixin, DatedPage):
    """One event with its day, place and, while its date is exact, a calendar file."""

    starts_at = models.DateTimeField(
        "starts", help_text="Day and time. If the time is not known, give 00:00: then only the day is shown."
    )
    ends_at = models.DateTimeField(
        "ends", null=True, blank=True, help_text="Leave empty if it is not known. Without times, the last day."
    )
    venue = models.CharField(max_length=120, blank=True, help_text="The name of the place. Empty if not published.")
    venue_address = models.CharField(
        max_length=240, blank=True, help_text="Street, town and postcode, separated by commas."
    )
    organisations = ParentalManyToManyField(
        "priorities.Organisation", blank=True, related_name="+", help_text="Who holds it."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                DatedPage.approximate_panel,
            ],
            "When",
        ),
        MultiFieldPanel([FieldPanel("venue"), FieldPanel("venue_address")], "Where"),
        FieldPanel("body"),
        InlinePanel(
            "materials", label="Material", heading="Materials", help_text="Slides, recordings or papers, afterwards."
        ),
        DatedPage.source_panel,
    ]
    edit_handler = tabs(
        content_panels,
        [*DatedPage.link_panels, FieldPanel("organisations", widget=forms.CheckboxSelectMultiple)],
    )
    search_fields = [
        *DatedPage.search_fields,
        index.SearchField("venue"),
        index.RelatedFields("organisations", [index.SearchField("name")]),
        index.FilterField("starts_at"),
    ]

    parent_page_types = ["newsletter.EventIndexPage"]
    template = "newsletter/event_page.html"
    structured_type = "Event"
    kind_title = "Event"
    page_description = "One event: when, where, what it is about, and a calendar file."

    class Meta(DatedPage.Meta):
        verbose_name = "event page"
        constraints = [
            *DatedPage.Meta.constraints,
            models.CheckConstraint(
                name="newsletter_event_ends_after_it_starts",
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                violation_error_message="The event must end after it starts.",
            ),
        ]

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": "The event must end after it starts."})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the materials with their documents."""
        materials = list(self.materials.all())
        prefetch_related_objects(materials, "document")
        return super().get_context(request, *args, **kwargs) | {"materials": materials}

    @property
    def span(self) -> diary.Span:
        """Give when it is: local days and, where they are known, local times. Midnight means that no time is known."""
        start = timezone.localtime(self.starts_at)
        end = timezone.localtime(self.ends_at) if self.ends_at else None
        if start.time() == MIDNIGHT and (end is None or end.time() == MIDNIGHT):
            return diary.Span(start.date(), (end or start).date())
        return diary.Span(start, end)

    @property
    def date_words(self) -> str:
        """Give the date, and the time where it is known, as readers see it."""
        return self.date_text if self.date_is_approximate else diary.words(self.span)

    @property
    def starts_on(self) -> dt.date:
        """Give the local day on which it starts."""
        return timezone.localtime(self.starts_at).date()

    @property
    def is_past(self) -> bool:
        """Tell whether its last day is over."""
        return timezone.localtime(self.ends_at or self.starts_at).date() < timezone.localdate()

    @property
    def has_calendar_file(self) -> bool:
        """Tell whether a calendar may hold it: only while the date is exact."""
        return not self.date_is_approximate

    @property
    def location(self) -> str:
        """Give venue and address in one line."""
        return ", ".join(part for part in (self.venue, self.venue_address) if part)

    @path("event.ics/", name="calendar_file")
    def calendar_file(self, request: HttpRequest) -> HttpResponse:
        """Answer with the event for people's own calendars."""
        if not self.has_calendar_file:
            raise Http404("The date of this event is not exact.")
        entry = diary.Entry(
            uid=str(self.translation_key),
            title=self.title,
            span=self.span,
            changed_at=self.last_published_at or self.latest_revision_created_at or self.starts_at,
            address=self.get_full_url(request),
            summary=self.summary,
            location=self.location,
        )
        return HttpResponse(
            diary.calendar_file(entry),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{self.slug}.ics"'},
        )

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Describe the event; an approximate date is left out, because a wrong one would be read as exact."""
        data = super().structured_data(request)
        if not self.date_is_approximate:
            data["startDate"] = self.span.start.isoformat()
            if self.span.end:
                data["endDate"] = self.span.end.isoformat()
        if self.venue:
            data["location"] = {"@type": "Place", "name": self.venue}
            if self.venue_address:
                data["location"]["address"] = self.venue_address
        organisers = [{"@type": "Organization", "name": each.name} for each in self.organisations.all()]
        if organisers:
            data["organizer"] = organisers
        return data


class EventMaterial(Orderable):
    """Something to read or watch afterwards: a document of ours or an address."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=160, help_text="What it is, for example “Slides of the opening talk”.")
    document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="A file that is kept here.",
    )
    url = models.URLField("address", max_length=500, blank=True, help_text="Or where it can be found elsewhere.")

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("document"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="newsletter_material_document_or_address",
                condition=(models.Q(document__isnull=True) & ~models.Q(url=""))
                | (models.Q(document__isnull=False) & models.Q(url="")),
                violation_error_message="Choose a document or give an address, not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def href(self) -> str:
        """Give where it can be read."""
        return self.document.url if self.document else self.url
