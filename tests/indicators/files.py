"""Small files for tests of loading: one good row of each kind, with cells to change."""

from __future__ import annotations

from typing import Any

import yaml

from indicators.importing.vocabulary import TABLE_COLUMNS

GOOD_CELLS = {
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
GOOD_DEFINITION: dict[str, Any] = {
    "number": 1,
    "theme": "best-start",
    "title": "People who are counted",
    "question": "How many are counted?",
    "status": "proposed",
    "value_type": "proportion",
    "unit": "% of people",
    "unit_short": "%",
    "decimals": 1,
    "multiplier": 100,
    "polarity": "low_is_good",
    "measure_used": "People counted, as a share of all people",
    "meaning": "How many are **counted**.",
}


def observations_csv(*rows: dict[str, str], columns: tuple[str, ...] = TABLE_COLUMNS) -> bytes:
    """Give a table with one line for each row; a row says what differs from a good one."""
    lines = [",".join(columns)]
    lines += [",".join(str((GOOD_CELLS | row).get(column, "")) for column in columns) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def definition_yaml(**changes: Any) -> bytes:
    """Give a definition; None takes a line out."""
    values = {name: value for name, value in (GOOD_DEFINITION | changes).items() if value is not None}
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True).encode()
