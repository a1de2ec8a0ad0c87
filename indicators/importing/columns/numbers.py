"""Reads columns of numbers, and the signs that tables use where they have no number. Empty is never zero."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from indicators.importing.batch import Batch, Row, Told
from indicators.importing.columns.words import LARGEST, NUMBER, Read, read_cell
from indicators.importing.faults import quoted
from indicators.importing.vocabulary import FLAGS, NUMBERS


def read_numbers(batch: Batch, *, is_strict: bool, signs: Mapping[str, str]) -> None:
    """Read the columns of numbers; what the value's cell says besides becomes `cell_reason`, `cell_note` and flags."""
    for column in NUMBERS:
        cells = batch.cells(column)
        if cells.null_count() == len(cells):
            batch.typed[column] = cells.cast(pl.Float64)
            odd: dict[str, Read] = {}
        else:
            odd = _read_column(batch, column, cells, is_strict=is_strict, signs=signs)
        if column == "value":
            _say_more(batch, cells, odd)


def _read_column(
    batch: Batch, column: str, cells: pl.Series, *, is_strict: bool, signs: Mapping[str, str]
) -> dict[str, Read]:
    plain = cells.str.contains(NUMBER)
    numbers = cells.to_frame().select(pl.when(plain).then(pl.col(column))).to_series().cast(pl.Float64, strict=False)
    wrong = ~plain
    odd: dict[str, Read] = {}
    if not is_strict and wrong.any():
        texts = cells.filter(wrong).unique().to_list()
        odd = {text: read for text in texts if (read := read_cell(text, signs)) is not None}
        wrong = wrong & ~cells.is_in(list(odd))
        said = _looked_up(cells, {text: read.number for text, read in odd.items()}, pl.Float64)
        numbers = numbers.zip_with(numbers.is_not_null(), said)
        _refuse_percent(batch, column, cells, odd)
    wrong = wrong | ~numbers.is_finite().fill_null(True) | (numbers.abs() >= LARGEST)

    def told(row: Row) -> Told:
        cell = row["raw"][column]
        reason = f"{batch.name(column)} is “{quoted(cell)}”, which is not a number."
        return Told(reason, column, _how_to_mend(cell))

    batch.refuse(wrong, told)
    batch.typed[column] = numbers.set(wrong.fill_null(False), None).alias(column)
    return odd


def _looked_up(cells: pl.Series, words: Mapping[str, object], dtype: type[pl.DataType]) -> pl.Series:
    if not words:
        return pl.repeat(None, len(cells), eager=True, dtype=dtype)
    return cells.replace_strict(list(words), list(words.values()), default=None, return_dtype=dtype)


def _refuse_percent(batch: Batch, column: str, cells: pl.Series, odd: Mapping[str, Read]) -> None:
    """Refuse percentages of an indicator that is none, and of what can never be one."""
    percent = [text for text, read in odd.items() if read.is_percent]
    if percent:
        is_none = ~batch.typed["rule_is_percentage"].fill_null(True) | (column in {"count", "denominator"})
        reason = f"{batch.name(column)} is written as a percentage, which it is not."
        mend = "Write the number without the per cent sign, in the indicator’s own unit."
        batch.refuse(cells.is_in(percent) & is_none, Told(reason, column, mend))


def _say_more(batch: Batch, cells: pl.Series, odd: Mapping[str, Read]) -> None:
    batch.typed["cell_reason"] = _looked_up(cells, {text: read.reason or None for text, read in odd.items()}, pl.String)
    batch.typed["cell_note"] = _looked_up(cells, {text: read.note or None for text, read in odd.items()}, pl.String)
    for flag in FLAGS:
        texts = [text for text, read in odd.items() if flag in read.flags]
        batch.typed[f"cell_{flag}"] = cells.is_in(texts).fill_null(False)


def _how_to_mend(cell: str) -> str:
    if cell.startswith("#"):
        return "The formula in this cell has failed: mend it, then save the file again."
    if re.fullmatch(r"-?\d+,\d{1,2}", cell):
        return "Write the decimals after a point: 12.5, not 12,5."
    return "Write digits with a point, such as 12.5. Where there is no figure leave the cell empty and say why."
