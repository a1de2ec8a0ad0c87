"""Reads the rows of a workbook's sheet a batch at a time; merged cells in the table are faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from indicators.importing.faults import Faults
from indicators.importing.sheets.csv_frames import BATCH, Layout, frame_of
from indicators.importing.sheets.tables import Table
from indicators.importing.sheets.workbook_scan import name_of
from indicators.importing.sheets.workbooks import Workbook


def sheet_frames(table: Table, layout: Layout, faults: Faults) -> Iterator[pl.DataFrame]:
    """Give the rows under the header: text columns c0, c1, … and `line`."""
    assert isinstance(table.file, Workbook)  # noqa: S101 - CSV is read another way
    merged: dict[int, list[tuple[int, int, int, int]]] = {}
    for area in table.file.scan(table.sheet).merged:
        merged.setdefault(area[0], []).append(area)
    batch: list[list[str]] = []
    line = layout.header_line + 1
    for number, record in enumerate(table.records(), start=1):
        if number < layout.header_line:
            continue
        for area in merged.get(number, ()):
            _refuse_merged(area, record, layout, faults)
        if number == layout.header_line:
            continue
        batch.append(_trimmed(record, layout.width))
        if len(batch) == BATCH:
            yield frame_of(batch, line, layout, faults)
            line, batch = line + len(batch), []
    if batch:
        yield frame_of(batch, line, layout, faults)


def _trimmed(record: list[str], width: int) -> list[str]:
    """Give a row the width of its table where nothing but empty cells is in the way."""
    if len(record) < width:
        return [*record, *[""] * (width - len(record))]
    return record if any(record[width:]) else record[:width]


def _refuse_merged(area: tuple[int, int, int, int], record: Sequence[str], layout: Layout, faults: Faults) -> None:
    """Refuse merged cells in the table; a heading or note that spreads over its own row does no harm."""
    top, left, bottom, right = area
    if left > layout.width or (top == bottom and sum(map(bool, record)) <= 1):
        return
    cells = f"{name_of(top, left)}:{name_of(bottom, right)}"
    mend = "Choose “Unmerge cells” in the spreadsheet, and fill in every cell."
    faults.add(
        faults.fault(
            f"Cells {cells} are merged.", line=top, value=record[left - 1] if left <= len(record) else "", mend=mend
        )
    )
