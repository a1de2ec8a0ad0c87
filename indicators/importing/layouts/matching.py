"""What a person says of the columns of a sheet made by hand: which is what, and what holds for every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.importing.faults import listed, unreadable
from indicators.importing.layouts.formats import trimmed
from indicators.importing.vocabulary import NUMBERS

#: what a column may be, and what a person is shown for it
FIELDS = {
    "area_code": "Area code",
    "area_name": "Area name",
    "period_label": "Period",
    "period_from": "First day of the period",
    "period_to": "Last day of the period",
    "period_kind": "Kind of period",
    "sex": "Sex",
    "age": "Age",
    "category_type": "What it is split by",
    "category": "Category",
    "value": "Value",
    "reason": "Why there is no value",
    "lower_95": "Lower 95% limit",
    "upper_95": "Upper 95% limit",
    "lower_998": "Lower 99.8% limit",
    "upper_998": "Upper 99.8% limit",
    "count": "Count",
    "denominator": "Denominator",
    "is_provisional": "Provisional",
    "is_revised": "Revised",
    "break_before": "Break before it",
    "note": "Note",
    "indicator": "Indicator",
    "source": "Source",
    "source_detail": "File it was taken from",
    "licence": "Licence",
}
#: what a column of figures may say of its own figures
OF_A_COLUMN = ("period_label", "period_kind", "sex", "age", "category_type", "category")
#: what may hold for every row
FIXED = (
    *OF_A_COLUMN,
    "area_code",
    "period_from",
    "period_to",
    "indicator",
    "source",
    "source_detail",
    "licence",
    "note",
)
_SPREAD = (*NUMBERS, "reason", "note")


@dataclass(frozen=True)
class Group:
    """The columns that make one figure of a row: place by field, and what holds for all its figures."""

    columns: Mapping[str, int]
    fixed: Mapping[str, str]


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """Name every column of a sheet once: “Value”, “Value (2)”; one without a name after its place."""
    names: list[str] = []
    for number, name in enumerate(trimmed(header), start=1):
        plain = name or f"Column {number}"
        count = 1
        unique = plain
        while unique in names:
            count += 1
            unique = f"{plain} ({count})"
        names.append(unique)
    return tuple(names)


def groups(matching: Mapping[str, Any], header: Sequence[str], *, file: str) -> list[Group]:
    """Read a matching against the sheet's columns; raises `UnreadableFileError` where they do not fit."""
    shared: dict[str, int] = {}
    spread: dict[tuple[tuple[str, str], ...], dict[str, int]] = {}
    for name, said in dict(matching.get("columns") or {}).items():
        if not said:
            continue
        field, own = _said(name, said, header, file)
        columns = spread.setdefault(own, {}) if own else shared
        if field in columns:
            words = f"“{header[columns[field]]}” and “{name}” are both matched with “{FIELDS[field]}”."
            raise unreadable(file, f"Columns {words}", mend="Say for each which period, sex or category it is about.")
        columns[field] = header.index(name)
    fixed = {
        name: str(text).strip() for name, text in dict(matching.get("fixed") or {}).items() if str(text or "").strip()
    }
    if unknown := [name for name in fixed if name not in FIXED]:
        raise unreadable(file, f"“{unknown[0]}” cannot be the same for every row.")
    found = [Group(shared, fixed)] if "value" in shared or not spread else []
    base = {field: place for field, place in shared.items() if field not in _SPREAD or field == "note"}
    found += [Group({**base, **columns}, {**fixed, **dict(own)}) for own, columns in spread.items()]
    for group in found:
        _check(group, file)
    return found


def _said(name: str, said: Any, header: Sequence[str], file: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read what was said of one column: its field, and what holds for its figures alone."""
    if name not in header:
        raise unreadable(file, f"There is no column “{name}”.", mend="Match the columns of this file.")
    own = dict(said) if isinstance(said, Mapping) else {"field": said}
    field = own.pop("field", "")
    if field not in FIELDS or not set(own) <= set(OF_A_COLUMN):
        raise unreadable(file, f"Column “{name}” is matched with something we do not know.")
    own = {key: str(text).strip() for key, text in own.items() if str(text or "").strip()}
    if own and field not in _SPREAD:
        raise unreadable(file, f"Column “{name}” holds no figures, so it has no period, sex or category of its own.")
    return field, tuple(sorted(own.items()))


def _check(group: Group, file: str) -> None:
    """Refuse a matching that leaves out what every figure needs."""
    has = {*group.columns, *group.fixed}
    needed = {
        "which column holds the values": {"value"},
        "which column holds the areas": {"area_code", "area_name"},
        "which period the figures are about": {"period_label", "period_from"},
    }
    missing = [words for words, fields in needed.items() if not has & fields]
    if missing:
        raise unreadable(
            file, f"Nothing says {listed(missing, 'and')}.", mend="Match a column, or say it for all rows."
        )
