"""Who gets in: partners to their own items, nobody else. Tells strangers nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casestudies.desk.guards import for_partners
from het_site.core.top_pages import top_page
from newsletter.contributions.access import TABLE, Action, may, what_is
from newsletter.models import Item, NewsletterIndexPage

View = Callable[..., HttpResponse]
NOT_NOW = "This cannot be done to the item as it stands now."


def for_owner(
    action: Action, *, methods: tuple[str, ...] = ("GET", "HEAD"), form_at: str = "", keeps: bool = False
) -> Callable[[View], View]:
    """Let in whoever may do something to the item that the address names; gives the view the item.

    Everybody else is told that there is no such page. The owner who comes in the wrong state is led to where it stands.
    Whoever was signed out comes back to the page with the form; with `keeps`, what they typed is there.
    """

    def decorate(view: View) -> View:
        def let_in(request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:
            item = item_for(request, key, action)
            if not may(what_is(request.user, item), action, item.state):
                messages.info(request, NOT_NOW)
                return redirect("item_status", key=key)
            return view(request, item, **kwargs)

        return for_partners(let_in, view, methods=methods, form_at=form_at, kept_of=Item if keeps else None)

    return decorate


def item_for(request: HttpRequest, key: UUID, action: Action) -> Item:
    """Find an item for somebody who may do this to it in some state, on the partners' side. Raises `Http404` for all others."""
    item = Item.objects.select_related("wanted", "edition").filter(key=key).first()
    if item is None or item.owner_id is None or item.owner_id != request.user.pk:
        raise Http404
    if what_is(request.user, item) not in TABLE[action][0]:
        raise Http404
    return item


def page(
    request: HttpRequest, template: str, title: str, *, item: Item | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """Draw a page of the partners' side."""
    crumbs = [{"title": "Home", "url": "/"}]
    index = top_page(NewsletterIndexPage, request)
    if index is not None:
        crumbs.append({"title": index.title, "url": index.url})
    if template != "home":
        crumbs.append({"title": "Offer an item", "url": reverse("items_home")})
    if item is not None and template not in {"item", "status"}:
        crumbs.append({"title": item.title, "url": reverse("item", args=[item.key])})
    known = {"page_title": title, "item": item, "crumbs": crumbs}
    return render(request, f"newsletter/offer/{template}.html", known | context, status=status)
