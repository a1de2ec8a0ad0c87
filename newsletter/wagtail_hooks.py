"""Hangs the newsletter's screens into the CMS."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from newsletter.cms.contributions import urls as contributions
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
