"""Finds the area of each row by its code, else by its name, and refuses one that was no longer there at the time."""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from indicators.importing.batch import Batch, Row, Told
from indicators.importing.faults import Faults, quoted
from indicators.importing.known import AreaRules, Known
from indicators.importing.notices import Notices, before_boundary, other_areas

_CODE_MEND = "Use the nine-character code. If the area is new, add it under Areas first."


class Areas:
    """The known areas, by code and by name."""

    def __init__(self, known: Known, notices: Notices, *, leaves_out_others: bool = False) -> None:
        self._notices = notices
        self._leaves_out_others = leaves_out_others
        self._by_code = {area.code: area for area in known.areas}
        self._by_name: dict[str, list[AreaRules]] = {}
        for area in known.areas:
            self._by_name.setdefault(plain_name(area.name), []).append(area)
        self._table = pl.DataFrame(
            {
                "area_code": [area.code for area in known.areas],
                "valid_from": [area.valid_from for area in known.areas],
                "valid_to": [area.valid_to for area in known.areas],
            },
            schema={"area_code": pl.String, "valid_from": pl.Date, "valid_to": pl.Date},
        )

    def read(self, batch: Batch) -> None:
        """Give each row the code of its area."""
        codes = batch.cells("area_code")
        if codes.null_count() and batch.has("area_name"):
            codes = self._by_names(batch, codes)
        else:
            name = batch.name("area_code")
            batch.refuse(codes.is_null(), Told(f"{name} is empty.", "area_code", _CODE_MEND))
        batch.typed["area_code"] = codes.alias("area_code")
        self._meet_others(batch, codes)
        validity = codes.to_frame("area_code").join(self._table, on="area_code", how="left", maintain_order="left")
        valid_from, valid_to = validity["valid_from"], validity["valid_to"]
        batch.typed["valid_to"] = valid_to
        batch.refuse(valid_to < batch.typed["period_from"], self._gone)
        del batch.typed["valid_to"]
        early = (valid_from > batch.typed["period_to"]).fill_null(False) & ~batch.bad
        self._notices.count(batch.typed["line"].filter(early), before_boundary)

    def _meet_others(self, batch: Batch, codes: pl.Series) -> None:
        """Refuse codes that nobody knows, or leave their rows out."""
        unknown = ~codes.is_in(list(self._by_code))
        if self._leaves_out_others:
            others = (unknown & codes.str.contains(r"^[A-Z][0-9]{8}$")).fill_null(False)
            self._notices.count(batch.typed["line"].filter(others), other_areas)
            batch.keep_back(others)
            unknown = unknown & ~others
        batch.refuse(
            unknown, lambda row: Told(f"Area {quoted(row['area_code'])} is not known.", "area_code", _CODE_MEND)
        )

    def _gone(self, row: Row) -> Told:
        area = self._by_code[row["area_code"]]
        reason = f"{area.code} is {area.name} with the boundary that ended on {area.valid_to}; the figure is of a later time."
        return Told(reason, "area_code", "Use the code of the new boundary, for figures that were worked out for it.")

    def _by_names(self, batch: Batch, codes: pl.Series) -> pl.Series:
        names = batch.cells("area_name")
        times = pl.DataFrame(
            {"name": names, "start": batch.typed["period_from"], "end": batch.typed["period_to"], "code": codes}
        )
        wanted = times.filter(pl.col("code").is_null()).select("name", "start", "end").unique()
        found = [self._named(*row) for row in wanted.rows()]
        table = wanted.with_columns(
            pl.Series("found", [code for code, _ in found], dtype=pl.String),
            pl.Series("fault", [fault for _, fault in found], dtype=pl.String),
        )
        joined = times.join(table, on=["name", "start", "end"], how="left", nulls_equal=True, maintain_order="left")
        batch.typed["area_fault"] = joined["fault"]
        batch.refuse(
            joined["fault"].is_not_null() & codes.is_null(),
            lambda row: Told(
                row["area_fault"], "area_name", "Give the area’s nine-character code in a column of its own."
            ),
        )
        del batch.typed["area_fault"]
        return joined.select(pl.coalesce("code", "found")).to_series()

    def _named(self, name: str | None, start: date | None, end: date | None) -> tuple[str | None, str | None]:
        """Find an area by its name: the code, or why there is none."""
        if not name:
            return None, "The row names no area."
        if name in self._by_code:
            return name, None
        areas = self._by_name.get(plain_name(name), [])
        if not areas:
            return None, f"Area “{quoted(name)}” is not known."
        if start is None or end is None:
            return None, None  # the period's own fault is told
        valid = [
            area
            for area in areas
            if (area.valid_from is None or area.valid_from <= end) and (area.valid_to is None or area.valid_to >= start)
        ]
        if len(valid) == 1:
            return valid[0].code, None
        codes = ", ".join(area.code for area in valid or areas)
        if valid:
            return None, f"“{quoted(name)}” may be {codes}."
        return None, f"“{quoted(name)}” ({codes}) had another boundary in {start} to {end}."


def plain_name(name: str) -> str:
    """Give a name as it is compared: without case, marks, and the level that people add."""
    words = re.sub(r"[^\w\s]", " ", name.casefold().replace("&", " and ")).split()
    if len(words) > 1 and words[-1] in {"ward", "region"}:
        words = words[:-1]
    return " ".join(words)


class Country:
    """Sees to it that the country is there in every period: without it nothing can be compared."""

    def __init__(self, known: Known) -> None:
        self._code = known.country
        self._name = next((area.name for area in known.areas if area.code == known.country), known.country)
        self._seen: dict[tuple[str, date], tuple[str, bool]] = {}

    def see(self, rows: pl.DataFrame) -> None:
        """Note the periods of a batch's headline figures, good and bad."""
        headline = rows.filter(pl.col("category_type") == "").drop_nulls(["indicator", "period_to"])
        periods = headline.group_by("indicator", "period_to", maintain_order=True).agg(
            pl.col("period_label").first(), (pl.col("area_code") == self._code).any().alias("is_there")
        )
        for indicator, period_to, label, is_there in periods.rows():
            before = self._seen.get((indicator, period_to), (label, False))
            self._seen[indicator, period_to] = (label, before[1] or bool(is_there))

    def close(self, faults: Faults) -> None:
        """Tell which periods lack it."""
        for (_, period_to), (label, is_there) in sorted(self._seen.items()):
            if not is_there and period_to:
                mend = f"Download the file again together with {self._name}."
                faults.add(faults.fault(f"{label} has no row for {self._name} ({self._code}).", mend=mend))
