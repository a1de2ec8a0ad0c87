"""A sheet made by hand: its columns as a person matched them, one row for each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from indicators.importing.layouts.matching import Group
from indicators.importing.notices import Notices, left_out_empty, taken_for_notes


class ByHand:
    """Turns rows of a sheet into rows with one figure each."""

    def __init__(self, groups: Sequence[Group], header: Sequence[str], notices: Notices) -> None:
        self._groups = groups
        self._header = header
        self._notices = notices

    def parts(self, frame: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, Mapping[str, str]]]:
        """Give each group of columns as a table of its own, with what the sheet calls the columns."""
        table = self._without_notes(frame)
        for group in self._groups:
            names = {field: self._header[place] for field, place in group.columns.items()}
            columns = [pl.col(f"c{place}").alias(field) for field, place in group.columns.items()]
            fixed = [pl.lit(text).alias(field) for field, text in group.fixed.items() if field not in group.columns]
            raw = table.select("line", *columns, *fixed)
            both = [field for field in group.fixed if field in group.columns]
            raw = raw.with_columns(pl.col(field).fill_null(group.fixed[field]) for field in both)
            if len(self._groups) > 1:
                is_empty = raw["value"].is_null() & (raw["reason"].is_null() if "reason" in raw.columns else True)
                self._notices.count(raw["line"].filter(is_empty), left_out_empty)
                raw = raw.filter(~is_empty)
            yield raw, names

    def _without_notes(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Leave out rows with a single cell: they are headings and notes above, between or under the figures."""
        filled = frame.select(pl.sum_horizontal(pl.exclude("line").is_not_null().cast(pl.UInt32))).to_series()
        self._notices.count(frame["line"].filter(filled == 1), taken_for_notes)
        return frame.filter(filled > 1)
