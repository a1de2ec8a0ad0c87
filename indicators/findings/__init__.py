"""Works out what the figures of one indicator say: verdict, trend, gap, the gap over time and their sentences. For the worker only:
plain values in and out, and nothing is concluded that the indicator's definition does not permit.
"""

from indicators.findings.gap_series import GapResult, gap_results
from indicators.findings.results import Result, results
from indicators.findings.rules import Rules

__all__ = ["GapResult", "Result", "Rules", "gap_results", "results"]
