"""The words that figures are told in: the columns, what a cell may hold, and how long it may be."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How a file is laid out."""

    TIDY = "tidy"
    FINGERTIPS = "fingertips"
    BY_HAND = "by_hand"


SEXES = ("persons", "female", "male")
REASONS = ("suppressed", "low_reliability", "not_available", "not_applicable")
JUDGEMENTS = ("better", "similar", "worse", "higher", "lower")
#: what the dates are a period of, and what a reason calls it
PERIOD_KINDS = {
    "calendar_year": "calendar year",
    "financial_year": "financial year, April to March",
    "academic_year": "school year, September to August",
    "pooled_years": "several years taken together",
    "quarter": "quarter",
    "months": "months",
    "day": "one day",
}
#: category types that are not the measure itself and may be in another unit
OTHER_UNITS = ("Related measure", "Inequality")

#: the longest text of each column
TEXTS = {
    "period_label": 60,
    "age": 60,
    "category_type": 100,
    "category": 120,
    "note": 500,
    "source": 240,
    "source_detail": 240,
    "licence": 160,
}
NUMBERS = ("value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator")
#: a flag's column in files, and the field it fills
FLAGS = {"is_provisional": "is_provisional", "is_revised": "is_revised", "break_before": "has_break_before"}
#: what makes two rows the same figure
KEY = ("indicator", "area_code", "period_from", "period_to", "sex", "age", "category_type", "category")

#: the columns of the portal's own tables, one table for each indicator
TABLE_COLUMNS = (
    "area_code",
    "period_from",
    "period_to",
    "period_kind",
    "period_label",
    "sex",
    "age",
    "category_type",
    "category",
    "value",
    "reason",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "count",
    "denominator",
    "is_provisional",
    "is_revised",
    "break_before",
    "published_comparison",
    "note",
    "source",
    "source_detail",
    "licence",
)
#: the columns that come out: the row in the file, the indicator and the area by name, then the fields of a figure
COLUMNS = (
    "line",
    "indicator",
    *("has_break_before" if name == "break_before" else name for name in TABLE_COLUMNS),
    "limits_from",
)
