"""Reads the lists of organisations, groups and recommendations in a content set. Knows lines and shapes; writes nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from het_site.core.faults import Fault, FaultyFilesError


@dataclass(frozen=True)
class Entry:
    """One entry of a list: its values, and the line on which it and each of its values stand."""

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]

    @property
    def slug(self) -> str:
        """Give the name that other files call it by."""
        return str(self.values.get("slug") or "")

    @property
    def checksum(self) -> str:
        """Give a mark that changes when anything in the entry does."""
        text = json.dumps(self.values, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def fault(self, reason: str, *, key: str = "") -> Fault:
        """Say what is wrong with the entry or with one of its values."""
        place = f"“{self.slug}”" if self.slug else "An entry without slug"
        return Fault(self.file, f"{place}{f', {key}' if key else ''}: {reason}", self.lines.get(key, self.line))


def read_entries(folder: Path, name: str, *, required: frozenset[str], optional: frozenset[str]) -> list[Entry]:
    """Give the entries of a file; an absent file has none. Raises `FaultyFilesError` with every fault of its shape."""
    path = folder / name
    if not path.exists():
        return []
    entries = _parse(path, name)
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for entry in entries:
        faults += [entry.fault("There is no such value.", key=key) for key in entry.values.keys() - required - optional]
        faults += [entry.fault(f"It has no {key}.") for key in sorted(required) if entry.values.get(key) in (None, "")]
        if entry.slug in seen:
            faults.append(entry.fault(f"Line {seen[entry.slug]} has the same slug.", key="slug"))
        elif entry.slug:
            seen[entry.slug] = entry.line
    if faults:
        raise FaultyFilesError(sorted(faults, key=lambda fault: fault.line or 0))
    return entries


def _parse(path: Path, name: str) -> list[Entry]:
    try:
        loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"This is not YAML: {getattr(error, 'problem', None) or error}."
        raise FaultyFilesError([Fault(name, reason, mark.line + 1 if mark else None)]) from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise FaultyFilesError([Fault(name, "The file must hold a list of entries.", 1)])
    return [_entry(loader, node, name) for node in root.value]


def _entry(loader: yaml.CSafeLoader, node: yaml.Node, name: str) -> Entry:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise FaultyFilesError([Fault(name, "An entry must hold names with values.", line)])
    lines: dict[str, int] = {}
    for key, _value in node.value:
        if key.value in lines:
            raise FaultyFilesError([Fault(name, f"“{key.value}” stands here twice.", key.start_mark.line + 1)])
        lines[key.value] = key.start_mark.line + 1
    try:
        values = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    except (yaml.YAMLError, ValueError) as error:
        raise FaultyFilesError([Fault(name, f"A value cannot be read: {error}", line)]) from error
    return Entry(name, line, values, lines)
