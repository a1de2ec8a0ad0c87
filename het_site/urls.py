"""Every address that no page owns; the page tree answers the rest."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from het_site.core import views as core

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("brand-<slug:version>.css", core.brand_css, name="brand_css"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT}))

if settings.DEBUG:
    from het_site.core.style_guide import style_guide

    urlpatterns.append(path("style-guide/", style_guide, name="style_guide"))

urlpatterns.append(path("", include(wagtail_urls)))
