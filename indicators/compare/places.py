"""The places that can be compared: by name, by code, and in sets. Reads only; two boundaries are never one level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.text import slugify

from indicators.models import Area, AreaGroup, IndicatorSettings, edition_of
from indicators.models.area_groups import AreaGroupMember

#: levels inside the town that can be chosen: how a set of them is named in addresses, and for readers
INSIDE = {Area.Type.WARD: ("wards", "Wards"), Area.Type.MSOA: ("neighbourhoods", "Neighbourhoods")}
LEVELS = {**{kind: words for kind, (_, words) in INSIDE.items()}, Area.Type.LSOA: "Small neighbourhoods"}
#: places this large may stand beside any others, whatever boundaries those have
LARGE = {Area.Type.COUNTRY, Area.Type.REGION, Area.Type.LOCAL_AUTHORITY}
COLUMNS = ("pk", "code", "name", "area_type", "vintage", "valid_from", "valid_to", "parent_id")


@dataclass(frozen=True)
class Place:
    """One place: `level` names its boundaries where it is a part of a town; empty for towns and larger places."""

    id: int
    code: str
    name: str
    level: str = ""
    is_larger: bool = False
    is_town: bool = False


@dataclass(frozen=True)
class PlaceSet:
    """Places that are chosen together; without a name they are only chosen one by one."""

    name: str
    title: str
    places: tuple[Place, ...]
    note: str = ""


@dataclass(frozen=True)
class Offer:
    """All places that can be chosen, the town's own surroundings first, and those that an address named besides."""

    sets: tuple[PlaceSet, ...]
    besides: tuple[Place, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, PlaceSet]:
        """Give the sets that have a name."""
        return {one.name: one for one in self.sets if one.name}

    @cached_property
    def by_code(self) -> dict[str, Place]:
        """Give every place."""
        return {place.code: place for places in (self.besides, *(s.places for s in self.sets)) for place in places}

    def canonical(self, names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
        """Give the names that are known, without places that a chosen set holds; and tell whether all were known."""
        known = [name for name in names if name in self.by_name or name in self.by_code]
        covered = {place.code for name in known if name in self.by_name for place in self.by_name[name].places}
        return tuple(sorted(name for name in known if name not in covered)), len(known) == len(names)

    def places(self, names: Sequence[str]) -> list[Place]:
        """Give the places that some names stand for, each once: town, country and region first, then the other ones."""
        wanted = set(names) | {p.code for name in names if name in self.by_name for p in self.by_name[name].places}
        return [place for place in self._in_order if place.code in wanted]

    @cached_property
    def _in_order(self) -> list[Place]:
        found = {place.code: place for one in self.sets for place in one.places}
        return list((found | {place.code: place for place in self.besides}).values())


def offer(settings: IndicatorSettings, *, asked: Iterable[str] = ()) -> Offer:
    """Find the places that can be chosen; `asked` are codes that an address may name besides."""
    own = [pk for pk in (settings.town_id, settings.country_id, settings.region_id) if pk]
    inside = Q(parent=settings.town_id, area_type__in=INSIDE) if settings.town_id else Q(pk__in=[])
    members = dict[int, list[int]]()
    for group, area in AreaGroupMember.objects.values_list("group_id", "area_id"):
        members.setdefault(group, []).append(area)
    grouped = {area for areas in members.values() for area in areas}
    rows = Area.objects.filter(Q(pk__in=[*own, *grouped]) | inside | Q(code__in=list(asked)))
    found: dict[int, Place] = {}
    levels: dict[tuple[str, str], list[Place]] = {}
    in_use: set[tuple[str, str]] = set()
    for pk, code, name, kind, vintage, begun, ended, parent in rows.order_by("name", "code").values_list(*COLUMNS):
        edition = edition_of(vintage, begun)
        level = "" if kind in LARGE else _level(kind, edition, is_in_use=ended is None)
        is_larger = kind in {Area.Type.COUNTRY, Area.Type.REGION}
        place = Place(pk, code, name, level, is_larger=is_larger, is_town=pk == settings.town_id)
        found[pk] = place
        if kind in INSIDE and parent == settings.town_id:
            levels.setdefault((kind, edition), []).append(place)
            in_use |= {(kind, edition)} if ended is None else set()
    groups = AreaGroup.objects.in_bulk(members) if members else {}
    sets = [
        PlaceSet("", "The town and beyond", tuple(found[pk] for pk in own if pk in found)),
        *_group_sets(groups.values(), members, found),
        *_inside_sets(levels, in_use),
    ]
    held = {place.id for one in sets for place in one.places}
    return Offer(tuple(s for s in sets if s.places), tuple(p for p in found.values() if p.id not in held))


def _level(kind: str, edition: str, *, is_in_use: bool) -> str:
    """Name a level and its boundaries: “Wards, boundaries of 2023”, “Wards, boundaries before 2023”."""
    words = LEVELS.get(Area.Type(kind), "Places")
    if edition:
        return f"{words}, boundaries {edition}" if edition.startswith("before") else f"{words}, boundaries of {edition}"
    return words if is_in_use else f"{words}, earlier boundaries"


def _group_sets(
    groups: Iterable[AreaGroup], members: dict[int, list[int]], found: dict[int, Place]
) -> Iterable[PlaceSet]:
    for group in sorted(groups, key=lambda group: group.name):
        places = sorted((found[pk] for pk in members[group.pk]), key=lambda place: (place.name, place.code))
        yield PlaceSet(f"group-{group.slug}", group.name, tuple(places), group.note)


def _inside_sets(levels: dict[tuple[str, str], list[Place]], in_use: set[tuple[str, str]]) -> Iterable[PlaceSet]:
    """Give one set for each level and boundary: the larger level first, boundaries in use before earlier ones."""
    order = list(INSIDE)
    for key in sorted(levels, key=lambda key: (order.index(Area.Type(key[0])), key not in in_use, key[1])):
        start, _ = INSIDE[Area.Type(key[0])]
        name = f"{start}-{slugify(key[1]) or ('now' if key in in_use else 'earlier')}"
        yield PlaceSet(name, levels[key][0].level, tuple(levels[key]))
