"""Owns how far the ends of a fitted line may be from where they are, and what that means for their gap and ratio."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr

from indicators.statistics.checks import FloatArray

Limits = tuple[float, float]
Change = Callable[[FloatArray], FloatArray]

#: standard errors that the integration reaches to each side, and its steps: more changes no digit
REACH, STEPS = 9, 501


@dataclass(frozen=True)
class Line:
    """A line on the scale of its fit: its level at the deprived end, its rise to the other, and how both vary."""

    start: float
    rise: float
    start_variance: float = 0
    rise_variance: float = 0
    covariance: float = 0


@dataclass(frozen=True)
class Measure:
    """What two ends of a line come to, and the far end that would make it come to something else."""

    of: Callable[[FloatArray, FloatArray], FloatArray]
    far_end: Callable[[Any, FloatArray], FloatArray]


GAP = Measure(of=np.subtract, far_end=np.add)
RATIO = Measure(of=np.divide, far_end=np.multiply)


def normal(line: Line, z: float) -> Limits:
    """Return the limits of a straight line's rise."""
    half = z * math.sqrt(line.rise_variance)
    return line.rise - half, line.rise + half


def fieller(line: Line, z: float) -> Limits | None:
    """Return the limits of a straight line's far end over its start; None where those of an end include zero.

    Fieller, JRSS B 1954: the ratios r for which far − r × start is not further than z standard errors from zero.
    """
    near, far = line.start, line.start + line.rise
    near_variance = line.start_variance
    far_variance = max(0.0, near_variance + 2 * line.covariance + line.rise_variance)
    both = near_variance + line.covariance
    if near <= z * math.sqrt(near_variance) or far <= z * math.sqrt(far_variance):
        return None
    certain = near**2 - z**2 * near_variance
    middle = near * far - z**2 * both
    spread = near**2 * far_variance + far**2 * near_variance - 2 * near * far * both
    spread += z**2 * (both**2 - near_variance * far_variance)
    half = z * math.sqrt(max(0.0, spread))
    return (middle - half) / certain, (middle + half) / certain


def drawn(line: Line, confidence: float, measure: Measure, *, there: Change, back: Change) -> Limits:
    """Return the limits of a measure of the ends of a curved line: quantiles of the draws that simulation would make.

    The start is normal, and so is the rise given the start; given both, the measure is fixed and grows with the rise.
    So the chance that it stays below x is an integral over the start, which the trapezoid rule gives.
    """
    steps = np.linspace(-REACH, REACH, STEPS)
    weights = np.exp(-(steps**2) / 2)
    weights /= weights.sum()
    starts = line.start + steps * math.sqrt(line.start_variance)
    rises = line.rise + line.covariance / line.start_variance * (starts - line.start)
    left = line.rise_variance - line.covariance**2 / line.start_variance
    # Where one group alone varies nothing is left, but for the rounding.
    error = math.sqrt(max(left, 1e-12 * line.rise_variance))
    near = back(starts)

    def chance_below(x: float) -> float:
        needed = there(measure.far_end(x, near)) - starts
        return float((weights * ndtr((needed - rises) / error)).sum())

    lowest = float(measure.of(back(starts + rises - REACH * error), near).min())
    highest = float(measure.of(back(starts + rises + REACH * error), near).max())
    tail = (1 - confidence) / 2
    return _where(chance_below, tail, lowest, highest), _where(chance_below, 1 - tail, lowest, highest)


def _where(chance_below: Callable[[float], float], wanted: float, lowest: float, highest: float) -> float:
    """Return the x at which a chance that grows with x has the wanted size, to the last digit."""
    x = (lowest + highest) / 2
    while lowest < x < highest:
        lowest, highest = (x, highest) if chance_below(x) < wanted else (lowest, x)
        x = (lowest + highest) / 2
    return x
