"""Finds an indicator with which a block can show editors what it does."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from indicators.models import Indicator, IndicatorSettings, Observation


def example(*, needs_places: bool) -> Indicator | None:
    """Give the first indicator of the set with a figure for the town, or for places inside it; None if there is none."""
    settings = IndicatorSettings.of_default_site()
    town = settings.town_id if settings else None
    where = {"area__parent_id": town, "area__hex_q__isnull": False} if needs_places else {"area_id": town}
    rows = Observation.objects.filter(indicator=OuterRef("pk"), category_type="", value__isnull=False, **where)
    return Indicator.objects.current().filter(Exists(rows)).order_by("number").first()
