"""Moves figures between the three tables, in SQL: what came in, what is live, what was. Decides nothing.

Every function works inside its caller's transaction. A figure is told by its key; the columns of the three tables are
the same but for what only one of them has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from indicators.models import DataRelease, Observation, PastObservation, StagedObservation

if TYPE_CHECKING:
    import polars as pl

STAGED, LIVE, PAST = (model._meta.db_table for model in (StagedObservation, Observation, PastObservation))
#: what the three tables share
SHARED = tuple(str(field.column) for field in Observation._meta.concrete_fields if not field.primary_key)
FIGURE = tuple(column for column in SHARED if column != "release_id")
KEY: tuple[str, ...] = tuple(f"{name}_id" if name in {"indicator", "area"} else name for name in Observation.KEY)
LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
#: columns whose change readers would see; where a figure was taken from is not among them, nor whose sums its limits are
SEEN = tuple(column for column in FIGURE if column not in {*KEY, *LIMITS, "limits_from", "source_detail"})
COPIED = ("release_id", "line", *FIGURE, "held_back")
TEXTS = tuple(
    str(field.column) for field in StagedObservation._meta.concrete_fields if field.get_internal_type() == "CharField"
)


def _list(columns: Iterable[str], table: str = "") -> str:
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{column}"' for column in columns)


def _same_key(one: str, other: str) -> str:
    return " AND ".join(f'{one}."{column}" = {other}."{column}"' for column in KEY)


def _seen(table: str) -> str:
    """Give what readers see of a row; limits that we worked out follow from the rest."""
    published = (f"CASE WHEN {table}.limits_from <> 'counts' THEN {table}.\"{column}\" END" for column in LIMITS)
    return f"({_list(SEEN, table)}, {', '.join(published)})"


def _run(sql: str, parameters: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return max(cursor.rowcount, 0)


# What came in


def clear(release: DataRelease) -> None:
    """Forget what came in with a release."""
    _run(f"DELETE FROM {STAGED} WHERE release_id = %s", [release.pk])  # noqa: S608  (our own names)


def copy_in(frame: pl.DataFrame) -> None:
    """Add a batch of figures that came in; its columns are those of `COPIED`, texts without nulls."""
    statement = f"COPY {STAGED} ({_list(COPIED)}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({_list(set(TEXTS) & set(COPIED))}))"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(frame.select(COPIED).write_csv(include_header=False))


def copy_state(release: DataRelease, *, number: int, indicator_ids: Sequence[int]) -> int:
    """Bring in the figures that were live when the release of a number was the last; gives how many."""
    columns = _list(FIGURE)
    sql = f"""
        INSERT INTO {STAGED} (release_id, line, held_back, {columns})
        SELECT %s, 0, '', {_list(FIGURE, "live")} FROM {LIVE} live
        JOIN indicators_datarelease came ON came.id = live.release_id
        WHERE live.indicator_id = ANY(%s) AND came.number <= %s
        UNION ALL
        SELECT %s, 0, '', {_list(FIGURE, "past")} FROM {PAST} past
        JOIN indicators_datarelease came ON came.id = past.release_id
        JOIN indicators_datarelease ended ON ended.id = past.ended_by_id
        WHERE past.indicator_id = ANY(%s) AND came.number <= %s AND ended.number > %s"""  # noqa: S608
    ids = list(indicator_ids)
    return _run(sql, [release.pk, ids, number, release.pk, ids, number, number])


def keep_from_elsewhere(release: DataRelease, *, file_name: str, indicator_id: int) -> int:
    """Put the live figures of an indicator that came in from another file in the place of what came in now."""
    _plan_for_many_rows()
    elsewhere = f"""
        FROM {LIVE} live JOIN indicators_datarelease came ON came.id = live.release_id
        WHERE live.indicator_id = %s AND came.file_name <> %s"""
    _run(
        f"""DELETE FROM {STAGED} staged WHERE staged.release_id = %s AND EXISTS (
            SELECT 1 {elsewhere} AND {_same_key("staged", "live")})""",  # noqa: S608
        [release.pk, indicator_id, file_name],
    )
    return _run(
        f"""INSERT INTO {STAGED} (release_id, line, held_back, {_list(FIGURE)})
            SELECT %s, 0, '', {_list(FIGURE, "live")} {elsewhere}""",
        [release.pk, indicator_id, file_name],
    )


def analyse() -> None:
    """Let the database know how many figures came in, or it would plan for none."""
    _run(f"ANALYZE {STAGED}", [])


def _plan_for_many_rows() -> None:
    """Have the rest of the transaction join tables by their keys at once, never row by row.

    Rows of an open transaction are not counted yet: told of an empty table, the planner would go through all of it for
    each row of the other.
    """
    _run("SET LOCAL enable_nestloop = off", [])


# The difference


def mark_changes(release: DataRelease) -> None:
    """Mark what came in as changed or the same; what has no live figure of its key stays new."""
    _plan_for_many_rows()
    _run(
        f"""UPDATE {STAGED} staged
            SET change = CASE WHEN {_seen("staged")} IS DISTINCT FROM {_seen("live")} THEN 'changed' ELSE 'same' END
            FROM {LIVE} live WHERE staged.release_id = %s AND {_same_key("staged", "live")}""",  # noqa: S608
        [release.pk],
    )


# Publishing


def move_replaced(release: DataRelease, *, indicator_ids: Sequence[int], is_replacing: bool) -> int:
    """Move the live figures that a release changes or takes down to the past; gives how many."""
    _plan_for_many_rows()
    replaced = f"""SELECT live.id FROM {LIVE} live JOIN {STAGED} staged ON {_same_key("staged", "live")}
        WHERE staged.release_id = %s AND staged.change = 'changed' AND staged.indicator_id = ANY(%s)"""  # noqa: S608
    parameters: list[Any] = [release.pk, list(indicator_ids)]
    if is_replacing:
        replaced += f"""
            UNION ALL SELECT live.id FROM {LIVE} live WHERE live.indicator_id = ANY(%s) AND NOT EXISTS (
                SELECT 1 FROM {STAGED} staged WHERE staged.release_id = %s AND {_same_key("staged", "live")})"""  # noqa: S608
        parameters += [list(indicator_ids), release.pk]
    return _run(
        f"""WITH leaving AS (DELETE FROM {LIVE} WHERE id IN ({replaced}) RETURNING {_list(SHARED)})
            INSERT INTO {PAST} ({_list(SHARED)}, ended_by_id) SELECT {_list(SHARED)}, %s FROM leaving""",  # noqa: S608
        [*parameters, release.pk],
    )


def make_live(release: DataRelease, *, indicator_ids: Sequence[int]) -> int:
    """Add what is new or changed of some indicators to the live figures; gives how many."""
    return _run(
        f"""INSERT INTO {LIVE} ({_list(SHARED)})
            SELECT {_list(SHARED)} FROM {STAGED}
            WHERE release_id = %s AND indicator_id = ANY(%s) AND change <> 'same'""",  # noqa: S608
        [release.pk, list(indicator_ids)],
    )
