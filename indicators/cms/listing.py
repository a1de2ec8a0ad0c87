"""The list of releases: what came in, what it is about, how far it is, who and when. Filters, search, one button."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from het_site.core.models import User
from indicators.cms import words
from indicators.cms.screens import TITLE, address
from indicators.models import DataRelease, Indicator, Observation, PastObservation


def about(releases: QuerySet[DataRelease], indicator: Indicator) -> QuerySet[DataRelease]:
    """Keep the releases that are or were about an indicator."""
    found = Q(counts__contains={"indicators": [{"id": indicator.pk}]}) | Q(indicator=indicator)
    for model in (Observation, PastObservation):
        found |= Q(pk__in=model.objects.filter(indicator=indicator).order_by().values("release"))
    return releases.filter(found)


class ReleaseFilterSet(WagtailFilterSet):
    """State, indicator, person."""

    status = django_filters.MultipleChoiceFilter(choices=DataRelease.Status.choices, label="State")
    indicator = django_filters.ModelChoiceFilter(
        queryset=Indicator.objects.order_by("number", "title"), label="Indicator", method="filter_indicator"
    )
    loaded_by = django_filters.ModelChoiceFilter(
        queryset=lambda request: User.objects.filter(
            pk__in=DataRelease.objects.exclude(loaded_by=None).order_by().values("loaded_by")
        ),
        label="Handed in by",
    )

    class Meta:
        model = DataRelease
        fields = ["status", "indicator", "loaded_by"]

    def filter_indicator(
        self, queryset: QuerySet[DataRelease], name: str, value: Indicator | None
    ) -> QuerySet[DataRelease]:
        """Keep what an indicator's figures came in with."""
        return about(queryset, value) if value else queryset


class StateColumn(Column):
    """The state in words, as a label."""

    cell_template_name = "indicators/cms/state_cell.html"

    def get_cell_context_data(self, instance: DataRelease, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Say how far it is."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"state": words.state(instance), "tone": words.tone(instance)}


def _person(release: DataRelease) -> str:
    if release.loaded_by is None:
        return "The portal"
    return release.loaded_by.get_full_name() or release.loaded_by.email


class ReleaseIndexView(generic.IndexView):
    """Every release, newest first."""

    page_title = TITLE
    filterset_class = ReleaseFilterSet
    results_template_name = "indicators/cms/index_results.html"
    default_ordering = "-loaded_at"
    search_fields = ["title", "file_name", "notes"]
    columns = [
        TitleColumn("title", label="Release", get_url=lambda release: address("inspect", release.pk), sort_key="title"),
        Column(
            "touched",
            label="About",
            accessor=lambda release: words.in_short(words.titles(release)) or "Not known yet",
            classname="het-wide",
        ),
        StateColumn("status", label="State", sort_key="status"),
        Column("number", label="Number", sort_key="number", accessor=lambda release: release.number or ""),
        Column("loaded_by", label="Handed in by", accessor=_person),
        DateColumn("loaded_at", label="When", sort_key="loaded_at"),
    ]

    def get_base_queryset(self) -> QuerySet[DataRelease]:
        """Bring along whom the rows name."""
        rows: QuerySet[DataRelease] = super().get_base_queryset()
        return rows.select_related("loaded_by", "indicator").defer("faults", "matching")

    def get_add_url(self) -> str | None:
        """Give the screen where a file is handed in."""
        return address("add") if self.user_has_permission("add") else None

    @property
    def header_buttons(self) -> list[Button]:
        """Offer to bring figures in, and the history."""
        buttons = [HeaderButton("History of figures", url=address("states"), icon_name="history", priority=20)]
        if self.get_add_url():
            buttons.append(HeaderButton("Bring in figures", url=address("add"), icon_name="plus", priority=10))
        return buttons
