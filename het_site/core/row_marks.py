"""A mark of all rows of a table, as SQL: it changes with every edit, whoever makes it and by whatever way."""

from __future__ import annotations

#: where a row stands and who wrote it
_ROW = "hashtextextended({0}.xmin::text || {0}.ctid::text, 0)"


def rows_mark(table: str) -> str:
    """Give the SQL for the mark of a small table, every row of which is read. The name is one of ours, never a reader's."""
    return f"(SELECT count(*) || ':' || coalesce(sum({_ROW.format(table)}), 0) FROM {table})"  # noqa: S608  (our own names)
