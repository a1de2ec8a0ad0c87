"""Which of the figures that are held are set beside each other: one age and one period for all places. Plain values.

Places are compared in one period and for one age, or not at all: a place without such a figure has an honest blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.figures import EVERYBODY, PERSONS, SEX_ORDER

#: a later period counts if more than this share of the places has it that the best covered period has
ENOUGH = 2 / 3


@dataclass(frozen=True)
class Holding:
    """How many of the places have a row, and how many a value, of one indicator for a sex, an age and a period."""

    indicator_id: int
    sex: str
    age: str
    start: date
    end: date
    label: str
    rows: int
    known: int

    @property
    def period(self) -> tuple[date, date]:
        """Give the first and last day."""
        return (self.start, self.end)


def sexes_of(holdings: Iterable[Holding], *, asked: str = "") -> tuple[str, ...]:
    """Say for whom figures are shown: whom the address asks for, else all people, else women and men."""
    if asked:
        return (asked,)
    found = {holding.sex for holding in holdings}
    return (PERSONS,) if PERSONS in found else tuple(sex for sex in SEX_ORDER if sex in found)


def age_of(holdings: Sequence[Holding], *, asked: str = "", headline: str = "") -> str | None:
    """Say for which age: the asked one if it is held, else the one most places share; None where nothing is held.

    Of equals, the age that the definition calls the headline comes first, then everybody's.
    """
    found = {holding.age for holding in holdings}
    if asked:
        return asked if asked in found else None

    def order(age: str) -> tuple[int, bool, bool, int, str]:
        of_age = [holding for holding in holdings if holding.age == age]
        widest = max(holding.known for holding in of_age)
        return (-widest, age != headline, age.casefold() not in EVERYBODY, -sum(h.known for h in of_age), age)

    return min(found, key=order, default=None)


def period_of(holdings: Iterable[Holding]) -> Holding | None:
    """Choose the period to compare: the latest that nearly as many places have as have any; None where none has a value."""
    held = [holding for holding in holdings if holding.known]
    if not held:
        return None
    best = max(holding.rows for holding in held)
    enough = [holding for holding in held if holding.rows > ENOUGH * best]
    return max(enough, key=lambda holding: (holding.end, holding.start))
