"""Owns what callers may hand over: plain, finite, possible numbers. Refuses the rest with ValueError and the reason."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from numbers import Real
from typing import SupportsFloat, SupportsIndex, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]


def number(value: object, name: str) -> float:
    """Return a finite Python float. Whether a thing is true is no number, although Python counts with it."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise ValueError(f"{name} must be a number, not {value!r}")
    try:
        plain = float(value)
    except OverflowError:
        plain = math.inf
    if not math.isfinite(plain):
        raise ValueError(f"{name} must be a finite number, not {value!r}")
    return plain


def amount(value: object, name: str) -> float:
    """Return a number that is zero or more."""
    plain = number(value, name)
    if plain < 0:
        raise ValueError(f"{name} must be zero or more, not {value!r}")
    return plain


def size(value: object, name: str) -> float:
    """Return a number above zero."""
    plain = number(value, name)
    if plain <= 0:
        raise ValueError(f"{name} must be above zero, not {value!r}")
    return plain


def share(value: object, name: str) -> float:
    """Return a number between zero and one, neither included."""
    plain = number(value, name)
    if not 0 < plain < 1:
        raise ValueError(f"{name} must be above 0 and below 1, not {value!r}")
    return plain


def whole(value: object, name: str) -> int:
    """Return a whole number; 5.0 is one."""
    plain = number(value, name)
    if plain != int(plain):
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    return int(plain)


def position(value: SupportsIndex, name: str, length: int) -> int:
    """Return a place in a list of this length; negative places count from its end, as in Python."""
    try:
        place = operator.index(value)
    except TypeError as error:
        raise ValueError(f"{name} must be the position of a group, not {value!r}") from error
    if isinstance(value, bool) or not -length <= place < length:
        raise ValueError(f"{name} must be the position of one of the {length} groups, not {value!r}")
    return place


def each(check: Callable[[object, str], float], values: Iterable[SupportsFloat], name: str) -> FloatArray:
    """Return a list of numbers, each of which passes the check, as an array. There must be at least one."""
    found = items(values, name)
    return np.array([check(value, f"{name}, number {order},") for order, value in enumerate(found, start=1)])


def items(values: Iterable[object], name: str) -> list[object]:
    """Return what a list, tuple or array holds. It must hold something."""
    try:
        found = list(values)
    except TypeError as error:
        raise ValueError(f"{name} must be a list of numbers, not {values!r}") from error
    if not found:
        raise ValueError(f"{name} must not be empty")
    return found


def same_length(**lists: Sequence[object] | FloatArray) -> None:
    """Refuse lists that cannot belong together."""
    if len({len(values) for values in lists.values()}) > 1:
        lengths = ", ".join(f"{name} {len(values)}" for name, values in lists.items())
        raise ValueError(f"these lists must have the same length: {lengths}")


def one_of(value: str, name: str, choices: Sequence[str]) -> None:
    """Refuse a word that means nothing here."""
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")


def in_order(lower: float, upper: float, name: str) -> None:
    """Refuse limits that are the wrong way round."""
    if lower > upper:
        raise ValueError(f"{name}: the lower limit {lower} is above the upper limit {upper}")
