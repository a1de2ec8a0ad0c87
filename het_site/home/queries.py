"""What the home page and content pages show. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from het_site.core.models import Theme
from het_site.core.models.managers import unrestricted
from het_site.core.top_pages import top_page
from het_site.home.models import HomePage, HomePageGapFact
from indicators.hexmap import HexMap, Place, hex_map
from indicators.models import Area, Indicator, IndicatorIndexPage, IndicatorSettings, Observation
from priorities.models import Recommendation, RecommendationIndexPage
from priorities.queries import principle_pages

FIGURE, PROXY, MISSING = "figure", "proxy", "nodata"


@dataclass(frozen=True)
class Tally:
    """How many of the indicators have a figure for the place, a stand-in's figure, or none; one status for each."""

    statuses: list[str]

    @property
    def total(self) -> int:
        """Count them all."""
        return len(self.statuses)

    @property
    def measured(self) -> int:
        """Count those with a figure of their own."""
        return self.statuses.count(FIGURE)

    @property
    def proxies(self) -> int:
        """Count those whose figure is a stand-in's."""
        return self.statuses.count(PROXY)

    @property
    def missing(self) -> int:
        """Count those without a published figure."""
        return self.statuses.count(MISSING)

    @property
    def note(self) -> str:
        """Say the counts in words, leaving out what there is none of."""
        parts = ((self.measured, "with a figure"), (self.proxies, "with a stand-in"), (self.missing, "with none"))
        return ", ".join(f"{count} {words}" for count, words in parts if count) or "none yet"


@dataclass(frozen=True)
class ThemeEntry:
    """One theme in the list: its page's address, if it has a public one, and its indicators."""

    theme: Theme
    url: str
    tally: Tally


def home_sections(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Give the home page's sections; one without data is empty and not shown."""
    settings = IndicatorSettings.for_request(request)
    indicators = _indicators()
    chosen = {row.pk: row for row in indicators}
    on_map = chosen.get(page.ward_indicator_id or 0)
    statuses = _statuses(indicators, town_id=settings.town_id)
    gap_facts = list(page.gap_facts.all())
    index, tracker = top_page(IndicatorIndexPage, request), top_page(RecommendationIndexPage, request)
    return {
        "tally": Tally([statuses[row.pk] for row in indicators]),
        "indicators_url": index.url if index else "",
        "gap_facts": gap_facts,
        "longest_gap": _longest(gap_facts),
        "themes": _themes(indicators, statuses, request),
        "gap_indicator": chosen.get(page.gap_indicator_id or 0),
        "ward_indicator": on_map,
        "ward_map": ward_map(on_map, town_id=settings.town_id) if on_map else None,
        "recommendations": list(Recommendation.objects.public()),
        "recommendations_url": tracker.url if tracker else "",
    }


def _indicators() -> list[Indicator]:
    """List the set with what the page shows of it: themselves in drawings, two of them as links."""
    found = Indicator.objects.current().with_addresses().select_related(None)
    return list(found.only("title", "slug", "theme", "is_proxy", "decimals").order_by("theme__number", "number"))


def _statuses(indicators: Iterable[Indicator], *, town_id: int | None) -> dict[int, str]:
    figures = Observation.objects.filter(area__pk=town_id or 0, category_type="", value__isnull=False)
    measured = set(figures.order_by().values_list("indicator_id", flat=True).distinct())
    return {row.pk: MISSING if row.pk not in measured else PROXY if row.is_proxy else FIGURE for row in indicators}


def _themes(indicators: list[Indicator], statuses: dict[int, str], request: HttpRequest) -> list[ThemeEntry]:
    pages = principle_pages()
    entries = []
    for theme in Theme.objects.all():
        page = pages.get(theme.pk)
        tally = Tally([statuses[row.pk] for row in indicators if row.theme_id == theme.pk])
        entries.append(ThemeEntry(theme, page.get_url(request) or "" if page else "", tally))
    return entries


def _longest(facts: Iterable[HomePageGapFact]) -> str:
    """Give the largest of the facts' numbers, as it is written; text that is no number counts as nothing."""

    def size(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            return 0.0

    return max((fact.number for fact in facts), key=size, default="")


def ward_map(indicator: Indicator, *, town_id: int | None) -> HexMap | None:
    """Give the map of the town's present wards with an indicator's latest figures; None where no ward has one."""
    wards = list(
        Area.objects.filter(
            area_type=Area.Type.WARD, parent_id=town_id, valid_to__isnull=True, hex_q__isnull=False, hex_r__isnull=False
        ).only("name", "hex_q", "hex_r")
    )
    figures = Observation.objects.filter(
        indicator=indicator, area__in=wards, category_type="", sex=Observation.Sex.PERSONS
    ).order_by("area_id", "-period_to")
    latest = dict(figures.distinct("area_id").values_list("area_id", "value"))
    if not any(value is not None for value in latest.values()):
        return None
    return hex_map([_place(ward, latest.get(ward.pk), indicator) for ward in wards])


def _place(ward: Area, value: float | None, indicator: Indicator) -> Place:
    words = "no figure" if value is None else f"{value:,.{indicator.decimals}f}"
    return Place(name=ward.name, q=ward.hex_q or 0, r=ward.hex_r or 0, value=value, shown=words)


def child_summaries(page: Page) -> list[Page]:
    """List the public pages below one, in their order, as their own kinds."""
    return list(page.get_children().live().filter(unrestricted()).order_by("path").specific())


def contact_page() -> Page | None:
    """Find the page that says how to reach us: the public one with the slug “contact” at the top of the site."""
    return Page.objects.live().filter(unrestricted(), slug="contact", depth=3).order_by("path").first()
