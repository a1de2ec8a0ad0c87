"""Pages for people who have signed in, whoever they are. What each of them may do there is decided by the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

NEXT = "next"

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def partner_required(view: View[Rest]) -> View[Rest]:
    """Lead whoever has not signed in to the page where one does, and from there back. Decorates a view function.

    What was sent by a form is not kept on the way: its page is where one comes back to.
    """

    @wraps(view)
    def signed_in_only(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return sign_in_first(request.get_full_path() if request.method in {"GET", "HEAD"} else request.path)

    return signed_in_only


def sign_in_first(there: str) -> HttpResponse:
    """Lead somebody to the page where one signs in, and from there to a page of the site."""
    response = HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({NEXT: there}, safe='/')}")
    response["Cache-Control"] = "private, no-store"  # who asks next may have signed in
    return response
