"""Finds figures that stand in a file twice, across all its batches, at some thirty bytes a row."""

from __future__ import annotations

import polars as pl

from indicators.importing.batch import Batch, Row, Told
from indicators.importing.vocabulary import COLUMNS, KEY

_VALUES = [name for name in COLUMNS if name not in {*KEY, "line"}]
#: two hashes of 64 bits: by chance alike once in 10^26 files
_SEEDS = (20_250_521, 7_919)


class Duplicates:
    """Remembers the figures of the batches before."""

    def __init__(self, *, is_strict: bool) -> None:
        self._is_strict = is_strict
        self._seen: list[pl.DataFrame] = []
        self.dropped = 0

    def check(self, batch: Batch) -> None:
        """Refuse a figure that is there already with other values; drop one that is there as it is."""
        passed = batch.frame.with_row_index("place").filter(~pl.col("is_bad"))
        if passed.is_empty():
            return
        keys = passed.select(KEY)
        marks = pl.DataFrame(
            {
                "a": keys.hash_rows(_SEEDS[0]),
                "b": keys.hash_rows(_SEEDS[1]),
                "values": passed.select(_VALUES).hash_rows(_SEEDS[0]),
                "line": passed["line"],
            }
        )
        firsts = marks.unique(["a", "b"], keep="first", maintain_order=True)
        earlier = [seen.join(firsts, on=["a", "b"], how="semi") for seen in self._seen]
        known = pl.concat([*earlier, firsts]).unique(["a", "b"], keep="first", maintain_order=True)
        found = marks.join(known, on=["a", "b"], how="left", suffix="_first", maintain_order="left")
        again = found["line"] != found["line_first"]
        if again.any():
            self._report(batch, passed, found, again)
        self._remember(found.filter(~again).select(marks.columns))

    def _report(self, batch: Batch, passed: pl.DataFrame, found: pl.DataFrame, again: pl.Series) -> None:
        places = passed["place"]
        same = again & (found["values"] == found["values_first"]) & (not self._is_strict)
        batch.typed["first_line"] = _spread(found["line_first"], places, len(batch.bad))
        batch.refuse(_spread(again & ~same, places, len(batch.bad)), self._told)
        batch.keep_back(_spread(same, places, len(batch.bad)))
        self.dropped += int(same.sum())
        del batch.typed["first_line"]

    def _told(self, row: Row) -> Told:
        reason = f"The same figure is there already, in line {row['first_line']}."
        if not self._is_strict:
            reason = f"The same figure is there already in row {row['first_line']}, with other values."
        return Told(reason, mend="Keep the right one of the two rows and delete the other.")

    def _remember(self, marks: pl.DataFrame) -> None:
        self._seen.append(marks)
        if len(self._seen) > 8:
            self._seen = [pl.concat(self._seen)]


def _spread(values: pl.Series, places: pl.Series, length: int) -> pl.Series:
    """Put the values of some rows back where these rows stand in their batch."""
    empty = pl.repeat(None, length, eager=True, dtype=values.dtype)
    return empty.scatter(places, values)
