"""Loads areas, definitions and figures from files: all or nothing, twice the same as once, never over an editor's work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import Theme, User
from indicators.loading import (
    AreaRow,
    Definition,
    ObservationRow,
    read_areas,
    read_definition,
    read_observations,
)
from indicators.loading.definitions import FIELDS
from indicators.models import Area, DataRelease, Indicator, Observation

BATCH = 2000


@dataclass(frozen=True)
class Loaded:
    """How many rows of each kind were written."""

    areas: int = 0
    indicators: int = 0
    observations: int = 0


@transaction.atomic
def load_content_set(*, folder: Path, by: User | None = None) -> Loaded:
    """Load a content set's areas, definitions and figures; raises `FaultyFilesError` and then changes nothing."""
    areas = load_areas(path=folder / "areas.csv", by=by) if (folder / "areas.csv").exists() else 0
    indicators = load_indicators(folder=folder / "indicators", by=by)
    observations = load_observations(folder=folder / "observations", definitions=folder / "indicators", by=by)
    return Loaded(areas=areas, indicators=indicators, observations=observations)


# Areas


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


# Definitions


@transaction.atomic
def load_indicators(*, folder: Path, by: User | None = None) -> int:
    """Add new definitions and mend those that nobody has edited since they were loaded; gives how many."""
    definitions = _definitions(folder)
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    known = {indicator.slug: indicator for indicator in Indicator.objects.select_related("theme")}
    faults: list[Fault] = []
    changed: list[Indicator] = []
    for definition in definitions.values():
        if definition.values["theme"] not in themes:
            faults.append(definition.fault(f"There is no theme “{definition.values['theme']}”.", "theme"))
            continue
        indicator = known.get(definition.slug, Indicator(slug=definition.slug))
        if indicator.pk and not _is_as_loaded(indicator):
            continue
        before = indicator.loaded_checksum
        for name, value in definition.values.items():
            setattr(indicator, name, themes[value] if name == "theme" else value)
        faults += _definition_faults(indicator, definition)
        indicator.loaded_checksum = _checksum_of(indicator)
        if indicator.loaded_checksum != before:
            changed.append(indicator)
    faults = faults or _number_faults(changed, definitions)
    if faults:
        raise FaultyFilesError(faults)
    for indicator in changed:
        indicator.save()
        indicator.save_revision(user=by, clean=False).publish(user=by)
    return len(changed)


def _definitions(folder: Path) -> dict[str, Definition]:
    """Read every definition of a folder; raises `FaultyFilesError` with the faults of all."""
    definitions: dict[str, Definition] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        definition, found = read_definition(path.read_bytes(), file=f"{folder.name}/{path.name}", slug=path.stem)
        faults += found
        if definition is not None:
            definitions[path.stem] = definition
    if faults:
        raise FaultyFilesError(faults)
    return definitions


def _definition_faults(indicator: Indicator, definition: Definition) -> list[Fault]:
    try:
        indicator.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [
            definition.fault(f"{name}: {message}", name)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def _number_faults(changed: Iterable[Indicator], definitions: Mapping[str, Definition]) -> list[Fault]:
    """Find definitions whose number another one has: in the files or, where an editor gave it, on the site."""
    changed = list(changed)
    others = Indicator.objects.current().exclude(pk__in=[indicator.pk for indicator in changed if indicator.pk])
    owners = {number: f"“{title}”" for number, title in others.values_list("number", "title")}
    faults = []
    for indicator in changed:
        definition = definitions[indicator.slug]
        owner = owners.setdefault(indicator.number, definition.file)
        if indicator.number is not None and owner != definition.file:
            faults.append(definition.fault(f"number: {owner} has {indicator.number} too.", "number"))
    return faults


def _checksum_of(indicator: Indicator) -> str:
    values = {name: indicator.theme.slug if name == "theme" else getattr(indicator, name) for name in FIELDS}
    return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()


def _is_as_loaded(indicator: Indicator) -> bool:
    """Tell whether nobody has edited a definition, not even in a draft, since it was loaded."""
    return not indicator.has_unpublished_changes and _checksum_of(indicator) == indicator.loaded_checksum


# Figures


@transaction.atomic
def load_observations(*, folder: Path, definitions: Path, by: User | None = None) -> int:
    """Load the tables of figures that have changed since they were last loaded; gives how many rows were written.

    A table replaces what came from the same file before. A figure that came in another way is left as it is.
    """
    known = _definitions(definitions)
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.all()}
    areas = {area.code: area for area in Area.objects.all()}
    live = dict(DataRelease.objects.published().order_by("number").values_list("file_name", "checksum"))
    faults: list[Fault] = []
    tables: list[tuple[str, str, Indicator, list[ObservationRow]]] = []
    for path in sorted(folder.glob("*.csv")):
        name, data = f"{folder.name}/{path.name}", path.read_bytes()
        checksum = hashlib.sha256(data).hexdigest()
        if path.stem not in known or path.stem not in indicators:
            faults.append(Fault(name, f"There is no indicator “{path.stem}”."))
        elif live.get(name) != checksum:
            rows, found = read_observations(data, file=name, definition=known[path.stem], area_codes=areas)
            faults += found
            tables.append((name, checksum, indicators[path.stem], rows))
    if faults:
        raise FaultyFilesError(faults)
    for name, checksum, indicator, rows in tables:
        _replace_figures(name, checksum, indicator, rows, areas=areas, by=by)
    return sum(len(rows) for *_, rows in tables)


def _replace_figures(
    name: str,
    checksum: str,
    indicator: Indicator,
    rows: Iterable[ObservationRow],
    *,
    areas: Mapping[str, Area],
    by: User | None,
) -> None:
    earlier = DataRelease.objects.filter(file_name=name)
    Observation.objects.filter(release__in=earlier).delete()
    kept = set(Observation.objects.filter(indicator=indicator).values_list(*Observation.KEY[1:]))
    release = DataRelease(
        title=indicator.title,
        source_name=indicator.source_name,
        source_url=indicator.source_url,
        licence=indicator.licence,
        file_name=name,
        checksum=checksum,
        row_count=0,
        status=DataRelease.Status.PUBLISHED,
        number=(DataRelease.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        loaded_by=by,
        published_at=timezone.now(),
    )
    figures = [_observation(row, indicator=indicator, area=areas[row.area_code], release=release) for row in rows]
    figures = [figure for figure in figures if (figure.area_id, *_rest_of_key(figure)) not in kept]
    release.row_count = len(figures)
    release.save()
    for figure in figures:
        figure.release = release  # its number is known only now
    Observation.objects.bulk_create(figures, batch_size=BATCH)


def _rest_of_key(figure: Observation) -> tuple[Any, ...]:
    return tuple(getattr(figure, name) for name in Observation.KEY[2:])


def _observation(row: ObservationRow, *, indicator: Indicator, area: Area, release: DataRelease) -> Observation:
    values = {
        name: getattr(row, name) for name in row.__dataclass_fields__ if name not in {"area_code", "break_before"}
    }
    return Observation(indicator=indicator, area=area, release=release, has_break_before=row.break_before, **values)
