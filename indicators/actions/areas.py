"""Loads areas and groups of them from files: all or none, and never over an editor's work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import User
from indicators.loading import AreaRow, read_area_groups, read_areas
from indicators.models import Area, AreaGroup, AreaGroupMember


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


@transaction.atomic
def load_area_groups(*, path: Path, by: User | None = None) -> int:
    """Add the groups of places that are not there yet; gives how many. Those that are belong to the editors."""
    areas = dict(Area.objects.values_list("code", "pk"))
    entries, faults = read_area_groups(path.read_bytes(), file=path.name, area_codes=areas)
    if faults:
        raise FaultyFilesError(faults)
    there = set(AreaGroup.objects.values_list("slug", flat=True))
    new = [entry for entry in entries if entry.slug not in there]
    for entry in new:
        group = AreaGroup(
            slug=entry.slug,
            name=entry.name,
            kind=entry.kind,
            note=entry.note,
            source=entry.source,
            source_url=entry.source_url,
        )
        try:
            group.full_clean()
        except ValidationError as error:
            raise FaultyFilesError([Fault(path.name, f"{entry.slug}: {text}") for text in error.messages]) from error
        group.members = [AreaGroupMember(area_id=areas[code]) for code in entry.areas]
        group.save()
    return len(new)
