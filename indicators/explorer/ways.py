"""The ways to look at the indicators, as links that stand on each of their pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from het_site.core.top_pages import top_page
from indicators.models import IndicatorIndexPage

#: the pages below the index, by the last part of their address, with their titles
WAYS = {"": "At a glance", "by-ward": "By ward", "spine": "Spine chart", "compare": "Compare"}
DATA = "data"


@dataclass(frozen=True)
class Way:
    """One link."""

    title: str
    url: str
    is_current: bool


def ways_to_look(request: HttpRequest | None, *, current: str) -> list[Way]:
    """List the pages there are; none where no index page is public. `current` is a key of `WAYS`, or `DATA`."""
    index = top_page(IndicatorIndexPage, request)
    if index is None:
        return []
    routes = {str(route.pattern).removesuffix("/") for route in IndicatorIndexPage.get_subpage_urls()}
    found = [
        Way(title, f"{index.url}{slug}/" if slug else index.url, slug == current)
        for slug, title in WAYS.items()
        if slug in routes
    ]
    return [*found, Way("Data", reverse("data"), current == DATA)]
