"""What every request and answer goes through on top of Django's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from wagtail.models import Page
from wagtail.views import serve

from het_site.core.models.images import CONSENT_FOLDER

Answer = Callable[[HttpRequest], HttpResponse]

#: programs ask here, and get JSON whatever is wrong
API = "/api/"
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))
#: where the open data is: files and their pages, the API, and what tells programs how to embed a chart
OPEN_DATA = ("/data/", API, "/oembed")
READING = "GET, HEAD, OPTIONS"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
FOR_EVERYONE = "public, max-age=60, stale-while-revalidate=600"
FOR_ONE_PERSON = "private, no-store"
#: a picture that people may withdraw is on it, with words about it: whoever keeps it asks each time whether it still holds
ASK_EACH_TIME = "public, no-cache"
BY_CONSENT = f"/{CONSENT_FOLDER}/".encode()


class OpenToEveryOrigin:
    """Lets pages of other sites read the open data, and nothing else: no credentials, no other method.

    Stands outside everything that can answer, so that errors can be read there too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN_DATA):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": READING})
            if "Access-Control-Request-Method" in request.headers:
                response["Access-Control-Allow-Methods"] = READING
                response["Access-Control-Allow-Headers"] = "Accept, If-Modified-Since, If-None-Match"
                response["Access-Control-Max-Age"] = "86400"
        else:
            response = self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
        return response


class PermissionsPolicy:
    """Tells browsers that no page asks for camera, place or payment."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class RefuseControlCharacters:
    """Answers 400 to an address with a NUL in it: PostgreSQL cannot hold one, and no reader ever types one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any(
            "\x00" in value for values in request.GET.lists() for value in (values[0], *values[1])
        ):
            if request.path_info.startswith(API):
                return JsonResponse(
                    {"error": "bad_request", "message": "The address holds a NUL character."}, status=400
                )
            return render(request, "400.html", status=400)
        return self.get_response(request)


class RefuseWrongMethods:
    """Answers a method that a page does not know with a designed 405 rather than talk of an expired form.

    Stands before the check of forms, which would refuse first whatever is sent to a page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        designed = render(request, "405.html", status=405)
        designed["Allow"] = response.headers.get("Allow", "")
        # what is in the log already, or is not to be, is not written into it once more
        designed._has_been_logged = getattr(response, "_has_been_logged", False)  # type: ignore[attr-defined]  # Django's own
        return designed

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[str], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Ask the page that would answer whether it knows the method."""
        if view is not serve or request.method in SAFE_METHODS:
            return None
        route = Page.route_for_request(request, args[0])
        if route is None:
            raise Http404
        allowed = route.page.allowed_http_method_names()
        return None if request.method in allowed else HttpResponseNotAllowed(allowed)


class KeepOutOfSearchEngines:
    """Tells search engines to forget every copy of the site that is not the public one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not settings.SITE_IS_PUBLIC:
            response["X-Robots-Tag"] = "noindex"
        return response


class CacheForReaders:
    """Lets browsers and caches keep for a minute what is the same for every reader; signed-in people see fresh pages.

    Stands outside sessions and forms, and inside what answers that nothing changed: a page that sets a cookie is for one
    person, and so is any answer to somebody who brings a session. The rest does not vary by cookie, whatever was asked on
    the way.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"} or response.status_code not in {200, 304}:
            return response
        if response.has_header("Cache-Control"):
            return response
        if response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response["Cache-Control"] = FOR_ONE_PERSON
        else:
            response["Cache-Control"] = ASK_EACH_TIME if _shows_by_consent(response) else FOR_EVERYONE
            _forget_cookies(response)
        return response


def _shows_by_consent(response: HttpResponse) -> bool:
    return not response.streaming and BY_CONSENT in response.content


class ForgetOnSignOut:
    """Has the browser forget what it kept for somebody who signs out, wherever they do: others may use it next."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "has_signed_out", False):
            response["Clear-Site-Data"] = '"storage"'
        return response


@receiver(user_logged_out, dispatch_uid="het_site.core.middleware.forget")
def _note_sign_out(request: HttpRequest, **kwargs: Any) -> None:
    request.has_signed_out = True  # type: ignore[attr-defined]  # kept as long as the request


def _forget_cookies(response: HttpResponse) -> None:
    """Take `Cookie` out of what the answer varies by."""
    varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    varies = [name for name in varies if name.lower() not in {"", "cookie"}]
    if varies:
        response["Vary"] = ", ".join(varies)
    else:
        del response["Vary"]
