"""Works out what figures say, in the transaction that publishes them, and keeps it with the release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby, starmap

from django.db import transaction
from django.db.models import Q

from indicators.actions.gaps import record_gaps, rules_of
from indicators.figures import DEPRIVATION, INEQUALITY, Figure
from indicators.locks import wait_for_other_publications
from indicators.models import Area, DataRelease, Finding, Indicator, IndicatorSettings, Observation
from indicators.queries import FIGURE_COLUMNS

BATCH = 1000
#: what verdict, trend and gap are worked out from; other splits have tables of their own
NEEDED = Q(category_type="") | Q(category_type__startswith=DEPRIVATION) | Q(category_type=INEQUALITY)


@transaction.atomic
def record_findings(*, release: DataRelease, indicators: Iterable[Indicator]) -> int:
    """End what followed from the figures before, write what follows from those that are live now; gives how many.

    Called once at the end of a publication, inside its transaction, when the live figures of the indicators are
    already those of the release.
    """
    listed, settings = list(indicators), IndicatorSettings.of_default_site()
    country = settings.country if settings else None
    earlier = Finding.objects.current().filter(indicator__in=listed)
    earlier.filter(release=release).delete()
    earlier.update(ended_by=release)
    names = dict(Area.objects.values_list("pk", "name"))
    found = [
        finding
        for indicator in listed
        for finding in _findings(indicator, country=country, names=names, release=release)
    ]
    Finding.objects.bulk_create(found, batch_size=BATCH)
    if settings is not None and settings.town is not None:
        record_gaps(release=release, indicators=listed, town=settings.town, country=country)
    return len(found)


@transaction.atomic
def refresh_findings(*, indicators: Iterable[Indicator]) -> int:
    """Work out anew what live figures say, after a definition or the place's settings changed; gives how many."""
    wait_for_other_publications()
    release = DataRelease.objects.published().first()
    return record_findings(release=release, indicators=indicators) if release else 0


def _findings(
    indicator: Indicator, *, country: Area | None, names: dict[int, str], release: DataRelease
) -> Iterator[Finding]:
    """Go through one indicator's places, one at a time: there may be thousands."""
    from indicators.findings import results  # brings SciPy, which no web process should hold

    rules, rows = rules_of(indicator), Observation.objects.filter(NEEDED, indicator=indicator).order_by("area_id")
    columns = rows.values_list(*FIGURE_COLUMNS)
    beside = list(starmap(Figure, columns.filter(area=country))) if country else []
    figures = starmap(Figure, columns.iterator(chunk_size=BATCH))
    for area_id, group in groupby(figures, key=lambda figure: figure.area_id):
        is_country = country is not None and area_id == country.pk
        found = results(
            group,
            place=names[area_id],
            country=country.name if country and not is_country else "",
            beside=beside,
            rules=rules,
        )
        for result in found:
            yield Finding(
                indicator=indicator,
                area_id=area_id,
                release=release,
                compared_with=country if result.benchmark is not None else None,
                **asdict(result),
            )
