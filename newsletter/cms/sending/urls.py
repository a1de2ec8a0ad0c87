"""Puts the sending desk under one address, into the menu, and beside each edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from het_site.core.cms.permitted import PermittedMenuItem
from newsletter.cms.sending.deeds import CancelView, PauseView, ResumeView, UndoView
from newsletter.cms.sending.desk import DeskView
from newsletter.cms.sending.listing import ListView
from newsletter.cms.sending.progress import ProgressView
from newsletter.cms.sending.screens import NAMESPACE, TITLE, address
from newsletter.cms.sending.switching_on import SwitchOnView
from newsletter.cms.sending.trying import TryView
from newsletter.cms.sending.uncertain import SettleView, UncertainView
from newsletter.models import EditionPage
from newsletter.sending.dispatching import SEND

PATTERNS = [
    path("", ListView.as_view(), name="index"),
    path("switch-on/", SwitchOnView.as_view(), name="switch_on"),
    path("<int:pk>/", DeskView.as_view(), name="desk"),
    path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
    path("<int:pk>/test/", TryView.as_view(), name="try"),
    path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
    path("<int:pk>/pause/", PauseView.as_view(), name="pause"),
    path("<int:pk>/resume/", ResumeView.as_view(), name="resume"),
    path("<int:pk>/cancel/", CancelView.as_view(), name="cancel"),
    path("<int:pk>/uncertain/", UncertainView.as_view(), name="uncertain"),
    path("<int:pk>/uncertain/<int:row>/", SettleView.as_view(), name="settle"),
]


def addresses() -> list[URLPattern | URLResolver]:
    """Give all of them."""
    return [path("newsletter/sending/", include((PATTERNS, NAMESPACE)))]


def menu_item() -> MenuItem:
    """Give the entry of the menu."""
    return PermittedMenuItem(
        TITLE, address("index"), name="newsletter-sending", icon_name="mail", order=208, needs=SEND
    )


def beside_an_edition(page: Page, user: Any, priority: int) -> Iterator[Button]:
    """Lead from an edition, in the editor and in lists of pages, to its desk."""
    if issubclass(page.specific_class or Page, EditionPage) and user.has_perm(SEND):
        yield Button("Sending desk", address("desk", page.pk), icon_name="mail", priority=priority)
