"""Hangs the report into the CMS: its addresses, its place in the menu, and its counts on the dashboard."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from indicators.upkeep import queries
from indicators.upkeep.concerns import CONCERNS
from indicators.upkeep.report import NAME, RESULTS, UpkeepView


def addresses() -> list[URLPattern]:
    """Give the report's addresses."""
    return [
        path("reports/indicators/", UpkeepView.as_view(), name=NAME),
        path("reports/indicators/results/", UpkeepView.as_view(results_only=True), name=RESULTS),
    ]


class UpkeepMenuItem(MenuItem):
    """The report among the others, for who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may see it."""
        return queries.may_see(request.user)  # type: ignore[arg-type]  # the CMS lets nobody else in


def menu_item() -> UpkeepMenuItem:
    """Give the entry of the menu."""
    return UpkeepMenuItem("Upkeep of indicators", reverse(NAME), name="indicator-upkeep", icon_name="order", order=100)


class UpkeepPanel(Component):
    """How many indicators need looking after, for those who keep them; each number leads to its list."""

    name = "indicator_upkeep"
    template_name = "indicators/upkeep/panel.html"
    order = 60

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Count the indicators of each concern."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        found = queries.with_concerns(queries.indicators())
        counted = queries.counts(found)
        items = [
            (concern, counted[concern.slug], f"{reverse(NAME)}?concern={concern.slug}")
            for concern in CONCERNS
            if counted[concern.slug]
        ]
        return context | {"items": items, "total": len(found), "report_url": reverse(NAME)}
