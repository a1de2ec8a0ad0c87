"""Template tags and filters that every template may use without loading them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page as ListedPage
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.blocks import BoundBlock
from wagtail.models import Page, Site

from het_site.core.icons import SVG_ICON
from het_site.core.models import BasePage, BrandSettings, CustomImage
from het_site.core.top_pages import top_pages

register = template.Library()

JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
@cache  # a few dozen of them stand on a page, and they stay the same as long as the process runs
def icon(name: str, css_class: str = "") -> SafeString:
    """Draw a decorative icon of the sprite; the words beside it say what it means."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css_class,
        static("img/icons.svg"),
        name,
    )


@register.filter
def still_shown(image: CustomImage | None) -> CustomImage | None:
    """Give a picture unless it is withdrawn, so that `default` finds another in its place."""
    return image if image and not image.is_withdrawn else None


@register.filter
def pages_to_name(shown: ListedPage[Any]) -> Iterator[int | str]:
    """Give the numbers of the pages that a list's reader is offered, with `…` where some are left out."""
    return shown.paginator.get_elided_page_range(shown.number, on_each_side=1, on_ends=1)


def _links(context: Context, *, in_menu: bool) -> list[dict[str, Any]]:
    """List the home page's public children that stand in menus, or the others: title, url, is_current."""
    page = context.get("page")
    here = page.path if isinstance(page, Page) and page.path else ""
    return [
        {"title": child.title, "url": child.url, "is_current": here.startswith(child.path)}
        for child in top_pages(context.get("request"))
        if child.is_in_menu == in_menu
    ]


@register.simple_tag(takes_context=True)
def nav_items(context: Context) -> list[dict[str, Any]]:
    """List the home page's children that stand in menus: title, url, is_current."""
    return _links(context, in_menu=True)


@register.simple_tag(takes_context=True)
def footer_items(context: Context) -> list[dict[str, Any]]:
    """List the home page's other children, such as statements and contact: title, url, is_current."""
    return _links(context, in_menu=False)


@register.simple_tag(takes_context=True)
def body_item(context: Context, block: BoundBlock) -> str:
    """Draw one block of a body; it gets the request even where a component was included with nothing but the body."""
    request = getattr(context, "request", None)
    return str(block.render_as_block(context=context.flatten() | ({"request": request} if request else {})))


@register.simple_tag(takes_context=True)
def ancestor_pages(context: Context, page: Page) -> list[dict[str, str]]:
    """List the pages above one, home first: title, url."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None or page.depth == site.root_page.depth:
        return []
    ancestors = page.get_ancestors().live().filter(depth__gte=site.root_page.depth)
    return [
        {"title": "Home" if a.depth == site.root_page.depth else a.title, "url": a.get_url(request)} for a in ancestors
    ]


@register.simple_tag
def brand_css_url(brand: BrandSettings) -> str:
    """Give the address of the place's own colours; nothing when they are the style sheet's."""
    return reverse("brand_css", args=[brand.colours_version]) if brand.has_own_colours else ""


@register.inclusion_tag("components/icon_links.html")
def icon_links(brand: BrandSettings) -> dict[str, Any]:
    """Link the place's icons for tabs and home screens."""
    version = brand.icons_version
    return {
        "drawn": "" if brand.logo else reverse("brand_icon", args=[version, SVG_ICON]),
        "picture": reverse("brand_icon", args=[version, "icon-192.png"]),
        "touch": reverse("brand_icon", args=[version, "icon-180.png"]),
    }


@register.simple_tag(takes_context=True)
def structured_data(context: Context, page: Page) -> SafeString:
    """Write schema.org's description of a page as a data block, which no browser runs."""
    request = context["request"]
    if not isinstance(page, BasePage):
        return SafeString("")
    text = json.dumps(page.structured_data(request), ensure_ascii=False).translate(JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped on the line above)


@register.simple_tag
def absolute_url(path: str) -> str:
    """Give the full address of a path of ours."""
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


@register.simple_tag(takes_context=True)
def staff_bar(context: Context) -> str:
    """Draw the CMS's bar for people signed in; for everybody else the session is not even looked at.

    So pages for the public set no cookie and do not vary by one.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(wagtailuserbar(context, position="bottom-left"))


@register.simple_tag
def site_is_public() -> bool:
    """Tell whether search engines may list this copy of the site."""
    return bool(settings.SITE_IS_PUBLIC)
