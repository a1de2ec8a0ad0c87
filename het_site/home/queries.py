"""What the home page and content pages show. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page

from het_site.core.models import Theme
from het_site.core.models.managers import unrestricted
from het_site.core.top_pages import top_page
from het_site.home.models import HomePage, HomePageGapFact
from indicators.explorer import standings
from indicators.explorer.standings import NODATA, UNTESTED, VERDICTS
from indicators.models import (
    Finding,
    Indicator,
    IndicatorIndexPage,
    IndicatorSettings,
    Observation,
)
from indicators.places.maps import Shading, WardMap
from indicators.places.maps import ward_map as linked_map
from indicators.places.queries import outlines_of
from indicators.places.wards import Ward, wards_of_town
from indicators.queries import OF_HEADLINE_AGE
from priorities.models import Recommendation, RecommendationIndexPage
from priorities.queries import principle_pages

PROXY = "proxy"
#: what is said of those without a verdict, by the block that stands for them
REST = {UNTESTED: "not tested", PROXY: "with a stand-in", NODATA: "with no published figure"}
#: the list's filter that shows each of them, and nothing else
FILTERS = {
    **{verdict: {"status": verdict} for verdict in VERDICTS},
    UNTESTED: {"status": UNTESTED, "figure": standings.FIGURE},
    PROXY: {"figure": standings.PROXY},
    NODATA: {"status": NODATA},
}


@dataclass(frozen=True)
class Count:
    """How many indicators share a status, and where they are listed."""

    status: str
    words: str
    count: int
    url: str


@dataclass(frozen=True)
class Tally:
    """How the indicators stand beside the country: one status for each. `other` is the country's name."""

    statuses: list[str]
    other: str = ""
    #: where the list of indicators is; empty where there is none
    url: str = ""

    @property
    def total(self) -> int:
        """Count them all."""
        return len(self.statuses)

    @property
    def verdicts(self) -> list[Count]:
        """Count those with a verdict, by kind, those of none included; nothing while there is no verdict at all."""
        found = [self._count(status, status) for status in VERDICTS]
        return found if any(one.count for one in found) else []

    @property
    def rest(self) -> list[Count]:
        """Count those without a verdict, by reason, leaving out reasons that none has."""
        return [one for status, words in REST.items() if (one := self._count(status, words)).count]

    @property
    def note(self) -> str:
        """Say the counts in words, leaving out what there is none of."""
        return ", ".join(f"{one.count} {one.words}" for one in [*self.verdicts, *self.rest] if one.count) or "none yet"

    def _count(self, status: str, words: str) -> Count:
        url = f"{self.url}?{urlencode(FILTERS[status])}" if self.url else ""
        return Count(status, words, self.statuses.count(status), url)


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
    wards = wards_of_town(settings.town_id).in_use
    index, tracker = top_page(IndicatorIndexPage, request), top_page(RecommendationIndexPage, request)
    return {
        "tally": Tally(
            [statuses[row.pk] for row in indicators],
            settings.country.name if settings.country else "",
            index.url if index else "",
        ),
        "indicators_url": index.url if index else "",
        "gap_facts": gap_facts,
        "longest_gap": _longest(gap_facts),
        "themes": _themes(indicators, statuses, request),
        "gap_indicator": chosen.get(page.gap_indicator_id or 0),
        "ward_indicator": on_map,
        "has_wards": bool(wards),
        "ward_map": ward_map(on_map, wards) if on_map else None,
        "recommendations": list(Recommendation.objects.public()),
        "recommendations_url": tracker.url if tracker else "",
    }


def _indicators() -> list[Indicator]:
    """List the set with what the page shows of it: a block for each, two of them as links."""
    found = Indicator.objects.current().with_addresses().select_related(None)
    return list(found.only("title", "slug", "theme", "is_proxy", "decimals").order_by("theme__number", "number"))


def _statuses(indicators: Iterable[Indicator], *, town_id: int | None) -> dict[int, str]:
    """Give each indicator's status; one with a figure for women and one for men is as bad as the worse of them."""
    found: dict[int, set[str]] = {}
    findings = Finding.objects.current().filter(area=town_id or 0, value__isnull=False)
    for indicator_id, outcome in findings.values_list("indicator_id", "outcome"):
        found.setdefault(indicator_id, set()).add(outcome)
    return {row.pk: _status(found.get(row.pk, set()), is_proxy=row.is_proxy) for row in indicators}


def _status(outcomes: set[str], *, is_proxy: bool) -> str:
    """Give the block that stands for an indicator: its status, but a stand-in has one of its own."""
    status = standings.status_of(outcomes, is_proxy=is_proxy)
    return PROXY if is_proxy and status != NODATA else status


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


def ward_map(indicator: Indicator, wards: Sequence[Ward]) -> WardMap | None:
    """Give the map of some wards with an indicator's latest figures; None where no ward has one."""
    found = (
        Observation.objects.filter(
            OF_HEADLINE_AGE,
            indicator=indicator,
            area_id__in=[ward.id for ward in wards],
            category_type="",
            sex=Observation.Sex.PERSONS,
        )
        .order_by("area_id", "-period_to", "-period_from")
        .distinct("area_id")
    )
    latest = dict(found.values_list("area__code", "value"))
    if not any(value is not None for value in latest.values()):
        return None
    values = {ward.code: (latest.get(ward.code), _words(latest.get(ward.code), indicator)) for ward in wards}
    return linked_map(wards, shading=Shading(indicator.title, "", values), outlines=outlines_of(wards))


def _words(value: float | None, indicator: Indicator) -> str:
    return "no figure" if value is None else f"{value:,.{indicator.decimals}f}"


def child_summaries(page: Page) -> list[Page]:
    """List the public pages below one, in their order, as their own kinds."""
    return list(page.get_children().live().filter(unrestricted()).order_by("path").specific())


def contact_page() -> Page | None:
    """Find the page that says how to reach us: the public one with the slug “contact” at the top of the site."""
    return Page.objects.live().filter(unrestricted(), slug="contact", depth=3).order_by("path").first()
