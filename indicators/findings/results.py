"""Puts verdict, trend, gap and sentences together for each group of people whose figure is the headline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from indicators import sentences
from indicators.figures import (
    Figure,
    Series,
    headline_age,
    headline_sexes,
    is_headline,
    series_of,
)
from indicators.findings.gaps import gap
from indicators.findings.rules import Rules
from indicators.findings.sparks import spark
from indicators.findings.trends import movement
from indicators.findings.verdicts import verdict


@dataclass(frozen=True)
class Result:
    """What is stored: the fields have the names of the model's."""

    sex: str
    age: str
    period_label: str
    period_from: date
    period_to: date
    reason: str
    reason_label: str
    value: float | None
    lower_95: float | None
    upper_95: float | None
    outcome: str
    basis: str
    benchmark: float | None
    trend_kind: str
    trend: str
    trend_chi_squared: float | None
    gap_name: str
    gap_value: float | None
    gap_lower_95: float | None
    gap_upper_95: float | None
    gap_ratio: float | None
    gap_ratio_lower_95: float | None
    gap_ratio_upper_95: float | None
    level_text: str
    comparison_text: str
    certainty_text: str
    trend_text: str
    gap_text: str
    spark: dict[str, Any] | None


def results(
    figures: Iterable[Figure],
    *,
    place: str,
    country: str = "",
    beside: Iterable[Figure] = (),
    rules: Rules,
    has_spark: bool = False,
) -> Iterator[Result]:
    """Give what one place's figures say beside the country's, a result for each headline; none without a figure.

    `figures` are all of the indicator's figures of the place, `beside` those of the country; `country` is empty where
    there is none to compare with, or where the place is the country itself. `has_spark` says whether lists draw it.
    """
    own = list(figures)
    age = headline_age(own, chosen=rules.headline_age)
    headline = [figure for figure in own if is_headline(figure, age=age)]
    theirs = [figure for figure in beside if is_headline(figure, age=age)]
    for sex in headline_sexes(headline):
        series = series_of(headline, sex=sex)
        latest = series.latest
        if latest is not None:
            split = [figure for figure in own if figure.category_type and figure.sex == sex]
            other = series_of(theirs, sex=sex, age=latest.age)
            found = _result(latest, series, split, (place, country), other, rules)
            drawn = spark(series, other, place=place, measure=rules.measure) if has_spark else None
            yield replace(found, spark=drawn)


def _result(
    latest: Figure, series: Series, split: list[Figure], names: tuple[str, str], theirs: Series, rules: Rules
) -> Result:
    place, country = names
    measure, other = rules.measure, theirs.at(latest.period)
    found, moved = verdict(latest, other, rules=rules), movement(series, rules=rules)
    inside = gap(split, place=place, rules=rules)
    certainty = [
        sentences.certainty_sentence(
            measure,
            latest,
            other,
            basis=found.basis,
            place=place,
            other_place=country,
            note=rules.comparison_note if not rules.rungs else "This figure comes without limits.",
        ),
        sentences.missing_sentence(other, theirs.latest, measure, other_place=country) if country else "",
    ]
    newest = series.figures[-1]
    return Result(
        sex=latest.sex,
        age=latest.age,
        period_label=latest.label,
        period_from=latest.start,
        period_to=latest.end,
        reason=newest.reason,
        reason_label=newest.label if newest.reason else "",
        value=latest.value,
        lower_95=latest.lower,
        upper_95=latest.upper,
        outcome=found.outcome,
        basis=found.basis,
        benchmark=found.benchmark,
        trend_kind=moved.kind,
        trend=moved.trend,
        trend_chi_squared=moved.chi_squared,
        gap_name=inside.name,
        gap_value=inside.difference.value,
        gap_lower_95=inside.difference.lower,
        gap_upper_95=inside.difference.upper,
        gap_ratio=inside.ratio.value,
        gap_ratio_lower_95=inside.ratio.lower,
        gap_ratio_upper_95=inside.ratio.upper,
        level_text=sentences.level_sentence(measure, latest, place=place),
        comparison_text=sentences.comparison_sentence(
            measure, latest, other, other_place=country, outcome=found.outcome if found.is_tested else ""
        ),
        certainty_text=" ".join(filter(None, certainty)),
        trend_text=moved.text,
        gap_text=inside.text,
        spark=None,
    )
