"""The town's wards as lists, maps and search need them. Wards of different boundaries are never taken for each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.models import Area, edition_of, newest_edition

#: what is read of a ward; its outline is read only where a map is drawn
COLUMNS = (
    *("pk", "code", "name", "vintage", "valid_from", "valid_to", "population", "population_source"),
    *("deprivation_score", "deprivation_source", "hex_q", "hex_r"),
)


@dataclass(frozen=True)
class Ward:
    """One ward with one boundary."""

    id: int
    code: str
    name: str
    vintage: str
    begun_on: date | None
    ended_on: date | None
    population: int | None = None
    population_source: str = ""
    deprivation: float | None = None
    deprivation_source: str = ""
    hex_q: int | None = None
    hex_r: int | None = None

    @property
    def edition(self) -> str:
        """Say of when its boundary is."""
        return edition_of(self.vintage, self.begun_on)

    @property
    def url(self) -> str:
        """Give its page's address."""
        return reverse("place", args=[self.code])


@dataclass(frozen=True)
class Wards:
    """All wards of a town: those in use, and those of earlier boundaries."""

    in_use: tuple[Ward, ...] = ()
    earlier: tuple[Ward, ...] = ()

    def of_code(self, code: str) -> Ward | None:
        """Find a ward by its code."""
        return next((ward for ward in (*self.in_use, *self.earlier) if ward.code == code), None)

    def like(self, ward: Ward) -> tuple[Ward, ...]:
        """Give the wards that it may be set beside: of the same boundaries, itself included."""
        if ward in self.in_use:
            return self.in_use
        return tuple(other for other in self.earlier if other.edition == ward.edition)

    def is_in_use(self, ward: Ward) -> bool:
        """Tell whether a ward is one of today's."""
        return ward in self.in_use

    @property
    def before(self) -> tuple[Ward, ...]:
        """Give the wards that today’s took the place of: of the earlier boundaries that ended last."""
        last = max(self.earlier, key=lambda ward: (ward.ended_on or date.min, ward.edition), default=None)
        return self.like(last) if last else ()

    @property
    def changed_on(self) -> date | None:
        """Give the day when today's boundaries came; None where no earlier ones are held."""
        begun = [ward.begun_on for ward in self.in_use if ward.begun_on]
        return min(begun) if begun and self.earlier else None


def wards_of(rows: Iterable[Sequence[object]]) -> Wards:
    """Sort wards, given as the values of `COLUMNS`, by whether they are in use.

    Of those without a last day only the newest boundaries are: an officer may forget to end the older ones.
    """
    found = [Ward(*row) for row in rows]  # type: ignore[arg-type]  # the columns are the fields, in their order
    newest = newest_edition((ward.vintage, ward.begun_on) for ward in found if ward.ended_on is None)
    in_use = tuple(ward for ward in found if ward.ended_on is None and ward.edition == newest)
    earlier = sorted((ward for ward in found if ward not in in_use), key=lambda ward: (ward.edition, ward.name))
    return Wards(in_use, tuple(earlier))


def wards_of_town(town_id: int | None) -> Wards:
    """Find all wards of a town by name, in one query."""
    rows = Area.objects.filter(area_type=Area.Type.WARD, parent_id=town_id or 0).order_by("name", "code")
    return wards_of(rows.values_list(*COLUMNS))
