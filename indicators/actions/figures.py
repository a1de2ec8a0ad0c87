"""Loads a content set's figures: each table is a release of its own, and what came in another way stays."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import User
from indicators import differences, staging
from indicators.actions.areas import load_area_groups, load_areas
from indicators.actions.definitions import definitions_in, load_indicators
from indicators.importing import AreaRules, IndicatorRules, Known, Reading, UnreadableFileError
from indicators.loading import Definition
from indicators.models import Area, DataRelease, Indicator, StagedObservation
from indicators.progress import Progress


@dataclass(frozen=True)
class Loaded:
    """How many rows of each kind were written."""

    areas: int = 0
    indicators: int = 0
    observations: int = 0


@transaction.atomic
def load_content_set(*, folder: Path, by: User | None = None, has_figures: bool = True) -> Loaded:
    """Load a content set's areas, definitions and figures; raises `FaultyFilesError` and then changes nothing.

    `has_figures`: the figures too. What they say is worked out as they are loaded, so a site that has not chosen its
    places yet leaves them until it has.
    """
    areas = load_areas(path=folder / "areas.csv", by=by) if (folder / "areas.csv").exists() else 0
    if (folder / "area_groups.yaml").exists():
        load_area_groups(path=folder / "area_groups.yaml", by=by)
    indicators = load_indicators(folder=folder / "indicators", by=by)
    observations = load_figures(folder=folder, by=by) if has_figures else 0
    return Loaded(areas=areas, indicators=indicators, observations=observations)


@transaction.atomic
def load_figures(*, folder: Path, by: User | None = None) -> int:
    """Load a content set's tables of figures that have changed since they were loaded; gives how many rows they held.

    A table replaces what came from the same file before. A figure that came in another way is left as it is.
    """
    definitions = definitions_in(folder / "indicators")
    known = _known(definitions)
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.all()}
    live = dict(DataRelease.objects.published().order_by("number").values_list("file_name", "checksum"))
    faults: list[Fault] = []
    releases: list[tuple[DataRelease, Indicator]] = []
    for path in sorted((folder / "observations").glob("*.csv")):
        name, checksum = f"observations/{path.name}", hashlib.sha256(path.read_bytes()).hexdigest()
        if path.stem not in definitions or path.stem not in indicators:
            faults.append(Fault(name, f"There is no indicator “{path.stem}”."))
        elif live.get(name) != checksum:
            release = _release(indicators[path.stem], name, checksum, by)
            faults += _stage(release, path, known)
            releases.append((release, indicators[path.stem]))
    if faults:
        raise FaultyFilesError(faults)
    for release, indicator in releases:
        _publish(release, indicator, by)
    return sum(release.row_count for release, _ in releases)


def _known(definitions: Mapping[str, Definition]) -> Known:
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
    areas = [AreaRules(area.code, area.name, area.valid_from, area.valid_to) for area in Area.objects.all()]
    return Known(indicators, areas, country="", today=timezone.localdate())


def _release(indicator: Indicator, name: str, checksum: str, by: User | None) -> DataRelease:
    return DataRelease.objects.create(
        title=indicator.title,
        source_name=indicator.source_name,
        source_url=indicator.source_url,
        licence=indicator.licence,
        file_name=name,
        file_format=DataRelease.Format.TIDY,
        checksum=checksum,
        mode=DataRelease.Mode.REPLACE,
        disclosure=DataRelease.Disclosure.AT_SOURCE,
        status=DataRelease.Status.CHECKING,
        loaded_by=by,
    )


def _stage(release: DataRelease, path: Path, known: Known) -> list[Fault]:
    """Bring a table in as it is documented, exactly; gives its faults."""
    from indicators.actions.checking import Arrivals

    reading = Reading(path, file_name=release.file_name, known=known, indicator=path.stem, is_strict=True)
    arrivals = Arrivals(release)
    try:
        for frame in reading:
            arrivals.add(frame, reading)
    except UnreadableFileError as error:
        return list(error.faults)
    release.row_count = arrivals.rows
    return reading.faults


def _publish(release: DataRelease, indicator: Indicator, by: User | None) -> None:
    """Publish what came in from a table, with what is live from elsewhere, so that only the table's own rows change."""
    from indicators.actions.checking import CameIn, compare
    from indicators.actions.publishing import publish_release

    staging.keep_from_elsewhere(release, file_name=release.file_name, indicator_id=indicator.pk)
    rows = StagedObservation.objects.filter(release=release, line__gt=0).count()
    with Progress(None) as progress:
        compare(release, CameIn([indicator.pk], rows), progress, number=differences.last_number())
    publish_release(release=release, by=by)
