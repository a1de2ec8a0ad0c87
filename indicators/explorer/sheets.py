"""The lists as rows of a file: the stored figures with the digits they were published with, and the words of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from indicators.explorer.lines import Line
from indicators.explorer.listing import Entry, Explorer

GLANCE = (
    *("number", "principle", "indicator", "stand_in", "group", "unit", "period", "period_from", "period_to"),
    *("value", "lower_95", "upper_95", "country_value", "compared", "verdict_by", "direction", "gap", "note"),
    "address",
)
#: who gives a verdict, by what it rests on
VERDICT_BY = {"limits": "tested", "counts": "tested", "publisher": "publisher"}


def glance_rows(explorer: Explorer, request: HttpRequest) -> Iterator[list[Any]]:
    """Give a row for each line of the view, in its order; one without figures for an indicator that has none."""
    for entry in explorer.entries:
        address = request.build_absolute_uri(entry.url) if entry.url else ""
        for line in entry.lines or [None]:
            yield [*_about(entry, line), *_said(line), address]


def _about(entry: Entry, line: Line | None) -> list[Any]:
    one = entry.indicator
    theme = one.theme.short_title if one.theme else ""
    return [one.number, theme, one.title, one.is_proxy, line.group if line else "", one.unit]


def _said(line: Line | None) -> list[Any]:
    if line is None:
        return [None] * 7 + ["No figure yet", "", "", "", ""]
    row = line.finding
    return [
        row.period_label,
        row.period_from,
        row.period_to,
        row.value,
        row.lower_95,
        row.upper_95,
        row.benchmark,
        line.status_text,
        VERDICT_BY.get(row.basis, ""),
        line.direction_text,
        line.gap,
        line.note,
    ]
