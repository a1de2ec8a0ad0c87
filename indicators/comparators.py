"""Whom a line over time is set beside: chosen in the address, from the places of the settings and the groups of places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from urllib.parse import urlencode

from indicators.models import AreaGroupMember
from indicators.profiles import AreaName, Setting

#: with the town's, as many lines as can be told apart
MOST = 3
#: what names a place in the address, and what asks for the places to choose from
PARAMETER, CHOOSE = "with", "choose"
#: how many places an address may name; what stands behind them is not looked at
MOST_ASKED = 40


class UnknownPlaceError(Exception):
    """The address names a place that cannot be chosen."""


@dataclass(frozen=True)
class Choice:
    """One place that may be chosen."""

    area: AreaName
    is_chosen: bool


@dataclass(frozen=True)
class Comparators:
    """The places chosen, at most three; all that could be, under what they are; and whether more were asked for."""

    chosen: tuple[AreaName, ...]
    choices: tuple[tuple[str, tuple[Choice, ...]], ...]
    has_too_many: bool = False
    is_default: bool = True

    @property
    def query(self) -> str:
        """Give what the address of this choice ends with; nothing where nothing was chosen."""
        return "" if self.is_default else f"?{urlencode({PARAMETER: [area.code for area in self.chosen]}, doseq=True)}"


def comparators(asked: Sequence[str], setting: Setting, *, has_choices: bool = True) -> Comparators:
    """Read what the address asks for; country and region where it asks for nothing. Raises `UnknownPlaceError`.

    `has_choices`: the places to choose from too, even where nothing is asked for.
    """
    if not asked and not has_choices:
        return Comparators(tuple(setting.others), ())
    groups = list(_groups(setting))
    known = {area.code: area for _, areas in groups for area in areas}
    wanted = list(dict.fromkeys(asked))
    if any(code not in known for code in wanted):
        raise UnknownPlaceError
    chosen = tuple(known[code] for code in wanted[:MOST]) if wanted else tuple(setting.others)
    codes = {area.code for area in chosen}
    choices = tuple((name, tuple(Choice(area, area.code in codes) for area in areas)) for name, areas in groups)
    return Comparators(chosen, choices, len(wanted) > MOST, not wanted)


def _groups(setting: Setting) -> Iterable[tuple[str, list[AreaName]]]:
    """Give the places that may be chosen, each once, under the first group that has it."""
    seen = {setting.town.code}
    rows = AreaGroupMember.objects.exclude(area_id=setting.town.id).order_by("group__name", "group_id", "area__name")
    members = rows.values_list("group__name", "area_id", "area__name", "area__code")
    named = [("Country and region", [(area.id, area.name, area.code) for area in setting.others])]
    named += [(name, [row[1:] for row in found]) for name, found in groupby(members, key=itemgetter(0))]
    for name, found in named:
        areas = [AreaName(*row) for row in found if row[2] not in seen]
        seen |= {area.code for area in areas}
        if areas:
            yield name, areas
