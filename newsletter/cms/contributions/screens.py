"""What every screen about items and the basket has: who may see it, and the way back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from het_site.core.cms.permitted import PermittedView, person
from newsletter.contributions.access import MODERATORS, Action, Who, may, what_is
from newsletter.models import Item

NAMESPACE = "items"
ITEMS, BASKET = "Items from partners", "Basket"


def address(name: str, *arguments: object) -> str:
    """Give the address of one of the screens."""
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


class ForModerators(PermittedView):
    """Lets in who judges items, before anything is looked up."""

    needs = MODERATORS


class AboutItem(ForModerators):
    """Something about one item that was sent; a draft, and a moderator's own item, are not there."""

    item: Item

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the item."""
        if person(request).has_perm(MODERATORS):
            item = Item.objects.select_related("wanted", "edition").filter(pk=kwargs["pk"]).first()
            if item is None or not may(what_is(person(request), item), Action.READ_AS_MODERATOR, item.state):
                raise Http404
            self.item = item
        return super().dispatch(request, *args, **kwargs)

    def can(self, action: Action) -> bool:
        """Tell whether a moderator can do something with the item now."""
        return may(Who.MODERATOR, action, self.item.state)


class Screen(WagtailAdminTemplateMixin, ForModerators, TemplateView):
    """A screen of its own."""

    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class ItemScreen(WagtailAdminTemplateMixin, AboutItem, TemplateView):
    """A screen about one item."""

    header_icon = "group"

    def get_page_title(self) -> str:
        """Give the item's number."""
        return self.item.called or "An item"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue."""
        items = [*self.breadcrumbs_items, {"url": address("index"), "label": ITEMS}]
        return [*items, {"url": "", "label": self.get_page_title()}]
