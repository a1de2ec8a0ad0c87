"""Areas, indicators and figures for tests: enough to be valid, each value overridable."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from het_site.core.models import Theme
from indicators.actions import record_findings
from indicators.models import (
    Area,
    AreaGroup,
    AreaGroupMember,
    DataRelease,
    Indicator,
    IndicatorIndexPage,
    IndicatorSettings,
    Observation,
)

numbers = count(1)


def make_theme(**fields: Any) -> Theme:
    """Make a theme with a number of its own."""
    number = fields.pop("number", None) or next(numbers)
    values = {
        "slug": f"theme-{number}",
        "title": f"Theme {number}",
        "short_title": f"Theme {number}",
        "line": "What it is about.",
        "icon": "i-p1",
        "hue": (number - 1) % 8 + 1,
    } | fields
    return Theme.objects.create(number=number, **values)


def make_area(code: str = "", **fields: Any) -> Area:
    """Make an area; a town unless told otherwise."""
    number = next(numbers)
    values = {"name": f"Place {number}", "area_type": Area.Type.LOCAL_AUTHORITY} | fields
    return Area.objects.create(code=code or f"E06{number:06d}", **values)


def make_area_group(*areas: Area, **fields: Any) -> AreaGroup:
    """Make a group of places."""
    group = AreaGroup(**({"name": f"Group {next(numbers)}"} | fields))
    group.members = [AreaGroupMember(area=area) for area in areas]
    group.save()
    return group


def make_indicator(**fields: Any) -> Indicator:
    """Make a published percentage for which lower is better."""
    number = next(numbers)
    values = {
        "number": number,
        "slug": f"indicator-{number}",
        "title": f"Indicator {number}",
        "question": "How many are there?",
        "value_type": Indicator.ValueType.PROPORTION,
        "unit": "% of people",
        "unit_short": "%",
        "multiplier": 100,
        "polarity": Indicator.Polarity.LOW_IS_GOOD,
        "measure_used": "People counted, as a share of all people",
        "source_name": "Office for Examples",
        "licence": "Open Government Licence v3.0",
    } | fields
    return Indicator.objects.create(theme=values.pop("theme", None) or make_theme(), **values)


def make_release(**fields: Any) -> DataRelease:
    """Make a published batch."""
    number = next(numbers)
    values = {"title": f"Batch {number}", "file_name": f"{number}.csv", "checksum": "0" * 64, "row_count": 1} | fields
    if values.setdefault("status", DataRelease.Status.PUBLISHED) == DataRelease.Status.PUBLISHED:
        values = {"number": number, "published_at": timezone.now()} | values
    return DataRelease.objects.create(**values)


def observation(
    indicator: Indicator, area: Area, year: int = 2020, value: float | None = 10.0, **fields: Any
) -> Observation:
    """Give an unsaved figure of a calendar year."""
    values = {
        "period_from": date(year, 1, 1),
        "period_to": date(year, 12, 31),
        "period_kind": Observation.PeriodKind.CALENDAR_YEAR,
        "period_label": str(year),
        "source": "Office for Examples",
        "licence": "Open Government Licence v3.0",
    } | fields
    return Observation(indicator=indicator, area=area, value=value, **values)


def make_observation(
    indicator: Indicator, area: Area, year: int = 2020, value: float | None = 10.0, **fields: Any
) -> Observation:
    """Make a figure of a calendar year."""
    row = observation(indicator, area, year, value, **fields)
    if row.release_id is None:
        row.release = make_release()
    row.save()
    return row


def make_index_page(**fields: Any) -> IndicatorIndexPage:
    """Make the published index page under the default site's first page."""
    home = Site.objects.get(is_default_site=True).root_page
    page = IndicatorIndexPage(**({"title": "Indicators", "slug": "indicators"} | fields))
    home.add_child(instance=page)
    return page


def choose_places(town: Area, *, country: Area | None = None, region: Area | None = None) -> IndicatorSettings:
    """Choose the default site's town and what it is set beside."""
    settings = IndicatorSettings.for_site(Site.objects.get(is_default_site=True))
    settings.town, settings.country, settings.region = town, country, region
    settings.save()
    return settings


def find_out() -> None:
    """Work out what all live figures say, as a publication does: lists show nothing else."""
    record_findings(release=make_release(), indicators=Indicator.objects.all())
