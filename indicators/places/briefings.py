"""Which briefing an address names, made from what its page shows. Made once for each state of the data, then kept a while."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from het_site.core.models import BrandSettings
from indicators import open_data
from indicators.explorer.queries import summaries
from indicators.models import Area, IndicatorSettings
from indicators.places.briefing import content
from indicators.places.briefing.content import Imprint, Sheet
from indicators.places.queries import outlines_of, place_of
from indicators.places.town_page import indicators_in_order, people_of
from indicators.places.ward_page import WardView, ward_view
from indicators.places.wards import wards_of_town

#: how long a made page is kept, in seconds
KEPT_FOR = 60 * 60


def mark_of(request: HttpRequest, code: str, state: open_data.State) -> str:
    """Give what no two briefings that differ share, as an ETag."""
    settings = IndicatorSettings.for_request(request)
    chosen = (settings.town_id, settings.country_id, BrandSettings.for_request(request).site_name)
    return state.mark_of("briefing", code, *chosen, django_settings.SITE_URL)


def has_briefing(request: HttpRequest, code: str) -> bool:
    """Tell whether a code names a place that has one: the town, or one of its wards."""
    area, settings = place_of(code), IndicatorSettings.for_request(request)
    if area is None or settings.town_id is None:
        return False
    return settings.town_id in {area.pk, area.parent_id if area.area_type == Area.Type.WARD else None}


def briefing(request: HttpRequest, code: str, state: open_data.State, mark: str) -> bytes:
    """Give the PDF of a place that has one."""
    from indicators.places.briefing import pdf

    made: bytes | None = cache.get(key := f"indicators.places.briefing.{mark}")
    if made is None:
        made = pdf(sheet_of(request, code, state), made_at=state.changed_at)
        cache.set(key, made, timeout=KEPT_FOR)
    return made


def sheet_of(request: HttpRequest, code: str, state: open_data.State) -> Sheet:
    """Give what stands on the page."""
    settings = IndicatorSettings.for_request(request)
    imprint = Imprint(
        BrandSettings.for_request(request).site_name,
        f"{django_settings.SITE_URL}{reverse('place', args=[code])}",
        _status(state),
    )
    view = ward_view(code, settings)
    return _ward(view, imprint) if view is not None else _town(request, code, settings, imprint)


def _status(state: open_data.State) -> str:
    if state.released_at is None:
        return "No figures are published yet"
    day = date_format(timezone.localtime(state.released_at), "j F Y")
    return f"Figures as published on {day} (data release {state.release})"


def _ward(view: WardView, imprint: Imprint) -> Sheet:
    ward, town, ended_on = view.ward, view.town.name, view.ward.ended_on
    until = f" until {date_format(ended_on, 'j F Y')}" if ended_on else " of earlier borders"
    unknown = view.profile.unknown
    missing = ""
    if unknown:
        of_them = "1 indicator of the set is" if len(unknown) == 1 else f"{len(unknown)} indicators of the set are"
        missing = f"{of_them} not published for wards."
    return content.of_ward(
        ward,
        view.alike,
        view.strips,
        town=town,
        country=view.country.name if view.country else "",
        kind=f"A ward of {town}{'' if view.is_in_use else until}",
        people=view.people,
        unknown=missing,
        map_of=content.map_of_wards(view.alike, ward, view.outlines),
        imprint=imprint,
    )


def _town(request: HttpRequest, code: str, settings: IndicatorSettings, imprint: Imprint) -> Sheet:
    area = place_of(code)
    assert area is not None  # noqa: S101  (asked before)
    indicators = indicators_in_order()
    rows: list[tuple[Any, ...]] = []
    for summary in summaries(indicators, request):
        unit = summary.indicator.unit
        for line in summary.lines:
            title = f"{summary.indicator.title}{f', {line.group}' if line.group else ''} ({unit})"
            rows.append((title, line.period, line.value, line.other, line.status_text))
    wards = wards_of_town(area.pk).in_use
    return content.of_town(
        area.name,
        tuple(rows),
        country=settings.country.name if settings.country else "",
        people=people_of(area),
        map_of=content.map_of_wards(wards, None, outlines_of(wards)),
        sources="Sources: named for each indicator on its own page.",
        imprint=imprint,
    )
