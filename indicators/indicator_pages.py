"""What one indicator's page shows. Its figures are read as the worker wrote them, and written at once where those are out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from indicators import open_data
from indicators.charts import Chart
from indicators.comparators import CHOOSE, MOST_ASKED, PARAMETER, comparators
from indicators.models import Commentary, Indicator, IndicatorSettings, StoredProfile
from indicators.queries import profile, setting_for

TEMPLATES = "indicators/profile"
#: the code that parts of a page are made by
CODE = (Path(__file__).parent, Path(django_settings.BASE_DIR) / "templates")


def indicator_context(indicator: Indicator, request: HttpRequest, *, is_draft: bool = False) -> dict[str, Any]:
    """Give what one indicator's page shows. Raises `UnknownPlaceError`.

    `is_draft`: the indicator is not as it is stored, so nothing that was written before is about it.
    """
    settings = IndicatorSettings.for_request(request)
    is_plain = not is_draft and PARAMETER not in request.GET and CHOOSE not in request.GET
    figures = _stored(indicator, settings) if is_plain else None
    return {
        "indicator": indicator,
        "indicator_settings": settings,
        "setting": setting_for(settings),
        "figures": figures or written(indicator, settings, query=request.GET),
        "replaced_by": indicator.successor if indicator.is_retired else None,
        "commentary": _commentary(indicator),
        "page_title": indicator.title,
        "page_description": f"{indicator.question} {indicator.measure_used}."[:300],
        "page_url": indicator.get_full_url(request) or "",
    }


def written(indicator: Indicator, settings: IndicatorSettings, *, query: Any = None, mark: str = "") -> StoredProfile:
    """Write the parts of the page that figures make, from the figures; gives them unsaved. Raises `UnknownPlaceError`.

    `query` (a `QueryDict`) chooses the places beside the line over time.
    """
    setting = setting_for(settings)
    asked = query.getlist(PARAMETER)[:MOST_ASKED] if query else []
    has_choices = query is not None and CHOOSE in query
    beside = comparators(asked, setting, has_choices=has_choices) if setting else None
    shown = profile(indicator, setting, settings, compared=beside.chosen if beside else None) if setting else None
    names = live_charts(indicator, shown.charts) if shown else frozenset()
    context = {
        "indicator": indicator,
        "indicator_settings": settings,
        "setting": setting,
        "profile": shown,
        "comparators": beside,
        "live_charts": names,
    }
    parts = {name: render_to_string(f"{TEMPLATES}/{name}.html", context) for name in ("answers", "sections", "related")}
    return StoredProfile(
        indicator=indicator,
        mark=mark,
        **parts,
        sources=shown.sources if shown else (),
        loaded_at=shown.loaded_at if shown else None,
        has_charts=bool(shown and shown.charts),
        has_live_charts=bool(names),
        has_places=bool(shown and shown.inside),
        has_targets=bool(shown and shown.targets),
    )


def mark_for(indicator: Indicator, settings: IndicatorSettings, state: open_data.State) -> str:
    """Give the mark of everything that the parts of a page are made of: the open data, the code, the day, the addresses."""
    day = timezone.localdate()  # on which targets are met or missed
    return state.mark_of("profile", _code(), day, indicator.url, django_settings.SITE_URL, settings.pk)


def live_charts(indicator: Indicator, charts: Iterable[Chart]) -> frozenset[str]:
    """Name the charts whose stored live figure was made of the very state that they are in now."""
    stored = dict(indicator.stored_charts.values_list("name", "mark"))
    return frozenset(chart.name for chart in charts if chart.name in stored and stored[chart.name] == chart.mark)


def _stored(indicator: Indicator, settings: IndicatorSettings) -> StoredProfile | None:
    if django_settings.DEBUG:  # templates change under what was written
        return None
    stored: StoredProfile | None = getattr(indicator, "stored_profile", None)
    is_current = stored is not None and stored.mark == mark_for(indicator, settings, open_data.state())
    return stored if is_current else None


@cache
def _code() -> str:
    """Give the mark of the code that writes: whoever upgrades gets every part written anew."""
    files = sorted(path for folder in CODE for kind in ("*.py", "*.html") for path in folder.rglob(kind))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _commentary(indicator: Indicator) -> list[Commentary]:
    """Give what officers wrote, the newest first."""
    entries = indicator.commentary.all() if getattr(indicator, "has_commentary", True) else ()
    return sorted(entries, key=lambda entry: entry.written_on, reverse=True)
