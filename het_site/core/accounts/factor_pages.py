"""Where staff set up their second factor, show it, and look after it. Nobody else finds these pages."""

from __future__ import annotations

import io
import logging
from typing import Any
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters

from het_site.core import throttle
from het_site.core.accounts import factors, limits, people
from het_site.core.accounts.access import NEXT
from het_site.core.accounts.views import for_one_person, look_or_send, safe_next
from het_site.core.models import BrandSettings, SecondFactor, User

logger = logging.getLogger(__name__)

NO_CODE = "Enter a code."
WRONG = "This code is not right, or it was used before. Wait for the next one and try again."
TOO_MANY = "There were too many wrong codes. Wait 15 minutes, then try again."
LOCKS = {
    "autocomplete": "one-time-code",
    "spellcheck": "false",
    "autocapitalize": "none",
    "class": "govuk-input--width-10",
}


class FactorForm(forms.Form):
    """Asks for a code; what is right is not the form's to know."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        error_messages={"required": NO_CODE, "max_length": WRONG},
        widget=forms.TextInput(attrs=LOCKS),
    )

    def is_right(self, user: User, check: Any) -> bool:
        """Tell whether a code was given that `check` takes, tried only so often."""
        if not self.is_valid():
            return False
        if not throttle.spend({limits.FACTOR_BY_PERSON: str(user.pk)}):
            logger.warning("A second factor was refused: too many tries.")
            self.add_error("code", TOO_MANY)
        elif check(self.cleaned_data["code"]):
            throttle.forgive(limits.FACTOR_BY_PERSON, str(user.pk))
            return True
        else:
            self.add_error("code", WRONG)
        return False


@sensitive_post_parameters("code")
@look_or_send
@for_one_person
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor; who has shown it looks after it here."""
    user = _who(request)
    factor = factors.of(user) if user else None
    if user is None or factor is None:
        return _elsewhere(request, user)
    form = FactorForm(request.POST if request.method == "POST" else None)
    is_halfway = not factors.has_passed(request, user)
    name = "enter" if is_halfway else "keep"
    if request.method == "POST" and form.is_right(user, lambda typed: factors.use(factor, typed)):
        if is_halfway:
            factors.remember(request, factor)
            return HttpResponseRedirect(safe_next(request) or reverse("wagtailadmin_home"))
        return _change(request, factor)
    return _page(request, name, form=form, left=factor.recovery_codes.count())


@sensitive_post_parameters("code")
@look_or_send
@for_one_person
def set_up(request: HttpRequest) -> HttpResponse:
    """Show a secret for an app; once the app shows the right code, begin to use it."""
    user = _who(request)
    if user is None or factors.of(user):
        return _elsewhere(request, user)
    secret = factors.proposed_secret(request, user)
    form = FactorForm(request.POST if request.method == "POST" else None)
    form.fields["code"].label = "Code that the app shows"
    made: list[tuple[SecondFactor, list[str]]] = []

    def check(typed: str) -> bool:
        done = factors.set_up(user, secret=secret, typed="".join(sign for sign in typed if sign.isalnum()))
        made.extend([done] if done else [])
        return bool(done)

    if request.method == "POST" and form.is_right(user, check):
        factor, codes = made[0]
        factors.remember(request, factor)
        return _page(request, "codes", codes=codes)
    name = BrandSettings.for_request(request).site_name
    address = factors.address_for_apps(secret, user=user, site_name=name)
    key = factors.in_base32(secret)
    parts = [key[start : start + 4] for start in range(0, len(key), 4)]
    return _page(request, "set_up", form=form, square=_square(address), key=" ".join(parts))


def _who(request: HttpRequest) -> User | None:
    """Give the member of staff who asks; nobody else finds the page."""
    if not settings.SECOND_FACTOR:
        raise Http404
    user = getattr(request, "halfway", None) or request.user
    if isinstance(user, AnonymousUser):
        return None
    if not people.is_staff(user):
        raise Http404
    return user


def _elsewhere(request: HttpRequest, user: User | None) -> HttpResponse:
    """Lead to the step that comes first: sign in, set up, or show."""
    name = "wagtailadmin_login" if user is None else "second_factor" if factors.of(user) else "set_up_second_factor"
    there = safe_next(request) if user else request.get_full_path()
    return HttpResponseRedirect(reverse(name) + (f"?{urlencode({NEXT: there}, safe='/')}" if there else ""))


def _change(request: HttpRequest, factor: SecondFactor) -> HttpResponse:
    """Do what was asked for with a right code: other recovery codes, or another app."""
    if "replace" in request.POST:
        factor.delete()
        request.session.cycle_key()  # so that another secret is offered
        return HttpResponseRedirect(reverse("set_up_second_factor"))
    return _page(request, "codes", codes=factors.new_recovery_codes(factor))


def _square(address: str) -> SafeString:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn,
        kind="svg",
        scale=5,
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=False,
        title="Square code for your app",
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  (drawn by a library from our own words)


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    onward = safe_next(request) or reverse("wagtailadmin_home")
    return render(
        request, f"account/second_factor/{name}.html", {"here": request.get_full_path(), "onward": onward} | context
    )
