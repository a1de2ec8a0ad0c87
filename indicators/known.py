"""What a file of figures is checked against, as the database has it. Reads only; for the worker and upload screens."""

from __future__ import annotations

import re

from django.db.models import Q
from django.utils import timezone

from indicators.importing import AreaRules, IndicatorRules, Known
from indicators.models import Area, Indicator, IndicatorSettings, Observation

#: how a source reference names the Fingertips indicator that is the same measure, and no other
FINGERTIPS = re.compile(r"Fingertips (\d+)( \(.*\))?")


def known_now(*, chosen: Indicator | None = None) -> Known:
    """Give every indicator that is not retired, or chosen all the same, every area, the country, and today."""
    by_school_year = set(
        Observation.objects.filter(period_kind=Observation.PeriodKind.ACADEMIC_YEAR)
        .order_by()
        .values_list("indicator_id", flat=True)
        .distinct()
    )
    return Known(
        indicators=tuple(
            _rules(indicator, year_kind="academic_year" if indicator.pk in by_school_year else "financial_year")
            for indicator in Indicator.objects.filter(Q(is_retired=False) | Q(pk=chosen and chosen.pk)).order_by("pk")
        ),
        areas=tuple(
            AreaRules(area.code, area.name, valid_from=area.valid_from, valid_to=area.valid_to)
            for area in Area.objects.only("code", "name", "valid_from", "valid_to").order_by("code")
        ),
        country=_country(),
        today=timezone.localdate(),
    )


def _rules(indicator: Indicator, *, year_kind: str) -> IndicatorRules:
    return IndicatorRules(
        slug=indicator.slug,
        title=indicator.title,
        fingertips_id=fingertips_id(indicator),
        is_percentage=indicator.is_percentage,
        is_part_of_whole=indicator.is_part_of_whole,
        multiplier=indicator.multiplier,
        year_kind=year_kind,
        source=indicator.source_name,
        licence=indicator.licence,
    )


def fingertips_id(indicator: Indicator) -> str:
    """Give the Fingertips number of the same measure; empty where a source reference names only one like it."""
    parts = (FINGERTIPS.fullmatch(part.strip()) for part in indicator.source_id.split(";"))
    return next((found[1] for found in parts if found), "")


def _country() -> str:
    settings = IndicatorSettings.of_default_site()
    if settings is not None and settings.country is not None:
        return settings.country.code
    return (
        Area.objects.filter(area_type=Area.Type.COUNTRY).values_list("code", flat=True).order_by("code").first() or ""
    )
