"""Answers the addresses of a chart's files. Nothing is made for those who have it already in the state the data is in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from het_site.core.models import BrandSettings
from indicators import open_data
from indicators.chart_files.asked import Asked
from indicators.chart_files.picture import Imprint, picture
from indicators.chart_files.raster import png
from indicators.chart_files.rows import rows
from indicators.charts import Chart
from indicators.downloads.cells import cell_text
from indicators.downloads.csv_files import csv_lines
from indicators.downloads.views import limited
from indicators.models import Indicator, StoredChart

#: the kind of the live figure, which is stored rather than made
LIVE = "json"


@dataclass(frozen=True)
class Kind:
    """One kind of file. `make` gives its bytes; a kind that needs a drawing does not exist for a chart without one."""

    content_type: str
    make: Callable[[Chart, Imprint], bytes]
    needs_drawing: bool = True
    is_kept_apart: bool = False


def _csv(chart: Chart, imprint: Imprint) -> bytes:
    header, *body = rows(chart.table)
    return b"".join(csv_lines([cell_text(name) for name in header], body))


KINDS = {
    "svg": Kind("image/svg+xml", lambda chart, imprint: picture(chart, imprint).encode()),
    "png": Kind("image/png", lambda chart, imprint: png(picture(chart, imprint))),
    "csv": Kind("text/csv; charset=utf-8", _csv, needs_drawing=False, is_kept_apart=True),
}


def chart_file(request: HttpRequest, *, indicator: Indicator, name: str, kind: str) -> HttpResponseBase:
    """Give a file of one of an indicator's charts."""
    if kind == LIVE:
        return _live(request, indicator=indicator, name=name)
    if kind not in KINDS:
        raise Http404
    answer = limited(_answer) if kind == "png" else _answer  # a picture costs more than a page
    return answer(request, indicator=indicator, name=name, kind=kind)


def _answer(request: HttpRequest, *, indicator: Indicator, name: str, kind: str) -> HttpResponseBase:
    state, asked = open_data.state(), Asked.of(request, indicator, name)
    imprint = Imprint(BrandSettings.for_request(request).site_name, f"{indicator.get_full_url(request)}{asked.place}")
    etag = state.mark_of("chart", kind, imprint, *asked.key)
    modified = int(state.changed_at.timestamp()) if state.changed_at else None
    unchanged = when_changed(request, etag, modified)
    if unchanged is not None:
        return unchanged
    response = file_of(asked.chart(), kind=kind, imprint=imprint, name=f"{indicator.slug}-{name}")
    response["ETag"] = etag
    if modified:
        response["Last-Modified"] = http_date(modified)
    return response


def file_of(chart: Chart | None, *, kind: str, imprint: Imprint, name: str) -> HttpResponse:
    """Give a chart as a file of that name. Raises `Http404` where there is no such chart, kind of file or drawing."""
    file = KINDS.get(kind)
    if chart is None or file is None or (file.needs_drawing and chart.drawing is None):
        raise Http404
    response = HttpResponse(file.make(chart, imprint), content_type=file.content_type)
    where = "attachment" if file.is_kept_apart else "inline"
    response["Content-Disposition"] = f'{where}; filename="{name}.{kind}"'
    return response


def when_changed(request: HttpRequest, etag: str, modified: int | None = None) -> HttpResponse | None:
    """Give the answer for those who have what there is already, 304; None for everybody else."""
    return get_conditional_response(request, etag, modified)


def _live(request: HttpRequest, *, indicator: Indicator, name: str) -> HttpResponseBase:
    """Give the live figure that was stored when the figures were published; there is none while it is not built."""
    stored = get_object_or_404(StoredChart.objects.only("mark", "figure"), indicator=indicator, name=name)
    response = JsonResponse(stored.figure)
    etag = response["ETag"] = open_data.state().mark_of("chart", LIVE, stored.pk, stored.mark)
    return cast("HttpResponseBase", get_conditional_response(request, etag, None, response))
