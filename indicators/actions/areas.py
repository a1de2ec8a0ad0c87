"""Loads areas from a file: all or none, and never over an editor's work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from het_site.core.faults import FaultyFilesError
from het_site.core.models import User
from indicators.loading import AreaRow, read_areas
from indicators.models import Area


@transaction.atomic
def load_areas(*, path: Path, by: User | None = None) -> int:
    """Add the areas that are not there yet; gives how many. Those that are belong to the editors."""
    rows, faults = read_areas(path.read_bytes(), file=path.name)
    if faults:
        raise FaultyFilesError(faults)
    areas = {area.code: area for area in Area.objects.all()}
    new = [row for row in rows if row.code not in areas]
    for row in new:
        areas[row.code] = _area(row, areas)
        areas[row.code].save(force_insert=True)
    return len(new)


def _area(row: AreaRow, areas: Mapping[str, Area]) -> Area:
    return Area(
        code=row.code,
        name=row.name,
        area_type=row.area_type,
        vintage=row.vintage,
        parent=areas[row.parent] if row.parent else None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        population=row.population,
        population_source=row.population_source,
        deprivation_score=row.deprivation_score,
        deprivation_source=row.deprivation_source,
        hex_q=row.hex_q,
        hex_r=row.hex_r,
    )
