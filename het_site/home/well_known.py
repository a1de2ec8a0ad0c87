"""Files that programs look for at fixed addresses: robots, sitemap, security contact, manifest. Holds no words for readers."""

from __future__ import annotations

from datetime import datetime, timedelta
from datetime import time as clock
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap as DjangoSitemap
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps import views as sitemap_views

from het_site.core import icons
from het_site.core.models import BrandSettings
from het_site.core.models.settings import PAPER
from het_site.home.queries import contact_page
from indicators.downloads.pages import PAGES as DATA_PAGES
from indicators.places.pages import public_addresses as place_addresses

TEXT = "text/plain; charset=utf-8"
SECURITY_TXT = "/.well-known/security.txt"
#: RFC 9116 asks for less than a year: half of one leaves time to notice that nobody looks after it
SECURITY_TXT_DAYS = 180
KEPT_FROM_ROBOTS = ("/cms/", "/search/")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Ask search engines to stay away from the CMS and the search page, or from every copy that is not the public one."""
    if settings.SITE_IS_PUBLIC:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_FROM_ROBOTS), ""]
        lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness, as RFC 9116 has it; not found while no contact is published."""
    contact = _security_contact(request)
    if not contact:
        raise Http404
    expires_on = timezone.localdate() + timedelta(days=SECURITY_TXT_DAYS)
    expires_at = timezone.make_aware(datetime.combine(expires_on, clock.min))
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires_at.isoformat()}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE.partition('-')[0]}",
        f"Canonical: {settings.SITE_URL}{SECURITY_TXT}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the site for a phone's home screen."""
    brand = BrandSettings.for_request(request)
    description: dict[str, Any] = {
        "name": brand.site_name,
        "short_name": brand.place_name,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": brand.primary_colour,
        "icons": _icons(brand),
    }
    return JsonResponse(description, content_type="application/manifest+json")


class DataSitemap(DjangoSitemap[str]):
    """The pages about open data, which stand in no tree."""

    def items(self) -> list[str]:
        """Name them."""
        return list(DATA_PAGES)

    def location(self, item: str) -> str:
        """Give the address of one."""
        return reverse(item)

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Give their addresses on the site’s own."""
        return [{"item": item, "location": f"{settings.SITE_URL}{self.location(item)}"} for item in self.items()]


class PlacesSitemap(DjangoSitemap[str]):
    """Where wards are found, the town, and each ward in use: former wards and places beside the town are left out."""

    def items(self) -> list[str]:
        """Name their addresses."""
        return place_addresses()

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Give their addresses on the site’s own."""
        return [{"item": item, "location": f"{settings.SITE_URL}{item}"} for item in self.items()]


class PublicSitemap(Sitemap):
    """Every public page and the addresses below it, all on the site's own address whatever host was asked."""

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls: list[dict[str, Any]] = super()._urls(page, protocol, domain)
        return [url | {"location": f"{settings.SITE_URL}{urlsplit(url['location']).path}"} for url in urls]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public pages for search engines."""
    maps = {"pages": PublicSitemap, "data": DataSitemap, "places": PlacesSitemap}
    response: HttpResponse = sitemap_views.sitemap(request, maps)
    return response


def _icons(brand: BrandSettings) -> list[dict[str, str]]:
    """List the icons, the drawn one first where there is no logo."""

    def address(name: str) -> str:
        return reverse("brand_icon", args=[brand.icons_version, name])

    drawn = [] if brand.logo else [{"src": address(icons.SVG_ICON), "sizes": "any", "purpose": "any"}]
    pictures = [
        {"src": address(icon.name), "sizes": icon.sizes, "purpose": icon.purpose} for icon in icons.ICONS.values()
    ]
    return drawn + pictures


def _security_contact(request: HttpRequest) -> str:
    """Give the address to report to: the one in the settings, else the contact page."""
    contact = BrandSettings.for_request(request).security_contact.strip()
    if contact:
        return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    page = contact_page()
    return f"{settings.SITE_URL}{page.get_url(request)}" if page else ""
