"""Times the lists of indicators and an indicator's page over a million figures, beside a bare page of the same frame."""

from __future__ import annotations

import time

from django.db import connection

from indicators.actions import refresh_findings
from indicators.actions.profiles import look_after_profiles
from indicators.models import Area, DataRelease, Finding, Indicator, IndicatorIndexPage, IndicatorSettings, Observation
from tests.bench.pages import BARE, bare_page, report

FIGURES = 1_000_000
YEARS, SEXES, AGES = 15, 3, 2
#: earlier releases, each with findings that it ended
RELEASES = 5
RUNS = 3
GOALS = {"at a glance": 2.5, "by ward": 5.0, "spine chart": 5.0, "one indicator": 2.5}


def measure() -> None:
    """Fill the database, then print three runs: medians, ratios to the bare page, queries."""
    began = time.perf_counter()
    fill()
    print(
        f"{Observation.objects.count():,} figures, {Area.objects.count()} areas, "
        f"{Finding.objects.current().count():,} findings and {Finding.objects.exclude(ended_by=None).count():,} ended ones, "
        f"made in {time.perf_counter() - began:.0f} s"
    )
    index = IndicatorIndexPage.objects.live().get()
    slug = Indicator.objects.current().order_by("number").values_list("slug", flat=True)[0]
    paths = {
        BARE: bare_page(),
        "at a glance": index.url,
        "at a glance, filtered": f"{index.url}?has=wards&sort=status",
        "at a glance, cards": f"{index.url}?view=cards",
        "by ward": f"{index.url}by-ward/",
        "spine chart": f"{index.url}spine/",
        "one indicator": f"{index.url}{slug}/",
        "one indicator, other places": f"{index.url}{slug}/?choose=places",
    }
    for _ in range(RUNS):
        report(paths, GOALS)


def fill() -> None:
    """Put a million figures in place of those there are: every indicator in every place, year, sex and age."""
    wanted = -(-FIGURES // (YEARS * SEXES * AGES * Indicator.objects.current().count()))
    Area.objects.bulk_create(
        Area(code=f"E07{number:06d}", name=f"Place {number}", area_type=Area.Type.LOCAL_AUTHORITY)
        for number in range(max(0, wanted - Area.objects.count()))
    )
    release = DataRelease.objects.published().values_list("pk", flat=True)[0]
    town = IndicatorSettings.objects.get().town_id
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE indicators_observation")
        cursor.execute(_HEADLINES, {"release": release, "last": YEARS})
        cursor.execute(_SPLITS, {"release": release, "last": YEARS, "town": town})
        cursor.execute("ANALYZE")
    refresh_findings(indicators=Indicator.objects.all())
    with connection.cursor() as cursor:
        names = ", ".join(
            f'"{field.column}"' for field in Finding._meta.concrete_fields if field.column not in {"id", "ended_by_id"}
        )
        cursor.execute(
            f"INSERT INTO indicators_finding ({names}, ended_by_id) SELECT {names}, release_id"  # noqa: S608  (our own names)
            " FROM indicators_finding, generate_series(1, %s) WHERE ended_by_id IS NULL",
            [RELEASES],
        )
        cursor.execute("VACUUM ANALYZE")
    look_after_profiles()  # the findings put in above are none of the worker's


_COLUMNS = """release_id, period_from, period_to, period_kind, period_label, indicator_id, area_id, sex, age, category_type,
    category, value, lower_95, upper_95, count, denominator, reason, limits_from, is_provisional, is_revised, has_break_before,
    published_comparison, note, source, source_detail, licence"""
_YEAR = """%(release)s, make_date(2010 + year, 1, 1), make_date(2010 + year, 12, 31), 'calendar_year', (2010 + year)::text"""
_REST = """value, value * 0.95, value * 1.05, 100, 1000, '', 'published', false, false, false, '', '', 'Office for Examples', '', 'OGL'"""
_HEADLINES = f"""
    INSERT INTO indicators_observation ({_COLUMNS})
    SELECT {_YEAR}, i.id, a.id, sex, age, '', '', {_REST}
    FROM indicators_indicator i, indicators_area a, generate_series(1, %(last)s) year,
         unnest(array['persons', 'female', 'male']) sex, unnest(array['65+ yrs', 'All ages']) age,
         LATERAL (SELECT 10 + (a.id * 7 + i.id * 3 + year) %% 53 AS value) AS made
    WHERE i.live AND NOT i.is_retired AND i.number IS NOT NULL"""  # noqa: S608  (our own names)
_SPLITS = f"""
    INSERT INTO indicators_observation ({_COLUMNS})
    SELECT {_YEAR}, i.id, %(town)s, 'persons', 'All ages', kind, part || '', {_REST}
    FROM indicators_indicator i, generate_series(1, %(last)s) year, generate_series(1, 5) part,
         unnest(array['Deprivation fifth', 'Ethnic group']) kind,
         LATERAL (SELECT 10 + (part * 7 + i.id * 3 + year) %% 53 AS value) AS made
    WHERE i.live AND NOT i.is_retired AND i.number IS NOT NULL"""  # noqa: S608  (our own names)
