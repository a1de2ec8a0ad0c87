"""Who gets in: writers to their own story, nobody else, and forms that came from our own pages. Tells strangers nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casestudies.access import TABLE, Action, Who, may, what_is
from casestudies.desk import keeping
from casestudies.models import Submission
from het_site.core.accounts.access import partner_required, sign_in_first
from het_site.core.models import User

View = Callable[..., HttpResponse]
NOT_NOW = "This cannot be done to the story as it stands now."


def private(view: View) -> View:
    """Have no answer kept by a cache or listed by a search engine."""

    @wraps(view)
    def unlisted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return keep_private(view(request, *args, **kwargs))

    return unlisted


def keep_private(response: HttpResponse) -> HttpResponse:
    """Mark one answer as for one person."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def for_writers(
    action: Action, *, methods: tuple[str, ...] = ("GET", "HEAD"), form_at: str = "", keeps: bool = False
) -> Callable[[View], View]:
    """Let in whoever may do something to the story that the address names; gives the view the story and who they are.

    Everybody else is told that there is no such page. A writer who comes in the wrong state is led to where it stands.
    Whoever was signed out comes back to the page with the form, which is `form_at` where it is not this address; with
    `keeps`, what they typed is there (`keeping`).
    """

    def decorate(view: View) -> View:
        def let_in(request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:
            submission, who = story_for(request, key, action)
            if not may(who, action, submission.state):
                messages.info(request, NOT_NOW)
                return redirect("desk_status", key=key)
            return view(request, submission, who, **kwargs)

        return for_partners(let_in, view, methods=methods, form_at=form_at, kept_of=Submission if keeps else None)

    return decorate


def for_partners(
    let_in: View, view: View, *, methods: tuple[str, ...], form_at: str, kept_of: type[Model] | None
) -> View:
    """Ask who is signed out to sign in, then go on with `let_in`, by the name of the view that it leads to.

    What a form held is kept meanwhile where it is about something that is there: `kept_of` says among what to look.
    """

    @private
    @require_http_methods(list(methods))
    @wraps(view)
    def checked(request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or request.user.is_authenticated:
            return partner_required(let_in)(request, key, **kwargs)
        there = reverse(form_at, args=[key]) if form_at else request.path
        if kept_of is not None:
            keeping.keep(request, kept_of, key, there)
        return sign_in_first(there)

    return checked


def story_for(request: HttpRequest, key: UUID, action: Action) -> tuple[Submission, Who]:
    """Find a story for somebody who may do this to it in some state. Raises `Http404` for all others."""
    submission = Submission.objects.select_related("organisation").filter(key=key).first()
    if submission is None:
        raise Http404
    who = what_is(request.user, submission)
    if who not in TABLE[action][0]:
        raise Http404
    return submission, who


def person(request: HttpRequest) -> User:
    """Give who is signed in."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (every view here asks for it first)
    return user


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def is_unproven(request: HttpRequest) -> bool:
    """Tell whether a form cannot be shown to come from our own page as it is now, for views that answer that themselves."""
    check = _Check(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, HttpResponse, (), {}) is not None


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site sent the form."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
