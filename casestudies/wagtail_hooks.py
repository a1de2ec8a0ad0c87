"""Hangs the officers' screens into the CMS."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from casestudies.access import OFFICERS
from casestudies.actions.publishing import why_not_public
from casestudies.cms import consents, urls
from het_site.core.models import CustomImage


@hooks.register("register_admin_urls")
def story_addresses() -> list[URLPattern | URLResolver]:
    """Give the screens their addresses."""
    return urls.addresses()


@hooks.register("register_admin_menu_item")
def stories_in_the_menu() -> MenuItem:
    """Put the queue into the menu."""
    return urls.menu_item()


@hooks.register("register_reports_menu_item")
def consents_in_the_menu() -> MenuItem:
    """Put consent for pictures among the reports."""
    return consents.menu_item()


@hooks.register("construct_image_chooser_queryset")
def no_withdrawn_pictures(images: QuerySet[CustomImage], request: HttpRequest) -> QuerySet[CustomImage]:
    """Offer no picture that may not be shown."""
    return images.filter(withdrawn_at=None)


@hooks.register("construct_homepage_panels")
def stories_on_the_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Show how the queue stands to who judges stories."""
    if request.user.has_perm(OFFICERS):
        panels.append(urls.StoriesPanel())


@hooks.register("before_publish_page")
def hold_what_is_not_ours(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish what must not be public, a story or any page with a picture of one; the draft is kept."""
    why = why_not_public(page)
    if not why:
        return None
    messages.error(request, why)
    return redirect("wagtailadmin_pages:edit", page.pk)
