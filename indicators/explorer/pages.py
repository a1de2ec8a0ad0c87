"""Answers the addresses of the lists: the page, or the same as a file. Parses and hands over; asks no table itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse

from indicators.downloads.csv_files import csv_lines
from indicators.downloads.views import limited
from indicators.explorer import by_ward, sheets, spine
from indicators.explorer.queries import index_context

if TYPE_CHECKING:
    from indicators.models import IndicatorIndexPage

CSV = "csv"


def glance(page: IndicatorIndexPage, request: HttpRequest) -> HttpResponse:
    """Show the set at a glance, filtered and sorted by what the address asks, or give the same as a file."""
    is_file = asks_for_a_file(request)
    context = index_context(request)
    explorer = context["explorer"]
    if not is_file:
        return page.render(request, context_overrides=context)
    if explorer.view.unknown:
        raise Http404  # a file has no place to say what was set aside
    return send(request, "indicators.csv", sheets.GLANCE, sheets.glance_rows(explorer, request))


def wards(page: IndicatorIndexPage, request: HttpRequest) -> HttpResponse:
    """Show the table of wards as an address asks for it, or give the same as a file."""
    is_file = asks_for_a_file(request)
    context = by_ward.context(request)
    found: by_ward.ByWard | None = context["found"]
    if not is_file:
        context["page_url"] = f"{page.get_full_url(request)}by-ward/"
        return page.render(request, context_overrides=context, template="indicators/explorer/by_ward.html")
    if found is None or found.unknown:
        raise Http404
    rows = by_ward.sheet_rows(found, town=context["town"], country=context["country"])
    return send(request, "indicators-by-ward.csv", by_ward.SHEET, rows)


def spine_chart(page: IndicatorIndexPage, request: HttpRequest) -> HttpResponse:
    """Show the spine chart of the place that an address asks for, or give the same as a file."""
    is_file = asks_for_a_file(request)
    context = spine.context(request)
    found: spine.Spine | None = context["found"]
    if not is_file:
        context["page_url"] = f"{page.get_full_url(request)}spine/{'' if not found or found.is_town else found.here}"
        return page.render(request, context_overrides=context, template="indicators/explorer/spine.html")
    if found is None:
        raise Http404
    return send(request, f"spine-{found.place.code}.csv", spine.SHEET, spine.sheet_rows(found))


def asks_for_a_file(request: HttpRequest) -> bool:
    """Tell whether a file is asked for; there is only the one kind."""
    wanted = request.GET.get("format", "")
    if wanted not in {"", CSV}:
        raise Http404
    return wanted == CSV


def send(request: HttpRequest, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Send a table as CSV; whoever asks too often is asked to wait, as for every file."""

    def answer(_: HttpRequest) -> HttpResponse:
        response = HttpResponse(b"".join(csv_lines(columns, rows)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return limited(answer)(request)  # type: ignore[return-value]  # it gives what the answer is
