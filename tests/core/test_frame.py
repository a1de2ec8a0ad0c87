"""The frame of every page: skip link, landmarks, no inline script or style; errors that need nothing to be drawn."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from het_site.core.style_guide import style_guide

INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)", re.IGNORECASE)


def get(path: str) -> HttpRequest:
    return RequestFactory().get(path)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_errors_that_may_come_first_ask_nothing(name: str) -> None:
    # no database mark: a query would fail this test
    html = render_to_string(name)
    assert html.count("<h1>") == 1
    assert "noindex" in html
    assert not INLINE.search(html)


@pytest.mark.django_db
def test_what_is_not_there_is_said_plainly(client: Client) -> None:
    answer = client.get("/nothing-is-here/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "We cannot find this page" in html
    assert 'action="/search/"' in html
    assert html.count("<h1>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("context", "words"), [({}, "You cannot open this page"), ({"form_expired": True}, "This form has expired")]
)
def test_what_is_refused_is_said_plainly(context: dict[str, bool], words: str) -> None:
    assert words in render_to_string("403.html", context, request=get("/"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/style-guide/", "/style-guide/?errors"])
def test_every_component_can_be_drawn(path: str) -> None:
    html = style_guide(get(path)).content.decode()
    assert html.count("<h1>") == 1
    assert not INLINE.search(html)
    assert html.index('href="#main"') < html.index("<header")
    assert '<main id="main"' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert ("<title>Error: " in html.replace("\n", "")) == path.endswith("?errors")


@pytest.mark.django_db
def test_only_reading_is_answered() -> None:
    assert style_guide(RequestFactory().post("/style-guide/")).status_code == 405
