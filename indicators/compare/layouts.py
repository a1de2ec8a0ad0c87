"""Which form a comparison takes, and how much of it fits on one page: functions of how much is asked. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

#: as many lines as a reader can tell apart without a legend
MOST_LINES = 4
#: as many places as stand beside each other with a verdict each
MOST_COLUMNS = 2
MOST_INDICATORS = 30
MOST_AREAS = 60
#: figures in one heat table: what a page can weigh
MOST_CELLS = 900

T = TypeVar("T")
U = TypeVar("U")


class Layout(StrEnum):
    """The form of a comparison."""

    LINES = "lines"
    RANKED = "ranked"
    ROWS = "rows"
    HEAT = "heat"


def layout_for(*, indicators: int, areas: int) -> Layout:
    """Choose the form: one indicator over time, one ranked, several in rows with verdicts, or several as a heat table."""
    if indicators == 1:
        return Layout.LINES if areas <= MOST_LINES else Layout.RANKED
    return Layout.ROWS if areas <= MOST_COLUMNS else Layout.HEAT


def fitting(indicators: Sequence[T], areas: Sequence[U]) -> tuple[Sequence[T], Sequence[U]]:
    """Keep as many indicators and places as one page can show, the first ones of each."""
    indicators = indicators[:MOST_INDICATORS]
    areas = areas[:MOST_AREAS]
    if len(indicators) > 1 and len(indicators) * len(areas) > MOST_CELLS:
        areas = areas[: max(1, MOST_CELLS // len(indicators))]
    return indicators, areas
