"""Answers frames with a chart on a bare page, and programs with where that page is. Nothing else may be framed elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Site

from het_site.core.models import BrandSettings
from indicators import open_data
from indicators.chart_files.asked import Asked
from indicators.chart_files.views import when_changed
from indicators.charts import Chart
from indicators.embeds.asked import BadQuestionError, Target, limit_of, target_of
from indicators.embeds.code import HEIGHT, WIDTH, frame_code, title_of
from indicators.models import Indicator, IndicatorSettings
from indicators.queries import profile, setting_for

A_DAY = 60 * 60 * 24
#: a frame shows and links; it runs nothing and sends nothing
POLICY = {
    "frame-ancestors": ["*"],
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": [SELF],
}
View = Callable[..., HttpResponse]


def framed(view: View) -> View:
    """Let any page frame what a view answers, that something is not there included."""

    @wraps(view)
    def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
        try:
            return view(request, **asked)
        except Http404:
            return render(request, "indicators/embed_gone.html", status=404)

    return cast("View", xframe_options_exempt(csp_replace(POLICY)(answer)))


@require_safe
@framed
def embed(request: HttpRequest, *, slug: str, name: str) -> HttpResponse:
    """Show one chart alone."""
    indicator = _public(slug)
    asked, brand = Asked.of(request, indicator, name), BrandSettings.for_request(request)
    etag = open_data.state().mark_of("embed", brand.site_name, brand.colours_version, *asked.key)
    unchanged = when_changed(request, etag)
    if unchanged is not None:
        return unchanged
    chart = asked.chart()
    context = {
        "indicator": indicator,
        "chart": chart,
        "title": title_of(chart),
        "address": f"{indicator.get_full_url(request)}{asked.place}",
    }
    response = render(request, "indicators/embed.html", context)
    response["ETag"] = etag
    return response


def _public(slug: str) -> Indicator:
    indicator = Indicator.objects.public().filter(slug=slug).first()
    if indicator is None:
        raise Http404
    return indicator


@require_safe
def oembed(request: HttpRequest) -> HttpResponseBase:
    """Tell programs how to embed what an address of ours shows, as oEmbed 1.0 asks."""
    write = FORMATS.get(request.GET.get("format", "json"))
    if write is None:
        return _refused(501, "The format is json or xml.")
    address = request.GET.get("url", "")
    if not address:
        return _refused(400, "“url” names the address to embed.")
    try:
        width = limit_of(request.GET, "maxwidth", usual=WIDTH)
        height = limit_of(request.GET, "maxheight", usual=HEIGHT)
    except BadQuestionError as error:
        return _refused(400, str(error))
    target = target_of(address, hosts=_hosts(request))
    found = _found(request, target) if target else None
    if found is None:
        return _refused(404, "There is no chart at this address.")
    return write(_answer(request, *found, width=width, height=height))


def _found(request: HttpRequest, target: Target) -> tuple[Indicator, Chart] | None:
    """Find the chart asked for."""
    indicator = Indicator.objects.public().filter(slug=target.slug).first()
    places = IndicatorSettings.for_request(request)
    setting = setting_for(places)
    charts = profile(indicator, setting, places).charts if indicator and setting else ()
    if indicator is None or not charts:
        return None
    by_name = {chart.name: chart for chart in charts}
    first = next((chart for chart in charts if chart.drawing), charts[0]) if target.is_a_place else None
    chart = by_name.get(target.name, first)
    return (indicator, chart) if chart else None


def _hosts(request: HttpRequest) -> set[str]:
    """Give the hosts that this site answers for."""
    site = Site.find_for_request(request)
    addresses = [settings.SITE_URL, *([site.root_url] if site else [])]
    return {request.get_host(), *(urlsplit(address).netloc for address in addresses)}


def _answer(
    request: HttpRequest, indicator: Indicator, chart: Chart, *, width: int, height: int
) -> dict[str, str | int]:
    return {
        "version": "1.0",
        "type": "rich",
        "title": title_of(chart),
        "provider_name": BrandSettings.for_request(request).site_name,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": A_DAY,
        "html": frame_code(chart, indicator.slug, width=width, height=height),
        "width": width,
        "height": height,
    }


def _refused(status: int, why: str) -> HttpResponse:
    return HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")


def _xml(answer: dict[str, str | int]) -> HttpResponse:
    root = ET.Element("oembed")
    for name, value in answer.items():
        ET.SubElement(root, name).text = str(value)
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    return HttpResponse(head + ET.tostring(root, encoding="unicode"), content_type="text/xml; charset=utf-8")


FORMATS: dict[str, Callable[[dict[str, str | int]], HttpResponse]] = {"json": JsonResponse, "xml": _xml}
