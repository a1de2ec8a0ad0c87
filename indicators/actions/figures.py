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
from indicators.actions.areas import load_area_groups, load_areas
from indicators.actions.definitions import definitions_in, load_indicators
from indicators.importing import AreaRules, IndicatorRules, Known, Reading, UnreadableFileError
from indicators.loading import Definition
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
    if (folder / "area_groups.yaml").exists():
        load_area_groups(path=folder / "area_groups.yaml", by=by)
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
    rules = _known(known, areas.values())
    live = dict(DataRelease.objects.published().order_by("number").values_list("file_name", "checksum"))
    faults: list[Fault] = []
    tables: list[tuple[str, str, Indicator, list[dict[str, Any]]]] = []
    for path in sorted(folder.glob("*.csv")):
        name = f"{folder.name}/{path.name}"
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        if path.stem not in known or path.stem not in indicators:
            faults.append(Fault(name, f"There is no indicator “{path.stem}”."))
        elif live.get(name) != checksum:
            rows, found = _read(path, name=name, known=rules)
            faults += found
            tables.append((name, checksum, indicators[path.stem], rows))
    if faults:
        raise FaultyFilesError(faults)
    for name, checksum, indicator, rows in tables:
        _replace_figures(name, checksum, indicator, rows, areas=areas, by=by)
    return sum(len(rows) for *_, rows in tables)


def _known(definitions: Mapping[str, Definition], areas: Iterable[Area]) -> Known:
    """Give what the tables are checked against: the content set's own definitions, and the areas that are there."""
    indicators = [
        IndicatorRules(
            slug,
            definition.values["title"],
            is_percentage=definition.is_percentage,
            is_part_of_whole=definition.is_part_of_whole,
            multiplier=definition.values["multiplier"],
        )
        for slug, definition in definitions.items()
    ]
    places = [AreaRules(area.code, area.name, area.valid_from, area.valid_to) for area in areas]
    return Known(indicators, places, country="", today=timezone.localdate())


def _read(path: Path, *, name: str, known: Known) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Read one table; gives its rows, and its faults."""
    reading = Reading(path, file_name=name, known=known, indicator=path.stem, is_strict=True)
    try:
        rows = [row for batch in reading for row in batch.to_dicts()]
    except UnreadableFileError as error:
        return [], list(error.faults)
    return rows, reading.faults


def _replace_figures(
    name: str,
    checksum: str,
    indicator: Indicator,
    rows: Iterable[Mapping[str, Any]],
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
    figures = [_observation(row, indicator=indicator, area=areas[row["area_code"]], release=release) for row in rows]
    figures = [figure for figure in figures if (figure.area_id, *_rest_of_key(figure)) not in kept]
    release.row_count = len(figures)
    release.save()
    for figure in figures:
        figure.release = release  # its number is known only now
    Observation.objects.bulk_create(figures, batch_size=BATCH)


def _rest_of_key(figure: Observation) -> tuple[Any, ...]:
    return tuple(getattr(figure, name) for name in Observation.KEY[2:])


def _observation(row: Mapping[str, Any], *, indicator: Indicator, area: Area, release: DataRelease) -> Observation:
    values = {name: value for name, value in row.items() if name not in {"line", "indicator", "area_code"}}
    return Observation(indicator=indicator, area=area, release=release, **values)
