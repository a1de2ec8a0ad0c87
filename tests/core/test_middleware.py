"""What every answer goes through: refusals are designed, copies stay out of search engines, caches keep what they may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from het_site.core.middleware import FOR_EVERYONE, FOR_ONE_PERSON
from het_site.core.models import User
from tests.factories.home import make_content_page, make_home

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/page/", "/search/", "/search/?q=x", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest"]


@pytest.fixture(autouse=True)
def a_page() -> Any:
    """Make a page beside home."""
    make_home()
    return make_content_page(slug="page", title="A page")


@pytest.fixture
def signed_in(client: Client) -> Client:
    """Give the client of somebody who is signed in."""
    client.force_login(User.objects.create_user("editor@demo.example"))
    return client


@pytest.mark.parametrize("address", PUBLIC)
def test_pages_are_kept_for_a_minute_and_set_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == FOR_EVERYONE
    assert "cookie" not in response.get("Vary", "").lower()
    assert not response.cookies


@pytest.mark.parametrize("address", PUBLIC)
def test_whoever_is_signed_in_sees_fresh_pages(signed_in: Client, address: str) -> None:
    response = signed_in.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == FOR_ONE_PERSON


def test_a_session_that_has_ended_is_not_shared_either(client: Client) -> None:
    client.cookies["sessionid"] = "expired"
    assert client.get("/page/")["Cache-Control"] == FOR_ONE_PERSON


def test_a_page_with_a_form_is_for_one_person(client: Client, a_page: Any) -> None:
    PageViewRestriction.objects.create(page=a_page, restriction_type="password", password="open sesame")
    response = client.get("/page/")
    assert response.status_code == 200
    assert "csrftoken" in response.cookies
    assert "public" not in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/cms/login/"])
def test_what_says_itself_how_long_to_keep_it_is_left_alone(client: Client, address: str) -> None:
    cache_control = client.get(address, follow=True)["Cache-Control"]
    assert "no-cache" in cache_control
    assert "public" not in cache_control


@pytest.mark.parametrize("address", ["/not-here/", "/search/?kind=x"])
def test_what_is_not_found_is_not_kept(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert not response.has_header("Cache-Control")


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    tag = client.get("/page/")["ETag"]
    response = client.get("/page/", headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert response["Cache-Control"] == FOR_EVERYONE
    assert not response.content


def test_a_changed_page_is_sent_again(client: Client, a_page: Any) -> None:
    tag = client.get("/page/")["ETag"]
    a_page.title = "Another title"
    a_page.save()
    response = client.get("/page/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert b"Another title" in response.content


def test_an_unchanged_page_is_not_sent_again_compressed(client: Client) -> None:
    compressed = {"Accept-Encoding": "gzip"}
    first = client.get("/page/", headers=compressed)
    assert first["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in first["Vary"]
    assert client.get("/page/", headers=compressed | {"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/page/", "/not-here/", "/robots.txt", "/healthz"])
def test_copies_stay_out_of_search_engines(client: Client, settings: Any, address: str) -> None:
    settings.SITE_IS_PUBLIC = False
    assert client.get(address)["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", ["/page/", "/", "/robots.txt"])
def test_the_public_copy_is_open_to_search_engines(client: Client, settings: Any, address: str) -> None:
    settings.SITE_IS_PUBLIC = True
    assert not client.get(address).has_header("X-Robots-Tag")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["/", "/page/", "/page/?x=1"])
def test_a_method_that_a_page_does_not_know_gets_a_designed_answer(method: str, address: str) -> None:
    response = Client(enforce_csrf_checks=True).generic(method.upper(), address, {"a": "b"})
    assert response.status_code == 405
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert b"This page cannot do that" in response.content
    assert not response.cookies


def test_a_method_that_nobody_knows_gets_a_designed_answer() -> None:
    response = Client().generic("BREW", "/page/")
    assert response.status_code == 405
    assert b"<h1>" in response.content


def test_sending_to_a_page_that_is_not_there_is_not_found() -> None:
    response = Client(enforce_csrf_checks=True).post("/not-here/", {"a": "b"})
    assert response.status_code == 404
    assert b"<h1>" in response.content


def test_options_are_told(client: Client) -> None:
    response = client.options("/page/")
    assert response.status_code == 200
    assert "GET" in response["Allow"]


def test_a_head_is_answered_without_a_body(client: Client) -> None:
    response = client.head("/page/")
    assert response.status_code == 200
    assert not response.content


@pytest.mark.parametrize(
    "address", ["/\x00/", "/search/?q=%00", "/search/?%00=1", "/page/?q=a&q=%00", "/page%00/", "/search/?q=a%00b"]
)
def test_a_nul_is_refused(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert b"<h1>" in response.content


@pytest.mark.parametrize(
    "address", ["/%ff%fe/", "/search/?q=%ff", "/page/?%ff=%ff", "/" + "x" * 3000 + "/", "/%F0%9F%8F%A0/"]
)
def test_odd_addresses_get_a_designed_answer(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code in {200, 400, 404}
    assert b"<h1>" in response.content


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    response = client.get("/page/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert b"<h1>" in response.content


@pytest.mark.parametrize("address", ["/page/", "/not-here/", "/search/"])
def test_every_answer_carries_its_policies(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "default-src 'none'" in policy
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
