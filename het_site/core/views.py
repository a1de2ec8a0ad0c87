"""Views that no page owns: health, the place's colours, refused forms."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from het_site.core.colour import readable_on
from het_site.core.models import BrandSettings

DARK_PAPER = "#10171a"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell that the process answers, and which commit it runs."""
    return JsonResponse({"status": "ok", "commit": settings.COMMIT or "unknown"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell whether the site can serve readers: the database answers and every migration is applied."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "reason": "The database does not answer."}, status=503)
    if waiting:
        return JsonResponse({"status": "unavailable", "reason": f"{waiting} migrations are not applied."}, status=503)
    return JsonResponse({"status": "ready"})


@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 365, immutable=True)
def brand_css(request: HttpRequest, version: str) -> HttpResponse:
    """Give the place's own colours as custom properties; an old version's address is gone."""
    brand = BrandSettings.for_request(request)
    if version != brand.colours_version:
        raise Http404
    dark_primary = readable_on(brand.primary_colour, DARK_PAPER, ratio=7, towards="#ffffff")
    css = (
        f":root{{--primary:{brand.primary_colour};--deep:{brand.deep_colour};--accent:{brand.accent_colour}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--primary:{dark_primary}}}}}"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say plainly that a form was too old or came from elsewhere."""
    return render(request, "403.html", {"form_expired": True}, status=403)
