"""Reads texts, words of a list, and yes or no, a column at a time. What is not one is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from indicators.importing.batch import Batch, Row, Told
from indicators.importing.faults import listed, quoted

#: a formula's first sign, a tag, a control character
FORMULA = r"^[=+@\-]"
TAG = r"<[A-Za-z/!?]"
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"


def read_text(batch: Batch, column: str, *, longest: int, is_required: bool = False) -> None:
    """Read a column of text; empty is an empty text."""
    cells = batch.cells(column)
    name = batch.name(column)
    if is_required:
        batch.refuse(cells.is_null(), Told(f"{name} is empty.", column, "Fill the cell in."))
    if cells.null_count() < len(cells):
        batch.refuse(
            cells.str.len_chars() > longest,
            lambda row: Told(
                f"{name} has {len(row['raw'][column])} characters; {longest} are the most.", column, "Shorten it."
            ),
        )
        refuse_unsafe(batch, column, cells)
    batch.typed[column] = cells.fill_null("")


def refuse_unsafe(batch: Batch, column: str, cells: pl.Series) -> None:
    """Refuse what a spreadsheet would run or a browser would take for markup, and what nobody can see."""
    if not cells.str.contains(f"{FORMULA}|{TAG}|{CONTROL}").any():
        return
    name = batch.name(column)

    def formula(row: Row) -> Told:
        sign = row["raw"][column][0]
        reason = f"{name} begins with “{sign}”, which a spreadsheet would take for a formula."
        return Told(reason, column, "Begin it with a letter or a figure.")

    batch.refuse(cells.str.contains(FORMULA), formula)
    batch.refuse(
        cells.str.contains(TAG), Told(f"{name} holds a tag of a web page.", column, "Write plain text without tags.")
    )
    batch.refuse(
        cells.str.contains(CONTROL),
        Told(f"{name} holds a character that cannot be seen.", column, "Type the cell again instead of pasting it."),
    )


def read_choice(
    batch: Batch, column: str, choices: Sequence[str], *, default: str | None, words: Mapping[str, str] | None = None
) -> None:
    """Read a column that holds one word of a list; `words` are others that mean the same, in small letters."""
    cells = batch.cells(column)
    if words is not None:
        cells = cells.str.to_lowercase().replace(dict(words))
    wrong = ~cells.is_in(choices)
    if default is None:
        wrong = wrong.fill_null(True)
    name = batch.name(column)
    batch.refuse(
        wrong,
        lambda row: Told(
            f"{name} is “{quoted(row['raw'].get(column))}”; it must be {listed(choices)}.",
            column,
            "Write one of these words.",
        ),
    )
    batch.typed[column] = cells.fill_null(default or "").alias(column)


def read_flag(batch: Batch, column: str, field: str, *, words: Mapping[str, str] | None = None) -> None:
    """Read a column that says yes or nothing."""
    cells = batch.cells(column)
    if words is not None:
        cells = cells.str.to_lowercase().replace(dict(words))
    name = batch.name(column)
    batch.refuse(
        ~cells.is_in(["yes"] if words is None else ["yes", "no"]),
        lambda row: Told(
            f"{name} is “{quoted(row['raw'][column])}”; write yes or leave it empty.", column, "Write yes, or empty it."
        ),
    )
    batch.typed[field] = (cells == "yes").fill_null(False).alias(field)
