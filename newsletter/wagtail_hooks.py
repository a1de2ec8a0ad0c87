"""Hangs the newsletter's screens into the CMS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from newsletter.cms import keeping
from newsletter.cms.contributions import urls as contributions
from newsletter.cms.sending import urls as sending
from newsletter.cms.subscribers import urls as subscribers


@hooks.register("register_admin_urls")
def subscriber_addresses() -> list[URLPattern | URLResolver]:
    """Give the screens about readers their addresses."""
    return subscribers.addresses()


@hooks.register("register_admin_menu_item")
def subscribers_in_the_menu() -> MenuItem:
    """Put the list of readers into the menu."""
    return subscribers.menu_item()


@hooks.register("register_admin_urls")
def item_addresses() -> list[URLPattern | URLResolver]:
    """Give the screens about partners' items and the basket their addresses."""
    return contributions.addresses()


@hooks.register("register_admin_menu_item")
def items_in_the_menu() -> MenuItem:
    """Put the queue of partners' items into the menu."""
    return contributions.items_menu_item()


@hooks.register("register_admin_menu_item")
def basket_in_the_menu() -> MenuItem:
    """Put the basket into the menu."""
    return contributions.basket_menu_item()


@hooks.register("register_admin_urls")
def sending_addresses() -> list[URLPattern | URLResolver]:
    """Give the sending desk its addresses."""
    return sending.addresses()


@hooks.register("register_admin_menu_item")
def sending_in_the_menu() -> MenuItem:
    """Put the sending desk into the menu."""
    return sending.menu_item()


@hooks.register("register_page_header_buttons")
def sending_in_the_editor(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from an edition's editor to its desk."""
    return sending.beside_an_edition(page, user, priority=5)


@hooks.register("register_page_listing_more_buttons")
def sending_in_the_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Lead from an edition in the list of pages to its desk."""
    return sending.beside_an_edition(page, user, priority=5)


@hooks.register("before_delete_page")
def keep_what_was_sent(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Delete no edition that the ledger holds on to."""
    return keeping.before_deleting(request, [page])


@hooks.register("before_bulk_action")
def keep_what_was_sent_among_others(
    request: HttpRequest, action: str, objects: Sequence[Any], instance: object
) -> HttpResponse | None:
    """Nor one among others."""
    return keeping.before_bulk(request, action, objects)
