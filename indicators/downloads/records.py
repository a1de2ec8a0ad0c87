"""One figure as JSON has it, in downloads and in the API: numbers as published, and null where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from indicators.downloads.cells import number
from indicators.downloads.rows import BATCH, COLUMNS, HELD_BACK, STORED, in_order
from indicators.importing.vocabulary import FLAGS, NUMBERS
from indicators.models import Observation

#: what the files have, and with it its own number, where the limits come from, and which release brought the figure
NAMES = ("id", *COLUMNS, "limits_from", "release")
FIELDS = ("id", *(STORED.get(name, name) for name in COLUMNS), "limits_from", "release__number")

_REASON = NAMES.index("reason")
_HIDDEN = tuple(NAMES.index(name) for name in (*HELD_BACK, "limits_from"))
_NUMBERS = tuple(NAMES.index(name) for name in NUMBERS)
_DATES = (NAMES.index("period_from"), NAMES.index("period_to"))
_TEXTS = tuple(
    place
    for place, name in enumerate(NAMES)
    if name not in {*NUMBERS, *FLAGS, "period_from", "period_to", "id", "release"}
)


def record(row: tuple[Any, ...]) -> dict[str, Any]:
    """Give a figure by name; `row` holds the values of `FIELDS`."""
    values = list(row)
    if values[_REASON] == Observation.Reason.SUPPRESSED:
        for place in _HIDDEN:
            values[place] = None
    for place in _NUMBERS:
        if values[place] is not None:
            values[place] = number(values[place])
    for place in _DATES:
        values[place] = values[place].isoformat()
    for place in _TEXTS:
        values[place] = values[place] or None
    return dict(zip(NAMES, values, strict=True))


def records(figures: QuerySet[Observation]) -> Iterator[dict[str, Any]]:
    """Give figures one after the other, in the order that all files have."""
    for row in in_order(figures).values_list(*FIELDS).iterator(chunk_size=BATCH):
        yield record(row)
