"""Lets what is done to one page, or to one snippet, in the CMS be done one after the other.

The CMS saves by itself while somebody writes. Such a saving writes the whole page as it was when the saving began: one that
begins before an approval and ends after it would take the page down again. So it waits, and then sees what was approved.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

#: the parts of the CMS in which pages and snippets are written
PLACES = ("wagtailadmin_pages", "wagtailsnippets_")


class OneAfterTheOther:
    """Holds a page or snippet for the length of one request that may change it; what fails changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = what_is_held(request)
        if not held:
            return self.get_response(request)
        with transaction.atomic():
            _hold(held)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def hold_page(page_id: int) -> None:
    """Hold a page until the end of the transaction, as a request of the editor does."""
    _hold(f"{PLACES[0]} {page_id}")


def _hold(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def what_is_held(request: HttpRequest) -> str:
    """Name the page or snippet that a request may change; nothing for all other requests, previews too."""
    if request.method != "POST" or not request.path_info.startswith(reverse("wagtailadmin_home")):
        return ""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return ""
    key = found.kwargs.get("page_id", found.kwargs.get("pk"))
    is_preview = (found.url_name or "").startswith("preview")
    if key is None or is_preview or not found.namespace.startswith(PLACES):
        return ""
    return f"{found.namespace} {key}"
