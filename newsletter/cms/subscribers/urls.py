"""Puts the screens about readers under one address and into the menu."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin.menu import MenuItem

from het_site.core.cms.permitted import PermittedMenuItem
from newsletter.cms.subscribers.bringing_in import BringInView, DiscardView, DoneView, LookView
from newsletter.cms.subscribers.listing import SubscribersView
from newsletter.cms.subscribers.log import LogView, SuppressedView
from newsletter.cms.subscribers.reading import EraseView, LeaveView, ReadingView
from newsletter.cms.subscribers.screens import NAMESPACE, TITLE, VIEW, address
from newsletter.cms.subscribers.taking_away import TakeAwayView

PATTERNS = [
    path("", SubscribersView.as_view(), name="index"),
    path("results/", SubscribersView.as_view(results_only=True), name="index_results"),
    path("log/", LogView.as_view(), name="log"),
    path("suppressed/", SuppressedView.as_view(), name="suppressed"),
    path("bring-in/", BringInView.as_view(), name="bring_in"),
    path("bring-in/<int:pk>/", LookView.as_view(), name="look"),
    path("bring-in/<int:pk>/do/", DoneView.as_view(), name="do"),
    path("bring-in/<int:pk>/discard/", DiscardView.as_view(), name="discard"),
    path("take-away/", TakeAwayView.as_view(), name="take_away"),
    path("<int:pk>/", ReadingView.as_view(), name="read"),
    path("<int:pk>/leave/", LeaveView.as_view(), name="leave"),
    path("<int:pk>/erase/", EraseView.as_view(), name="erase"),
]


def addresses() -> list[URLPattern | URLResolver]:
    """Give all of them."""
    return [path("newsletter/subscribers/", include((PATTERNS, NAMESPACE)))]


def menu_item() -> MenuItem:
    """Give the entry of the menu."""
    return PermittedMenuItem(TITLE, address("index"), name="subscribers", icon_name="group", order=207, needs=VIEW)
