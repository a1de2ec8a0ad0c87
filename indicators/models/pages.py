"""The index of indicators and, below it, one address for each of them: they are snippets, not pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from het_site.core.blocks import BodyBlock
from het_site.core.fields import StreamField
from het_site.core.models import BasePage
from indicators.models.indicators import Indicator


class IndicatorIndexPage(RoutablePageMixin, BasePage):
    """All indicators by theme; answers `<slug>/` with one of them."""

    intro = RichTextField(
        "introduction",
        blank=True,
        features=["bold", "link"],
        help_text="What the indicators are for, before the list.",
    )
    body = StreamField(BodyBlock(), blank=True, help_text="Shown under the list, for example how we compare.")

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Content"),
            ObjectList(BasePage.theme_panels, heading="Themes"),
            ObjectList(BasePage.promote_panels, heading="Promote and care"),
        ]
    )
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "indicators/indicator_index_page.html"
    page_description = "Every indicator by principle, each with a page of its own below this one."

    class Meta:
        verbose_name = "indicator index page"

    @path("")
    def all_indicators(self, request: HttpRequest) -> HttpResponse:
        """Show the index, filtered by what the address asks."""
        from indicators.explorer.pages import glance

        return glance(self, request)

    @path("by-ward/", name="by_ward")
    def by_ward(self, request: HttpRequest) -> HttpResponse:
        """Show the wards beside each other in every indicator that reaches them."""
        from indicators.explorer.pages import wards

        return wards(self, request)

    @path("spine/", name="spine")
    def spine(self, request: HttpRequest) -> HttpResponse:
        """Show every indicator of one place between the country and the range of places like the town."""
        from indicators.explorer.pages import spine_chart

        return spine_chart(self, request)

    @path("compare/", name="compare")
    def compare(self, request: HttpRequest) -> HttpResponse:
        """Show any indicators beside each other; another spelling of a question is sent to the one address it has."""
        from indicators.compare.page import other_address, page_context, question

        put = question(request)
        base = f"{self.get_url(request)}compare/"
        if address := other_address(request, put):
            return HttpResponseRedirect(f"{base}?{address}")
        context = page_context(put, base=base)
        shared = f"?{put.asked.address}" if context["comparison"] else ""
        context["page_url"] = f"{self.get_full_url(request)}compare/{shared}"
        context["share_url"] = request.build_absolute_uri(f"{base}{shared}")
        return self.render(request, context_overrides=context, template="indicators/compare/compare.html")

    @path("compare/charts/<slug:name>.<slug:kind>/", name="compare_chart")
    def compare_chart(self, request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
        """Give a chart of a comparison as a file; the slash is Wagtail's, the address has none."""
        from indicators.compare.views import chart_file

        page_url = f"{self.get_full_url(request)}compare/"
        return chart_file(request, name=name, kind=kind, page_url=page_url)

    @path("<slug:slug>/", name="indicator")
    def one_indicator(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one published indicator."""
        from indicators.comparators import UnknownPlaceError
        from indicators.indicator_pages import indicator_context

        indicator = self._public(slug, "stored_profile")
        try:
            context = indicator_context(indicator, request)
        except UnknownPlaceError:
            raise Http404 from None
        return self.render(request, context_overrides=context, template="indicators/indicator.html")

    @path("<slug:slug>/charts/<slug:name>.<slug:kind>/", name="chart_file")
    def chart_file(self, request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponseBase:
        """Give a chart of a published indicator as a file; the slash is Wagtail's, the address has none."""
        from indicators.chart_files.views import chart_file

        return chart_file(request, indicator=self._public(slug), name=name, kind=kind)

    def _public(self, slug: str, *brought: str) -> Indicator:
        """Find a published indicator, for which this page knows the address; what is `brought` along costs no query."""
        found = Indicator.objects.public().with_marks().select_related("theme", *brought)
        indicator = found.filter(slug=slug).first()
        if indicator is None:
            raise Http404
        indicator.index_path = self.url_path
        return indicator

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """List the index and every indicator that has or had a place in the set, with the day its words or figures last changed."""
        latest = models.functions.Greatest(
            "last_published_at", models.Max("observations__release__published_at"), "first_published_at"
        )
        below = Indicator.objects.listed().annotate(changed_at=latest).values_list("slug", "changed_at")
        base = self.get_full_url(request)
        return [
            *super().get_sitemap_urls(request),
            *({"location": f"{base}{name}/"} for name in ("by-ward", "spine", "compare")),
            *({"location": f"{base}{slug}/", "lastmod": changed} for slug, changed in below.order_by("number")),
        ]
