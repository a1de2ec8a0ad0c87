"""Puts outlines from a file on areas: all of the file or nothing, and twice the same as once."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from het_site.core.faults import Fault
from het_site.core.models import User
from indicators.boundaries import Boundary, KnownArea, Plan, Wanted, plan, read_boundaries
from indicators.models import Area


@dataclass(frozen=True)
class BoundariesLoaded:
    """What a file changed or, on trial, would change; nothing where there are faults."""

    plan: Plan
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    is_trial: bool


@transaction.atomic
def load_boundaries(
    *, data: bytes, file: str, wanted: Wanted, trial: bool = False, by: User | None = None
) -> BoundariesLoaded:
    """Read a file of outlines and, unless it has a fault or this is a trial, write what it changes."""
    read = read_boundaries(data, file=file)
    areas = {area.code: area for area in Area.objects.select_for_update(of=("self",)).order_by("pk")}
    known = {
        code: KnownArea(code=code, name=area.name, area_type=area.area_type, outline=area.outline)
        for code, area in areas.items()
    }
    made = plan(read.boundaries, known=known, wanted=wanted, file=file)
    new = [_new_area(boundary, wanted, areas) for boundary in made.created] if not made.faults else []
    faults = (*read.faults, *made.faults, *(fault for area in new for fault in _area_faults(area, file)))
    if not faults and not trial:
        for boundary in (*made.added, *made.replaced):
            areas[boundary.code].outline = boundary.outline
            _save(areas[boundary.code], by=by)
        for area in new:
            _save(area, by=by)
    notes = (*read.notes, *_older(wanted, new)) if not faults else read.notes
    return BoundariesLoaded(made, faults, notes, is_trial=trial)


def _new_area(boundary: Boundary, wanted: Wanted, areas: dict[str, Area]) -> Area:
    assert wanted.create is not None  # noqa: S101  (the plan creates nothing otherwise)
    return Area(
        code=boundary.code,
        name=boundary.name,
        area_type=wanted.create.area_type,
        parent=areas[wanted.create.parent],
        vintage=wanted.create.vintage,
        valid_from=wanted.create.valid_from,
        outline=boundary.outline,
    )


def _area_faults(area: Area, file: str) -> list[Fault]:
    try:
        area.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [Fault(file, f"{area.code}: {' '.join(error.messages)}")]
    return []


def _save(area: Area, *, by: User | None) -> None:
    action = "wagtail.edit" if area.pk else "wagtail.create"
    area.save()
    if by is not None:
        log(instance=area, action=action, user=by)


def _older(wanted: Wanted, new: list[Area]) -> list[str]:
    """Remind of areas that the new ones follow and that are still marked as in use."""
    if not new or wanted.create is None:
        return []
    older = Area.objects.filter(parent=new[0].parent, area_type=wanted.create.area_type, valid_to=None).exclude(
        vintage=wanted.create.vintage
    )
    count = older.count()
    return [f"Areas of an earlier vintage that are still in use: {count}. Give each its last day."] if count else []
