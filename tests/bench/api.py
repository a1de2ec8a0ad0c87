"""Times the API's list of figures against the bare SQL that finds the same rows, page after page."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client

from indicators.downloads.records import FIELDS
from indicators.models import DataRelease, Observation

FIGURES, PAGE, ROUNDS = 10_000, 1_000, 5


def measure() -> None:
    """Print the median time of 10,000 figures through the API and by bare SQL, and their ratio."""
    with connection.cursor() as cursor:
        _fill(cursor)
        cursor.execute("ANALYZE indicators_observation")
    bare, through = _times(_bare), _times(_through_the_api)
    rate = FIGURES / through
    print(
        f"\n{'figures':<28}{'ms':>10}{'ratio':>8}{'figures/s':>12}   {FIGURES} of {Observation.objects.count()}, {PAGE} a page"
    )
    print(f"{'bare SQL':<28}{bare * 1000:>10.0f}{1:>8.2f}{FIGURES / bare:>12.0f}")
    print(f"{'API, JSON':<28}{through * 1000:>10.0f}{through / bare:>8.2f}{rate:>12.0f}")


def _fill(cursor: object) -> None:
    """Repeat the figures there are under other ages, until there are enough."""
    release = DataRelease.objects.published().values_list("pk", flat=True).first()
    columns = [
        field.column for field in Observation._meta.concrete_fields if field.column not in {"id", "age", "release_id"}
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    copies = -(-FIGURES * 2 // max(1, Observation.objects.count()))
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO indicators_observation (release_id, age, {names}) SELECT %s, 'copy ' || n, {names}"  # noqa: S608
        " FROM indicators_observation, generate_series(1, %s) n WHERE age NOT LIKE 'copy %%'",
        [release, copies],
    )


def _times(ask: Callable[[], int]) -> float:
    ask()
    taken = []
    gc.disable()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        if ask() != FIGURES:
            raise RuntimeError("not as many figures as were asked for")
        taken.append(time.perf_counter() - start)
    gc.enable()
    return statistics.median(taken)


def _bare() -> int:
    """Find the rows as the API does, a page at a time, and do nothing with them."""
    last, count = 0, 0
    while count < FIGURES:
        rows = Observation.objects.filter(
            pk__gt=last, indicator__live=True, indicator__is_retired=False, indicator__number__isnull=False
        )
        sql, parameters = rows.order_by("pk").values_list(*FIELDS)[:PAGE].query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found = cursor.fetchall()
        last, count = found[-1][0], count + len(found)
    return count


def _through_the_api() -> int:
    client, count = Client(), 0
    path = f"/api/v1/observations/?page_size={PAGE}"
    while count < FIGURES:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        body = answer.json()
        count, path = count + len(body["results"]), body["next"]
    return count
