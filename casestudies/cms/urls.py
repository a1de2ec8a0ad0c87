"""Puts the officers' screens under one address, into the menu and on the dashboard."""

from __future__ import annotations

from typing import Any, cast

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from casestudies.access import OFFICERS
from casestudies.cms import consents, queries
from casestudies.cms.deciding import AcceptView, DeclineView
from casestudies.cms.deeds import (
    AskChangesView,
    AssignView,
    DropRemarkView,
    HoldBackView,
    LetInView,
    RemarkView,
    SendRemarksView,
    SettleRemarkView,
)
from casestudies.cms.listing import AssignSeveralView, QueueView
from casestudies.cms.reading import DifferenceView, ReadingView
from casestudies.cms.screens import NAMESPACE, TITLE, address
from het_site.core.cms.permitted import PermittedMenuItem
from het_site.core.models import User

SCREENS: dict[str, tuple[str, Any]] = {
    "difference": ("difference/", DifferenceView),
    "accept": ("accept/", AcceptView),
    "decline": ("decline/", DeclineView),
    "remark": ("remark/", RemarkView),
    "send_remarks": ("send-remarks/", SendRemarksView),
    "ask_changes": ("ask-changes/", AskChangesView),
    "assign": ("assign/", AssignView),
    "hold_back": ("hold-back/", HoldBackView),
    "let_in": ("let-in/", LetInView),
}


def addresses() -> list[URLPattern | URLResolver]:
    """Give all of them."""
    patterns = [
        path("", QueueView.as_view(), name="index"),
        path("results/", QueueView.as_view(results_only=True), name="index_results"),
        *consents.addresses(),
        path("assign/", AssignSeveralView.as_view(), name="assign_several"),
        path("<int:pk>/", ReadingView.as_view(), name="read"),
        *(path(f"<int:pk>/{end}", view.as_view(), name=name) for name, (end, view) in SCREENS.items()),
        path("<int:pk>/remarks/<int:remark>/drop/", DropRemarkView.as_view(), name="drop_remark"),
        path("<int:pk>/remarks/<int:remark>/settle/", SettleRemarkView.as_view(), name="settle_remark"),
    ]
    return [path("case-studies/", include((patterns, NAMESPACE)))]


def menu_item() -> MenuItem:
    """Give the entry of the menu."""
    return PermittedMenuItem(TITLE, address("index"), name="stories", icon_name="openquote", order=205, needs=OFFICERS)


class StoriesPanel(Component):
    """How the queue stands, for who judges stories; each number leads to its list."""

    name = "stories"
    template_name = "casestudies/cms/panel.html"
    order = 55

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Count what waits."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        officer = cast("User", parent_context["request"].user)
        found, url = queries.standing(officer), address("index")
        items = [
            (found.waiting, "with us", f"{url}?state=submitted"),
            (found.overdue, "overdue", f"{url}?overdue=yes"),
            (found.mine, "for you", f"{url}?state=submitted&assignee=me"),
            (found.held_back, "held back as spam", f"{url}?state=quarantined"),
        ]
        return context | {"standing": found, "items": [item for item in items if item[0]], "url": url}
