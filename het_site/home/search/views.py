"""The search page: reads what was asked, shows what was found. Anything a reader can type gets a designed answer."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from het_site.home.queries import contact_page
from het_site.home.search.kinds import Kind, kinds
from het_site.home.search.queries import Found, grouped_results, outcome, results_of_kind
from het_site.home.search.words import LONGEST_QUERY, Typed, typed


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the search box, and what was found for `q`, best of each kind or all of one `kind`."""
    asked = typed(request.GET.get("q", ""))
    kind = _kind(request.GET.get("kind", ""))
    page = _page_number(request.GET.get("page") or "1")
    if kind is None and page > 1:
        raise Http404  # only the results of one kind run over pages
    context: dict[str, Any] = {"asked": asked, "kind": kind, "longest_query": LONGEST_QUERY, "page_title": "Search"}
    if asked.text:
        context |= _found(asked, kind, page)
    if not context.get("count"):
        context["contact"] = contact_page()
    response = render(request, "home/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _found(asked: Typed, kind: Kind | None, page: int) -> dict[str, Any]:
    found = outcome(asked)
    context: dict[str, Any] = {
        "page_title": _title(asked, kind, page),
        "words": found.words,
        "how": found.found.value,
        "count": found.count,
        "by_kind": found.groups,
    }
    if kind is None:
        return context | {"groups": grouped_results(found) if found.found != Found.NOTHING else []}
    try:
        page_obj, results = results_of_kind(found, kind, page=page)
    except EmptyPage as error:
        raise Http404 from error
    return context | {"page_obj": page_obj, "results": results}


def _title(asked: Typed, kind: Kind | None, page: int) -> str:
    """Name the page so that no two pages of results have the same title."""
    parts = ["search", kind.several.lower() if kind else "", f"page {page}" if page > 1 else ""]
    return f"{asked.text}: {', '.join(part for part in parts if part)}"


def _kind(slug: str) -> Kind | None:
    if not slug:
        return None
    if slug not in kinds():
        raise Http404
    return kinds()[slug]


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0):
        raise Http404
    return int(text)
