"""Plain figures and measures for tests of pure functions: no database."""

from __future__ import annotations

from datetime import date
from typing import Any

from indicators.figures import Figure
from indicators.sentences import Measure

SHARE = Measure(unit="% of people", decimals=1, is_percentage=True)
YEARS = Measure(unit="years", decimals=1, is_percentage=False, is_in_years=True)
RATE = Measure(unit="deaths per 1,000", decimals=1, is_percentage=False)


def figure(value: float | None, year: int = 2022, **fields: Any) -> Figure:
    """Give a headline figure of a calendar year for all people."""
    values: dict[str, Any] = {
        "area_id": 1,
        "sex": "persons",
        "age": "",
        "category_type": "",
        "category": "",
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "kind": "calendar_year",
        "label": str(year),
        "value": value,
    }
    return Figure(**values | fields)


def around(value: float, year: int = 2022, half: float = 1.0, **fields: Any) -> Figure:
    """Give a figure with limits as far away on both sides."""
    return figure(value, year, lower=value - half, upper=value + half, **fields)
