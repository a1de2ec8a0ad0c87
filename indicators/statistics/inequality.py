"""Owns the slope and relative index of inequality over groups from most to least deprived, the UK way.
Refuses too few groups; gives no limits without standard errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, SupportsFloat

import numpy as np
from scipy.special import expit, logit

from indicators.statistics import checks, slope_limits
from indicators.statistics.checks import FloatArray, each
from indicators.statistics.estimates import Estimate
from indicators.statistics.intervals import normal_quantile
from indicators.statistics.slope_limits import Change, Limits, Line

Scale = Literal["linear", "log", "logit"]
OptionalNumbers = Iterable[SupportsFloat | None]

FEWEST_GROUPS, MOST_GROUPS = 5, 100
#: stands in for a standard error of 0 on a curved scale, where the smallest real one is many times larger
NEXT_TO_NOTHING = 1e-9
LARGEST_EXPONENT = 300
ROUNDING = 1e-12


@dataclass(frozen=True)
class SlopeIndex:
    """The gap across all groups as a difference and as a ratio, and the level fitted at the most deprived end."""

    sii: Estimate
    rii: Estimate
    intercept: float


@dataclass(frozen=True)
class Link:
    """What a value on a scale may be, and the way from it to the scale of the fit and back."""

    check: Callable[[object, str], float]
    there: Change
    back: Change
    least_error: float = 0


def _log(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(values, 0)))


LINKS = {
    "linear": Link(checks.number, np.asarray, np.asarray),
    "log": Link(checks.size, _log, lambda fit: np.exp(np.minimum(fit, LARGEST_EXPONENT)), NEXT_TO_NOTHING),
    "logit": Link(checks.share, lambda values: logit(np.clip(values, 0, 1)), expit, NEXT_TO_NOTHING),
}


def slope_index(
    populations: Iterable[SupportsFloat],
    values: Iterable[SupportsFloat],
    *,
    standard_errors: OptionalNumbers | None = None,
    lower: OptionalNumbers | None = None,
    upper: OptionalNumbers | None = None,
    multiplier: SupportsFloat = 1,
    scale: Scale = "linear",
    confidence: SupportsFloat = 0.95,
) -> SlopeIndex:
    """Return the slope index (SII) and relative index (RII) of 5 to 100 groups, the most deprived first.

    Low and Low, Journal of Public Health 2004; OHID technical guidance, slope index of inequality. The values are
    fitted to the middle of each group's place in the population, weighted by its share. SII is the fitted value at the
    least deprived end less that at the most deprived, times `multiplier`; RII is the one over the other, and None
    where the line reaches zero. A negative multiplier turns both round: SII changes sign, RII becomes its inverse.
    The intercept stays in the unit of the values. `scale` "log" is for rates above zero, "logit" for proportions
    between 0 and 1; results are back in the unit of the values.

    Limits need the standard errors on the scale of the fit (of ln values for "log"), or the values' 95 % limits,
    whatever `confidence` the result is to have. Standard errors win over limits; where one is missing there are none.
    The published method reads limits off random draws. These are what endless draws of the values come to, the same
    each time: normal for a linear SII, Fieller's for a linear RII (none where those of an end of the line include
    zero), else quantiles by integration.

    Raises ValueError for lists of unequal length, populations not above zero, another number of groups, values or
    limits off the scale, lower limits without upper ones, and a multiplier of 0.
    """
    checks.one_of(scale, "scale", list(LINKS))
    link = LINKS[scale]
    people = each(checks.size, populations, "populations")
    levels = each(link.check, values, "values")
    checks.same_length(populations=people, values=levels)
    if not FEWEST_GROUPS <= len(people) <= MOST_GROUPS:
        raise ValueError(f"there must be {FEWEST_GROUPS} to {MOST_GROUPS} groups, not {len(people)}")
    factor, wanted = checks.number(multiplier, "multiplier"), checks.share(confidence, "confidence")
    if factor == 0:
        raise ValueError("multiplier must not be 0")
    errors = _errors(link, len(people), standard_errors, lower, upper)
    line = _fit(people, link.there(levels), errors)
    near, far = (float(end) for end in link.back(np.array([line.start, line.start + line.rise])))
    gap_limits, ratio_limits = _limits(line, scale, wanted) if errors is not None else (None, None)
    return SlopeIndex(_times(far - near, gap_limits, factor), _turned(near, far, ratio_limits, factor), near)


def _errors(
    link: Link,
    groups: int,
    standard_errors: OptionalNumbers | None,
    lower: OptionalNumbers | None,
    upper: OptionalNumbers | None,
) -> FloatArray | None:
    """Return the standard errors on the scale of the fit, as given or from 95 % limits; None where one is missing."""
    if standard_errors is not None:
        given = _known(checks.amount, standard_errors, "standard_errors", groups)
        return None if given is None else np.maximum(given, link.least_error)
    if lower is None and upper is None:
        return None
    if lower is None or upper is None:
        raise ValueError("lower and upper must be given together")
    low, high = _known(link.check, lower, "lower", groups), _known(link.check, upper, "upper", groups)
    if low is None or high is None:
        return None
    for group, (bottom, top) in enumerate(zip(low, high, strict=True), start=1):
        checks.in_order(bottom, top, f"group {group}")
    return np.maximum((link.there(high) - link.there(low)) / (2 * normal_quantile(0.95)), link.least_error)


def _known(check: Callable[[object, str], float], values: OptionalNumbers, name: str, groups: int) -> FloatArray | None:
    """Return one number for each group; None where any is missing."""
    found = checks.items(values, name)
    if len(found) != groups:
        raise ValueError(f"{name} must have one number for each of the {groups} groups, not {len(found)}")
    numbers = [None if value is None else check(value, f"{name}, number {at},") for at, value in enumerate(found, 1)]
    known = [value for value in numbers if value is not None]
    return np.array(known) if len(known) == groups else None


def _fit(people: FloatArray, levels: FloatArray, errors: FloatArray | None) -> Line:
    """Return the line through the groups' middles by least squares, each weighted by its share of the people.

    The weighted mean of the middles is always one half, so both coefficients are plain weighted sums of the levels.
    """
    shares = people / people.sum()
    from_half = np.cumsum(shares) - shares / 2 - 0.5
    for_rise = shares * from_half / (shares * from_half**2).sum()
    for_start = shares - for_rise / 2
    start, rise = float((for_start * levels).sum()), float((for_rise * levels).sum())
    if errors is None:
        return Line(start, rise)
    variances = errors**2
    return Line(
        start,
        rise,
        start_variance=float((for_start**2 * variances).sum()),
        rise_variance=float((for_rise**2 * variances).sum()),
        covariance=float((for_start * for_rise * variances).sum()),
    )


def _limits(line: Line, scale: Scale, confidence: float) -> tuple[Limits | None, Limits | None]:
    """Return the limits of the gap and of the ratio, least deprived end against most."""
    if scale == "linear":
        z = normal_quantile(confidence)
        return slope_limits.normal(line, z), slope_limits.fieller(line, z)
    link = LINKS[scale]
    gap, ratio = (
        slope_limits.drawn(line, confidence, measure, there=link.there, back=link.back)
        for measure in (slope_limits.GAP, slope_limits.RATIO)
    )
    return gap, ratio


def _times(gap: float, limits: Limits | None, factor: float) -> Estimate:
    """Return the slope index: the gap in the wanted unit, turned round by a negative one."""
    if limits is None:
        return Estimate(gap * factor, None, None)
    lower, upper = sorted(limit * factor for limit in limits)
    return Estimate(gap * factor, lower, upper)


def _turned(near: float, far: float, limits: Limits | None, factor: float) -> Estimate:
    """Return the relative index: far end over near end, or the inverse for a negative factor; None unless both are up.

    An end that differs from zero by rounding alone is at zero.
    """
    if min(near, far) <= ROUNDING * max(near, far):
        return Estimate(None, None, None)
    value = far / near if factor > 0 else near / far
    if limits is None:
        return Estimate(value, None, None)
    lower, upper = limits if factor > 0 else (1 / limits[1], 1 / limits[0])
    return Estimate(value, lower, upper)
