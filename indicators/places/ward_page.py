"""One ward: everything its page, its briefing and its file are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from indicators.formatting import number_text
from indicators.models import Area, IndicatorSettings
from indicators.places import neighbours
from indicators.places.maps import by_deprivation, ward_map
from indicators.places.queries import WardProfile, outlines_of, ward_profile
from indicators.places.wards import Ward, Wards, wards_of_town
from indicators.places.words import Names, Strip, by_theme, strip_of


@dataclass(frozen=True)
class WardView:
    """A ward with all that is known of it, and the wards that it may be set beside."""

    ward: Ward
    wards: Wards
    town: Area
    country: Area | None
    profile: WardProfile

    @property
    def is_in_use(self) -> bool:
        """Tell whether it is one of today's."""
        return self.wards.is_in_use(self.ward)

    @property
    def alike(self) -> tuple[Ward, ...]:
        """Give the wards of the same boundaries, itself included."""
        return self.wards.like(self.ward)

    @property
    def title(self) -> str:
        """Name it so that no other page has the same title."""
        ended_on = self.ward.ended_on
        until = f" until {ended_on.year}" if ended_on else ", earlier borders"
        return f"{self.ward.name}, a ward of {self.town.name}{'' if self.is_in_use else until}"

    @property
    def people(self) -> str:
        """Say how many people live there, by whose count; empty where that is not held."""
        if not self.ward.population:
            return ""
        source = f" ({self.ward.population_source})" if self.ward.population_source else ""
        return f"{number_text(self.ward.population, decimals=0)} people{source}"

    @cached_property
    def strips(self) -> list[Strip]:
        """Give every measure that reaches it."""
        names = Names(self.ward.name, self.town.name, self.country.name if self.country else "")
        return [strip_of(standing, names, total=len(self.alike)) for standing in self.profile.standings]

    @cached_property
    def outlines(self) -> dict[str, Any]:
        """Give the outlines that are held of the wards beside it, and of today's."""
        return outlines_of(self.alike if self.is_in_use else (*self.alike, *self.wards.in_use))


def ward_view(code: str, settings: IndicatorSettings) -> WardView | None:
    """Find the town's ward with a code; None where there is none."""
    town, country = settings.town, settings.country
    wards = wards_of_town(settings.town_id)
    ward = wards.of_code(code)
    if ward is None or town is None:
        return None
    profile = ward_profile(ward, wards.like(ward), town_id=town.pk, country_id=country.pk if country else None)
    return WardView(ward, wards, town, country, profile)


def ward_context(view: WardView) -> dict[str, Any]:
    """Give what its page shows."""
    ward, alike, strips = view.ward, view.alike, view.strips
    context = {
        "ward": ward,
        "people": view.people,
        "is_in_use": view.is_in_use,
        "town": view.town,
        "town_url": reverse("place", args=[view.town.code]),
        "country": view.country,
        "wards": view.wards,
        "alike": alike,
        "others": len(alike) - 1,
        "strips": strips,
        "groups": by_theme(strips),
        "measured": list({strip.indicator.pk: strip.indicator for strip in strips}.values()),
        "unknown": view.profile.unknown,
        "map": ward_map(alike, shading=by_deprivation(alike), here=ward, outlines=view.outlines),
        "beside": _beside(view),
        "has_verdict": any(strip.verdict_text for strip in strips),
    }
    return context if view.is_in_use else context | _since(view)


def _since(view: WardView) -> dict[str, Any]:
    """Say what lies today where a former ward was: only what outlines tell, and which ward has its name."""
    wards, outlines = view.wards, view.outlines
    today = {other.code: outlines[other.code] for other in wards.in_use if other.code in outlines}
    is_known = view.ward.code in outlines and len(today) == len(wards.in_use)
    codes = neighbours.lying_there(outlines[view.ward.code], today) if is_known else []
    return {
        "namesakes": [other for other in wards.in_use if other.name == view.ward.name],
        "today_there": [other for code in codes if (other := wards.of_code(code)) is not None],
    }


def _beside(view: WardView) -> dict[str, Any] | None:
    """Find the wards next to it, and say how that is known; None where neither outlines nor hexagons tell."""
    alike, outlines = view.alike, view.outlines
    hexagons = {w.code: (w.hex_q, w.hex_r) for w in alike if w.hex_q is not None and w.hex_r is not None}
    drawn = {other.code: outlines[other.code] for other in alike if other.code in outlines}
    found = neighbours.beside(view.ward.code, drawn if len(drawn) == len(alike) else {}, hexagons)
    if found is None:
        return None
    return {"wards": [other for other in alike if other.code in found.keys], "is_exact": found.is_exact}
