"""How one cell is written in any file: numbers with their published digits, texts that no spreadsheet takes for a formula."""

from __future__ import annotations

from datetime import date
from typing import Any

#: what a spreadsheet takes a text for a formula by
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: up to here every whole number is exact in a file's floating point
EXACT_TO = 10**15


def number(value: float) -> int | float:
    """Give a number without the “.0” that nobody published; all its other digits stay."""
    return int(value) if value.is_integer() and abs(value) < EXACT_TO else value


def number_text(value: float | None) -> str:
    """Write a number with the digits that were published, the shortest that mean it; nothing for a missing one."""
    return "" if value is None else repr(number(value))


def safe_text(text: str) -> str:
    """Give a text that is no formula: one that begins like one gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def cell_text(value: Any) -> str:
    """Write any value of a row: a date as 2026-11-22, a flag as yes or nothing."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, (int, float)):
        return number_text(float(value)) if isinstance(value, float) else str(value)
    return value.isoformat() if isinstance(value, date) else safe_text(str(value))
