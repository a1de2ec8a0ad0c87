"""Keeps what somebody typed who was signed out meanwhile, in their session, until they are back and save it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, QueryDict

from het_site.core.throttle import Limit, network_address, spend

KEPT = "casestudies_desk_typed"
#: more than every question of a page can hold
MOST = 400_000
LIMIT = Limit("desk-typed", 30, timedelta(hours=1))


def keep(request: HttpRequest, model: type[Model], key: UUID, at: str) -> bool:
    """Keep what a form held for the page at an address; tells whether it is kept. Keeps nothing for what is not there."""
    data = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if sum(len(text) for values in data.values() for text in values) > MOST:
        return False
    if not spend({LIMIT: network_address(request)}):
        return False
    if model._default_manager.filter(key=key).exists():
        request.session[KEPT] = {"at": at, "data": data}
    return True


def kept(request: HttpRequest) -> QueryDict | None:
    """Give what was kept for the page that is asked for; None where nothing was."""
    found: Any = request.session.get(KEPT)
    if not isinstance(found, dict) or found.get("at") != request.path:
        return None
    data = QueryDict(mutable=True)
    for name, values in found["data"].items():
        data.setlist(name, values)
    return data


def drop(request: HttpRequest) -> None:
    """Forget what was kept: it is saved."""
    request.session.pop(KEPT, None)
