"""Puts together what each page of a place shows: a ward, a former ward, the town, and what the town is set beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from indicators.explorer.queries import summaries
from indicators.formatting import number_text
from indicators.models import Area, Indicator, IndicatorSettings, PostcodeLookup
from indicators.places import neighbours
from indicators.places.finding import Answer
from indicators.places.maps import WardMap, by_deprivation, ward_map
from indicators.places.queries import outlines_of, place_of, ward_profile
from indicators.places.wards import Ward, Wards, wards_of_town
from indicators.places.words import Names, by_theme, strip_of
from indicators.queries import setting_for

TITLE = "Find your ward"
#: places that stand beside the town: their figures are held, but the site is not about them
BESIDE = {Area.Type.COUNTRY, Area.Type.REGION, Area.Type.LOCAL_AUTHORITY}


@dataclass(frozen=True)
class Shown:
    """A page: its template and what stands in it."""

    template: str
    context: dict[str, Any]


def finder_context(request: HttpRequest, wards: Wards, answer: Answer, lookup: PostcodeLookup | None) -> dict[str, Any]:
    """Give what the page that finds wards shows."""
    settings = IndicatorSettings.for_request(request)
    return {
        "page_title": TITLE,
        "page_description": "Find your ward by name or on the map, and see how it compares.",
        "page_url": request.build_absolute_uri(reverse("places")),
        "crumbs": [{"title": "Home", "url": "/"}],
        "town": settings.town,
        "wards": wards,
        "lookup": lookup,
        "map": _map(wards.in_use),
        **answer.context(),
    }


def _map(wards: tuple[Ward, ...]) -> WardMap | None:
    return ward_map(wards, shading=by_deprivation(wards), outlines=outlines_of(wards))


def public_addresses() -> list[str]:
    """List what search engines may find: where wards are found, the town, and each ward in use."""
    towns = IndicatorSettings.objects.filter(site__is_default_site=True, town__isnull=False)
    town_id, code = towns.values_list("town_id", "town__code").first() or (None, "")
    if town_id is None:
        return []
    return [reverse("places"), reverse("place", args=[code]), *(ward.url for ward in wards_of_town(town_id).in_use)]


def place_page(request: HttpRequest, code: str) -> Shown | None:
    """Give the page of the place that an address names; None where there is none."""
    area = place_of(code)
    settings = IndicatorSettings.for_request(request)
    if area is None or settings.town_id is None:
        return None
    if area.pk == settings.town_id:
        return _town(request, area, settings)
    if area.area_type == Area.Type.WARD and area.parent_id == settings.town_id:
        wards = wards_of_town(settings.town_id)
        ward = wards.of_code(code)
        return _ward(request, ward, wards, settings) if ward else None
    return _beside(request, area, settings) if area.area_type in BESIDE else None


def _frame(request: HttpRequest, code: str, title: str, description: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "page_description": description,
        "page_url": request.build_absolute_uri(reverse("place", args=[code])),
        "crumbs": [{"title": "Home", "url": "/"}, {"title": TITLE, "url": reverse("places")}],
    }


def _ward(request: HttpRequest, ward: Ward, wards: Wards, settings: IndicatorSettings) -> Shown:
    town, country = settings.town, settings.country
    assert town is not None  # noqa: S101  (asked above)
    alike, is_in_use = wards.like(ward), wards.is_in_use(ward)
    profile = ward_profile(ward, alike, town_id=town.pk, country_id=country.pk if country else None)
    names = Names(ward.name, town.name, country.name if country else "")
    strips = [strip_of(standing, names, total=len(alike)) for standing in profile.standings]
    outlines = outlines_of(alike if is_in_use else (*alike, *wards.in_use))
    context = {
        **_frame(
            request,
            ward.code,
            f"{ward.name}, a ward of {town.name}{'' if is_in_use else _until(ward)}",
            f"How {ward.name} compares with the other wards of {town.name}.",
        ),
        "ward": ward,
        "population": number_text(ward.population, decimals=0),
        "is_in_use": is_in_use,
        "town": town,
        "town_url": reverse("place", args=[town.code]),
        "country": country,
        "wards": wards,
        "alike": alike,
        "others": len(alike) - 1,
        "strips": strips,
        "groups": by_theme(strips),
        "measured": list({strip.indicator.pk: strip.indicator for strip in strips}.values()),
        "unknown": profile.unknown,
        "map": ward_map(alike, shading=by_deprivation(alike), here=ward, outlines=outlines),
        "beside": _neighbours(ward, alike, outlines),
        "has_verdict": any(strip.verdict_text for strip in strips),
    }
    return Shown("indicators/places/ward.html", context | ({} if is_in_use else _since(ward, wards, outlines)))


def _since(ward: Ward, wards: Wards, outlines: dict[str, Any]) -> dict[str, Any]:
    """Say what lies today where a former ward was: only what outlines tell, and which ward has its name."""
    today = {other.code: outlines[other.code] for other in wards.in_use if other.code in outlines}
    is_known = ward.code in outlines and len(today) == len(wards.in_use)
    codes = neighbours.lying_there(outlines[ward.code], today) if is_known else []
    return {
        "namesakes": [other for other in wards.in_use if other.name == ward.name],
        "today_there": [other for code in codes if (other := wards.of_code(code)) is not None],
    }


def _until(ward: Ward) -> str:
    return f" until {ward.ended_on.year}" if ward.ended_on else ", earlier boundaries"


def _neighbours(ward: Ward, alike: tuple[Ward, ...], outlines: dict[str, Any]) -> dict[str, Any] | None:
    hexagons = {w.code: (w.hex_q, w.hex_r) for w in alike if w.hex_q is not None and w.hex_r is not None}
    drawn = {other.code: outlines[other.code] for other in alike if other.code in outlines}
    found = neighbours.beside(ward.code, drawn if len(drawn) == len(alike) else {}, hexagons)
    if found is None:
        return None
    return {"wards": [other for other in alike if other.code in found.keys], "is_exact": found.is_exact}


def _indicators() -> list[Indicator]:
    return list(Indicator.objects.current().in_brief().order_by("theme__number", "number"))


def _town(request: HttpRequest, area: Area, settings: IndicatorSettings) -> Shown:
    wards = wards_of_town(area.pk)
    entries = summaries(_indicators(), request)
    setting = setting_for(settings)
    context = {
        **_frame(request, area.code, f"{area.name}, the whole town", f"Every indicator of {area.name}, and its wards."),
        "area": area,
        "setting": setting,
        "wards": wards,
        "map": _map(wards.in_use),
        "entries": entries,
    }
    return Shown("indicators/places/town.html", context)


def _beside(request: HttpRequest, area: Area, settings: IndicatorSettings) -> Shown | None:
    return None
