"""Signing in by an emailed code, and out. Whoever has an address, the answers are the same; nothing is done by looking."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from het_site.core.accounts import codes, limits
from het_site.core.accounts.access import NEXT
from het_site.core.accounts.codes import Outcome
from het_site.core.accounts.forms import AddressForm, CodeForm
from het_site.core.models import SignInCode

#: what binds a code to the browser that asked for it; readers and people who have signed in do not have it
TICKET = "sign_in_ticket"
BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGNED_OUT = "signed-out"
#: set for a moment by signing out alone, so that no link has a device forget what it keeps
FORGET = "forget_here"
MOMENT = timedelta(minutes=1)
LONGEST_NEXT = 1000

for_one_person = cache_control(private=True, no_store=True)
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
@for_one_person
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an email address and have a code sent there."""
    there = safe_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(there) if there else _page(request, "signed_in")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _send_code(request, form.cleaned_data["email"])
    response = _page(
        request, "sign_in", form=form, is_out=SIGNED_OUT in request.GET, forgets=bool(request.COOKIES.get(FORGET))
    )
    if FORGET in request.COOKIES:
        response.delete_cookie(FORGET, path=reverse("sign_in"), samesite="Lax")
    return response


@sensitive_post_parameters("code")
@sensitive_variables("form")
@look_or_send
@for_one_person
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one signs in."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(safe_next(request) or reverse("sign_in"))
    code = codes.asked_with(request.COOKIES.get(TICKET, ""))
    if code is None:
        return HttpResponseRedirect(_address(request, "sign_in"))
    if request.method == "POST" and "again" in request.POST:
        return _send_code(request, code.address, instead_of=code)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if waiting := limits.spend_on_trying(request):
            return _refuse(request, waiting)
        if form.is_valid():
            tried = codes.use(code, form.cleaned_data["code"])
            if tried.outcome is Outcome.RIGHT:
                return _let_in(request, code, tried)
            if tried.outcome is Outcome.DEAD:
                code.tries = codes.MOST_TRIES
            else:
                form.add_error("code", _words_for_wrong(tried.left))
    if not codes.is_alive(code):
        return _page(request, "code_is_over", code=code, minutes=_minutes(codes.LIFETIME), most=codes.MOST_TRIES)
    return _page(request, "code", form=form, code=code, minutes=_minutes(codes.LIFETIME))


@require_POST
@for_one_person
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and take its cookie back: without it pages are the same for everybody again."""
    auth.logout(request)
    response = HttpResponseRedirect(f"{reverse('sign_in')}?{SIGNED_OUT}")
    response.delete_cookie(
        settings.SESSION_COOKIE_NAME,
        path=settings.SESSION_COOKIE_PATH,
        domain=settings.SESSION_COOKIE_DOMAIN,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
    response.set_cookie(
        FORGET,
        "1",
        max_age=MOMENT,
        path=reverse("sign_in"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def safe_next(request: HttpRequest) -> str:
    """Give the page of ours that somebody wanted to see; nothing for any other address."""
    there = request.GET.get(NEXT, "")
    is_ours = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return there if is_ours and len(there) <= LONGEST_NEXT else ""


def _address(request: HttpRequest, name: str) -> str:
    """Give the address of a step, which carries where one wanted to go."""
    there = safe_next(request)
    return reverse(name) + (f"?{urlencode({NEXT: there}, safe='/')}" if there else "")


def _send_code(request: HttpRequest, address: str, *, instead_of: SignInCode | None = None) -> HttpResponse:
    if waiting := limits.spend_on_asking(request, address):
        return _refuse(request, waiting)
    ticket = codes.ask(address, instead_of=instead_of)
    response = HttpResponseRedirect(_address(request, "sign_in_code"))
    response.set_cookie(
        TICKET,
        ticket,
        max_age=codes.KEPT_FOR,
        path=reverse("sign_in"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _let_in(request: HttpRequest, code: SignInCode, tried: codes.Tried) -> HttpResponse:
    auth.login(request, tried.user, backend=BACKEND)
    limits.forgive(request, code.address)
    response = HttpResponseRedirect(safe_next(request) or settings.LOGIN_REDIRECT_URL)
    response.delete_cookie(TICKET, path=reverse("sign_in"), samesite="Lax")
    return response


def _refuse(request: HttpRequest, waiting: timedelta) -> HttpResponse:
    """Say when to try again, in words and for programs."""
    minutes = max(1, _minutes(waiting))
    hours = math.ceil(minutes / 60) if minutes > 90 else 0
    response = _page(request, "too_many", status=429, wait_minutes=minutes, wait_hours=hours)
    response["Retry-After"] = str(minutes * 60)
    return response


def _words_for_wrong(left: int) -> str:
    tries = "one more try" if left == 1 else f"{left} more tries"
    return f"This code is not right. Use the code of the last email we sent. You have {tries}."


def _minutes(time: timedelta) -> int:
    return math.ceil(time.total_seconds() / 60)


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    steps = {
        "start": _address(request, "sign_in"),
        "here": request.get_full_path(),
        "home": settings.LOGIN_REDIRECT_URL,
    }
    return render(request, f"account/{name}.html", steps | context, status=status)
