"""The public pages right below the home page, asked once a request: menu, footer and every link to a list need them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Page, Site

from het_site.core.models.managers import unrestricted


@dataclass(frozen=True)
class TopPage:
    """One of them, as far as links need it; `path` is its place in the tree."""

    title: str
    url: str
    path: str
    is_in_menu: bool
    content_type_id: int


def top_pages(request: HttpRequest | None) -> list[TopPage]:
    """List them in their order; none where no site answers."""
    if request is None:
        return []
    found: list[TopPage] | None = getattr(request, "_top_pages", None)
    if found is None:
        site = Site.find_for_request(request)
        pages = Page.objects.child_of(site.root_page).live().filter(unrestricted()).order_by("path") if site else []
        found = request._top_pages = [  # type: ignore[attr-defined]  # kept as long as the request
            TopPage(page.title, page.get_url(request) or "", page.path, page.show_in_menus, page.content_type_id)
            for page in pages
        ]
    return found


def top_page(kind: type[Page], request: HttpRequest | None) -> TopPage | None:
    """Find the first one of a kind, such as the list of events."""
    wanted = ContentType.objects.get_for_model(kind).pk
    return next((page for page in top_pages(request) if page.content_type_id == wanted), None)
