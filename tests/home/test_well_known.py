"""The files that programs look for: right on the public copy, closed on every other."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from het_site.core.models import BrandSettings
from het_site.home.well_known import SECURITY_TXT
from tests.factories.home import make_content_page, make_home
from tests.factories.priorities import make_recommendation, make_tracker

pytestmark = pytest.mark.django_db

#: the pages about open data, which stand in no tree
DATA_PAGES = ["/data/", "/data/api/", "/data/dictionary/", "/data/methods/"]
ADDRESSES = ["/robots.txt", "/sitemap.xml", "/manifest.webmanifest", "/favicon.ico", SECURITY_TXT]


@pytest.fixture
def brand() -> BrandSettings:
    """Give the brand of a site with a home page."""
    make_home()
    brand: BrandSettings = BrandSettings.for_site(Site.objects.get())
    return brand


def text(client: Client, address: str) -> str:
    """Read a text file."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def field(content: str, name: str) -> list[str]:
    """Give the values of a field in security.txt."""
    return re.findall(rf"^{name}: (.+)$", content, flags=re.MULTILINE)


def locations(client: Client) -> list[str]:
    """List the addresses in the sitemap."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return [str(entry.text) for entry in ET.fromstring(response.content).iter(f"{namespace}loc")]  # noqa: S314  (ours)


def test_robots_stay_out_of_copies(client: Client, settings: Any) -> None:
    settings.SITE_IS_PUBLIC = False
    assert text(client, "/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_robots_are_welcome_on_the_public_copy(client: Client, settings: Any) -> None:
    settings.SITE_IS_PUBLIC = True
    settings.SITE_URL = "https://www.example.org"
    lines = text(client, "/robots.txt").splitlines()
    assert "Disallow: /" not in lines
    assert {"Disallow: /cms/", "Disallow: /search/", "Sitemap: https://www.example.org/sitemap.xml"} <= set(lines)


def test_security_txt_follows_its_standard(client: Client, brand: BrandSettings, settings: Any) -> None:
    settings.SITE_URL = "https://www.example.org"
    brand.security_contact = "mailto:security@example.org"
    brand.save()
    content = text(client, SECURITY_TXT)
    assert field(content, "Contact") == ["mailto:security@example.org"]
    assert field(content, "Canonical") == ["https://www.example.org/.well-known/security.txt"]
    assert field(content, "Preferred-Languages") == ["en"]
    (expires,) = field(content, "Expires")
    assert timedelta(days=90) < datetime.fromisoformat(expires) - timezone.now() < timedelta(days=365)


def test_an_address_without_its_scheme_is_written_as_the_standard_wants(client: Client, brand: BrandSettings) -> None:
    brand.security_contact = "security@example.org"
    brand.save()
    assert field(text(client, SECURITY_TXT), "Contact") == ["mailto:security@example.org"]


def test_security_txt_leads_to_the_contact_page_when_there_is_no_other(client: Client, brand: BrandSettings) -> None:
    make_content_page(slug="contact")
    assert field(text(client, SECURITY_TXT), "Contact") == ["http://testserver/contact/"]


def test_security_txt_is_not_found_while_there_is_no_contact(client: Client, brand: BrandSettings) -> None:
    make_content_page(slug="contact", live=False)
    response = client.get(SECURITY_TXT)
    assert response.status_code == 404
    assert b"<h1>" in response.content


def test_the_manifest_carries_the_brand_and_icons_that_exist(client: Client, brand: BrandSettings) -> None:
    brand.site_name, brand.place_name, brand.primary_colour = "Fair Town “A”", "Town", "#123456"
    brand.save()
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["name"], manifest["short_name"], manifest["theme_color"]) == ("Fair Town “A”", "Town", "#123456")
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200, icon["src"]
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}


def test_the_sitemap_lists_what_readers_can_open_and_no_more(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://www.example.org"
    make_content_page(slug="public")
    make_content_page(slug="draft", live=False)
    private = make_content_page(slug="private")
    make_content_page(parent=private, slug="below")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_tracker()
    make_recommendation(slug="fair-pay")
    make_recommendation(slug="not-yet", live=False)
    assert locations(client) == [
        "https://www.example.org/",
        "https://www.example.org/public/",
        "https://www.example.org/recommendations/",
        "https://www.example.org/recommendations/fair-pay/",
        *(f"https://www.example.org{path}" for path in DATA_PAGES),
    ]


def test_the_sitemap_says_when_a_page_changed(client: Client) -> None:
    page = make_content_page(slug="public")
    page.save_revision().publish()
    assert f"<lastmod>{timezone.localdate():%Y-%m-%d}</lastmod>" in client.get("/sitemap.xml").content.decode()


def test_the_sitemap_asks_as_much_for_many_pages_as_for_few(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(8):
        make_content_page()
    with django_assert_max_num_queries(12):
        assert len(locations(client)) == 9 + len(DATA_PAGES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_they_are_only_read(client: Client, brand: BrandSettings, address: str) -> None:
    response = client.put(address)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert b"<h1>" in response.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_they_set_no_cookie(client: Client, brand: BrandSettings, address: str) -> None:
    assert not client.get(address).cookies
