"""The dashboard's “Needs attention” panel and the list behind each of its numbers."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from het_site.core.models import User
from het_site.home.attention import BY_SLUG, Concern, concerns_of

ON_A_PAGE = 50


class AttentionPanel(Component):
    """What needs the person's attention, each a number that leads to its list."""

    name = "attention"
    template_name = "wagtailadmin/home/attention.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Count what is to be looked at."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        items = [
            {"concern": concern, "count": count, "url": reverse("attention", args=[concern.slug])}
            for concern, count in concerns_of(parent_context["request"].user)
        ]
        return context | {"items": items}


class AttentionView(WagtailAdminTemplateMixin, TemplateView):
    """Everything behind one number, for the person who asks; nothing if it is none of their work."""

    template_name = "wagtailadmin/home/attention_list.html"
    header_icon = "warning"
    concern: Concern

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse an unknown concern."""
        super().setup(request, *args, **kwargs)
        if kwargs["slug"] not in BY_SLUG:
            raise Http404
        self.concern = BY_SLUG[kwargs["slug"]]

    def get_page_title(self) -> str:
        """Name the concern."""
        return self.concern.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the dashboard."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.concern.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one page of the list; a page number that does not exist shows the nearest."""
        user = cast("User", self.request.user)  # the CMS lets nobody else in
        paginator = Paginator(self.concern.found(user), ON_A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "concern": self.concern,
            "page_obj": page,
            "entries": [self.concern.entry(row) for row in page],
            "is_paginated": paginator.num_pages > 1,
        }
