"""Who has not signed in is led to where one does, and back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from het_site.core.accounts.access import partner_required
from het_site.core.models import User


@partner_required
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Answer with a number."""
    return HttpResponse(str(number))


@pytest.mark.parametrize(
    ("method", "asked", "led_to"),
    [
        ("GET", "/stories/3/", "/sign-in/?next=/stories/3/"),
        ("GET", "/stories/3/?part=2&way=a b", "/sign-in/?next=/stories/3/%3Fpart%3D2%26way%3Da%2520b"),
        ("HEAD", "/stories/3/", "/sign-in/?next=/stories/3/"),
        ("POST", "/stories/3/?part=2", "/sign-in/?next=/stories/3/"),
    ],
)
def test_a_stranger_is_led_to_the_sign_in_and_back(method: str, asked: str, led_to: str) -> None:
    request = RequestFactory().generic(method, asked)
    request.user = AnonymousUser()
    answer = page(request, 3)
    assert (answer.status_code, answer["Location"]) == (302, led_to)
    assert answer["Cache-Control"] == "private, no-store"


def test_who_has_signed_in_sees_the_page() -> None:
    request = RequestFactory().get("/stories/3/")
    request.user = User(email="partner@demo.example")
    assert page(request, 3).content == b"3"
