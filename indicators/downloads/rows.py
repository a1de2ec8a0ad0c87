"""The rows of every file: live figures in the columns that the portal's own format names, read a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from indicators.importing.vocabulary import FLAGS, NUMBERS, TABLE_COLUMNS
from indicators.models import Observation

#: the portal's own table, with the indicator before it and the area's name, for people, beside its code
COLUMNS = ("indicator", "area_code", "area_name", *TABLE_COLUMNS[1:])
LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
#: in whose stead a reason stands; nothing of it may be in a file, whatever the database holds
HELD_BACK = ("value", "count", *LIMITS)
#: where columns are stored under another name
STORED = {"indicator": "indicator__slug", "area_code": "area__code", "area_name": "area__name"} | FLAGS
#: how many rows are in memory at a time
BATCH = 2_000

_PLACES = {name: place for place, name in enumerate(COLUMNS)}
_OUR_LIMITS = tuple(_PLACES[name] for name in LIMITS)
_HIDDEN = tuple(_PLACES[name] for name in HELD_BACK)
_REASON = _PLACES["reason"]
_SUPPRESSED = Observation.Reason.SUPPRESSED.value
#: places of the columns that hold numbers
NUMERIC = frozenset(_PLACES[name] for name in NUMBERS)

Row = tuple[Any, ...]


def in_order(figures: QuerySet[Observation]) -> QuerySet[Observation]:
    """Put figures in the one order that all files have: by indicator, breakdown, area, then time."""
    return figures.order_by(
        "indicator__number",
        "indicator_id",
        "category_type",
        "area__code",
        "period_to",
        "period_from",
        "sex",
        "age",
        "category",
    )


def rows(figures: QuerySet[Observation]) -> Iterator[Row]:
    """Give figures as the values of `COLUMNS`; one query, whatever their number, in bounded memory.

    Limits that the portal worked out itself are left out: they follow from counts, and whoever brings the file back would
    make them published ones.
    """
    names = [STORED.get(name, name) for name in COLUMNS]
    for *row, limits_from in in_order(figures).values_list(*names, "limits_from").iterator(chunk_size=BATCH):
        if limits_from == Observation.LimitsFrom.COUNTS:
            for place in _OUR_LIMITS:
                row[place] = None
        if row[_REASON] == _SUPPRESSED:
            for place in _HIDDEN:
                row[place] = None
        yield tuple(row)
