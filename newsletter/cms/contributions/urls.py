"""Puts the screens about items and the basket under one address, and into the menu."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin.menu import MenuItem

from het_site.core.cms.permitted import PermittedMenuItem
from newsletter.cms.contributions.basket import BasketView, LeaveOutView, MoveView, PutInView, TakeOutView
from newsletter.cms.contributions.items import (
    AcceptView,
    AskChangesView,
    DeclineView,
    ItemsView,
    ItemView,
    WithdrawConsentView,
)
from newsletter.cms.contributions.screens import BASKET, ITEMS, NAMESPACE, address
from newsletter.contributions.access import MODERATORS

DEEDS: dict[str, tuple[str, Any]] = {
    "accept": ("accept/", AcceptView),
    "ask_changes": ("ask-changes/", AskChangesView),
    "decline": ("decline/", DeclineView),
    "withdraw_consent": ("withdraw-consent/", WithdrawConsentView),
}


def addresses() -> list[URLPattern | URLResolver]:
    """Give all of them."""
    patterns = [
        path("items/", ItemsView.as_view(), name="index"),
        path("items/<int:pk>/", ItemView.as_view(), name="read"),
        *(path(f"items/<int:pk>/{end}", view.as_view(), name=name) for name, (end, view) in DEEDS.items()),
        path("basket/", BasketView.as_view(), name="basket"),
        path("basket/put-in/", PutInView.as_view(), name="put_in"),
        path("basket/take-out/", TakeOutView.as_view(), name="take_out"),
        path("basket/move/", MoveView.as_view(), name="move"),
        path("basket/leave-out/", LeaveOutView.as_view(), name="leave_out"),
    ]
    return [path("newsletter/", include((patterns, NAMESPACE)))]


def items_menu_item() -> MenuItem:
    """Give the queue's entry."""
    return PermittedMenuItem(
        ITEMS, address("index"), name="newsletter-items", icon_name="group", order=206, needs=MODERATORS
    )


def basket_menu_item() -> MenuItem:
    """Give the basket's entry."""
    return PermittedMenuItem(
        BASKET, address("basket"), name="newsletter-basket", icon_name="list-ul", order=207, needs=MODERATORS
    )
