"""What a published release changed: each figure as it was and as it became, from the rows that are kept. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.differences import CHANGED, GONE, NEW, TOLD, Change
from indicators.models import DataRelease, Observation, PastObservation
from indicators.staging import KEY

Kept = Observation | PastObservation


class OneAfterTheOther(Sequence[Kept]):
    """Rows of two tables as one sequence: a page of it costs what a page costs."""

    def __init__(self, *parts: QuerySet[Any]) -> None:
        self._parts = parts
        self._lengths: list[int] | None = None

    def __len__(self) -> int:
        return sum(self._counts())

    def _counts(self) -> list[int]:
        if self._lengths is None:
            self._lengths = [part.count() for part in self._parts]
        return self._lengths

    @overload
    def __getitem__(self, place: int) -> Kept: ...

    @overload
    def __getitem__(self, place: slice) -> list[Kept]: ...

    def __getitem__(self, place: int | slice) -> Kept | list[Kept]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _ = place.indices(len(self))
        found: list[Kept] = []
        for part, length in zip(self._parts, self._counts(), strict=True):
            if start < length and stop > 0:
                found += part[max(start, 0) : min(stop, length)]
            start, stop = start - length, stop - length
        return found


def changes_of(release: DataRelease, kind: str, *, indicator: int | None = None) -> Sequence[Kept]:
    """Give the figures that a release brought (new), exchanged (changed: as they were) or took down (gone)."""
    of_one = Q(indicator=indicator) if indicator else Q()
    went = PastObservation.objects.filter(of_one, ended_by=release)
    if kind == NEW:
        replaced = PastObservation.objects.filter(ended_by=release, **_same_key())
        parts = [
            model.objects.filter(of_one, ~Exists(replaced), release=release) for model in (Observation, PastObservation)
        ]
        return OneAfterTheOther(*(_ready(part) for part in parts))
    came = Q()
    for model in (Observation, PastObservation):
        came |= Q(Exists(model.objects.filter(release=release, **_same_key())))
    if kind == CHANGED:
        return OneAfterTheOther(_ready(went.filter(came)))
    if kind == GONE:
        return OneAfterTheOther(_ready(went.exclude(came)))
    raise ValueError(f"There are no changes of the kind {kind}.")


def _same_key() -> dict[str, Any]:
    return {name: OuterRef(name) for name in KEY}


def _ready(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("indicator", "area").order_by("indicator_id", "pk")


def successors(release: DataRelease, rows: Sequence[Kept]) -> dict[int, Kept]:
    """Give, for figures that a release exchanged, what it put in their place; the keys are theirs."""
    if not rows:
        return {}
    any_of = Q()
    for row in rows:
        any_of |= Q(**{name: getattr(row, name) for name in KEY})
    came: dict[tuple[Any, ...], Kept] = {}
    for model in (Observation, PastObservation):
        came |= {_key(row): row for row in model.objects.filter(any_of, release=release)}
    return {row.pk: came[_key(row)] for row in rows if _key(row) in came}


def _key(row: Kept) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in KEY)


def told(before: Kept, after: Kept) -> list[Change]:
    """List what differs between a figure as it was and as it became."""
    pairs = ((name, _seen(before, name), _seen(after, name)) for name in TOLD)
    return [Change(name, one, other) for name, one, other in pairs if one != other]


def _seen(row: Kept, name: str) -> Any:
    is_ours = row.limits_from == row.LimitsFrom.COUNTS and name.startswith(("lower_", "upper_"))
    return None if is_ours else getattr(row, name)
