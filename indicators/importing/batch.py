"""One batch of rows while it is checked: its text, what it means, and which rows are not to be let through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import polars as pl

from het_site.core.faults import Fault
from indicators.importing.faults import Faults

#: a row as a fault is told of it: what its cells mean, and under `raw` their text
Row = Mapping[str, Any]


class Told(NamedTuple):
    """What is wrong with a row, in which column, and how to mend it."""

    reason: str
    column: str = ""
    mend: str = ""


class Batch:
    """Rows as text in the portal's columns; `names` are what the file calls these columns."""

    def __init__(self, raw: pl.DataFrame, *, names: Mapping[str, str], faults: Faults) -> None:
        self.raw = raw
        self.typed: dict[str, pl.Series] = {"line": raw["line"]}
        self.bad = pl.repeat(False, raw.height, eager=True, dtype=pl.Boolean)
        self._names = names
        self._faults = faults
        self._found: list[Fault] = []
        self._count = 0

    def name(self, column: str) -> str:
        """Say what the file calls a column."""
        return self._names.get(column, column)

    def has(self, column: str) -> bool:
        """Tell whether the file has a column."""
        return column in self.raw.columns

    def cells(self, column: str) -> pl.Series:
        """Give a column's text, null where a cell is empty; all null where the file has no such column."""
        if column in self.raw.columns:
            return self.raw[column]
        return pl.repeat(None, self.raw.height, eager=True, dtype=pl.String).alias(column)

    @property
    def frame(self) -> pl.DataFrame:
        """Give what is known of the rows so far, with `is_bad`."""
        return pl.DataFrame({**self.typed, "is_bad": self.bad})

    def refuse(self, mask: pl.Series, tell: Told | Callable[[Row], Told]) -> None:
        """Keep rows back and say why."""
        mask = mask.fill_null(False)
        count = int(mask.sum())
        if not count:
            return
        self.bad = self.bad | mask
        self._count += count
        where = mask.arg_true().head(self._faults.room)
        rows = zip(pl.DataFrame(self.typed)[where].to_dicts(), self.raw[where].to_dicts(), strict=True)
        for row, raw in rows:
            told = tell if isinstance(tell, Told) else tell({**row, "raw": raw})
            self._found.append(
                self._faults.fault(
                    told.reason,
                    line=row["line"],
                    column=self.name(told.column) if told.column else "",
                    value=raw.get(told.column) or "",
                    mend=told.mend,
                )
            )

    def keep_back(self, mask: pl.Series) -> None:
        """Keep rows back whose fault has been told for the whole file."""
        self.bad = self.bad | mask.fill_null(False)

    def close(self) -> None:
        """Hand the faults over, in the order of their rows."""
        self._faults.extend(self._found, self._count)
        self._found, self._count = [], 0

    def passed(self) -> pl.DataFrame:
        """Give the rows that nothing is wrong with."""
        return pl.DataFrame(self.typed).filter(~self.bad)
