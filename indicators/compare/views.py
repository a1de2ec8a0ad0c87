"""What can be taken away of a comparison: its figures in the columns of every other file, and its charts as pictures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from het_site.core.models import BrandSettings
from indicators import open_data
from indicators.chart_files.picture import Imprint
from indicators.chart_files.views import file_of
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


@limited
def chart_file(request: HttpRequest, *, name: str, kind: str, page_url: str) -> HttpResponseBase:
    """Give one chart of a comparison as a file; `page_url` is the full address of the page, without its question."""
    comparison = question(request).comparison
    charts = [chart for part in comparison.parts for chart in part.charts] if comparison else []
    chart = next((chart for chart in charts if chart.name == name), None)
    if comparison is None:
        raise Http404
    view = f"{page_url}?{comparison.asked.address}"
    imprint = Imprint(BrandSettings.for_request(request).site_name, f"{view}#{name}")
    response = file_of(chart, kind=kind, imprint=imprint, name=f"compare-{name}")
    response["ETag"] = open_data.state().mark_of("comparison", kind, imprint)
    return response
