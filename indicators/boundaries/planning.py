"""Decides what a file of outlines changes: what is new, what stays, what is refused. Knows areas as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from het_site.core.faults import Fault
from indicators.boundaries.codes import KIND_OF, KINDS
from indicators.boundaries.reading import Boundary

#: larger kinds of areas first: a parent is larger
LARGER = tuple(KINDS)
#: kinds whose boundaries change, so that a new area must say whose it is
CHANGING = ("ward", "msoa", "lsoa")
WORDS = {
    "country": "country",
    "region": "region",
    "local_authority": "local authority",
    "ward": "ward",
    "msoa": "neighbourhood (MSOA)",
    "lsoa": "small neighbourhood (LSOA)",
}


@dataclass(frozen=True)
class KnownArea:
    """An area that is there already."""

    code: str
    name: str
    area_type: str
    outline: dict[str, Any] | None = None


@dataclass(frozen=True)
class Creation:
    """What areas that are not known yet become: all of one kind, in one parent, of one vintage."""

    area_type: str
    parent: str
    vintage: str = ""
    valid_from: date | None = None


@dataclass(frozen=True)
class Wanted:
    """What the officer asks for besides adding outlines where there are none."""

    replace: bool = False
    leave_out_unknown: bool = False
    create: Creation | None = None


@dataclass(frozen=True)
class Plan:
    """What would change; nothing does while there are faults."""

    added: tuple[Boundary, ...] = ()
    replaced: tuple[Boundary, ...] = ()
    unchanged: tuple[Boundary, ...] = ()
    created: tuple[Boundary, ...] = ()
    left_out: tuple[Boundary, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changes."""
        return not (self.added or self.replaced or self.created)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Say in words how many of each there are."""
        return [
            ("Areas that get an outline", len(self.added)),
            ("Areas that get another outline", len(self.replaced)),
            ("New areas", len(self.created)),
            ("Areas that have this outline already", len(self.unchanged)),
            ("Areas not known here, left out", len(self.left_out)),
        ]


def plan(boundaries: Iterable[Boundary], *, known: Mapping[str, KnownArea], wanted: Wanted, file: str) -> Plan:
    """Hold a file's areas against those that are known."""
    groups: dict[str, list[Boundary]] = {name: [] for name in ("added", "replaced", "unchanged", "created", "left_out")}
    faults: list[Fault] = []
    if wanted.create:
        faults += [Fault(file, reason, mend=mend) for reason, mend in _creation_faults(wanted.create, known)]
    for boundary in boundaries:
        group, reason, mend = _place(boundary, known.get(boundary.code), wanted)
        if reason:
            faults.append(Fault(file, f"{boundary.label}: {reason}", value=boundary.code, mend=mend))
        else:
            groups[group].append(boundary)
    return Plan(**{name: tuple(rows) for name, rows in groups.items()}, faults=tuple(faults))


def _place(boundary: Boundary, area: KnownArea | None, wanted: Wanted) -> tuple[str, str, str]:
    """Give the group a boundary falls into, or the reason why it is refused and how to mend that."""
    if area is None:
        return _place_unknown(boundary, wanted)
    if area.outline is None:
        return "added", "", ""
    if area.outline == boundary.outline:
        return "unchanged", "", ""
    if wanted.replace:
        return "replaced", "", ""
    mend = "Choose to replace outlines if this one is better. A boundary that has moved is a new area with a code of its own."
    return "", f"{area.name} has another outline already.", mend


def _place_unknown(boundary: Boundary, wanted: Wanted) -> tuple[str, str, str]:
    if wanted.create is None:
        if wanted.leave_out_unknown:
            return "left_out", "", ""
        mend = "Add the area first, choose to create new areas, or choose to leave out what is not known."
        return "", f"There is no area {boundary.code} here.", mend
    kind = KIND_OF.get(boundary.code[:3], wanted.create.area_type)
    if kind != wanted.create.area_type:
        reason = f"This is the code of a {WORDS[kind]}, not of a {WORDS[wanted.create.area_type]}."
        return "", reason, "Create areas of one kind at a time."
    if not boundary.name:
        return "", "A new area needs a name, and the file gives none.", "Add the names, for example as WD24NM."
    return "created", "", ""


def _creation_faults(create: Creation, known: Mapping[str, KnownArea]) -> Iterator[tuple[str, str]]:
    parent = known.get(create.parent)
    if create.area_type not in LARGER:
        yield f"“{create.area_type}” is not a kind of area.", f"Choose one of {', '.join(LARGER)}."
    elif parent is None:
        yield f"The area {create.parent or 'they lie in'} is not known.", "Add it first, or choose another."
    elif LARGER.index(parent.area_type) >= LARGER.index(create.area_type):
        yield f"{parent.name} is not larger than a {WORDS[create.area_type]}.", "Choose the area they lie in."
    if create.area_type in CHANGING and not create.vintage:
        yield "New areas of this kind need a vintage.", "Say which year their boundaries date from, such as 2023."
