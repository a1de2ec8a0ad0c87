"""Reads a table of areas: code, name, type, parent, validity, people, deprivation, place on the hexagon map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from het_site.core.faults import Fault
from indicators.loading.tables import Row, decoded, rows
from indicators.models import Area

CODE = re.compile(r"[A-Z]\d{8}")
COLUMNS = (
    "code",
    "name",
    "area_type",
    "vintage",
    "parent",
    "valid_from",
    "valid_to",
    "population",
    "population_source",
    "deprivation_score",
    "deprivation_source",
    "hex_q",
    "hex_r",
)


@dataclass(frozen=True)
class AreaRow:
    """One area as its file gives it; `parent` is a code or empty."""

    line: int
    code: str
    name: str
    area_type: str
    vintage: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    population: int | None
    population_source: str
    deprivation_score: float | None
    deprivation_source: str
    hex_q: int | None
    hex_r: int | None


def read_areas(data: bytes, *, file: str) -> tuple[list[AreaRow], list[Fault]]:
    """Read a table of areas; every parent has to stand above its children."""
    text, faults = decoded(data, file=file)
    if faults:
        return [], faults
    found, faults = rows(text, file=file, columns=COLUMNS)
    areas: dict[str, AreaRow] = {}
    for row in found:
        area = _area(row)
        if area.code in areas:
            row.fault(f"{area.code} is there already, in line {areas[area.code].line}.")
        if area.parent and area.parent not in areas:
            row.fault(f"Its parent {area.parent} has to stand above it.")
        areas.setdefault(area.code, area)
        faults += row.faults
    return list(areas.values()), faults


def _area(row: Row) -> AreaRow:
    code = row.text("code", longest=9, required=True)
    if code and not CODE.fullmatch(code):
        row.fault(f"code is “{code}”; a code is one capital letter and eight digits.")
    area = AreaRow(
        line=row.line,
        code=code,
        name=row.text("name", longest=80, required=True),
        area_type=row.choice("area_type", Area.Type.values),
        vintage=row.text("vintage", longest=20),
        parent=row.text("parent", longest=9),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        population=row.whole_number("population"),
        population_source=row.text("population_source", longest=160),
        deprivation_score=row.number("deprivation_score"),
        deprivation_source=row.text("deprivation_source", longest=160),
        hex_q=row.whole_number("hex_q"),
        hex_r=row.whole_number("hex_r"),
    )
    if area.valid_from and area.valid_to and area.valid_from > area.valid_to:
        row.fault("valid_to is before valid_from.")
    if (area.hex_q is None) != (area.hex_r is None):
        row.fault("A hexagon needs hex_q and hex_r.")
    if area.population is not None and area.population < 0:
        row.fault("population is below zero.")
    return area
