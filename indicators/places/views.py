"""The pages of places: reads what was asked, shows what is held, and a designed answer to whatever it cannot show."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.places import pages


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show every way to find a ward."""
    return render(request, "indicators/places/places.html", pages.finder_context(request))


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place."""
    shown = pages.place_page(request, code)
    if shown is None:
        raise Http404
    return render(request, shown.template, shown.context)
