"""Tells by its header how a file is laid out, and where the header stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.importing.vocabulary import TABLE_COLUMNS, Format

#: how far down a header is looked for
HEAD = 60

#: other names of the tidy columns
ALIASES = {
    "indicator": ("indicator_slug",),
    "area_code": ("areacode", "code", "gss_code", "ons_code"),
    "area_name": ("area", "name", "place"),
    "period_from": ("period_start", "date_from", "start_date"),
    "period_to": ("period_end", "date_to", "end_date"),
    "period_kind": ("period_type",),
    "period_label": ("period", "time_period", "year"),
    "reason": ("value_reason",),
    "lower_95": ("lower_ci_95", "lower_95_ci", "lower_ci", "lci_95", "lower_limit"),
    "upper_95": ("upper_ci_95", "upper_95_ci", "upper_ci", "uci_95", "upper_limit"),
    "lower_998": ("lower_ci_99_8", "lower_99_8", "lci_998"),
    "upper_998": ("upper_ci_99_8", "upper_99_8", "uci_998"),
    "count": ("numerator",),
    "is_provisional": ("provisional",),
    "is_revised": ("revised",),
    "break_before": ("has_break_before", "break"),
    "note": ("value_note", "notes"),
    "licence": ("license",),
}
#: what a tidy file is recognised by; hand-made sheets have headers for people
_TIDY_MARKS = {"area_code", "value", "lower_95", "upper_95", "period_from", "period_to", "period_label", "indicator"}
_NAMES = {alias: name for name, aliases in ALIASES.items() for alias in aliases} | {
    name: name for name in (*TABLE_COLUMNS, "indicator", "area_name")
}
_FINGERTIPS_MARKS = {"indicator_id", "area_code", "time_period", "value"}


@dataclass(frozen=True)
class Located:
    """Where a table begins: the row of its header, the names in it, and the format they tell."""

    format: Format
    header_line: int
    header: tuple[str, ...]


def plain_header(name: str) -> str:
    """Give a column's name as it is compared: small letters and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def tidy_name(name: str) -> str | None:
    """Give the tidy column that a header names; None where it names none."""
    return _NAMES.get(plain_header(name))


def locate(records: Sequence[Sequence[str]]) -> Located | None:
    """Find the header of a format that is known; None where a person has to say which column is what."""
    for line, record in enumerate(records, start=1):
        found = format_of(record)
        if found is not None:
            return Located(found, line, trimmed(record))
    return None


def format_of(header: Sequence[str]) -> Format | None:
    """Tell the format that a header belongs to."""
    plain = {plain_header(name) for name in header}
    if plain >= _FINGERTIPS_MARKS:
        return Format.FINGERTIPS
    if "area_code" not in plain or "value" not in plain:
        return None
    # written by a program: every name is in small letters and none holds a space
    if any(name.strip() != plain_header(name) for name in header if name.strip()):
        return None
    return Format.TIDY if len({_NAMES.get(name) for name in plain} & _TIDY_MARKS) >= 3 else None


def trimmed(header: Sequence[str]) -> tuple[str, ...]:
    """Give the names of a header without white space and without the empty ones at its end."""
    names = [re.sub(r"\s+", " ", name).strip() for name in header]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
