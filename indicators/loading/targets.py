"""Reads the targets in a definition's file: each with its day, whose it is and where it is published."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from indicators.models import Observation

TEXTS = ("set_by", "source", "source_url", "note")
REQUIRED = ("value", "due_on", "set_by", "source")
#: what a target consists of; the order is that of the checksum
FIELDS = ("value", "due_on", "sex", "set_by", "source", "source_url", "note")


def read_targets(value: Any) -> list[dict[str, Any]]:
    """Give each target's fields; raises ValueError with the place of the first that is wrong."""
    if not isinstance(value, list):
        raise ValueError("this is not a list of targets.")
    found = []
    for place, row in enumerate(value, 1):
        try:
            found.append(_target(row))
        except ValueError as error:
            raise ValueError(f"target {place}: {error}") from error
    return found


def _target(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise ValueError("it must be names with values.")
    for name in row:
        if name not in FIELDS:
            raise ValueError(f"“{name}” is not one we know.")
    for name in REQUIRED:
        if row.get(name) in (None, ""):
            raise ValueError(f"There is no “{name}”.")
    target: dict[str, Any] = {"sex": Observation.Sex.PERSONS.value, "source_url": "", "note": ""} | row
    _check(target)
    texts = {name: target[name].strip() for name in TEXTS}
    return target | texts | {"value": float(target["value"])}


def _check(target: dict[str, Any]) -> None:
    number = target["value"]
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise ValueError(f"value: “{number}” is not a number.")
    if type(target["due_on"]) is not date:
        raise ValueError(f"due_on: “{target['due_on']}” is not a date such as 2026-11-22.")
    if target["sex"] not in Observation.Sex.values:
        raise ValueError(f"sex: “{target['sex']}” is not one of {', '.join(Observation.Sex.values)}.")
    for name in TEXTS:
        if not isinstance(target[name], str):
            raise ValueError(f"{name}: “{target[name]}” is not text; put it in quotes.")
