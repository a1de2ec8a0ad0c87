"""The home page, content pages and the list of reports. What they show of other apps is asked in `queries.py`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage, Fact
from het_site.home.search.models import SearchEntry, SearchWord  # noqa: F401  (Django looks for models here)

SHORT_TEXT = ["bold", "link"]


class HomePage(BasePage):
    """The first page: how is the place doing, how unequal is it, what is done about it."""

    hero_title = models.CharField(
        "headline", max_length=80, help_text="The question the page answers, for example “How fair is our town?”"
    )
    hero_text = RichTextField(
        "introduction",
        features=SHORT_TEXT,
        help_text="One sentence: what a Health Equity Town is and since when this is one.",
    )
    gap_figure = models.CharField(
        max_length=20, blank=True, help_text="One striking figure of the gap inside the place, for example 10.0."
    )
    gap_unit = models.CharField(max_length=40, blank=True, help_text="For example “years”.")
    gap_text = RichTextField(
        blank=True, features=SHORT_TEXT, help_text="Goes on from the figure: what it is, between whom."
    )
    gap_period = models.CharField(max_length=80, blank=True, help_text="When it was measured.")
    gap_source = models.CharField(
        max_length=240, blank=True, help_text="Who published it. A figure without a source is not shown."
    )
    gap_source_url = models.URLField(
        "gap source address", max_length=500, blank=True, help_text="Where it was published."
    )
    gap_indicator = models.ForeignKey(
        "indicators.Indicator",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where readers find more about the figure.",
    )
    ward_title = models.CharField(
        max_length=120,
        blank=True,
        help_text="What the map of wards shows, for example “Twenty wards, very different homes”.",
    )
    ward_text = RichTextField(
        blank=True,
        features=SHORT_TEXT,
        help_text="What differs between the wards, why it matters and that it can change.",
    )
    ward_source = models.CharField(max_length=240, blank=True, help_text="Who published the figures on the map.")
    ward_source_url = models.URLField(
        "ward source address", max_length=500, blank=True, help_text="Where they were published."
    )
    ward_indicator = models.ForeignKey(
        "indicators.Indicator",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The indicator on the map. Without ward figures the map is not shown.",
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        help_text="Anything more, shown last. The sections above come from what the site holds.",
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], "First screen"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("gap_figure"), FieldPanel("gap_unit"), FieldPanel("gap_period")]),
                FieldPanel("gap_text"),
                FieldRowPanel([FieldPanel("gap_source"), FieldPanel("gap_source_url")]),
                FieldPanel("gap_indicator"),
                InlinePanel("gap_facts", label="Figure of the same gap", max_num=4),
            ],
            "The gap",
        ),
        MultiFieldPanel(
            [
                FieldPanel("ward_indicator"),
                FieldPanel("ward_title"),
                FieldPanel("ward_text"),
                FieldRowPanel([FieldPanel("ward_source"), FieldPanel("ward_source_url")]),
            ],
            "The map of wards",
        ),
        FieldPanel("body"),
    ]
    edit_handler = TabbedInterface(
        [ObjectList(content_panels, heading="Content"), ObjectList(BasePage.promote_panels, heading="Promote and care")]
    )
    search_fields = [*BasePage.search_fields, index.SearchField("hero_text"), index.SearchField("body")]

    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1
    template = "home/home_page.html"
    structured_type = "WebSite"
    page_description = "The first page of the site: how the place is doing, the gap inside it, and what is done."

    class Meta:
        verbose_name = "home page"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Go to the deepest page of an address at once, or to the first on the way that has addresses of its own.

        Wagtail would fetch every page on the way, twice.
        """
        if len(path_components) < 2:
            return super().route(request, path_components)
        steps = [f"{self.url_path}{'/'.join(path_components[:count])}/" for count in range(1, len(path_components) + 1)]
        on_the_way = list(Page.objects.filter(url_path__in=steps).order_by("depth"))
        if not on_the_way:
            raise Http404
        routers = (page for page in on_the_way if issubclass(page.specific_class, RoutablePageMixin))
        found = next(routers, on_the_way[-1])
        return found.specific.route(request, path_components[found.depth - self.depth :])

    @property
    def has_gap(self) -> bool:
        """Tell whether there is a sourced figure to show."""
        return bool(self.gap_figure and self.gap_source)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the database holds for each section."""
        from het_site.home.queries import home_sections

        return super().get_context(request, *args, **kwargs) | {"sections": home_sections(self, request)}


class HomePageGapFact(Fact):
    """One more figure of the gap: another group, or the country's."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="gap_facts")


class ContentPage(BasePage):
    """A page of text with any blocks; with children it can list them."""

    body = StreamField(
        BodyBlock(), blank=True, help_text="Build the page from blocks. Headings are of the second level."
    )
    show_children = models.BooleanField(
        "list the pages below", default=False, help_text="Shows the pages below this one, each with its summary."
    )
    priorities = ParentalManyToManyField(
        "priorities.PriorityPage", blank=True, related_name="+", help_text="The priority areas it is about."
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("show_children")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Content"),
            ObjectList([*BasePage.theme_panels, FieldPanel("priorities")], heading="Themes"),
            ObjectList(BasePage.promote_panels, heading="Promote and care"),
        ]
    )
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    template = "home/content_page.html"
    page_description = "Text, pictures, figures, tables and links. Used for About and the statements."

    class Meta:
        verbose_name = "content page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, if they are to be listed."""
        from het_site.home.queries import child_summaries

        children = child_summaries(self) if self.show_children else []
        return super().get_context(request, *args, **kwargs) | {"children": children}


class ReportsPage(BasePage):
    """Published reports with author, date and what they hold. The reports themselves stay with their publishers."""

    intro = RichTextField(
        "introduction",
        blank=True,
        features=["bold", "link", "ol", "ul"],
        help_text="What the reader finds in this list.",
    )

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), InlinePanel("reports", label="Report")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Content"),
            ObjectList(BasePage.theme_panels, heading="Themes"),
            ObjectList(BasePage.promote_panels, heading="Promote and care"),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.RelatedFields(
            "reports", [index.SearchField("title"), index.SearchField("author"), index.SearchField("holds")]
        ),
    ]

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types: list[str] = []
    template = "home/reports_page.html"
    page_description = "A list of published reports, each with author, date and what it holds."

    class Meta:
        verbose_name = "reports page"


class Report(Orderable):
    """One published report."""

    page = ParentalKey(ReportsPage, on_delete=models.CASCADE, related_name="reports")
    title = models.CharField(max_length=200, help_text="As printed on it.")
    author = models.CharField(max_length=300, help_text="People or organisation, as printed on it.")
    publisher = models.CharField(max_length=200, blank=True, help_text="If it is not the author.")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Leave empty if it is not published.")
    published_on = models.DateField(null=True, blank=True, help_text="If the day is known.")
    url = models.URLField("address", max_length=500, blank=True, help_text="Leave empty if it is not public.")
    holds = models.TextField(help_text="What a reader finds in it, in one or two sentences.")
    format = models.CharField(max_length=60, blank=True, help_text="For example “Web page” or “PDF”.")
    note = models.CharField(max_length=400, blank=True, help_text="Anything a reader should know before opening it.")

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("publisher")]),
        FieldRowPanel([FieldPanel("year"), FieldPanel("published_on"), FieldPanel("format")]),
        FieldPanel("url"),
        FieldPanel("holds"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="home_report_year_is_its_days_year",
                condition=models.Q(published_on__isnull=True) | models.Q(published_on__year=models.F("year")),
                violation_error_message="The day is not in the year.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
