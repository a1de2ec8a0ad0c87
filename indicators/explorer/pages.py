"""Answers the addresses of the lists: the page, or the same as a file. Parses and hands over; asks no table itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse

from indicators.downloads.csv_files import csv_lines
from indicators.downloads.views import limited
from indicators.explorer import sheets
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
