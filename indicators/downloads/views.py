"""The addresses of files: finds what was asked for, and sends it as it is made, or says that nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from het_site.core.models import BrandSettings
from het_site.core.throttle import Limit, network_address, seconds_to_wait
from indicators import open_data
from indicators.downloads import files
from indicators.downloads.files import File, Publisher
from indicators.offers import offers

#: generous for people and programs, tight for a flood: each file costs more than a page
DOWNLOADS = Limit("download", most=300, within=timedelta(minutes=10))
SHEETS = {"xlsx", "ods"}

View = Callable[..., HttpResponseBase]


def limited(view: View) -> View:
    """Send a reader away who asked too often, and tell when to come back."""

    @wraps(view)
    def answer(request: HttpRequest, **asked: Any) -> HttpResponseBase:
        seconds = seconds_to_wait(DOWNLOADS, network_address(request))
        if seconds:
            context = {"minutes": -(-seconds // 60), "page_title": "Too many requests"}
            refused = render(request, "429.html", context, status=429)
            refused["Retry-After"] = str(seconds)
            return refused
        return view(request, **asked)

    return answer


@require_safe
@limited
def figures(request: HttpRequest, *, kind: str, slug: str = "") -> HttpResponseBase:
    """Give the figures of one indicator, or all figures, as a file of some kind."""
    found = files.with_definitions(open_data.indicators_to_show())
    indicator = get_object_or_404(found, slug=slug) if slug else None
    state, publisher = open_data.state(), publisher_of(request)
    file = files.figures_file(kind, indicator=indicator, publisher=publisher, state=state)
    if file is None:
        raise Http404
    if kind in SHEETS and files.is_too_large_for_a_sheet(indicator):
        context = {"name": slug or files.ALL, "page_title": "Too many figures for a spreadsheet"}
        return render(request, "indicators/data/too_large.html", context, status=404)
    return _sent(request, file, state, publisher)


@require_safe
@limited
def everything(request: HttpRequest) -> HttpResponseBase:
    """Give the archive of all there is."""
    state, publisher = open_data.state(), publisher_of(request)
    file = files.everything_file(publisher=publisher, state=state)
    offered = [offer.state() for offer in offers()]
    changed_at = max(filter(None, (one.changed_at for one in (state, *offered))), default=None)
    whole = replace(state, mark="|".join(one.mark for one in (state, *offered)), changed_at=changed_at)
    return _sent(request, file, whole, publisher)


@require_safe
@limited
def dictionary(request: HttpRequest) -> HttpResponseBase:
    """Give the data dictionary as a table."""
    return _sent(request, files.dictionary_file(), open_data.state(), publisher_of(request))


def publisher_of(request: HttpRequest) -> Publisher:
    """Say who publishes."""
    return Publisher(BrandSettings.for_request(request).site_name, request.build_absolute_uri(reverse("data")))


def _sent(request: HttpRequest, file: File, state: open_data.State, publisher: Publisher) -> HttpResponseBase:
    """Send a file; nothing is made for those who have it already, or ask for its head alone."""
    response = StreamingHttpResponse(
        file.make() if request.method == "GET" else iter(()), content_type=file.content_type
    )
    etag = state.mark_of(file.name, publisher)
    response["ETag"] = etag
    if state.changed_at:
        response["Last-Modified"] = http_date(state.changed_at.timestamp())
    if file.content_type != files.JSON_TYPE:
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    modified = int(state.changed_at.timestamp()) if state.changed_at else None
    return cast("HttpResponseBase", get_conditional_response(request, etag, modified, cast("HttpResponse", response)))
