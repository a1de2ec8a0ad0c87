"""Views that no page owns: health, the place's colours and icons, refused forms."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import IO

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from het_site.core import icons, workers
from het_site.core.models import BrandSettings

A_YEAR = 60 * 60 * 24 * 365


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell that the process answers, and which commit it runs."""
    return JsonResponse({"status": "ok", "commit": settings.COMMIT or "unknown"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell whether the site can serve readers: the database answers and every migration is applied.

    Without a worker readers are served all the same, so that is told but is no reason to send them elsewhere.
    """
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "reason": "The database does not answer."}, status=503)
    if waiting:
        return JsonResponse({"status": "unavailable", "reason": f"{waiting} migrations are not applied."}, status=503)
    return JsonResponse({"status": "ready", "worker": "at work" if workers.is_anybody_there() else "none heard of"})


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def brand_css(request: HttpRequest, version: str) -> HttpResponse:
    """Give the place's own colours as custom properties; an old version's address is gone."""
    brand = BrandSettings.for_request(request)
    if version != brand.colours_version:
        raise Http404
    css = (
        f":root{{--primary:{brand.primary_colour};--deep:{brand.deep_colour};--accent:{brand.accent_colour}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--primary:{brand.dark_primary_colour}}}}}"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def brand_icon(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """Give the place's icon as one of `icons.ICONS`, or as SVG where it is drawn; an old version's address is gone."""
    brand = BrandSettings.for_request(request)
    if version != brand.icons_version:
        raise Http404
    if name == icons.SVG_ICON and not brand.logo:
        drawing = icons.svg(
            primary=brand.primary_colour, dark_primary=brand.dark_primary_colour, accent=brand.accent_colour
        )
        return HttpResponse(drawing, content_type="image/svg+xml")
    if name not in icons.ICONS:
        raise Http404
    icon = icons.ICONS[name]
    with _logo_of(brand) as logo:
        picture = icons.png(icon.side, icon.share, primary=brand.primary_colour, accent=brand.accent_colour, logo=logo)
    return HttpResponse(picture, content_type="image/png")


@require_safe
@cache_control(public=True, max_age=60 * 60 * 24)
def favicon(request: HttpRequest) -> HttpResponse:
    """Give the small icon to browsers that ask for it unprompted, at an address that no change of brand can change."""
    brand = BrandSettings.for_request(request)
    with _logo_of(brand) as logo:
        picture = icons.ico(primary=brand.primary_colour, accent=brand.accent_colour, logo=logo)
    return HttpResponse(picture, content_type="image/vnd.microsoft.icon")


def _logo_of(brand: BrandSettings) -> AbstractContextManager[IO[bytes] | None]:
    """Open the logo's file; nothing where there is none, or where the file is gone."""
    if not brand.logo:
        return nullcontext()
    try:
        opened: AbstractContextManager[IO[bytes]] = brand.logo.file.open("rb")
    except OSError:
        return nullcontext()
    return opened


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say plainly that a form was too old or came from elsewhere."""
    return render(request, "403.html", {"form_expired": True}, status=403)
