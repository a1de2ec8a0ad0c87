"""Parts of long lists, each beginning where the one before ended: the millionth costs as much as the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import FloatField, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from indicators.api.errors import NotThere

#: ours alone, so that a place in a list cannot be made up
SIGNER = Signer(salt="indicators.api.pages")
#: orderings by what may be missing: what is missing comes last
MAY_BE_MISSING = {"value"}


@dataclass(frozen=True)
class Part:
    """Where a page begins: its ordering, and the place of the last row before it."""

    ordering: str
    size: int
    after: str = ""

    @property
    def _field(self) -> str:
        return self.ordering.lstrip("-")

    @property
    def _is_down(self) -> bool:
        return self.ordering.startswith("-")

    def keys(self, rows: QuerySet[Any]) -> list[tuple[int, Any]]:
        """Give key and place of the rows of this page and of one more, if there is one."""
        key = self._field
        if key in MAY_BE_MISSING:
            last = float("-inf") if self._is_down else float("inf")
            rows, key = (
                rows.annotate(place_in_list=Coalesce(key, Value(last), output_field=FloatField())),
                "place_in_list",
            )
        down = "-" if self._is_down else ""
        if self.after:
            rows = rows.filter(self._beyond(key))
        order = [f"{down}pk"] if key == "id" else [f"{down}{key}", f"{down}pk"]
        return list(rows.order_by(*order).values_list("pk", key)[: self.size + 1])

    def _beyond(self, key: str) -> Q:
        place, pk = self._opened()
        side = "lt" if self._is_down else "gt"
        if key == "id":
            return Q(**{f"pk__{side}": pk})
        return Q(**{f"{key}__{side}": place}) | Q(**{key: place, f"pk__{side}": pk})

    def _opened(self) -> tuple[Any, int]:
        """Read where the page before ended; not found for what no answer of ours said."""
        try:
            ordering, place, pk = SIGNER.unsign_object(self.after)
        except (BadSignature, ValueError, TypeError) as error:
            raise NotThere("There is no such page. Begin without “after”, then follow “next”.") from error
        if ordering != self.ordering:
            raise NotThere("This page belongs to another ordering. Begin without “after”.")
        return place, pk

    def closed(self, last: tuple[int, Any]) -> str:
        """Write where this page ends."""
        pk, place = last
        return SIGNER.sign_object([self.ordering, place.isoformat() if isinstance(place, date) else place, pk])


def page_of(rows: QuerySet[Any], part: Part) -> tuple[list[int], str]:
    """Give the keys of the rows of a page in their order, and where the next begins; empty after the last."""
    found = part.keys(rows)
    shown = found[: part.size]
    return [pk for pk, _ in shown], part.closed(shown[-1]) if len(found) > part.size else ""


def in_order(rows: QuerySet[Model], keys: list[int]) -> list[Any]:
    """Give the rows of a page in the order of their keys."""
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def next_address(request: HttpRequest, after: str) -> str | None:
    """Give the address of the next page; None after the last."""
    if not after:
        return None
    query = [(name, value) for name, values in request.GET.lists() for value in values if name != "after"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('after', after)])}")
