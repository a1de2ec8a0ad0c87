"""Reads the period of each row of a batch: dates, their kind and their name, each combination once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import polars as pl

from indicators.importing.batch import Batch, Row, Told
from indicators.importing.columns.periods import Period, kind_fault, kind_of, label_of, read_period
from indicators.importing.faults import listed, quoted
from indicators.importing.vocabulary import PERIOD_KINDS

PARTS = ("period_from", "period_to", "period_kind", "period_label", "period_years")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_LABEL = 60
_REMEMBERED = 100_000

Combination = tuple[str | None, ...]
Resolved = tuple[Period | None, tuple[Told, ...]]


class Periods:
    """Reads periods, and remembers those it has read."""

    def __init__(self, *, today: date, is_strict: bool) -> None:
        self._today = today
        self._is_strict = is_strict
        self._resolved: dict[Combination, Resolved] = {}

    def read(self, batch: Batch) -> None:
        """Give each row its first and last day, kind and label; refuse what is no period or not over."""
        parts = pl.DataFrame({name: batch.cells(name) for name in PARTS}).with_columns(
            year_kind=batch.typed["rule_year_kind"]
        )
        combinations = parts.unique()
        if len(self._resolved) > _REMEMBERED:
            self._resolved.clear()
        resolved = [self._read_once(batch, combination) for combination in combinations.rows()]
        periods = [period for period, _ in resolved]
        table = combinations.with_columns(
            pl.Series("number", range(len(resolved)), dtype=pl.UInt32),
            pl.Series("faults", [len(told) for _, told in resolved], dtype=pl.UInt32),
            pl.Series("start", [period and period.start for period in periods], dtype=pl.Date),
            pl.Series("end", [period and period.end for period in periods], dtype=pl.Date),
            pl.Series("kind", [period and period.kind for period in periods], dtype=pl.String),
            pl.Series("label", [period and period.label for period in periods], dtype=pl.String),
        )
        found = parts.join(table, on=parts.columns, how="left", nulls_equal=True, maintain_order="left")
        batch.typed["period_number"] = found["number"]

        for which in range(max((len(told) for _, told in resolved), default=0)):
            batch.refuse(found["faults"] > which, _telling(resolved, which))
        for field, column in (("start", "from"), ("end", "to"), ("kind", "kind"), ("label", "label")):
            batch.typed[f"period_{column}"] = found[field].alias(f"period_{column}")

    def _read_once(self, batch: Batch, combination: Combination) -> Resolved:
        if combination not in self._resolved:
            self._resolved[combination] = self._resolve(batch, combination)
        return self._resolved[combination]

    def _resolve(self, batch: Batch, combination: Combination) -> Resolved:
        first, last, kind, label, years, year_kind = combination
        has_dates = self._is_strict or first is not None or last is not None
        period, told = (
            self._from_dates(batch, first, last, kind, label)
            if has_dates
            else self._from_words(batch, kind, label, years, year_kind)
        )
        if period is not None and not told and period.end > self._today:
            column = "period_to" if has_dates else "period_label"
            reason = f"The period ends on {period.end}, which is still to come."
            told = [Told(reason, column, "Only what has been measured can be published. Check the year.")]
        return period, tuple(told)

    def _from_dates(
        self, batch: Batch, first: str | None, last: str | None, kind: str | None, label: str | None
    ) -> tuple[Period | None, list[Told]]:
        told: list[Told] = []
        start, end = (
            self._day(batch, name, cell, told) for name, cell in (("period_from", first), ("period_to", last))
        )
        kind = kind.lower() if kind and not self._is_strict else kind
        if kind not in PERIOD_KINDS and (kind or self._is_strict):
            reason = f"{batch.name('period_kind')} is “{quoted(kind)}”; it must be {listed(tuple(PERIOD_KINDS))}."
            told.append(Told(reason, "period_kind", "Write one of these words."))
        if not label and self._is_strict:
            told.append(Told(f"{batch.name('period_label')} is empty.", "period_label", "Fill the cell in."))
        if not start or not end or told:
            return None, told
        found_kind = kind or kind_of(start, end)
        if start > end:
            reason = f"{batch.name('period_to')} is before {batch.name('period_from')}."
            return None, [Told(reason, "period_to", "Check both dates.")]
        if fault := kind_fault(start, end, found_kind):
            return None, [Told(f"{start} to {end} {fault}.", "period_kind", "Check the dates and the kind of period.")]
        return Period(start, end, found_kind, label or label_of(start, end, found_kind)), told

    def _day(self, batch: Batch, column: str, cell: str | None, told: list[Told]) -> date | None:
        name = batch.name(column)
        if not cell:
            told.append(Told(f"{name} is empty.", column, "Fill the cell in."))
            return None
        try:
            if _ISO.fullmatch(cell):
                return _sensible(date.fromisoformat(cell))
            if not self._is_strict:
                period = read_period(cell)
                if period.kind == "day":
                    return _sensible(period.start)
        except ValueError:
            pass
        reason = f"{name} is “{quoted(cell)}”, which is not a date such as 2026-11-22."
        told.append(Told(reason, column, "Write the date as year, month and day with hyphens."))
        return None

    def _from_words(
        self, batch: Batch, kind: str | None, label: str | None, years: str | None, year_kind: str | None
    ) -> tuple[Period | None, list[Told]]:
        name = batch.name("period_label")
        if not label:
            return None, [Told(f"{name} is empty.", "period_label", "Say which period the figure is about.")]
        if kind == "academic_year":
            year_kind = kind
        count = int(years.removesuffix("y")) if years and re.fullmatch(r"\d{1,2}y", years) else None
        mend = "Write it as 2022, 2022/23, 2020 to 2022, 2022 Q1 or Apr 2022 to Mar 2023."
        try:
            period = read_period(label, year_kind=year_kind or "financial_year", years=count)
        except ValueError as error:
            return None, [Told(f"{name}: {quoted(error)}.", "period_label", mend)]
        if period.kind == "day" and period.start.day == 1 and _ISO.match(label):
            reason = f"{name} is the date {quoted(label)}, which a spreadsheet may have made of a month or of 2006/07."
            return None, [Told(reason, "period_label", "Format the cell as text, and write the period again.")]
        if kind and kind != period.kind and (kind not in PERIOD_KINDS or kind_fault(period.start, period.end, kind)):
            reason = f"{name} is “{quoted(label)}”, which is not {PERIOD_KINDS.get(kind, quoted(kind))}."
            return None, [Told(reason, "period_kind", mend)]
        return period, []


def check_sortable(batch: Batch) -> None:
    """Refuse a period whose text and whose sortable number, which begins with the year, do not agree."""
    year = batch.cells("sortable").str.extract(r"^(\d{4})\d{4}$").cast(pl.Int32)
    name, other = batch.name("period_label"), batch.name("sortable")

    def told(row: Row) -> Told:
        reason = f"{name} is “{row['raw']['period_label']}” but {other} is “{row['raw']['sortable']}”."
        return Told(reason, "period_label", "Download the file again; one of the two has been changed.")

    batch.refuse(year != batch.typed["period_from"].dt.year(), told)


def _telling(resolved: list[Resolved], which: int) -> Callable[[Row], Told]:
    """Give what tells a row the first, second, … fault of its period."""
    return lambda row: resolved[row["period_number"]][1][which]


def _sensible(day: date) -> date:
    """Give the day back; raises `ValueError` for one that no figure is about."""
    if not 1801 <= day.year <= 2200:
        raise ValueError(day)
    return day
