"""Owns life expectancy from deaths and people by age. Refuses what cannot be; keeps back what is too uncertain to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import SupportsFloat

import numpy as np

from indicators.statistics.checks import FloatArray, amount, each, same_length, size
from indicators.statistics.estimates import Estimate
from indicators.statistics.intervals import normal_quantile

START_AGES = (0, 1, *range(5, 95, 5))
#: no life table for so few people (Toson and Baker, ONS Methodological Series 33, 2003)
TOO_FEW_PEOPLE = 5_000
#: years from limit to limit, at 95 %, beyond which an expectancy is kept back
WIDEST = 20
#: the part of the interval that those who die in it live: deaths in the first year come early
FIRST_YEAR, ANY_OTHER = 0.1, 0.5


def life_expectancy(
    deaths: Iterable[SupportsFloat],
    populations: Iterable[SupportsFloat],
    *,
    start_ages: Iterable[SupportsFloat] = START_AGES,
    confidence: SupportsFloat = 0.95,
) -> list[Estimate | None]:
    """Return the years still to be expected at the start of each age band, with Silcocks' limits.

    Abridged life table: Chiang 1968 (method II), Newell 1994. Variance with a term for the last, open band: Silcocks,
    Jenner and Reza, JECH 2001. Rules: OHID technical guidance, life expectancy; Eayres and Williams, JECH 2004.

    None stands for what must not or cannot be said: every band where there are 5,000 people or fewer, or no death in
    the last band; a band whose 95 % limits, whatever `confidence` asks for, are more than 20 years apart, or which
    nobody reaches. The limits are kept back with the value, because it is the middle between them.

    Raises ValueError for what cannot be: deaths below zero or above the population, a population not above zero,
    lists of unequal length, ages that do not begin 0, 1 and rise.
    """
    died = each(amount, deaths, "deaths")
    alive = each(size, populations, "populations")
    ages = each(amount, start_ages, "start_ages")
    same_length(deaths=died, populations=alive, start_ages=ages)
    if list(ages[:2]) != [0, 1] or (np.diff(ages) <= 0).any():
        raise ValueError("start_ages must begin with 0 and 1 and rise")
    if (died > alive).any():
        raise ValueError("deaths must not be above the population of their age")
    z = normal_quantile(confidence)
    if alive.sum() <= TOO_FEW_PEOPLE or not died[-1]:
        return [None] * len(ages)
    years, errors = _life_table(died, alive, np.diff(ages))
    widths = 2 * normal_quantile(0.95) * errors
    # An age that nobody reaches has no error either, so it is kept back by the same comparison.
    return [
        Estimate(float(years[band]), float(years[band] - z * errors[band]), float(years[band] + z * errors[band]))
        if widths[band] <= WIDEST
        else None
        for band in range(len(ages))
    ]


def _life_table(died: FloatArray, alive: FloatArray, widths: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the expectancy at each age and its standard error; nan where nobody is left."""
    mortality = died / alive
    lived = np.full(len(died), ANY_OTHER)
    lived[0] = FIRST_YEAR
    exposed = widths * mortality[:-1]
    dying = np.minimum(1, exposed / (1 + exposed * (1 - lived[:-1])))
    reaching = np.cumprod(np.concatenate(([1.0], 1 - dying)))  # those who live to the start of each band
    person_years = np.append(
        widths * (reaching[1:] + lived[:-1] * (reaching[:-1] - reaching[1:])), reaching[-1] / mortality[-1]
    )
    with np.errstate(invalid="ignore"):  # 0 / 0 where nobody is left
        years = np.cumsum(person_years[::-1])[::-1] / reaching
    ahead = np.nan_to_num(years[1:])
    variance = dying**2 * (1 - dying) / np.where(died[:-1] > 0, died[:-1], 1)
    parts = np.append(
        variance * reaching[:-1] ** 2 * ((1 - lived[:-1]) * widths + ahead) ** 2,
        reaching[-1] ** 2 / (died[-1] * mortality[-1] ** 2),
    )
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(np.cumsum(parts[::-1])[::-1]) / reaching
    return years, errors
