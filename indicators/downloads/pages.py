"""The pages below /data/ for people: what can be taken away, how to ask the API, what columns and methods mean."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators import open_data
from indicators.api.answering import REQUESTS
from indicators.api.examples import examples, parameters
from indicators.downloads import files
from indicators.downloads.dictionary import dictionary as columns
from indicators.downloads.sheets import SHORTHAND
from indicators.downloads.worked import METHODS
from indicators.formatting import number_text
from indicators.models import Indicator, IndicatorSettings, Observation
from indicators.offers import offers

TITLE = "Data and downloads"
#: every page of open data and its title, for menus and search engines
PAGES = {
    "data": TITLE,
    "data_api": "How to ask for data by program",
    "data_dictionary": "Data dictionary",
    "data_methods": "Methods",
}


def _shown(request: HttpRequest, name: str, template: str, context: dict[str, Any]) -> HttpResponse:
    crumbs = [{"title": "Home", "url": "/"}]
    if name != "data":
        crumbs.append({"title": TITLE, "url": reverse("data")})
    whole = {
        "page_title": PAGES[name],
        "crumbs": crumbs,
        "page_url": request.build_absolute_uri(reverse(name)),
        **context,
    }
    return render(request, f"indicators/data/{template}", whole)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """List everything that can be taken away."""
    state = open_data.state()
    counts = _figure_counts(state)
    listed = list(open_data.indicators_to_list().in_brief().order_by("number", "pk"))
    for one in listed:
        one.figure_count = counts.get(one.pk, 0)
        one.figure_count_text = number_text(one.figure_count, decimals=0)
    figure_count = sum(one.figure_count for one in listed if not one.is_retired)
    context = {
        "state": state,
        "licences": files.licences(None),
        "indicators": [one for one in listed if not one.is_retired],
        "retired": [one for one in listed if one.is_retired],
        "figure_count": figure_count,
        "figure_count_text": number_text(figure_count, decimals=0),
        "most_rows": files.MOST_ROWS_OF_A_SHEET,
        "offers": offers(),
        "indicator_settings": IndicatorSettings.for_request(request),
        "page_description": "Take the figures away: all of them or one indicator, as CSV, spreadsheet or JSON, or by program.",
    }
    return _shown(request, "data", "data.html", context)


def _figure_counts(state: open_data.State) -> dict[int, int]:
    """Count the figures of each indicator, once for each state of the data: of a million it takes a while."""
    found: dict[int, int] | None = cache.get(key := f"indicators.downloads.counts.{state.mark_of()}")
    if found is None:
        counted = Observation.objects.order_by().values("indicator").annotate(count=Count("pk"))
        found = dict(counted.values_list("indicator", "count"))
        cache.set(key, found, timeout=60 * 60)
    return found


def _example_names(request: HttpRequest) -> dict[str, str]:
    """Choose what the examples are about: the first indicator of the set, and the town."""
    settings = IndicatorSettings.for_request(request)
    first = Indicator.objects.current().order_by("number").values_list("slug", flat=True).first()
    return {"indicator": first or "", "area": settings.town.code if settings.town else ""}


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """Explain the API, with examples that are tested."""
    context = {
        "base": request.build_absolute_uri("/").rstrip("/"),
        "examples": examples(**_example_names(request)),
        "lists": parameters(),
        "requests": REQUESTS,
        "page_description": "The open data’s API: lists, filters, pages, limits and errors, with examples.",
    }
    return _shown(request, "data_api", "api.html", context)


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Explain every column."""
    context = {
        "columns": columns(),
        "offers": offers(),
        "shorthand": list(SHORTHAND.values()),
        "page_description": "Every column of the files: what it holds, what it means, and which words it may hold.",
    }
    return _shown(request, "data_dictionary", "dictionary.html", context)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Explain every formula in words and symbols, each with a worked example."""
    description = (
        "How we work out limits, comparisons, trends and gaps: each formula in words and symbols, with an example."
    )
    return _shown(request, "data_methods", "methods.html", {"methods": METHODS, "page_description": description})
