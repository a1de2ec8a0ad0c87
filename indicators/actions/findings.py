"""Works out what figures say, in the transaction that publishes them, and keeps it with the release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby, starmap

from django.db import transaction
from django.db.models import Q

from indicators.actions.charts import record_charts
from indicators.actions.gaps import record_gaps, rules_of
from indicators.actions.profiles import record_profiles
from indicators.figures import DEPRIVATION, INEQUALITY, PERSONS, SEX, Figure
from indicators.locks import wait_for_other_publications
from indicators.models import Area, DataRelease, Finding, Indicator, IndicatorSettings, Observation
from indicators.queries import FIGURE_COLUMNS

BATCH = 1000
#: measures that stand beside an indicator: no way to split its people
APART = {INEQUALITY, Observation.RELATED_MEASURE}
#: what verdict, trend and gap are worked out from; other splits have tables of their own
NEEDED = Q(category_type="") | Q(category_type__startswith=DEPRIVATION) | Q(category_type=INEQUALITY)


@dataclass(frozen=True)
class Places:
    """What has to be known of places: their names, the country, and those that lists draw a small line of."""

    names: dict[int, str]
    country: Area | None
    in_lists: frozenset[int]


def _in_lists(settings: IndicatorSettings | None) -> frozenset[int]:
    """Find the town, its parts and the places like it."""
    if settings is None or settings.town_id is None:
        return frozenset()
    wanted = Q(pk=settings.town_id) | Q(parent=settings.town_id) | Q(groups=settings.neighbours_id or 0)
    return frozenset(Area.objects.filter(wanted).values_list("pk", flat=True))


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
    places = Places(dict(Area.objects.values_list("pk", "name")), country, _in_lists(settings))
    found = [finding for indicator in listed for finding in _findings(indicator, places=places, release=release)]
    Finding.objects.bulk_create(found, batch_size=BATCH)
    if settings is not None and settings.town is not None:
        record_gaps(release=release, indicators=listed, town=settings.town, country=country)
    return len(found)


@transaction.atomic
def refresh_findings(*, indicators: Iterable[Indicator]) -> int:
    """Work out anew what live figures say, after a definition or the place's settings changed, and write charts and pages anew.

    Gives how many findings there are.
    """
    wait_for_other_publications()
    release = DataRelease.objects.published().first()
    if release is None:
        return 0
    listed = list(indicators)
    count = record_findings(release=release, indicators=listed)
    record_charts(release=release, indicators=listed)
    record_profiles(indicators=listed)
    return count


def _findings(indicator: Indicator, *, places: Places, release: DataRelease) -> Iterator[Finding]:
    """Go through one indicator's places, one at a time: there may be thousands."""
    from indicators.findings import results  # brings SciPy, which no web process should hold

    rules, rows = rules_of(indicator), Observation.objects.filter(NEEDED, indicator=indicator).order_by("area_id")
    columns, country = rows.values_list(*FIGURE_COLUMNS), places.country
    beside = list(starmap(Figure, columns.filter(area=country))) if country else []
    figures, splits = starmap(Figure, columns.iterator(chunk_size=BATCH)), _splits(indicator)
    for area_id, group in groupby(figures, key=lambda figure: figure.area_id):
        is_country = country is not None and area_id == country.pk
        found = results(
            group,
            place=places.names[area_id],
            country=country.name if country and not is_country else "",
            beside=beside,
            rules=rules,
            has_spark=area_id in places.in_lists,
        )
        for result in found:
            yield Finding(
                indicator=indicator,
                area_id=area_id,
                release=release,
                compared_with=country if result.benchmark is not None else None,
                splits=splits.get(area_id, []),
                **asdict(result),
            )


def _splits(indicator: Indicator) -> dict[int, list[str]]:
    """Find by what each place's figures are split, by sex among it."""
    rows = Observation.objects.filter(indicator=indicator).order_by().distinct()
    found: dict[int, set[str]] = {}
    for area_id, kind in rows.exclude(category_type="").values_list("area_id", "category_type"):
        if kind not in APART:
            found.setdefault(area_id, set()).add(kind)
    for area_id in rows.filter(category_type="").exclude(sex=PERSONS).values_list("area_id", flat=True):
        found.setdefault(area_id, set()).add(SEX)
    return {area_id: sorted(kinds) for area_id, kinds in found.items()}
