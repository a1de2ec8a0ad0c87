"""Finds which property of a file's features holds their official codes, and which their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

CODE = re.compile(r"[A-Z]\d{8}")
#: what the first three characters of an official code stand for, as types of areas
KINDS = {
    "country": ("E92", "W92", "S92", "N92", "K02", "K03", "K04"),
    "region": ("E12",),
    "local_authority": ("E06", "E07", "E08", "E09", "W06", "S12", "N09"),
    "ward": ("E05", "W05", "S13", "N08"),
    "msoa": ("E02", "W02", "S02"),
    "lsoa": ("E01", "W01", "S01"),
}
KIND_OF = {prefix: kind for kind, prefixes in KINDS.items() for prefix in prefixes}


def text_of(value: Any) -> str:
    """Give a property's text; nothing for any other kind of value."""
    return value.strip() if isinstance(value, str) else ""


def code_property(features: Sequence[Mapping[str, Any]]) -> str:
    """Name the property that tells features apart by codes; nothing where there is none.

    A file of wards names their town as well: the property with the most different codes wins, the first of equals.
    """
    found: dict[str, set[str]] = {}
    for properties in features:
        for name, value in properties.items():
            if CODE.fullmatch(text_of(value)):
                found.setdefault(name, set()).add(text_of(value))
    return max(found, key=lambda name: len(found[name]), default="")


def name_property(code_name: str, features: Sequence[Mapping[str, Any]]) -> str:
    """Name the property that holds the names beside a property of codes: WD24NM beside WD24CD, name beside code."""
    there = {name: None for properties in features for name in properties}
    stems = ((r"CD$", "NM"), (r"cd$", "nm"), (r"code$", "name"), (r"Code$", "Name"), (r"CODE$", "NAME"))
    wanted = [re.sub(ending, other, code_name) for ending, other in stems if re.search(ending, code_name)]
    return next((name for name in (*wanted, "name", "NAME", "Name") if name in there), "")
