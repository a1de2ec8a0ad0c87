"""Tells how far the work on a release has come while its own transaction is still open. Never waits for anybody."""

from __future__ import annotations

import time
from types import TracebackType

from django.db import connection, connections

from indicators.models import DataRelease

#: seconds between two notes of the same step
PAUSE = 0.5


class Progress:
    """Writes step and rows of a release over a connection of its own, each note at once for everybody to see.

    A row that somebody has locked is passed over: the next note says more anyway. Without a release it says nothing.
    """

    def __init__(self, release: DataRelease | None) -> None:
        self._pk = release.pk if release else None
        self._connection = connections.create_connection(connection.alias)
        self._table = DataRelease._meta.db_table
        self._said_at = 0.0
        self._step = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def say(self, step: str, *, rows: int | None = None) -> None:
        """Note what is being done now and how many rows of it are done."""
        now = time.monotonic()
        if self._pk is None or (step == self._step and now - self._said_at < PAUSE):
            return
        self._step, self._said_at = step, now
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"""UPDATE {self._table} SET step = %s, rows_done = coalesce(%s, rows_done) WHERE id =
                    (SELECT id FROM {self._table} WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED)""",  # noqa: S608
                [step, rows, self._pk],
            )
