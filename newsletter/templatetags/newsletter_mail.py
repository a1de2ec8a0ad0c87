"""Draws the items of editions, in emails and on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from casestudies.actions.consents import may_be_used
from het_site.core.models import CustomImage
from newsletter.rendering.faults import anchor_of
from newsletter.rendering.items import Item
from newsletter.rendering.pictures import mail_picture

if TYPE_CHECKING:
    from newsletter.models import EditionPage

register = template.Library()

STYLES = {
    "p": "margin:0 0 12px;font-size:17px;line-height:26px;",
    "ul": "margin:0 0 12px;padding:0 0 0 24px;font-size:17px;line-height:26px;",
    "ol": "margin:0 0 12px;padding:0 0 0 28px;font-size:17px;line-height:26px;",
    "li": "margin:0 0 4px;",
}


@register.filter
def mail_html(html: str, colours: dict[str, str]) -> SafeString:
    """Give paragraphs and lists the styles they need in mail programs, which know no style sheet."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        if tag.name == "a":
            tag["class"], tag["style"] = "link", f"color:{colours['link']};"
        elif tag.name in STYLES:
            tag["class"], tag["style"] = "ink", f"{STYLES[tag.name]}color:{colours['ink']};"
    return mark_safe(str(soup))  # noqa: S308  (tidied when the item was made: markup.tidy)


@register.simple_tag(takes_context=True)
def mail_item(context: Context, item: Item) -> SafeString:
    """Draw one item of an email."""
    given = {"item": item, "light": context["light"], "picture": mail_picture(item.image)}
    return SafeString(render_to_string(f"newsletter/email/items/{item.shape}.mjml", given).strip())


@register.simple_tag
def mended_at(edition: EditionPage, fault: str) -> str:
    """Give where in the editor a fault is put right: its block, if it is one block's; empty before the first saving."""
    if not edition.pk:
        return ""
    anchor = getattr(fault, "anchor", "")
    blocks = (str(block.id) for block in edition.body if anchor and anchor_of(block.id) == anchor)
    block = next(blocks, "")
    return f"{reverse('wagtailadmin_pages:edit', args=[edition.pk])}#block-{block}-section" if block else ""


@register.simple_tag
def hue_of(colours: dict[str, str], hue: int) -> str:
    """Give a principle's hue; without one, that of small words."""
    return colours[f"p{hue}" if hue else "soft"]


@register.inclusion_tag("newsletter/web/item.html", takes_context=True)
def web_item(context: Context, item: Item) -> dict[str, object]:
    """Draw one item on a page; its picture only as long as it may be shown."""
    image = CustomImage.objects.filter(pk=item.image).first() if item.image else None
    if image is not None and not may_be_used(image, "in_newsletter"):
        image = None
    shape = f"newsletter/web/items/{item.shape}.html"
    return {"request": context.get("request"), "item": item, "image": image, "shape": shape}


@register.filter
def here(address: str) -> str:
    """Give an address of ours as a path, so that a copy of the site leads to itself."""
    ours = urlsplit(settings.SITE_URL)
    parts = urlsplit(address)
    if (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
        return address
    return parts._replace(scheme="", netloc="").geturl() or "/"


@register.filter
def web_html(html: str) -> SafeString:
    """Give tidied paragraphs with links of ours as paths."""
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        link["href"] = here(str(link["href"]))
    return mark_safe(str(soup))  # noqa: S308  (tidied when the item was made: markup.tidy)
