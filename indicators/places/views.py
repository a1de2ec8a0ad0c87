"""The pages of places: reads what was asked, shows what is held, and a designed answer to whatever it cannot show."""

from __future__ import annotations

from typing import cast

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from het_site.core.models import BrandSettings
from indicators import open_data
from indicators.chart_files.picture import Imprint
from indicators.chart_files.views import file_of
from indicators.downloads.csv_files import csv_lines
from indicators.downloads.rows import COLUMNS, rows
from indicators.downloads.views import limited
from indicators.models import IndicatorSettings
from indicators.places import pages
from indicators.places.briefings import briefing, has_briefing, mark_of
from indicators.places.finding import Answer, answer_to_name, answer_to_postcode
from indicators.places.queries import lookup_in_use, place_of
from indicators.places.wards import Wards, wards_of_town


# Exempt: the form changes nothing, and its token would set a cookie, which no reader gets.
@csrf_exempt
@sensitive_post_parameters("name", "postcode")
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest) -> HttpResponse:
    """Show every way to find a ward; lead to the one that was chosen or typed.

    What is typed is sent as a form, never in the address: it may be somebody's postcode.
    """
    settings = IndicatorSettings.for_request(request)
    wards = wards_of_town(settings.town_id)
    if request.method == "POST":
        return _not_kept(_typed(request, wards, settings))
    if "ward" in request.GET:
        return _chosen(request.GET["ward"], wards)
    return render(
        request, "indicators/places/places.html", pages.finder_context(request, wards, Answer(), lookup_in_use())
    )


def _typed(request: HttpRequest, wards: Wards, settings: IndicatorSettings) -> HttpResponse:
    town, lookup = settings.town, lookup_in_use()
    if "postcode" in request.POST and lookup is not None:
        answer = answer_to_postcode(request.POST, wards)
    else:
        answer = answer_to_name(
            request.POST,
            wards,
            town=town.name if town else "",
            town_url=reverse("place", args=[town.code]) if town else "",
            has_lookup=lookup is not None,
        )
    if answer.url:
        return redirect(answer.url)
    return render(request, "indicators/places/places.html", pages.finder_context(request, wards, answer, lookup))


def _chosen(code: str, wards: Wards) -> HttpResponse:
    """Go to the ward that was chosen from a list; back to all ways where none was."""
    if not code:
        return redirect("places")
    ward = wards.of_code(code)
    if ward is None:
        raise Http404
    return redirect(ward.url)


def _not_kept(response: HttpResponse) -> HttpResponse:
    """Have nobody store an answer to what was typed, nor tell the next site of it."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    if isinstance(response, HttpResponseRedirect):
        response.status_code = 303  # the next page is read, not sent to
    return response


@require_safe
@limited
def place_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give every live figure of one place, of the set as it stands."""
    area = place_of(code)
    if area is None or not has_briefing(request, code):
        raise Http404
    state = open_data.state()
    found = open_data.figures().filter(area=area)
    content = csv_lines(COLUMNS, rows(found)) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    response["ETag"] = etag = state.mark_of("place", code)
    return cast("HttpResponseBase", get_conditional_response(request, etag, None, cast("HttpResponse", response)))


@require_safe
@limited
def place_briefing(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give one page about a place to print."""
    if not has_briefing(request, code):
        raise Http404
    state = open_data.state()
    etag = mark_of(request, code, state)
    unchanged = get_conditional_response(request, etag, None, None)
    if unchanged is not None:
        return unchanged
    content = briefing(request, code, state, etag) if request.method == "GET" else b""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="briefing-{code}.pdf"'
    response["ETag"] = etag
    return response


@require_safe
@limited
def place_chart(request: HttpRequest, code: str, name: str, kind: str) -> HttpResponseBase:
    """Give one strip of a ward's page as a file."""
    shown = pages.place_page(request, code)
    if shown is None:
        raise Http404
    charts = {strip.chart.name: strip.chart for strip in shown.context.get("strips", ())}
    address = f"{request.build_absolute_uri(reverse('place', args=[code]))}#{name}"
    imprint = Imprint(BrandSettings.for_request(request).site_name, address)
    response = file_of(charts.get(name), kind=kind, imprint=imprint, name=f"{code}-{name}")
    response["ETag"] = etag = open_data.state().mark_of("place chart", kind, imprint)
    return cast("HttpResponseBase", get_conditional_response(request, etag, None, response))


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place."""
    shown = pages.place_page(request, code)
    if shown is None:
        raise Http404
    return render(request, shown.template, shown.context)
