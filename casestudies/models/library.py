"""The story, in the partners' own template. Finding stories is asked in `casestudies.library`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Revision
from wagtail.search import index

from casestudies.models.story_files import StoryFiles
from casestudies.template.choices import AUDIENCES, LICENCE_NAMES
from casestudies.template.questions import MOST_OUTCOMES
from het_site.core.blocks import BodyBlock
from het_site.core.fields import SeveralField, StreamField
from het_site.core.models import BasePage, BrandSettings
from priorities.models.editorial import MeasuredFact

#: what Wagtail's clock calls its publishing, which must not stop at one page
PLANNED = "wagtail.publish.scheduled"
#: addresses below the library that are no story's
RESERVED_SLUGS = {"feed", "share"}
TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


@dataclass(frozen=True)
class Section:
    """One part of the template: its heading and what was written under it."""

    heading: str
    text: str


class CaseStudyPage(StoryFiles, BasePage):
    """One story: what a partner did, what changed and what they learnt."""

    authors = models.CharField(
        max_length=240, blank=True, help_text="Who wrote it, as they want to be named. Names only with their consent."
    )
    organisations = ParentalManyToManyField(
        "priorities.Organisation", blank=True, related_name="+", help_text="Whose work it is."
    )
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text="The year the story was told. Readers filter by it and the newest come first.",
    )
    period = models.CharField(
        max_length=80, blank=True, help_text="When the work was done, for example “August to December 2022”."
    )
    is_summary = models.BooleanField(
        "written by us",
        default=False,
        help_text="Tick if the portal’s team wrote it about a partner’s work. Readers are told so.",
    )
    source = models.CharField(
        max_length=240, blank=True, help_text="Where the facts were published. Needed for what we wrote ourselves."
    )
    source_url = models.URLField(
        "source address", max_length=500, blank=True, help_text="Where readers can check it. Leave empty if not public."
    )

    audiences = SeveralField(
        models.CharField(max_length=40, choices=list(AUDIENCES.items())),
        verbose_name="who it was for",
        default=list,
        blank=True,
        help_text="Readers filter by it. Tick all that fit, or none if it is not known.",
    )
    licence = models.CharField(
        max_length=20,
        blank=True,
        choices=[(word, name) for word, (name, _) in LICENCE_NAMES.items()],
        help_text="What its authors allow others to do with the text. Leave empty if they did not say.",
    )
    contact = models.CharField(
        max_length=200,
        blank=True,
        help_text="Shown to readers and in the open data. Only what the partner chose to show.",
    )

    is_archived = models.BooleanField(
        "the work has ended",
        default=False,
        help_text="Readers are told that the story is about the past. Its authors are asked once a year.",
    )
    running_on = models.DateField(
        "still going on", null=True, blank=True, help_text="The day on which its authors last said so."
    )

    headline_number = models.CharField(
        max_length=40, blank=True, help_text="One figure for lists, as it should be shown, for example £78,000."
    )
    headline_label = models.CharField(
        max_length=80, blank=True, help_text="What the figure is, in a few words, for example “gained by clients”."
    )

    about = RichTextField(
        "about the project",
        features=TEXT_FEATURES,
        blank=True,
        help_text="What it is, who it is for and why it was needed.",
    )
    did = RichTextField(
        "what was done", features=TEXT_FEATURES, blank=True, help_text="The steps, in order: who did what, where."
    )
    achieved = RichTextField(
        "what was achieved",
        features=TEXT_FEATURES,
        blank=True,
        help_text="What changed and for whom, with numbers where there are any.",
    )
    learnt = RichTextField(
        "what was learnt",
        features=TEXT_FEATURES,
        blank=True,
        help_text="What worked, what did not, and what you would do differently.",
    )
    acknowledgements = RichTextField(
        features=TEXT_FEATURES, blank=True, help_text="Who helped. People are named only with their consent."
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        help_text="Pictures, quotes and tables that go with the story. Shown after the sections.",
    )

    priorities = ParentalManyToManyField(
        "priorities.PriorityPage",
        blank=True,
        related_name="+",
        help_text="The priority areas it serves. It is listed there.",
    )
    projects = ParentalManyToManyField(
        "priorities.ProjectPage", blank=True, related_name="+", help_text="The projects that it tells of."
    )
    recommendations = ParentalManyToManyField(
        "priorities.Recommendation", blank=True, related_name="+", help_text="The recommendations that it answers."
    )
    indicators = ParentalManyToManyField(
        "indicators.Indicator",
        blank=True,
        related_name="+",
        help_text="The indicators where success would show. It is listed there.",
    )
    wards = ParentalManyToManyField(
        "indicators.Area",
        blank=True,
        related_name="+",
        limit_choices_to={"area_type": "ward"},
        help_text="Where it happened. Leave empty if it was for the whole town.",
    )

    story_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("authors"),
                FieldPanel("organisations", widget=forms.CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("year"), FieldPanel("period")]),
                FieldPanel("audiences"),
                FieldRowPanel([FieldPanel("is_archived"), FieldPanel("running_on", read_only=True)]),
            ],
            "Who and when",
        ),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("contact")], "What readers may do"),
        MultiFieldPanel([FieldPanel("is_summary"), FieldPanel("source"), FieldPanel("source_url")], "Where it is from"),
    ]
    template_panels = [
        HelpPanel(
            "Readers see the parts that have words. In what we wrote ourselves an empty part is shown as not published. Never fill "
            "one with a guess."
        ),
        FieldPanel("about"),
        FieldPanel("did"),
        FieldPanel("achieved"),
        FieldPanel("learnt"),
        FieldPanel("acknowledgements"),
        FieldPanel("body"),
    ]
    figure_panels = [
        MultiFieldPanel([FieldRowPanel([FieldPanel("headline_number"), FieldPanel("headline_label")])], "For lists"),
        InlinePanel(
            "figures", label="Figure", heading="Figures", help_text="Shown in a row under the title.", max_num=8
        ),
        InlinePanel(
            "outcomes",
            label="Outcome",
            heading="What the numbers were",
            help_text="What was measured before and after. Shown as a table.",
            max_num=MOST_OUTCOMES,
        ),
    ]
    link_panels = [
        *BasePage.theme_panels,
        FieldPanel("priorities", widget=forms.CheckboxSelectMultiple),
        FieldPanel("projects", widget=forms.CheckboxSelectMultiple),
        FieldPanel("recommendations", widget=forms.CheckboxSelectMultiple),
        FieldPanel("indicators", widget=forms.CheckboxSelectMultiple),
        FieldPanel("wards", widget=forms.CheckboxSelectMultiple),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(story_panels, heading="Story"),
            ObjectList(template_panels, heading="Text"),
            ObjectList(figure_panels, heading="Figures"),
            ObjectList(link_panels, heading="Themes and links"),
            ObjectList(BasePage.promote_panels, heading="Promote and care"),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("authors"),
        index.SearchField("about"),
        index.SearchField("did"),
        index.SearchField("achieved"),
        index.SearchField("learnt"),
        index.SearchField("acknowledgements"),
        index.SearchField("body"),
        index.SearchField("headline_number"),
        index.SearchField("headline_label"),
        index.RelatedFields("organisations", [index.SearchField("name")]),
        index.RelatedFields("wards", [index.SearchField("name")]),
        index.RelatedFields("figures", [index.SearchField("number"), index.SearchField("label")]),
        index.RelatedFields("outcomes", [index.SearchField("measure"), index.SearchField("source")]),
        index.FilterField("year"),
    ]

    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    subpage_types: list[str] = []
    template = "casestudies/case_study_page.html"
    structured_type = "Article"
    kind_title = "Case study"
    page_description = "One story in the partners’ template, with its figures and links."

    class Meta:
        verbose_name = "case study"
        constraints = [
            models.CheckConstraint(
                name="casestudies_summary_has_source",
                condition=models.Q(is_summary=False) | ~models.Q(source=""),
                violation_error_message="What we wrote ourselves needs a source.",
            ),
            models.CheckConstraint(
                name="casestudies_headline_number_has_label",
                condition=models.Q(headline_number="") | ~models.Q(headline_label=""),
                violation_error_message="Say what the headline figure is.",
            ),
        ]

    def clean(self) -> None:
        """Refuse a summary without a source and a number without words."""
        super().clean()
        faults = {}
        if self.is_summary and not self.source:
            faults["source"] = "What we wrote ourselves needs a source."
        if self.headline_number and not self.headline_label:
            faults["headline_label"] = "Say what the figure is, in a few words."
        if self.slug in RESERVED_SLUGS:
            faults["slug"] = "This address is used by the library itself. Choose another."
        if faults:
            raise ValidationError(faults)

    def publish(self, revision: Revision, *args: Any, **options: Any) -> None:
        """Go live, as approvals, lists and plans have it done; not where the story or a consent stands against it."""
        from casestudies.actions.publishing import NotPublicError, hold_planned, why_not_public

        why = why_not_public(revision.as_object())
        if not why:
            super().publish(revision, *args, **options)
        elif options.get("log_action") == PLANNED:
            hold_planned(self, why)
        else:
            raise NotPublicError(why, page=self)

    @property
    def notice(self) -> str:
        """Say that these are not the partner’s own words, where they are not."""
        owners = [owner.name for owner in self.organisations.all()]
        named = (
            f" of work by {' and '.join([', '.join(owners[:-1]), owners[-1]] if owners[1:] else owners)}"
            if owners
            else ""
        )
        whose = "partners’" if len(owners) > 1 else "partner’s"
        return (
            f"This is a summary written by the portal’s team{named}, not the {whose} own words."
            if self.is_summary
            else ""
        )

    @property
    def licence_words(self) -> str:
        """Say what others may do with the text."""
        name, _ = LICENCE_NAMES.get(self.licence, ("", ""))
        return f"Licence of the text: {name}." if name else "The authors did not say what others may do with the text."

    @property
    def licence_url(self) -> str:
        """Give the address where its licence can be read."""
        return LICENCE_NAMES.get(self.licence, ("", ""))[1]

    @property
    def audience_words(self) -> list[str]:
        """Say who it was for."""
        return [AUDIENCES[one] for one in self.audiences if one in AUDIENCES]

    @property
    def sections(self) -> list[Section]:
        """Give the parts that readers are shown, in the order of the partners' template: those that have words.

        A partner who told it quickly was never asked for the others. What we wrote ourselves has them all, to say of which
        of them the source tells nothing.
        """
        parts = (
            Section("About the project", self.about),
            Section("What was done", self.did),
            Section("What was achieved", self.achieved),
            Section("What was learnt", self.learnt),
            Section("Acknowledgements", self.acknowledgements),
        )
        return [part for part in parts if self.is_summary or strip_tags(part.text).strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the story is linked to."""
        from casestudies.library.citing import citation
        from casestudies.library.listing import related_stories
        from casestudies.library.queries import bring_along, links_of

        bring_along(self)
        site = BrandSettings.for_request(request).site_name
        return super().get_context(request, *args, **kwargs) | {
            "cited": citation(self, site=site, address=f"{settings.SITE_URL}{self.url or self.slug}"),
            "links": links_of(self, request),
            "related": related_stories(self),
        }

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Describe the story; a summary's author is whoever keeps the page, never the partner."""
        data = super().structured_data(request) | {"headline": self.title}
        partners = [{"@type": "Organization", "name": each.name} for each in self.organisations.all()]
        if self.is_summary:
            data |= {"about": partners} if partners else {}
            data |= {"author": {"@type": "Organization", "name": self.content_owner}} if self.content_owner else {}
            data |= {"isBasedOn": self.source_url} if self.source_url else {}
        elif partners:
            data["author"] = partners
        if self.first_published_at:
            data["datePublished"] = self.first_published_at.isoformat()
        if self.last_published_at:
            data["dateModified"] = self.last_published_at.isoformat()
        return data


class CaseStudyFigure(MeasuredFact):
    """One figure of a story."""

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="figures")
