"""Reads one indicator's reviewed definition: a YAML file of names with plain values, texts in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from het_site.core.faults import Fault
from het_site.core.rich_text import rich_text
from indicators.loading.targets import read_targets
from indicators.models import Indicator

TEXTS = {
    "title",
    "question",
    "unit",
    "unit_short",
    "headline_age",
    "measure_used",
    "proxy_for",
    "source_name",
    "source_url",
    "source_id",
    "licence",
    "frequency",
    "next_update",
    "trend_note",
    "comparison_note",
    "baseline_period",
    "baseline_reason",
    "author",
    "checker",
}
RICH_TEXTS = {"meaning", "method", "caveats"}
NUMBERS = {"number", "decimals", "multiplier"}
FLAGS = {"is_proxy", "trend_allowed", "periods_comparable"}
DATES = {"next_update_on", "reviewed_on", "next_review_on"}
CHOICES: Mapping[str, list[str]] = {
    "status": Indicator.Status.values,
    "value_type": Indicator.ValueType.values,
    "polarity": Indicator.Polarity.values,
    "comparison_allowed": Indicator.Comparison.values,
}
REQUIRED = ("theme", "title", "question", "status", "value_type", "unit", "multiplier", "polarity", "measure_used")
KNOWN = TEXTS | RICH_TEXTS | NUMBERS | FLAGS | DATES | set(CHOICES) | {"theme", "targets"}
#: what loading sets besides targets; the rest of an indicator is the editors'
FIELDS = sorted(KNOWN - {"targets"})


@dataclass(frozen=True)
class Definition:
    """One definition: values by field, `theme` by slug, and the line each stands in."""

    slug: str
    file: str
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def fault(self, reason: str, field: str = "") -> Fault:
        """Give a fault that points at a field's line."""
        return Fault(self.file, reason, self.lines.get(field))

    @property
    def is_percentage(self) -> bool:
        """Tell whether its figures are percentages."""
        return self.values.get("value_type") == Indicator.ValueType.PROPORTION and self.values.get("multiplier") == 100

    @property
    def is_part_of_whole(self) -> bool:
        """Tell whether its count is a part of its denominator."""
        return self.values.get("value_type") in {Indicator.ValueType.PROPORTION, Indicator.ValueType.COUNT_PER}


def read_definition(data: bytes, *, file: str, slug: str) -> tuple[Definition | None, list[Fault]]:
    """Read one definition; None with its faults where it cannot be used."""
    try:
        values, lines = _mapping(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, [Fault(file, "This is not UTF-8 text.")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"This is not YAML: {getattr(error, 'problem', None) or error}."
        return None, [Fault(file, reason, mark.line + 1 if mark else None)]
    except ValueError as error:
        return None, [Fault(file, str(error))]
    faults = [Fault(file, f"There is no “{name}”.") for name in REQUIRED if values.get(name) in (None, "")]
    faults += [Fault(file, f"“{name}” is not one we know.", lines[name]) for name in values if name not in KNOWN]
    clean: dict[str, Any] = {}
    for name in values.keys() & KNOWN:
        try:
            clean[name] = _value(name, values[name])
        except ValueError as error:
            faults.append(Fault(file, f"{name}: {error}", lines[name]))
    return (None, faults) if faults else (Definition(slug, file, clean, lines), [])


def _mapping(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Give a YAML mapping's values and lines; raises ValueError for anything else and for a name given twice."""
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise ValueError("The file must hold names with values.")
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            name = str(loader.construct_object(key))
            if name in values:
                raise ValueError(f"“{name}” stands in line {lines[name]} and again in line {key.start_mark.line + 1}.")
            values[name] = loader.construct_object(value, deep=True)
            lines[name] = key.start_mark.line + 1
    finally:
        loader.dispose()
    return values, lines


def _text(value: Any) -> str:
    if not isinstance(value, str | None):
        raise ValueError(f"“{value}” is not text; put it in quotes.")
    return (value or "").strip()


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"“{value}” is not a whole number.")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"“{value}” is neither true nor false.")
    return value


def _day(value: Any) -> date | None:
    if value is not None and type(value) is not date:
        raise ValueError(f"“{value}” is not a date such as 2026-11-22.")
    return value


def _rich_text(value: Any) -> str:
    return rich_text(_text(value), page_id=lambda path: None)


READERS: tuple[tuple[set[str], Callable[[Any], Any]], ...] = (
    (TEXTS | {"theme"}, _text),
    ({"targets"}, read_targets),
    (RICH_TEXTS, _rich_text),
    (NUMBERS, _number),
    (FLAGS, _flag),
    (DATES, _day),
)


def _value(name: str, value: Any) -> Any:
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise ValueError(f"“{value}” is not one of {', '.join(CHOICES[name])}.")
        return value
    return next(read for names, read in READERS if name in names)(value)
