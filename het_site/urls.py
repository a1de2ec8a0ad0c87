"""Every address that no page owns; the page tree answers the rest."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve as serve_page

from het_site.core import views as core
from het_site.core.media import media
from het_site.home import well_known
from het_site.home.search.views import search

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("brand-<slug:version>.css", core.brand_css, name="brand_css"),
    path("robots.txt", well_known.robots_txt, name="robots_txt"),
    path("sitemap.xml", well_known.sitemap, name="sitemap"),
    path("manifest.webmanifest", well_known.manifest, name="manifest"),
    path("brand-<slug:version>/<str:name>", core.brand_icon, name="brand_icon"),
    path("favicon.ico", core.favicon, name="favicon"),
    path(well_known.SECURITY_TXT.removeprefix("/"), well_known.security_txt, name="security_txt"),
    path("data/", include("casestudies.library.files")),
    path("data/", include("indicators.downloads.urls")),
    path("places/", include("indicators.places.urls")),
    path("case-studies/share/", include("casestudies.desk.urls")),
    path("newsletter/offer/", include("newsletter.contributions.urls")),
    path("newsletter/", include("newsletter.rendering.urls")),
    path("newsletter/", include("newsletter.subscribers.urls")),
    path("api/v1/", include("casestudies.library.api.urls")),
    path("api/v1/", include("indicators.api.urls")),
    path("api/", include("indicators.api.elsewhere")),
    path("", include("indicators.embeds.urls")),
    path("search/", search, name="search"),
    path("", include("het_site.core.accounts.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>.+)$", media, name="media"),
]

if settings.DEBUG:
    from het_site.core.style_guide import style_guide

    urlpatterns.append(path("style-guide/", style_guide, name="style_guide"))

urlpatterns += [
    # Files that a page gives below its own address: Wagtail's pattern knows no dots.
    re_path(r"^((?:[\w\-]+/)+[\w\-]+\.(?:bib|csv|ics|json|pdf|png|ris|svg))$", serve_page, name="page_file"),
    path("", include(wagtail_urls)),
]
