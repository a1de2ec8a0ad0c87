"""Which rows each list holds, by what was asked. Reads only; the number of queries does not depend on the rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators import open_data
from indicators.api.errors import NotThere
from indicators.models import Area, AreaGroup, DataRelease, Finding, GapSeries, Indicator, Observation, PastObservation

What = dict[str, Any]

#: what makes two figures points of one series
SERIES = ("indicator", "area", "sex", "age", "category_type", "category")


def indicators(what: What) -> QuerySet[Indicator]:
    """Find the indicators that a list names."""
    found = open_data.indicators_to_list()
    return found.filter(is_retired=what["is_retired"] == "true") if "is_retired" in what else found


def areas(what: What) -> QuerySet[Area]:
    """Find areas."""
    found = Area.objects.all()
    if "area_type" in what:
        found = found.filter(area_type__in=what["area_type"])
    if "parent" in what:
        found = found.filter(parent__in=area_ids([what["parent"]]))
    if "is_current" in what:
        ended = Q(valid_to__isnull=False)
        found = found.exclude(ended) if what["is_current"] == "true" else found.filter(ended)
    return found


def area_groups(what: What) -> QuerySet[AreaGroup]:
    """Find groups of areas."""
    return AreaGroup.objects.filter(kind=what["kind"]) if "kind" in what else AreaGroup.objects.all()


def releases(what: What) -> QuerySet[DataRelease]:
    """Find what was published, perhaps only what brought figures of some indicators."""
    found = open_data.releases()
    if "indicator" not in what:
        return found
    ids = indicator_ids(what["indicator"])
    own: dict[str, Any] = {"release": OuterRef("pk"), "indicator__in": ids}
    live, past = Observation.objects.filter(**own), PastObservation.objects.filter(**own)
    return found.filter(Exists(live) | Exists(past))


def findings(what: What) -> QuerySet[Finding]:
    """Find what is concluded now: about the set as it stands, or about the indicators that are named."""
    found = _placed(open_data.findings(), what)
    return found.filter(**{name: what[name] for name in ("outcome", "trend") if name in what})


def gaps(what: What) -> QuerySet[GapSeries]:
    """Find the town's gaps over time: of the set as it stands, or of the indicators that are named."""
    found = _placed(open_data.gaps(), what)
    return found.filter(**{name: what[name] for name in ("kind", "verdict", "basis") if name in what})


def observations(what: What) -> QuerySet[Observation]:
    """Find live figures: of the set as it stands, or of the indicators that are named."""
    found = _placed(Observation.objects.all(), what)
    found = found.filter(**{name: what[name] for name in ("age", "category_type", "category") if name in what})
    if "period_from" in what:
        found = found.filter(period_from__gte=what["period_from"])
    if "period_to" in what:
        found = found.filter(period_to__lte=what["period_to"])
    if "release" in what:
        found = found.filter(release__in=open_data.releases().filter(number=what["release"]))
    if what.get("latest") == "true":
        found = found.filter(~Exists(_later()))
    return found


def _later() -> QuerySet[Observation]:
    """Ask for a later figure of the same series."""
    same = {name: OuterRef(name) for name in SERIES}
    ends_later = Q(period_to__gt=OuterRef("period_to"))
    begins_later = Q(period_to=OuterRef("period_to"), period_from__gt=OuterRef("period_from"))
    return Observation.objects.filter(ends_later | begins_later, **same)


def _placed(rows: QuerySet[Any], what: What) -> QuerySet[Any]:
    """Keep the rows of what was named: indicators, areas, levels, sexes."""
    slugs = what.get("indicator")
    # a list of keys rather than a join: the planner then knows how many figures to expect
    ids = indicator_ids(slugs) if slugs else list(Indicator.objects.current().values_list("pk", flat=True))
    rows = rows.filter(indicator__in=ids)
    if "area" in what:
        rows = rows.filter(area__in=area_ids(what["area"]))
    if "area_type" in what:
        rows = rows.filter(area__area_type__in=what["area_type"])
    return rows.filter(sex__in=what["sex"]) if "sex" in what else rows


def indicator_ids(slugs: Iterable[str]) -> list[int]:
    """Find published indicators by slug; raises `NotThere` for one that nobody may see or that does not exist."""
    found = dict(open_data.indicators_to_show().filter(slug__in=slugs).values_list("slug", "pk"))
    return _all_of(found, slugs, "indicator")


def area_ids(codes: Iterable[str]) -> list[int]:
    """Find areas by code; raises `NotThere` for one that is not known."""
    return _all_of(dict(Area.objects.filter(code__in=codes).values_list("code", "pk")), codes, "area")


def _all_of(found: dict[str, int], wanted: Iterable[str], kind: str) -> list[int]:
    missing = next((name for name in wanted if name not in found), None)
    if missing is not None:
        raise NotThere(f"There is no {kind} {missing}.")
    return sorted(found.values())
