"""The report in the CMS: indicators with what is to be done for each, filtered, sorted and taken away as a table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from het_site.core.models import Theme
from indicators.downloads.cells import cell_text
from indicators.explorer.lines import age_text
from indicators.models import Indicator
from indicators.upkeep import queries
from indicators.upkeep.concerns import BY_SLUG, CONCERNS, FIGURES, Concern

NAME, RESULTS = "indicator_upkeep", "indicator_upkeep_results"


class UpkeepFilters(WagtailFilterSet):
    """By what is missing, and by principle."""

    concern = django_filters.MultipleChoiceFilter(
        label="What is missing",
        choices=[(concern.slug, concern.title) for concern in CONCERNS],
        widget=CheckboxSelectMultiple,
        method="of_concern",
    )
    theme = django_filters.ModelMultipleChoiceFilter(
        label="Principle", queryset=Theme.objects.order_by("number"), widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Indicator
        fields = ["concern", "theme"]

    def of_concern(self, rows: QuerySet[Indicator], name: str, chosen: list[str]) -> QuerySet[Indicator]:
        """Keep those for which one of the chosen concerns holds."""
        found = queries.with_concerns(queries.indicators())
        kept = [pk for pk, concerns in found.items() if any(concern.slug in chosen for concern in concerns)]
        return rows.filter(pk__in=kept)


class WhatToDo(Column):
    """The reasons to look, each a link to where it is put right."""

    cell_template_name = "indicators/upkeep/what_to_do.html"


class UpkeepView(ReportView):
    """Every indicator that is not retired, with what is to be done."""

    page_title = "Upkeep of indicators"
    header_icon = "order"
    model = Indicator
    index_url_name = NAME
    index_results_url_name = RESULTS
    results_template_name = "indicators/upkeep/results.html"
    filterset_class = UpkeepFilters
    default_ordering = "number"
    is_searchable = True
    search_backend_name = None
    search_fields = ["title", "source_name"]
    verbose_name_plural = "indicators"
    columns = [
        TitleColumn(
            "title", label="Indicator", accessor="__str__", get_url=lambda row: row.upkeep_url, sort_key="number"
        ),
        WhatToDo("concerns", label="What to do"),
        Column("latest_label", label="Latest figure", sort_key="latest_on"),
        Column("age", label="Age"),
        Column("frequency", label="How often"),
        DateColumn("next_update_on", label="Next update", sort_key="next_update_on"),
        DateColumn("commented_on", label="Last comment", sort_key="commented_on"),
        DateColumn("reviewed_on", label="Last checked", sort_key="reviewed_on"),
    ]
    list_export = [
        *("number", "title", "theme_title", "state", "to_do", "latest_label", "latest_on", "age"),
        *("frequency", "next_update_on", "commented_on", "author", "checker", "reviewed_on", "next_review_on"),
    ]
    export_headings = {
        "number": "Number",
        "title": "Indicator",
        "author": "Author",
        "checker": "Checker",
        "theme_title": "Principle",
        "state": "State",
        "to_do": "What to do",
        "latest_label": "Latest figure",
        "latest_on": "Its last day",
        "age": "Age",
        "frequency": "How often",
        "next_update_on": "Next update",
        "commented_on": "Last comment",
        "reviewed_on": "Last checked",
        "next_review_on": "Next check",
    }
    custom_field_preprocess = {
        name: dict.fromkeys(("csv", "xlsx"), cell_text)
        for name in ("title", "theme_title", "latest_label", "frequency", "author", "checker")
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who keeps indicators or builds pages from them."""
        if not queries.may_see(request.user):  # type: ignore[arg-type]  # the CMS lets nobody else in
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_filename(self) -> str:
        """Name the file that is taken away."""
        return f"indicators-{timezone.localdate():%Y-%m-%d}"

    def get_base_queryset(self) -> QuerySet[Indicator]:
        """Find the indicators."""
        return queries.indicators()

    def order_queryset(self, queryset: QuerySet[Indicator]) -> QuerySet[Indicator]:
        """Put them into the order that is asked for, unknown days last."""
        order = F(self.ordering.removeprefix("-"))
        put = order.desc if self.ordering.startswith("-") else order.asc
        return queryset.order_by(put(nulls_last=True), "title", "pk")

    def decorate_paginated_queryset(self, object_list: Iterable[Indicator]) -> list[Indicator]:
        """Say of each what is to be done, where, and how old its figures are."""
        today = timezone.localdate()
        rows = list(object_list)
        found = queries.with_concerns(rows, today=today)
        for row in rows:
            row.concerns = [(concern, self._where(concern, row)) for concern in found[row.pk]]
            row.to_do = "; ".join(concern.short for concern in found[row.pk])
            row.age = age_text(row.latest_on, today=today) if row.latest_on else ""
            row.theme_title = row.theme.short_title if row.theme else ""
            row.state = _state(row)
            row.upkeep_url = self._edit_url(row) or (row.url if row.live else "")
        return rows

    @cached_property
    def _may_manage(self) -> bool:
        return bool(self.request.user.has_perm(queries.MANAGE))

    @cached_property
    def _upload_url(self) -> str:
        may = self.request.user.has_perm("indicators.add_datarelease")
        return reverse("data_releases:add") if may else ""

    def _edit_url(self, row: Indicator) -> str:
        return reverse(Indicator.snippet_viewset.get_url_name("edit"), args=[row.pk]) if self._may_manage else ""

    def _where(self, concern: Concern, row: Indicator) -> str:
        """Give where somebody puts it right; empty for who may not."""
        if concern.where == FIGURES and self._upload_url:
            return self._upload_url
        edit = self._edit_url(row)
        return f"{edit}#tab-{concern.where}" if edit and concern.where not in {"", FIGURES} else edit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many indicators each concern holds for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        counted = queries.counts(queries.with_concerns(queries.indicators()))
        chosen = self.request.GET.getlist("concern")
        return context | {
            "tallies": [
                (concern, counted[concern.slug], f"{reverse(NAME)}?concern={concern.slug}", concern.slug in chosen)
                for concern in CONCERNS
            ],
            "advice": BY_SLUG[chosen[0]].advice if len(chosen) == 1 and chosen[0] in BY_SLUG else "",
        }


def _state(row: Indicator) -> str:
    if not row.live:
        return "Draft"
    return "Published, with changes" if row.has_unpublished_changes else "Published"
