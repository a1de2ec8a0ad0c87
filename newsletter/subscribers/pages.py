"""What every page of readers is drawn with: its title, the way back, and the headers that keep a link to oneself."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from het_site.core.top_pages import top_page
from newsletter.models import NewsletterIndexPage

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
_for_one_person = cache_control(private=True, no_store=True)
METHODS = ("GET", "HEAD", "POST")


def look_or_send(view: View) -> View:
    """Answer looking and sending alone, and write no address that holds a token into the log."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in METHODS:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                return no_such_link(request, "of one person")
        logger.info("A page of one person was asked for by %s.", request.method)
        return _unlogged(HttpResponseNotAllowed(METHODS))

    return answered


def for_readers(view: View) -> View:
    """Answer looking and sending, keep nothing in caches, and tell no other page the address.

    The check against forged forms is left out, and with it its cookie: nobody is signed in here. What proves who sends a
    form is the token in its address, which no other site can know; mail programs send theirs without any cookie.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    found: View = csrf_exempt(look_or_send(_for_one_person(answered)))
    return found


def page(request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Draw a page of readers."""
    crumbs = [{"title": "Home", "url": "/"}]
    index = top_page(NewsletterIndexPage, request)
    if index is not None:
        crumbs.append({"title": index.title, "url": index.url})
    known = {"page_title": title, "crumbs": crumbs, "index_url": index.url if index else ""}
    return _unlogged(render(request, f"newsletter/subscribers/{template}.html", known | context, status=status))


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Django would write the address of every refusal into the log, and with it a token that may be somebody's own."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # what `django.utils.log` asks for
    return response


def no_such_link(request: HttpRequest, purpose: str) -> HttpResponse:
    """Answer to a link that is forged, broken or of somebody who was erased: all the same, and noted."""
    logger.warning("A link of the newsletter was not good: %s, %s.", purpose, request.method)
    return page(request, "no_such_link", "This link does not work", status=404)


def too_many(request: HttpRequest, waiting: timedelta) -> HttpResponse:
    """Say when to try again, in words and for programs."""
    logger.warning("Signing up was refused: too many from one place or for one address.")
    minutes = max(1, math.ceil(waiting.total_seconds() / 60))
    response = page(
        request,
        "too_many",
        "Too many tries",
        status=429,
        minutes=minutes,
        hours=math.ceil(minutes / 60) if minutes > 90 else 0,
    )
    response["Retry-After"] = str(minutes * 60)
    return response
