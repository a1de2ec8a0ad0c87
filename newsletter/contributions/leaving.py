"""Take an item back, delete it, or take everything away. Each that changes something asks first."""

from __future__ import annotations

import json
from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from casestudies.desk.guards import person
from het_site.core.models import User
from het_site.core.packing import pack
from newsletter.contributions.access import Action
from newsletter.contributions.guards import for_owner, page
from newsletter.contributions.writing import all_of, delete, name_of, picture_of, withdraw
from newsletter.models import Item

ASK = ("GET", "HEAD", "POST")


@for_owner(Action.WITHDRAW, methods=ASK)
def take_back(request: HttpRequest, item: Item) -> HttpResponse:
    """Ask whether an item is to be taken back, then do it."""
    if request.method != "POST":
        return page(request, "withdraw", "Take this item back?", item=item)
    withdraw(item=item, by=person(request))
    messages.success(request, "You took your item back")
    return redirect("item_status", key=item.key)


@for_owner(Action.DELETE, methods=ASK)
def remove(request: HttpRequest, item: Item) -> HttpResponse:
    """Ask whether an item is to be deleted, then do it."""
    if request.method != "POST":
        return page(request, "delete", "Delete this item?", item=item)
    delete(item=item, by=person(request))
    messages.success(request, "The item is deleted")
    return redirect("items_home")


@for_owner(Action.TAKE_AWAY)
def as_json(request: HttpRequest, item: Item) -> HttpResponse:
    """Give everything that is kept of an item as a file for programs."""
    response = HttpResponse(_text(item, by=person(request)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_called(item)}.json"'
    return response


@for_owner(Action.TAKE_AWAY)
def as_zip(request: HttpRequest, item: Item) -> HttpResponse:
    """Give everything, with the picture, as one file."""
    text, picture = _text(item, by=person(request)), picture_of(item)
    packed = pack({"item.json": text}, [(name_of(picture), picture.file)] if picture else [])
    return cast("HttpResponse", FileResponse(packed, as_attachment=True, filename=f"{_called(item)}.zip"))


def _text(item: Item, *, by: User) -> str:
    return json.dumps(all_of(item, by=by), ensure_ascii=False, indent=2)


def _called(item: Item) -> str:
    """Name an item's files; by its number, which says nothing of what it is about."""
    return item.called.lower() or "item"
