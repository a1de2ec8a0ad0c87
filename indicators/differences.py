"""What would change, and what was live when: questions about releases. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from indicators.models import Area, DataRelease, Indicator, Observation, PastObservation, StagedObservation
from indicators.staging import KEY

#: a release's changes, as the screens name them
NEW, CHANGED, SAME, GONE = "new", "changed", "same", "gone"
#: what a change may be about, in the order it is told
TOLD = (
    "value",
    "reason",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "count",
    "denominator",
    "period_label",
    "period_kind",
    "is_provisional",
    "is_revised",
    "has_break_before",
    "published_comparison",
    "note",
    "source",
    "licence",
)


@dataclass(frozen=True)
class Change:
    """One field that changes, from what to what."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One figure that a release changes: the live row, if there is one, and the one that came in, if there is one."""

    live: Observation | None
    staged: StagedObservation | None

    @property
    def changes(self) -> list[Change]:
        """List what changes, field by field; limits that we work out ourselves do not count."""
        if self.live is None or self.staged is None:
            return []
        pairs = ((name, _seen(self.live, name), _seen(self.staged, name)) for name in TOLD)
        return [Change(name, before, after) for name, before, after in pairs if before != after]


def _seen(row: Observation | StagedObservation, name: str) -> Any:
    is_ours = row.limits_from == row.LimitsFrom.COUNTS and name.startswith(("lower_", "upper_"))
    return None if is_ours else getattr(row, name)


def staged_changes(release: DataRelease, change: str) -> QuerySet[StagedObservation]:
    """Find what came in with a release and is new, changed or the same, in the order of the file."""
    return StagedObservation.objects.filter(release=release, change=change).order_by("line", "pk")


def held_back(release: DataRelease) -> QuerySet[StagedObservation]:
    """Find what the portal itself holds back of what came in."""
    return StagedObservation.objects.filter(release=release).exclude(held_back="").order_by("line", "pk")


def going(release: DataRelease) -> QuerySet[Observation]:
    """Find the live figures that a release would take down: those of its indicators that did not come in."""
    if release.mode != DataRelease.Mode.REPLACE:
        return Observation.objects.none()
    kept = StagedObservation.objects.filter(release=release, **{name: OuterRef(name) for name in KEY})
    return Observation.objects.filter(~Exists(kept), indicator__in=indicator_ids(release)).order_by("pk")


def differences(rows: Iterable[StagedObservation]) -> list[Difference]:
    """Give one page of what came in beside what is live now, with their indicators and areas."""
    staged = list(rows)
    if not staged:
        return []
    any_of = Q()
    for row in staged:
        any_of |= Q(**dict(zip(KEY, _key(row), strict=True)))
    live = {_key(row): row for row in Observation.objects.filter(any_of)}
    indicators = Indicator.objects.in_bulk({row.indicator_id for row in staged})
    areas = Area.objects.defer("outline").in_bulk({row.area_id for row in staged})
    both: list[Observation | StagedObservation] = [*staged, *live.values()]
    for one in both:
        if one.indicator_id in indicators:  # one outside the set is made only when it is published
            one.indicator = indicators[one.indicator_id]
        if one.area_id in areas:
            one.area = areas[one.area_id]
    return [Difference(live.get(_key(row)), row) for row in staged]


def _key(row: Observation | StagedObservation) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in KEY)


def indicator_ids(release: DataRelease) -> list[int]:
    """Give the indicators that a release is about, as its last check found them."""
    return [entry["id"] for entry in release.counts.get("indicators", [])]


def rules_of(ids: Collection[int]) -> dict[str, list[Any]]:
    """Give what of the definitions decides which figures are held back and which limits are worked out."""
    rows = Indicator.objects.filter(pk__in=ids).order_by("pk")
    rules = ("suppress_below", "value_type", "multiplier", "comparison_allowed")
    return {str(pk): values for pk, *values in rows.values_list("pk", *rules)}


def tally(release: DataRelease, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Count for each indicator what is new, changed, the same, and live without being in the release."""
    ours = (NEW, CHANGED, SAME, "held_back")
    staged = (
        StagedObservation.objects.filter(release=release)
        .order_by()
        .values("indicator_id")
        .annotate(
            new=Count("pk", filter=Q(change=NEW)),
            changed=Count("pk", filter=Q(change=CHANGED)),
            same=Count("pk", filter=Q(change=SAME)),
            held_back=Count("pk", filter=~Q(held_back="")),
        )
    )
    counted = {row["indicator_id"]: {name: value for name, value in row.items() if name in ours} for row in staged}
    live = dict(
        Observation.objects.filter(indicator__in=ids)
        .order_by()
        .values("indicator_id")
        .annotate(total=Count("pk"))
        .values_list("indicator_id", "total")
    )
    titles = dict(Indicator.objects.filter(pk__in=ids).values_list("pk", "title"))
    entries = []
    for pk in ids:
        entry: dict[str, Any] = dict.fromkeys(ours, 0) | counted.get(pk, {})
        absent = live.get(pk, 0) - entry[CHANGED] - entry[SAME]
        entries.append({"id": pk, "title": titles.get(pk, ""), **entry, "absent": absent})
    return entries


# History


def last_number() -> int:
    """Give the number of the release that became live last; 0 before the first."""
    last = DataRelease.objects.filter(number__isnull=False).order_by("-number").values_list("number", flat=True).first()
    return last or 0


def changed_since(number: int, *, ids: Collection[int] | None = None) -> set[int]:
    """Give the indicators whose live figures changed after the release of a number was published."""
    came = Observation.objects.filter(release__number__gt=number)
    went = PastObservation.objects.filter(ended_by__number__gt=number)
    if ids is not None:
        came, went = came.filter(indicator__in=ids), went.filter(indicator__in=ids)
    return {pk for rows in (came, went) for pk in rows.order_by().values_list("indicator_id", flat=True).distinct()}


def state_at(number: int) -> tuple[QuerySet[Observation], QuerySet[PastObservation]]:
    """Find what was live when the release of a number was the last: what still is, and what has gone since."""
    live = Observation.objects.filter(release__number__lte=number)
    past = PastObservation.objects.filter(release__number__lte=number, ended_by__number__gt=number)
    return live, past


def touched_by(release: DataRelease) -> QuerySet[Indicator]:
    """Find the indicators whose figures a published release brought or ended."""
    came = Observation.objects.filter(release=release).values("indicator")
    gone = PastObservation.objects.filter(Q(release=release) | Q(ended_by=release)).values("indicator")
    return Indicator.objects.filter(Q(pk__in=came) | Q(pk__in=gone)).order_by(F("number").asc(nulls_last=True), "title")
