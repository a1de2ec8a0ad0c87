"""The library of stories. Finding them is asked in `casestudies.library`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage


class CaseStudyIndexPage(RoutablePageMixin, BasePage):
    """The library: every story, with search and filters."""

    intro = RichTextField(
        "introduction",
        blank=True,
        features=["bold", "link"],
        help_text="What readers find here, in one or two sentences.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown under the list. Often nothing is needed.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Content"),
            ObjectList(BasePage.theme_panels, heading="Themes"),
            ObjectList(BasePage.promote_panels, heading="Promote and care"),
        ]
    )
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.CaseStudyPage"]
    max_count_per_parent = 1
    template = "casestudies/case_study_index_page.html"
    structured_type = "CollectionPage"
    page_description = "The library of stories, with search and filters."

    class Meta:
        verbose_name = "case study library"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the library shows for the choices in the address."""
        from casestudies.library.filtering import Selection
        from casestudies.library.listing import library

        found = library(Selection.parse(request.GET))
        query = f"?{found.selection.query}" if found.selection.query else ""
        here = self.get_url(request)
        return super().get_context(request, *args, **kwargs) | {
            "library": found,
            "feed_url": f"{here}feed/{query}",
            "csv_url": f"{here}stories.csv{query}",
            "json_url": f"{here}stories.json{query}",
        }

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the newest stories of a choice as Atom."""
        from casestudies.library.taking import feed

        return feed(request, index=self)

    @path("stories.csv/", name="csv")
    def csv(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the stories of a choice as a table."""
        return self._data(request, "csv")

    @path("stories.json/", name="json")
    def json(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the stories of a choice for programs."""
        return self._data(request, "json")

    def _data(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        from casestudies.library.files import chosen_stories

        return chosen_stories(request, kind=kind)
