"""News: what happened."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from het_site.core.models import BasePage
from newsletter import diary
from newsletter.models.dated_pages import DatedPage, ListPage, tabs


class NewsIndexPage(RoutablePageMixin, ListPage):
    """All news, newest first, with an Atom feed."""

    subpage_types = ["newsletter.NewsPage"]
    template = "newsletter/news_index_page.html"
    page_description = "The list of all news, newest first, with a feed that news readers can follow."

    class Meta:
        verbose_name = "news index"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the news."""
        from newsletter.queries import news_of

        return super().get_context(request, *args, **kwargs) | {
            "news": news_of(self, request.GET.get("page", "1")),
            "feed_url": self.get_url(request) and f"{self.get_url(request)}feed/",
        }

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Answer with the latest news as Atom."""
        from newsletter.feeds import atom_feed

        return HttpResponse(atom_feed(self, request), content_type="application/atom+xml; charset=utf-8")


class NewsPage(DatedPage):
    """One piece of news with its date and source."""

    date = models.DateField(help_text="The day it happened or was announced. News is listed by it.")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("date"), DatedPage.approximate_panel], "Date"),
        FieldPanel("body"),
        DatedPage.source_panel,
    ]
    edit_handler = tabs(content_panels, DatedPage.link_panels)
    search_fields = [
        *DatedPage.search_fields,
        index.FilterField("date"),
    ]

    parent_page_types = ["newsletter.NewsIndexPage"]
    template = "newsletter/news_page.html"
    structured_type = "NewsArticle"
    kind_title = "News"
    page_description = "One piece of news with its date, text and source."

    class Meta(DatedPage.Meta):
        verbose_name = "news page"

    @property
    def date_words(self) -> str:
        """Give the date as readers see it."""
        return self.date_text if self.date_is_approximate else diary.day(self.date)

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Describe the news; an approximate date is left out, because a wrong one would be read as exact."""
        data = super().structured_data(request) | {"headline": self.title}
        if not self.date_is_approximate:
            data["datePublished"] = self.date.isoformat()
        if self.source_url:
            data["isBasedOn"] = self.source_url
        return data
