"""Reads a GeoJSON file of areas: one code, one name and one clean outline each. Gives all faults, not the first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from het_site.core.faults import Fault
from indicators.boundaries.codes import CODE, code_property, name_property, text_of
from indicators.boundaries.rings import GET_DEGREES, ShapeError, Tidied, clean_geometry

LARGEST_FILE = 25_000_000
MOST_FEATURES = 10_000
FEWER = "Choose fewer areas, or the generalised boundaries (BGC or BUC), before you export."
#: how files name the reference systems that are longitude and latitude
DEGREES = re.compile(r"CRS:?84|EPSG:+(\d*:)?4326|WGS ?84", re.IGNORECASE)


@dataclass(frozen=True)
class Boundary:
    """One area of the file; `feature` is its place there, counted from one."""

    feature: int
    code: str
    name: str
    outline: dict[str, Any]

    @property
    def label(self) -> str:
        """Say which one it is in a report."""
        return f"Feature {self.feature} ({self.code})"


@dataclass(frozen=True)
class Read:
    """What a file holds; nothing of it is to be used while there are faults."""

    boundaries: tuple[Boundary, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def read_boundaries(data: bytes, *, file: str) -> Read:
    """Read a file."""
    try:
        features = _features(data)
    except ShapeError as error:
        return Read(faults=(Fault(file, error.reason, mend=error.mend),))
    properties = [_properties(feature) for feature in features]
    code_name = code_property(properties)
    if not code_name:
        mend = "Each feature needs its code as a property, for example WD24CD: one letter and eight digits."
        return Read(faults=(Fault(file, "No property of the features holds official codes.", mend=mend),))
    return _boundaries(features, properties, code_name, file=file)


def _boundaries(features: Sequence[Any], properties: Sequence[Mapping[str, Any]], code_name: str, *, file: str) -> Read:
    faults: list[Fault] = []
    found: dict[str, Boundary] = {}
    tidied = Tidied()
    named = name_property(code_name, properties)
    for number, (feature, held) in enumerate(zip(features, properties, strict=True), 1):
        code = text_of(held.get(code_name))
        label = f"Feature {number}" + (f" ({code})" if CODE.fullmatch(code) else "")
        try:
            _check_code(code, code_name, found)
            geometry = feature.get("geometry") if isinstance(feature, dict) else None
            outline = clean_geometry(geometry, tidied)
        except ShapeError as error:
            faults.append(Fault(file, f"{label}: {error.reason}", column=code_name, value=code[:40], mend=error.mend))
        else:
            found[code] = Boundary(number, code, text_of(held.get(named))[:80], outline)
    notes = tuple(_notes(code_name, named, tidied))
    return Read(tuple(found.values()), tuple(faults), notes)


def _check_code(code: str, code_name: str, found: Mapping[str, Boundary]) -> None:
    if not code:
        raise ShapeError(f"There is no code in {code_name}.", "Fill it in, or leave the feature out.")
    if not CODE.fullmatch(code):
        raise ShapeError(f"“{code[:20]}” is not a code.", "A code is one capital letter and eight digits.")
    if code in found:
        mend = "Keep one of the two. Parts of one area belong into one MultiPolygon."
        raise ShapeError(f"The same area is there already, as feature {found[code].feature}.", mend)


def _notes(code_name: str, named: str, tidied: Tidied) -> Iterator[str]:
    """Say what was read from where, and what was put right."""
    yield f"Codes were read from {code_name}" + (f", names from {named}." if named else "; the file names no area.")
    if tidied.closed:
        yield f"{tidied.closed} {'ring was' if tidied.closed == 1 else 'rings were'} not closed; we closed them."
    if tidied.heights:
        yield "Heights were left out."
    yield f"{tidied.points:,} points are kept, to about a metre."


# The file as JSON


def _refuse_constant(word: str) -> NoReturn:
    raise ShapeError(f"The file holds {word}, which is not a number.", "Export it again as GeoJSON.")


def _features(data: bytes) -> list[Any]:
    """Give the features of a GeoJSON document; raises `ShapeError` for anything else."""
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 1e6:.0f} MB"
        raise ShapeError(f"The file has {size}; {LARGEST_FILE // 1_000_000} MB are the most.", FEWER)
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except ShapeError:
        raise
    except UnicodeDecodeError as error:
        raise ShapeError("The file is not UTF-8 text.", "Export it as GeoJSON, not as a shapefile or a zip.") from error
    except RecursionError as error:
        raise ShapeError("The file nests deeper than any GeoJSON does.", "Export it again as GeoJSON.") from error
    except ValueError as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ShapeError(f"The file is not JSON{line}.", "It may be cut off: download it again.") from error
    if not isinstance(document, dict):
        raise ShapeError("The file is JSON but not GeoJSON.", "It must be a FeatureCollection.")
    _check_kind(document)
    _check_system(document.get("crs"))
    features = [document] if document.get("type") == "Feature" else document.get("features")
    if not isinstance(features, list) or not features:
        raise ShapeError("The file holds no features.", "Choose areas before you export.")
    if len(features) > MOST_FEATURES:
        raise ShapeError(f"The file has {len(features):,} features; {MOST_FEATURES:,} are the most.", FEWER)
    return features


def _check_kind(document: Mapping[str, Any]) -> None:
    kind = document.get("type")
    if kind in ("FeatureCollection", "Feature"):
        return
    if kind == "Topology":
        raise ShapeError("The file is TopoJSON.", "Export it as GeoJSON.")
    if "spatialReference" in document or "geometryType" in document:
        raise ShapeError("The file is JSON of another kind (Esri).", "Choose GeoJSON where you download it.")
    what = f"a {kind[:40]}" if isinstance(kind, str) else "JSON but not GeoJSON"
    raise ShapeError(f"The file is {what}.", "It must be a FeatureCollection.")


def _check_system(system: Any) -> None:
    """Refuse a file that says itself that it is not in degrees."""
    if system is None:
        return
    properties = system.get("properties") if isinstance(system, dict) else None
    name = text_of(properties.get("name")) if isinstance(properties, dict) else ""
    if name and not DEGREES.search(name):
        what = "the British National Grid" if "27700" in name else f"“{name[:40]}”"
        raise ShapeError(f"The file says that its points are in {what}.", GET_DEGREES)


def _properties(feature: Any) -> Mapping[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}
