"""Views that no page owns: health, the place's colours, refusals that are designed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from het_site.core import views
from het_site.core.colour import contrast_ratio, readable_on
from het_site.core.models import BrandSettings
from het_site.core.models.settings import DARK_PAPER
from het_site.urls import urlpatterns as ours
from tests.factories.home import make_home

pytestmark = pytest.mark.django_db


def forbidden(request: HttpRequest) -> None:
    """Refuse, whoever asks."""
    raise PermissionDenied


def broken(request: HttpRequest) -> None:
    """Fail, whatever is asked."""
    raise RuntimeError("broken")


urlpatterns = [path("forbidden/", forbidden), path("broken/", broken), *ours]


def test_health_tells_the_running_commit(client: Client, settings: Any) -> None:
    settings.COMMIT = "abc123"
    assert client.get("/healthz").json() == {"status": "ok", "commit": "abc123"}
    settings.COMMIT = ""
    assert client.get("/healthz").json() == {"status": "ok", "commit": "unknown"}


def test_health_asks_no_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_health_answers_a_balancer_over_plain_http(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/").status_code == 301


def test_ready_when_migrations_are_applied(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "worker": "none heard of"})


def test_ready_tells_of_the_workers(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz").json()["worker"] == "at work"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    assert client.get("/readyz").json()["worker"] == "none heard of"


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("secret host is down")

    monkeypatch.setattr(views, "MigrationExecutor", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": "The database does not answer."}


def test_not_ready_while_migrations_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda *args: [1, 2])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reason"] == "2 migrations are not applied."


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_never_kept(client: Client, address: str) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/search/"])
def test_they_are_only_read(client: Client, address: str) -> None:
    assert client.delete(address).status_code == 405


def test_a_place_with_its_own_colours_gets_its_own_style_sheet(client: Client) -> None:
    make_home()
    brand = BrandSettings.for_site(Site.objects.get())
    brand.primary_colour = "#5a1f6e"
    brand.save()
    page = client.get("/").content.decode()
    link = re.search(r'href="(/brand-[0-9a-f]+\.css)"', page)
    assert link
    response = client.get(link[1])
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "--primary:#5a1f6e" in response.content.decode()
    brand.accent_colour = "#ffc845"
    brand.save()
    assert client.get(link[1]).status_code == 404


def test_a_place_in_the_portals_colours_needs_none(client: Client) -> None:
    make_home()
    assert not re.search(r"/brand-[0-9a-f]+\.css", client.get("/").content.decode())


@given(st.integers(0, 0xFFFFFF))
def test_any_primary_colour_can_be_read_in_the_dark(number: int) -> None:
    assert contrast_ratio(readable_on(f"#{number:06x}", DARK_PAPER, ratio=7, towards="#ffffff"), DARK_PAPER) >= 7


def test_a_form_that_is_too_old_is_refused_plainly() -> None:
    response = views.csrf_failure(RequestFactory().post("/"), reason="whatever")
    assert response.status_code == 403
    assert b"This form has expired" in response.content


def test_what_is_not_there_offers_search(client: Client) -> None:
    make_home()
    response = client.get("/not-here/")
    assert response.status_code == 404
    assert b'action="/search/"' in response.content


@override_settings(ROOT_URLCONF=__name__)
def test_what_is_forbidden_is_refused_plainly(client: Client) -> None:
    response = client.get("/forbidden/")
    assert response.status_code == 403
    assert b"You cannot open this page" in response.content


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_ours_is_told_plainly_and_without_a_database(django_assert_num_queries: Any) -> None:
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        response = client.get("/broken/")
    assert response.status_code == 500
    assert b"The fault is ours" in response.content
    assert b"RuntimeError" not in response.content
