"""Finds the y axis of a drawing: round numbers around some values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The y axis: lowest and highest value and the marks between, evenly spaced."""

    ticks: tuple[float, ...]
    decimals: int

    @property
    def low(self) -> float:
        """Give the value at the foot."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """Give the value at the top."""
        return self.ticks[-1]


def scale_for(values: Sequence[float], *, highest: float | None = None, marks: int = 5) -> Scale:
    """Give a scale of round numbers around some values; from zero when they come near it. `highest` caps it."""
    low, high = min(values), max(values)
    if low >= 0 and low <= 0.35 * high:
        low = 0.0
    if high - low < 1e-9 * max(1.0, abs(high)):
        pad = abs(high) * 0.1 or 1.0
        low, high = (low - pad, high + pad) if low < 0 else (max(0.0, low - pad), high + pad)
    raw = (high - low) / marks
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw * (1 - 1e-9))
    decimals = max(0, -math.floor(math.log10(step) + 1e-9) + _has_half(step))
    first = math.floor(low / step + 1e-9)
    first -= round(first * step, decimals) > low  # where the tolerance has passed over a value
    last = math.ceil(high / step - 1e-9)
    last += round(last * step, decimals) < high
    if highest is not None and max(values) <= highest:
        last = min(last, math.floor(highest / step + 1e-9))  # every step we use divides 100
    return Scale(tuple(round(index * step, decimals) for index in range(first, last + 1)), decimals)


def _has_half(step: float) -> bool:
    return round(step / 10.0 ** math.floor(math.log10(step) + 1e-9), 6) == 2.5
