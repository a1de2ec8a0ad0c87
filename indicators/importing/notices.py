"""What an officer should know of a file that is no fault: said once, with how often and where first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Notices:
    """Counts what is noticed, by kind."""

    def __init__(self) -> None:
        self._counts: dict[Callable[[int, int], str], tuple[int, int]] = {}
        self._said: dict[str, None] = {}

    def say(self, sentence: str) -> None:
        """Note something about the whole file."""
        self._said.setdefault(sentence)

    def count(self, lines: pl.Series, sentence: Callable[[int, int], str]) -> None:
        """Note something about rows; the sentence is worded from how many there are and the first."""
        if len(lines):
            before, first = self._counts.get(sentence, (0, int(lines[0])))
            self._counts[sentence] = (before + len(lines), first)

    @property
    def sentences(self) -> list[str]:
        """Give everything that was noticed."""
        return [*self._said, *(sentence(*found) for sentence, found in self._counts.items())]


def unlike_counts(count: int, line: int) -> str:
    """Word that values are not what their counts give."""
    return f"{_rows(count)} a value that is not its count divided by its denominator, first in row {line}."


def before_boundary(count: int, line: int) -> str:
    """Word that figures are older than the boundary they are given for."""
    return (
        f"{_rows(count)} a figure from before its area’s boundary was drawn, first in row {line}. "
        "It has to be worked out for this boundary."
    )


def guessed_reason(count: int, line: int) -> str:
    """Word that the file does not say why figures are missing."""
    return f"{_rows(count)} no value and no reason; the reason was taken from the note, first in row {line}."


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def taken_for_notes(count: int, line: int) -> str:
    """Word that rows are not figures."""
    return f"{_rows(count)} a single cell and {'was' if count == 1 else 'were'} taken for notes, first row {line}."


def left_out_empty(count: int, line: int) -> str:
    """Word that cells of a wide sheet are empty."""
    cells = "1 cell is" if count == 1 else f"{count:,} cells are"
    return f"{cells} empty and no figure was made of {'it' if count == 1 else 'them'}, first in row {line}."


def other_areas(count: int, line: int) -> str:
    """Word that rows are about areas that the portal does not know."""
    return f"{_rows(count)} an area that the portal does not show and {'was' if count == 1 else 'were'} left out, first row {line}."
