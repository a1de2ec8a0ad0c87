"""Measures kept beside an indicator, each in its own unit, which its name tells. They are never joined to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from indicators.figures import PERSONS, SEX_ORDER
from indicators.profiles.evidence import SEXES, Evidence, in_order
from indicators.profiles.parts import Part
from indicators.profiles.places import parts_inside
from indicators.sentences import Measure
from indicators.tables import time_table


def parts_apart(evidence: Evidence, category_type: str) -> Iterable[Part]:
    """Give a part for each measure of a kind: over time for the town, and for places inside it."""
    measure = Measure(unit="", decimals=evidence.measure.decimals, is_percentage=False)
    figures = [*evidence.figures, *(place.figure for place in evidence.inside)]
    names = in_order(figure.category for figure in figures if figure.category_type == category_type)
    for number, category in enumerate(names, 1):
        tables = []
        for sex in SEX_ORDER:
            columns = evidence.columns(sex, category_type, category)
            if columns[0][1].figures:
                caption = f"{SEXES[sex]}, by period" if sex != PERSONS else "By period"
                table_id = f"{slugify(category_type)}-{number}-{sex}"
                tables.append(time_table(measure, table_id=table_id, caption=caption, columns=columns, bars=True))
        inside = parts_inside(evidence, measure, category_type, category)
        yield Part(category, (*tables, *(table for part in inside for table in part.tables)))
