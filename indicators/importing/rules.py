"""What has to hold between the cells of one row. The database holds the same once more."""

from __future__ import annotations

import polars as pl

from indicators.importing.batch import Batch, Row, Told
from indicators.importing.notices import Notices, unlike_counts
from indicators.importing.vocabulary import OTHER_UNITS

_IS_ITSELF = ~pl.col("category_type").is_in(OTHER_UNITS)


def check_row(batch: Batch, notices: Notices) -> None:
    """Refuse rows that contradict themselves; notice values that are not what their counts give."""
    _check_category(batch)
    _check_value_or_reason(batch)
    for lower, upper in (("lower_95", "upper_95"), ("lower_998", "upper_998")):
        _check_limits(batch, lower, upper)
    _check_widths(batch)
    _check_counts(batch)
    _check_share(batch)
    _notice_unlike_counts(batch, notices)


def _where(batch: Batch, condition: pl.Expr) -> pl.Series:
    return batch.frame.select(condition).to_series()


def _check_category(batch: Batch) -> None:
    kind, name = batch.name("category_type"), batch.name("category")
    one_alone = (pl.col("category_type") == "") != (pl.col("category") == "")
    reason = f"{kind} and {name} go together: fill in both or neither."
    batch.refuse(_where(batch, one_alone), Told(reason, "category", "Both empty means the headline figure."))


def _check_value_or_reason(batch: Batch) -> None:
    has_reason = pl.col("reason") != ""
    both = pl.col("value").is_not_null() & has_reason & ~pl.col("is_bad")
    neither = pl.col("value").is_null() & ~has_reason & ~pl.col("is_bad")
    batch.refuse(
        _where(batch, both),
        Told("The row has a value and a reason why there is none.", "value", "Empty one of the two cells."),
    )
    batch.refuse(
        _where(batch, neither),
        Told("The row has neither a value nor a reason.", "value", "Fill in the value, or say why there is none."),
    )


def _check_limits(batch: Batch, lower: str, upper: str) -> None:
    names = f"{batch.name(lower)} and {batch.name(upper)}"
    low, high, value = pl.col(lower), pl.col(upper), pl.col("value")
    if batch.typed[lower].null_count() == batch.typed[upper].null_count() == len(batch.bad):
        return
    both = low.is_not_null() & high.is_not_null()
    batch.refuse(
        _where(batch, (low.is_null() != high.is_null()) & ~pl.col("is_bad")),
        Told(f"{names} go together: fill in both or neither.", lower, "Fill in the other limit, or empty this one."),
    )
    batch.refuse(
        _where(batch, both & value.is_null() & ~pl.col("is_bad")),
        Told(f"There are {names} but no value.", "value", "Fill in the value, or empty the limits."),
    )

    def told(row: Row) -> Told:
        numbers = f"{row[lower]:g} and {row[upper]:g}"
        reason = f"{names} are {numbers}, which do not hold the value {row['value']:g}."
        return Told(reason, lower, "The lower limit comes first, and the value lies between the two.")

    batch.refuse(_where(batch, both & ~((low <= value) & (value <= high))), told)


def _check_widths(batch: Batch) -> None:
    wider = (pl.col("lower_95") < pl.col("lower_998")) | (pl.col("upper_95") > pl.col("upper_998"))
    names = f"{batch.name('lower_998')} and {batch.name('upper_998')}"
    batch.refuse(
        _where(batch, wider & ~pl.col("is_bad")),
        Told(f"{names} are closer together than the 95% limits.", "lower_998", "Check which limits are which."),
    )


def _check_counts(batch: Batch) -> None:
    count, whole = batch.name("count"), batch.name("denominator")
    batch.refuse(
        batch.typed["count"] < 0,
        lambda row: Told(f"{count} is {row['count']:g}; it cannot be below zero.", "count", "Check the number."),
    )
    batch.refuse(
        batch.typed["denominator"] <= 0,
        lambda row: Told(
            f"{whole} is {row['denominator']:g}; it has to be above zero.",
            "denominator",
            "Check the number, or empty it.",
        ),
    )


def _check_share(batch: Batch) -> None:
    value, count, whole = (batch.name(name) for name in ("value", "count", "denominator"))
    outside = pl.col("rule_is_percentage") & _IS_ITSELF & ~pl.col("value").is_between(0, 100)
    batch.refuse(
        _where(batch, outside),
        lambda row: Told(
            f"{value} is {row['value']:g}; a percentage is between 0 and 100.",
            "value",
            "Check the number and its unit.",
        ),
    )
    over = pl.col("rule_is_part_of_whole") & _IS_ITSELF & (pl.col("count") > pl.col("denominator"))
    batch.refuse(
        _where(batch, over),
        lambda row: Told(
            f"{count} {row['count']:g} is more than {whole} {row['denominator']:g}.",
            "count",
            "The count is a part of the denominator. Check whether they are swapped.",
        ),
    )


def _notice_unlike_counts(batch: Batch, notices: Notices) -> None:
    """Notice values further from their counts than rounding to the figures shown, and half a percent, explain."""
    if batch.typed["count"].null_count() == len(batch.bad):
        return
    given = pl.col("count") / pl.col("denominator") * pl.col("rule_multiplier")
    decimals = batch.cells("value").str.extract(r"\.(\d+)").str.len_chars().fill_null(0).cast(pl.Float64)
    rounding = pl.lit(10.0).pow(-decimals) * 0.51
    unlike = (
        pl.col("rule_is_part_of_whole")
        & _IS_ITSELF
        & ~pl.col("is_bad")
        & ((pl.col("value") - given).abs() > rounding + 0.005 * given.abs())
    )
    notices.count(batch.typed["line"].filter(_where(batch, unlike).fill_null(False)), unlike_counts)
