"""The data dictionary: every column of the files with its type, meaning and allowed words, taken from the models and the importer.

A meaning stands here only where the model gives none, so nothing is told twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db import models

from indicators.downloads.rows import COLUMNS, STORED
from indicators.importing.vocabulary import FLAGS, NUMBERS, TEXTS
from indicators.models import Area, Indicator, Observation

#: what the model's fields do not say themselves
MEANINGS = {
    "indicator": "The name of the indicator in addresses; the table of indicators has its title and definition.",
    "area_name": "The place’s name, for people. Programs should use its code: names are shared.",
    "period_from": "First day of the period.",
    "period_to": "Last day of the period.",
    "period_kind": "What the dates are a period of.",
    "sex": "Whom it counts. Households and emissions are counted as persons.",
    "category": "Which part of the split, as published. Empty: the headline figure.",
    "value": "The figure, in the indicator’s unit. Empty where there is none, and then there is a reason. Empty is never zero.",
    "lower_95": "Lower end of the 95% confidence interval, where the publisher gives one.",
    "upper_95": "Upper end of the 95% confidence interval, where the publisher gives one.",
    "lower_998": "Lower end of the 99.8% confidence interval, where the publisher gives one.",
    "upper_998": "Upper end of the 99.8% confidence interval, where the publisher gives one.",
    "count": "How many were counted, where published. It may be weighted and so not whole.",
    "denominator": "Out of how many, where published.",
    "is_provisional": "The publisher may still change the figure.",
    "is_revised": "The publisher has changed the figure since it first came out.",
    "published_comparison": "What the publisher says of the figure beside the country’s. Empty where it says nothing.",
    "note": "What a reader should know of this figure.",
    "source": "Who published the figure, and where.",
    "licence": "What allows its use.",
}
#: what the words of a flag mean
YES = (("yes", "It is so. Empty: it is not."),)
#: columns that hold something in every row
ALWAYS = frozenset(
    (
        "indicator",
        "area_code",
        "area_name",
        "period_from",
        "period_to",
        "period_kind",
        "period_label",
        "sex",
        "source",
        "licence",
    )
)


@dataclass(frozen=True)
class Column:
    """One column. `words` are all that it may hold, with what each means; none where it holds anything of its type."""

    name: str
    kind: str
    meaning: str
    words: tuple[tuple[str, str], ...] = ()
    longest: int | None = None

    @property
    def is_required(self) -> bool:
        """Tell whether every row has something in it."""
        return self.name in ALWAYS

    @property
    def type_words(self) -> str:
        """Say what it holds, for people."""
        return f"{self.kind}, at most {self.longest} characters" if self.longest else self.kind


def _field(name: str) -> models.Field[object, object]:
    """Find the model's field that a column is filled from."""
    *way, last = STORED.get(name, name).split("__")
    others: dict[str, type[models.Model]] = {"indicator": Indicator, "area": Area}
    model = others[way[0]] if way else Observation
    field = model._meta.get_field(last)
    assert isinstance(field, models.Field)  # noqa: S101  (columns are concrete)
    return field


def _kind(name: str) -> str:
    if name in NUMBERS:
        return "number"
    if name in FLAGS:
        return "yes or empty"
    return "date" if name.startswith("period_") and name in {"period_from", "period_to"} else "text"


def meaning_of(name: str) -> str:
    """Say what a column means: in the words of its model, else in ours."""
    return MEANINGS.get(name) or str(_field(name).help_text)


@cache
def dictionary() -> tuple[Column, ...]:
    """List the columns of every file, in their order."""
    found = []
    for name in COLUMNS:
        field = _field(name)
        words = YES if name in FLAGS else tuple((str(word), str(label)) for word, label in field.choices or ())
        longest = TEXTS.get(name) if not words else None
        kind = "one of the words below" if words and name not in FLAGS else _kind(name)
        found.append(Column(name, kind, meaning_of(name), words, longest))
    return tuple(found)
