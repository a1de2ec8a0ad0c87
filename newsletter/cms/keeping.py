"""Keeps an edition that was frozen: the ledger of who was sent what holds on to it, so the CMS says why instead of breaking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page

from newsletter.models import Sending

STAYS = (
    "Nothing was deleted: “{title}” was sent, or is being sent, and the record of who was sent what belongs to it."
    " Unpublish it if nobody should read it any more."
)


def frozen_below(page: Page) -> Sending | None:
    """Find an edition that was frozen: the page itself, or one below it."""
    return Sending.objects.filter(edition__path__startswith=page.path).select_related("edition").first()


def before_deleting(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Lead back with the reason, where one of these pages cannot go."""
    for page in pages:
        sending = frozen_below(page)
        if sending is not None:
            messages.error(request, STAYS.format(title=sending.edition.title))
            parent = page.get_parent()
            return redirect("wagtailadmin_explore", parent.pk if parent is not None else page.pk)
    return None


def before_bulk(request: HttpRequest, action: str, objects: Sequence[Any]) -> HttpResponse | None:
    """The same for many at once."""
    return before_deleting(request, [one for one in objects if isinstance(one, Page)]) if action == "delete" else None
