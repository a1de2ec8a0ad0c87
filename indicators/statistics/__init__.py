"""The statistics of indicators, by the methods that OHID publishes: plain numbers in, small frozen results out.
Refuses Django, files and requests, and is never imported while a page is served.
"""

from indicators.statistics.comparisons import compare
from indicators.statistics.estimates import Estimate
from indicators.statistics.gaps import difference, population_attributable, ratio
from indicators.statistics.inequality import SlopeIndex, slope_index
from indicators.statistics.intervals import mean, proportion, rate
from indicators.statistics.life_tables import life_expectancy
from indicators.statistics.quantiles import quantile_groups
from indicators.statistics.standardisation import directly_standardised_rate, indirectly_standardised_ratio
from indicators.statistics.trends import Trend, TrendPoint, recent_trend

__all__ = [
    "Estimate",
    "SlopeIndex",
    "Trend",
    "TrendPoint",
    "compare",
    "difference",
    "directly_standardised_rate",
    "indirectly_standardised_ratio",
    "life_expectancy",
    "mean",
    "population_attributable",
    "proportion",
    "quantile_groups",
    "rate",
    "ratio",
    "recent_trend",
    "slope_index",
]
