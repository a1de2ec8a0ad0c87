"""The Fingertips download, with everything that real ones contain: columns by name, never by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from indicators.importing.faults import Faults, unreadable
from indicators.importing.layouts.formats import plain_header

LICENCE = "OGL v3.0"
#: columns by their names without case and marks; older names as well
_FIELDS = {
    "indicator_id": "fingertips_id",
    "indicator_name": "title",
    "area_code": "area_code",
    "sex": "sex",
    "age": "age",
    "category_type": "category_type",
    "category": "category",
    "time_period": "period_label",
    "value": "value",
    "lower_ci_95_0_limit": "lower_95",
    "upper_ci_95_0_limit": "upper_95",
    "lower_ci_limit": "lower_95",
    "upper_ci_limit": "upper_95",
    "lower_ci_99_8_limit": "lower_998",
    "upper_ci_99_8_limit": "upper_998",
    "count": "count",
    "denominator": "denominator",
    "value_note": "note",
    "time_period_sortable": "sortable",
    "time_period_range": "period_years",
}
_COMPARED = re.compile(r"compared_to_england.*")
_NEEDED = ("fingertips_id", "area_code", "period_label", "value")
#: the publisher's words for a comparison; quintiles and “Not compared” are none
_JUDGEMENTS = ("better", "similar", "worse", "higher", "lower")


def fingertips_columns(header: Sequence[str], *, line: int, faults: Faults) -> dict[int, str]:
    """Say which column is what; raises `UnreadableFileError` where one that is needed is missing or there twice."""
    columns: dict[int, str] = {}
    for number, name in enumerate(header):
        plain = plain_header(name)
        field = "published_comparison" if _COMPARED.fullmatch(plain) else _FIELDS.get(plain)
        if field is None:
            continue
        if field in columns.values():
            raise unreadable(faults.file, f"Column “{name}” is there more than once.", line=line, mend="Delete one.")
        columns[number] = field
    return columns


def as_tidy(frame: pl.DataFrame, *, has_source: bool, has_licence: bool) -> pl.DataFrame:
    """Put a batch into the portal's words: the comparison, what does not apply, and where it is from."""
    names = set(frame.columns)
    changes = []
    if "published_comparison" in names:
        said = pl.col("published_comparison").str.to_lowercase()
        changes.append(pl.when(said.is_in(_JUDGEMENTS)).then(said).alias("published_comparison"))
    if "age" in names:
        changes.append(pl.when(pl.col("age").str.to_lowercase() != "not applicable").then("age").alias("age"))
    texts = [name for name in ("category_type", "category", "note") if name in names]
    changes += [pl.col(name).str.replace_all(r"\s+", " ") for name in texts]
    if not has_source:
        changes.append(
            pl.format("OHID Fingertips, indicator {}", pl.col("fingertips_id").fill_null("?")).alias("source")
        )
    if not has_licence:
        changes.append(pl.lit(LICENCE).alias("licence"))
    return frame.with_columns(changes)
