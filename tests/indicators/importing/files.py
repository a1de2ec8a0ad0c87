"""Small files for tests of importing, and what they are checked against."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from indicators.importing import AreaRules, IndicatorRules, Known, Reading

GOOD = {
    "indicator": "counted",
    "area_code": "E06000001",
    "period_from": "2020-01-01",
    "period_to": "2020-12-31",
    "period_kind": "calendar_year",
    "period_label": "2020",
    "sex": "persons",
    "value": "12.5",
    "source": "Office for Examples",
    "licence": "OGL v3.0",
}
COLUMNS = (
    "indicator",
    "area_code",
    "period_from",
    "period_to",
    "period_kind",
    "period_label",
    "sex",
    "age",
    "category_type",
    "category",
    "value",
    "reason",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "count",
    "denominator",
    "is_provisional",
    "is_revised",
    "break_before",
    "published_comparison",
    "note",
    "source",
    "source_detail",
    "licence",
)
INDICATORS = (
    IndicatorRules(
        "counted", "People who are counted", "90001", is_percentage=True, is_part_of_whole=True, multiplier=100
    ),
    IndicatorRules("rated", "Events among people", "90002", multiplier=100_000, source="Office", licence="OGL v3.0"),
)
AREAS = (
    AreaRules("E92000001", "England"),
    AreaRules("E06000001", "Townham"),
    AreaRules("E06000002", "Villagely"),
    AreaRules("E05000001", "Northside", valid_to=date(2023, 5, 3)),
    AreaRules("E05000002", "Northside", valid_from=date(2023, 5, 4)),
    AreaRules("E05000003", "Southside", valid_from=date(2023, 5, 4)),
)


def known(**changes: Any) -> Known:
    """Give what files are checked against."""
    values: dict[str, Any] = {
        "indicators": INDICATORS,
        "areas": AREAS,
        "country": "E92000001",
        "today": date(2026, 1, 31),
    }
    return Known(**(values | changes))


def tidy(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """Give a tidy file; a row says what differs from a good one."""
    lines = [",".join(columns)]
    lines += [",".join((GOOD | row).get(column, "") for column in columns) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def read(folder: Path, data: bytes, *, name: str = "file.csv", **options: Any) -> tuple[Reading, list[dict[str, Any]]]:
    """Read a file's bytes; gives the reading and its good rows."""
    path = folder / name
    path.write_bytes(data)
    reading = Reading(path, file_name=name, known=options.pop("known", None) or known(), **options)
    return reading, [row for frame in reading for row in frame.to_dicts()]
