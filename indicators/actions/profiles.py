"""Writes the parts of indicators' pages that their figures make, so that no visit has to."""

from __future__ import annotations

from collections.abc import Iterable

from indicators import open_data
from indicators.indicator_pages import mark_for, written
from indicators.models import Indicator, IndicatorSettings, StoredProfile

PARTS = [field.name for field in StoredProfile._meta.concrete_fields if field.name not in {"id", "indicator"}]


def record_profiles(*, indicators: Iterable[Indicator]) -> int:
    """Write the pages' parts of some indicators, where they are out of date; gives how many.

    Called last of all in a publication, in its transaction: the mark is taken first, so whatever changes meanwhile makes what
    is written out of date, never wrong.
    """
    settings, state = IndicatorSettings.of_default_site(), open_data.state()
    if settings is None:
        return 0
    marks = dict(StoredProfile.objects.values_list("indicator_id", "mark"))
    count = 0
    for indicator in indicators:
        mark = mark_for(indicator, settings, state)
        if marks.get(indicator.pk) != mark:
            made = written(indicator, settings, mark=mark)
            StoredProfile.objects.update_or_create(
                indicator=indicator, defaults={name: getattr(made, name) for name in PARTS}
            )
            count += 1
    return count


def look_after_profiles() -> int:
    """Write anew the parts of every page that is out of date; gives how many."""
    return record_profiles(indicators=Indicator.objects.public().with_marks().with_addresses())
