"""Holds small numbers back among the figures that came in, and what would give them away, live figures included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from indicators.disclosure import SECONDARY, SMALL, Figure, Place, hold_back, tables_of
from indicators.disclosure.sums import tiles
from indicators.models import Area, DataRelease, Observation
from indicators.staging import FIGURE, KEY, LIMITS, LIVE, STAGED

#: measures of their own, not parts of the headline; their values are in other units
APART = (Observation.RELATED_MEASURE, Observation.INEQUALITY)
NOTE = "Held back so that nobody can be recognised."
#: what a figure that is held back loses; it keeps its denominator, which says nothing about who is counted
LOST = {
    **dict.fromkeys(("value", "count", *LIMITS), None),
    "limits_from": "",
    "published_comparison": "",
    "reason": Observation.Reason.SUPPRESSED.value,
    "note": NOTE,
}
#: a count where none is published but value and denominator tell it
COUNT = """
    CASE WHEN figure.count IS NOT NULL THEN figure.count
         WHEN figure.value IS NULL OR figure.category_type = ANY(%(apart)s) THEN NULL
         WHEN %(value_type)s = 'count' THEN figure.value
         WHEN %(value_type)s IN ('proportion', 'rate', 'count_per')
         THEN round((figure.value * figure.denominator / %(multiplier)s)::numeric)::float8 END"""


@dataclass(frozen=True)
class SmallNumbers:
    """What has to be known of an indicator to find its small numbers."""

    indicator_id: int
    threshold: int
    value_type: str
    multiplier: int


@dataclass(frozen=True)
class _Period:
    start: date
    end: date
    kind: str


def hold_small_numbers_back(
    *,
    release: DataRelease,
    rules: Iterable[SmallNumbers],
    tell: Callable[[str], None] = lambda step: None,
) -> dict[str, int]:
    """Take value, count and limits from what must not be shown; gives how many are small, secondary, and were live.

    Works on what came in with the release and, where the release adds to them, on the live figures beside it. A live
    figure is held back, by way of a row of its own in the release, only where nothing that came in would do.
    """
    totals = {SMALL: 0, SECONDARY: 0, "live": 0}
    places = {
        pk: Place(pk, parent, f"{kind} {vintage}")
        for pk, parent, kind, vintage in Area.objects.values_list("pk", "parent_id", "area_type", "vintage")
    }
    for rule in _with_something_to_hide(release, [rule for rule in rules if rule.threshold > 1]):
        for age, periods in _worth_a_look(release, rule):
            tell(f"Holding small numbers back: {periods[0].start.year} to {periods[-1].end.year}")
            figures = list(_figures(release, rule, age, periods))
            tables = tables_of(figures, places, threshold=rule.threshold, apart=APART)
            held = hold_back(tables.cells, tables.groups, threshold=rule.threshold)
            _apply(release, held, totals)
    return totals


def _with_something_to_hide(release: DataRelease, rules: Sequence[SmallNumbers]) -> list[SmallNumbers]:
    """Leave out, in one look at all figures, the indicators of which nothing can be small."""
    parameters: dict[str, Any] = {
        "release": release.pk,
        "threshold": max((rule.threshold for rule in rules), default=0),
        "counted": [rule.indicator_id for rule in rules if rule.value_type == "count"],
        "ids": [rule.indicator_id for rule in rules],
        "is_adding": release.mode == DataRelease.Mode.ADD,
    }
    sql = f"""
        SELECT indicator_id FROM {STAGED} WHERE release_id = %(release)s AND (
            reason = 'suppressed' OR count > 0 AND count < %(threshold)s
            OR count IS NULL AND value IS NOT NULL AND (denominator IS NOT NULL OR indicator_id = ANY(%(counted)s)))
        UNION SELECT indicator_id FROM {LIVE}
        WHERE %(is_adding)s AND indicator_id = ANY(%(ids)s) AND reason = 'suppressed'"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = {pk for (pk,) in cursor.fetchall()}
    return [rule for rule in rules if rule.indicator_id in found]


def _parameters(release: DataRelease, rule: SmallNumbers) -> dict[str, Any]:
    return {
        "release": release.pk,
        "indicator": rule.indicator_id,
        "apart": list(APART),
        "value_type": rule.value_type,
        "multiplier": rule.multiplier,
        "threshold": rule.threshold,
        "is_adding": release.mode == DataRelease.Mode.ADD,
    }


def _together(columns: str) -> str:
    """Give what readers will find: what came in, and the live figures that it neither replaces nor takes down."""
    same = " AND ".join(f'staged."{column}" = figure."{column}"' for column in KEY)
    return f"""
        SELECT TRUE AS came_in, {columns} FROM {STAGED} figure
        WHERE release_id = %(release)s AND indicator_id = %(indicator)s
        UNION ALL
        SELECT FALSE AS came_in, {columns} FROM {LIVE} figure
        WHERE %(is_adding)s AND indicator_id = %(indicator)s AND NOT EXISTS (
            SELECT 1 FROM {STAGED} staged WHERE staged.release_id = %(release)s AND {same})"""  # noqa: S608


def _worth_a_look(release: DataRelease, rule: SmallNumbers) -> Iterable[tuple[str, list[_Period]]]:
    """Give, for each age, the periods that sums connect and that have something to hide and something that came in."""
    columns = f"age, period_from, period_to, period_kind, value, reason, {COUNT} AS told"
    sql = f"""
        SELECT age, period_from, period_to, period_kind, bool_or(came_in),
            bool_or(came_in AND told > 0 AND told < %(threshold)s OR told IS NULL AND reason = 'suppressed')
        FROM ({_together(columns)}) figures GROUP BY age, period_from, period_to, period_kind
        ORDER BY age, period_from, period_to"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, _parameters(release, rule))
        found = cursor.fetchall()
    for age in sorted({row[0] for row in found}):
        told = {_Period(*row[1:4]): (row[4], row[5]) for row in found if row[0] == age}
        for periods in _connected(list(told)):
            if any(told[period][0] for period in periods) and any(told[period][1] for period in periods):
                yield age, sorted(periods, key=lambda period: (period.start, period.end))


def _connected(periods: Sequence[_Period]) -> Iterable[list[_Period]]:
    """Part periods into those of which shorter ones make up longer ones."""
    groups = [{period} for period in periods]
    for whole in periods:
        for kind in {period.kind for period in periods}:
            shorter = sorted((period for period in periods if period.kind == kind), key=lambda period: period.start)
            parts = {
                shorter[place]
                for place in tiles((whole.start, whole.end), [(period.start, period.end) for period in shorter])
            }
            if parts:
                met = [group for group in groups if group & {whole, *parts}]
                groups = [group for group in groups if group not in met] + [set().union(*met)]
    return [list(group) for group in groups]


def _figures(release: DataRelease, rule: SmallNumbers, age: str, periods: Sequence[_Period]) -> Iterable[Figure]:
    columns = (
        "figure.id, area_id, period_from, period_to, period_kind, sex, category_type, category, reason, age, "
        f"{COUNT} AS told"
    )
    sql = f"""
        SELECT came_in, id, area_id, period_from, period_to, period_kind, sex, category_type, category, told, reason
        FROM ({_together(columns)}) figures
        WHERE age = %(age)s AND (period_from, period_to) IN (SELECT * FROM unnest(%(starts)s::date[], %(ends)s::date[]))
        ORDER BY area_id, period_from, period_to, sex, category_type, category"""  # noqa: S608
    parameters = _parameters(release, rule) | {
        "age": age,
        "starts": [period.start for period in periods],
        "ends": [period.end for period in periods],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for came_in, pk, area, start, end, kind, sex, category_type, category, told, reason in cursor.fetchall():
            yield Figure(
                key=(came_in, pk),
                area=area,
                start=start,
                end=end,
                period_kind=kind,
                sex=sex,
                category_type=category_type,
                category=category,
                count=told,
                is_shown=told is not None,
                is_guarded=told is None and reason == Observation.Reason.SUPPRESSED,
                is_live=not came_in,
            )


def _apply(release: DataRelease, held: dict[Any, str], totals: dict[str, int]) -> None:
    """Empty what came in and is held back; bring in an empty row for what is live and has to go."""
    came = [(pk, why) for (came_in, pk), why in held.items() if came_in is True]
    live = [pk for (came_in, pk) in held if came_in is False]
    sets = ", ".join(f'"{column}" = %s' for column in LOST)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {STAGED} figure SET {sets}, held_back = held.why
                FROM unnest(%s::bigint[], %s::text[]) AS held(pk, why) WHERE figure.id = held.pk""",  # noqa: S608
            [*LOST.values(), [pk for pk, _ in came], [why for _, why in came]],
        )
        kept = [column for column in FIGURE if column not in LOST]
        cursor.execute(
            f"""INSERT INTO {STAGED} (release_id, line, held_back, {", ".join((*kept, *LOST))})
                SELECT %s, 0, 'secondary', {", ".join(kept)}, {", ".join(_typed(column) for column in LOST)}
                FROM {LIVE} WHERE id = ANY(%s)""",  # noqa: S608
            [release.pk, *LOST.values(), live],
        )
    for _, why in came:
        totals[why] += 1
    totals["live"] += len(live)


def _typed(column: str) -> str:
    """Give a placeholder whose type the database can tell although it may be empty."""
    return "%s::float8" if LOST[column] is None else "%s::varchar"
