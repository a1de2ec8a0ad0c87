"""What every screen about readers has: who may see it, and the way back. Only the newsletter's own team may."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from het_site.core.cms.permitted import person
from newsletter.models import Subscriber

NAMESPACE, TITLE = "newsletter_subscribers", "Subscribers"
VIEW, CHANGE = "newsletter.view_subscriber", "newsletter.change_subscriber"
BRING_IN, TAKE_AWAY = "newsletter.add_subscriber", "newsletter.export_subscriber"
PER_PAGE = 50


def address(name: str, *arguments: int) -> str:
    """Give the address of one of the screens."""
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


class ForTeam(View):
    """Lets in who may, before anything is looked up."""

    permission = VIEW

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not (person(request).has_perm(VIEW) and person(request).has_perm(self.permission)):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class Screen(WagtailAdminTemplateMixin, ForTeam, TemplateView):
    """A screen of the section."""

    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        own = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": address("index"), "label": TITLE}, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the way back, and what may be done."""
        user = person(self.request)
        return super().get_context_data(**kwargs) | {
            "index_url": address("index"),
            "can_change": user.has_perm(CHANGE),
            "can_bring_in": user.has_perm(BRING_IN),
            "can_take_away": user.has_perm(TAKE_AWAY),
        }


class AboutReader(Screen):
    """A screen about one reader."""

    reader: Subscriber

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the reader, for who may see readers."""
        if person(request).has_perm(VIEW):
            found = Subscriber.objects.filter(pk=kwargs["pk"]).first()
            if found is None:
                raise Http404
            self.reader = found
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Name the reader, unless the screen has a name of its own."""
        return self.page_title or self.reader.email

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the reader."""
        return super().get_context_data(**kwargs) | {
            "reader": self.reader,
            "reader_url": address("read", self.reader.pk),
        }
