"""What is done to one page in the CMS is done one after the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from het_site.core.cms.turns import OneAfterTheOther, what_is_held
from het_site.core.models import Theme
from tests.factories.indicators import make_theme

EDIT = "/cms/pages/7/edit/"


@pytest.mark.parametrize(
    ("method", "path", "held"),
    [
        ("post", EDIT, "wagtailadmin_pages 7"),
        ("post", "/cms/pages/7/unpublish/", "wagtailadmin_pages 7"),
        ("post", "/cms/snippets/indicators/indicator/edit/7/", "wagtailsnippets_indicators_indicator 7"),
        ("get", EDIT, ""),
        ("post", "/cms/pages/7/edit/preview/", ""),
        ("post", "/cms/pages/add/home/contentpage/7/", ""),
        ("post", "/cms/no/such/address/", ""),
        ("post", "/search/", ""),
    ],
)
def test_what_may_change_is_held(rf: RequestFactory, method: str, path: str, held: str) -> None:
    assert what_is_held(getattr(rf, method)(path)) == held


@pytest.mark.django_db
def test_nobody_else_has_a_page_meanwhile(rf: RequestFactory) -> None:
    elsewhere = connection.copy()
    seen: dict[str, bool] = {}

    def answer(request: HttpRequest) -> HttpResponse:
        for page in ("wagtailadmin_pages 7", "wagtailadmin_pages 8"):
            with elsewhere.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [page])
                seen[page] = cursor.fetchone()[0]
        return HttpResponse("done")

    try:
        assert OneAfterTheOther(answer)(rf.post(EDIT)).content == b"done"
    finally:
        elsewhere.close()
    assert seen == {"wagtailadmin_pages 7": False, "wagtailadmin_pages 8": True}


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "kept"), [(200, 1), (302, 1), (500, 0)])
def test_what_fails_changes_nothing(rf: RequestFactory, status: int, kept: int) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        make_theme(slug="meanwhile")
        return HttpResponse(status=status)

    view: Any = OneAfterTheOther(answer)
    view(rf.post(EDIT))
    assert Theme.objects.filter(slug="meanwhile").count() == kept
