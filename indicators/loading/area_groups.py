"""Reads the groups of places of a content set: a YAML list, each with its name, its source and its areas' codes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import yaml

from het_site.core.faults import Fault
from indicators.models import AreaGroup

TEXTS = {"slug": 110, "name": 120, "note": 250, "source": 240, "source_url": 500}
KNOWN = (*TEXTS, "kind", "areas")


@dataclass(frozen=True)
class GroupEntry:
    """One group as its file gives it."""

    slug: str
    name: str
    kind: str
    note: str
    source: str
    source_url: str
    areas: tuple[str, ...]


def read_area_groups(data: bytes, *, file: str, area_codes: Collection[str]) -> tuple[list[GroupEntry], list[Fault]]:
    """Read the list; gives all faults, not the first."""
    try:
        entries = yaml.load(data.decode("utf-8-sig"), Loader=yaml.CSafeLoader) or []
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"This is not YAML: {getattr(error, 'problem', None) or error}."
        return [], [Fault(file, reason, mark.line + 1 if mark else None)]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return [], [Fault(file, "The file must hold a list of entries.")]
    groups: list[GroupEntry] = []
    faults: list[Fault] = []
    for number, entry in enumerate(entries, 1):
        place = f"entry {number}"
        found = [Fault(file, f"{place}: {reason}") for reason in _reasons(entry, area_codes)]
        if any(str(entry.get("slug")) == group.slug for group in groups):
            found.append(Fault(file, f"{place}: “{entry['slug']}” is there already."))
        if not found:
            texts = {name: str(entry.get(name) or "").strip() for name in TEXTS}
            groups.append(GroupEntry(**texts, kind=entry.get("kind", "other"), areas=tuple(entry["areas"])))
        faults += found
    return groups, faults


def _reasons(entry: dict[str, Any], area_codes: Collection[str]) -> list[str]:
    reasons = [f"“{name}” is not one we know." for name in entry if name not in KNOWN]
    reasons += [f"There is no “{name}”." for name in ("slug", "name", "areas") if not entry.get(name)]
    for name, longest in TEXTS.items():
        text = entry.get(name) or ""
        if not isinstance(text, str):
            reasons.append(f"{name}: “{text}” is not text; put it in quotes.")
        elif len(text) > longest:
            reasons.append(f"{name} has {len(text)} characters; {longest} are the most.")
    if entry.get("kind", "other") not in AreaGroup.Kind.values:
        reasons.append(f"kind: “{entry['kind']}” is not one of {', '.join(AreaGroup.Kind.values)}.")
    codes = entry.get("areas") or []
    if not isinstance(codes, list):
        return [*reasons, "areas: this is not a list of codes."]
    reasons += [f"Area {code} is not known." for code in codes if code not in area_codes]
    return reasons + [f"Area {code} is there more than once." for code in {*codes} if codes.count(code) > 1]
