"""The page that finds wards, and which page an address below it names. What stands on each is put together beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from indicators.models import Area, IndicatorSettings, PostcodeLookup
from indicators.places.finding import Answer
from indicators.places.maps import WardMap, by_deprivation, ward_map
from indicators.places.queries import outlines_of, place_of
from indicators.places.town_page import beside_context, town_context
from indicators.places.ward_page import ward_context, ward_view
from indicators.places.wards import Ward, Wards, wards_of_town

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
        title, description = f"{area.name}, the whole town", f"Every indicator of {area.name}, and its wards."
        wards = wards_of_town(area.pk)
        context = town_context(request, area, wards) | {"map": _map(wards.in_use)}
        return Shown("indicators/places/town.html", _frame(request, code, title, description) | context)
    if area.area_type == Area.Type.WARD and area.parent_id == settings.town_id:
        view = ward_view(code, settings)
        if view is None:
            return None
        description = f"How {view.ward.name} compares with the other wards of {view.town.name}."
        return Shown("indicators/places/ward.html", _frame(request, code, view.title, description) | ward_context(view))
    if area.area_type in BESIDE:
        beside = beside_context(area, settings)
        description = f"The figures of {area.name} that stand beside those of the town."
        title = f"{area.name}, to compare with"
        return Shown("indicators/places/beside.html", _frame(request, code, title, description) | beside)
    return None


def _frame(request: HttpRequest, code: str, title: str, description: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "page_description": description,
        "page_url": request.build_absolute_uri(reverse("place", args=[code])),
        "crumbs": [{"title": "Home", "url": "/"}, {"title": TITLE, "url": reverse("places")}],
    }
