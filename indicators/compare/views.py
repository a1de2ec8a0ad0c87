"""The figures of one comparison as a CSV file: the rows that its page shows, in the columns of every other file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators import open_data
from indicators.compare.page import question
from indicators.downloads.csv_files import csv_lines
from indicators.downloads.rows import COLUMNS, rows
from indicators.downloads.views import limited
from indicators.models import Observation

NAME = "compare.csv"


@require_safe
@limited
def figures(request: HttpRequest) -> HttpResponseBase:
    """Give exactly the stored figures that the page of this address shows."""
    comparison = question(request).comparison
    if comparison is None or not comparison.has_figures:
        return render(request, "indicators/compare/no_file.html", {"page_title": "No such file"}, status=404)
    state = open_data.state()
    shown = Observation.objects.filter(pk__in=comparison.ids, indicator__live=True)
    response = StreamingHttpResponse(csv_lines(COLUMNS, rows(shown)), content_type="text/csv; charset=utf-8")
    response["ETag"] = state.mark_of(NAME, comparison.asked.address)
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response
