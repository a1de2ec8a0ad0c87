"""The tracker of recommendations: one list, and one stable address for each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage
from priorities.models.editorial import TEXT_FEATURES, tabs
from priorities.models.recommendations import Recommendation


class RecommendationIndexPage(RoutablePageMixin, BasePage):
    """Every recommendation by principle and status. Each has its own address below."""

    intro = RichTextField(
        "introduction",
        blank=True,
        features=TEXT_FEATURES,
        help_text="Which report they come from, and how they are followed.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown after the list.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = tabs(content_panels)
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "priorities/recommendation_index_page.html"
    page_description = "The list of recommendations. Each recommendation is written under “Who and what”."
    structured_type = "CollectionPage"

    class Meta:
        verbose_name = "list of recommendations"

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        """Show all recommendations, or those that the address asks for."""
        from priorities.queries import tracker

        return self.render(
            request,
            context_overrides=tracker(themes=request.GET.getlist("principle"), statuses=request.GET.getlist("status")),
        )

    @path("<slug:slug>/", name="recommendation")
    def recommendation(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one recommendation."""
        from priorities.queries import public_recommendation, recommendation_context

        found = public_recommendation(slug)
        if found is None:
            raise Http404
        return self.render(
            request, context_overrides=recommendation_context(found), template="priorities/recommendation.html"
        )

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """List the tracker and each recommendation for search engines."""
        base = self.get_full_url(request)
        return super().get_sitemap_urls(request) + [
            {"location": f"{base}{found.slug}/", "lastmod": found.last_published_at}
            for found in Recommendation.objects.public()
        ]
