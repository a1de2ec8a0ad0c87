"""How every indicator stands, for the report and the dashboard. Reads only; two queries, whatever there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import DateField, F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.permissions import page_permission_policy

from het_site.core.models import User
from indicators.models import Indicator, IndicatorSettings, Observation
from indicators.upkeep.concerns import Concern, Upkeep, concerns_of

MANAGE = "indicators.change_indicator"


def may_see(user: User) -> bool:
    """Tell whether somebody is shown how indicators stand: who keeps them, and who builds pages from them."""
    if user.has_perm(MANAGE):
        return True
    return bool(user.is_active and page_permission_policy.user_has_any_permission(user, ["change", "publish"]))


def indicators() -> QuerySet[Indicator]:
    """Find every indicator that is not retired, with the last day of the town's latest figure and of its commentary."""
    settings = IndicatorSettings.of_default_site()
    figures = Observation.objects.filter(
        indicator=OuterRef("pk"),
        area_id=(settings.town_id or 0) if settings else 0,
        category_type="",
        value__isnull=False,
    ).order_by("-period_to", "-period_from")
    return (
        Indicator.objects.filter(is_retired=False)
        .select_related("theme")
        .annotate(
            latest_on=Subquery(figures.values("period_to")[:1], output_field=DateField()),
            latest_label=Subquery(figures.values("period_label")[:1]),
            commented_on=Max("commentary__written_on"),
        )
        .order_by(F("number").asc(nulls_last=True), "title", "pk")
    )


def upkeep_of(row: Indicator) -> Upkeep:
    """Give how one of them stands."""
    return Upkeep(
        is_live=row.live,
        has_changes=row.has_unpublished_changes,
        is_proxy=row.is_proxy,
        frequency=row.frequency,
        next_update_on=row.next_update_on,
        latest_on=row.latest_on,
        commented_on=row.commented_on,
        author=row.author,
        checker=row.checker,
        reviewed_on=row.reviewed_on,
        next_review_on=row.next_review_on,
    )


def with_concerns(rows: Iterable[Indicator], *, today: date | None = None) -> dict[int, tuple[Concern, ...]]:
    """Give the reasons to look after each."""
    day = today or timezone.localdate()
    return {row.pk: concerns_of(upkeep_of(row), today=day) for row in rows}


def counts(found: dict[int, tuple[Concern, ...]]) -> Counter[str]:
    """Count how many indicators each concern holds for."""
    return Counter(concern.slug for concerns in found.values() for concern in concerns)
