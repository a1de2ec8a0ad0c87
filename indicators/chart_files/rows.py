"""A chart's table as rows for CSV: numbers as they are stored, limits and what stands for a missing figure beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indicators.tables import Cell, Table

Value = str | float | None


@dataclass(frozen=True)
class _Column:
    """One column of the file: its heading, and what it takes from a row's cell."""

    heading: str
    cell: int
    value: Callable[[Cell], Value]


def rows(table: Table) -> Iterator[list[Value]]:
    """Give the header, then a row for each of the table's."""
    columns = list(_columns(table))
    yield [table.corner, *(column.heading for column in columns)]
    for row in table.rows:
        yield [row.heading, *(column.value(row.cells[column.cell]) for column in columns)]


def _columns(table: Table) -> Iterator[_Column]:
    """Leave out the column that writes limits as words: they have columns of their own as numbers."""
    meanings = dict(table.key)
    for number, heading in enumerate(table.columns):
        cells = [row.cells[number] for row in table.rows]
        if any(cell.is_limits for cell in cells):
            continue
        yield _Column(heading, number, lambda cell: cell.value)
        if any(cell.lower is not None for cell in cells):
            yield _Column(f"{heading}, lower 95% limit", number, lambda cell: cell.lower)
            yield _Column(f"{heading}, upper 95% limit", number, lambda cell: cell.upper)
        if any(cell.is_blank or cell.marks for cell in cells):
            yield _Column(f"{heading}, note", number, lambda cell: _note(cell, meanings))


def _note(cell: Cell, meanings: dict[str, str]) -> str:
    """Say why there is no figure, and what its marks mean."""
    said = [cell.words] if cell.is_blank else []
    return "; ".join([*said, *(meanings.get(mark, mark) for mark in cell.marks)])
