"""Loads a content set's figures: each table is a release of its own, and what came in another way stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import User
from indicators.actions.areas import load_areas
from indicators.actions.definitions import definitions_in, load_indicators
from indicators.loading import ObservationRow, read_observations
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


@transaction.atomic
def load_observations(*, folder: Path, definitions: Path, by: User | None = None) -> int:
    """Load the tables of figures that have changed since they were last loaded; gives how many rows were written.

    A table replaces what came from the same file before. A figure that came in another way is left as it is.
    """
    known = definitions_in(definitions)
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
