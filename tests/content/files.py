"""Reads a content set as plain data for the tests. Knows no Django; refuses nothing, the tests judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

#: fields whose words are our own prose; everything else is a name, a figure, a source or a setting
PROSE_KEYS = frozenset({
    "about", "achieved", "acknowledgements", "aims", "contact_text", "description", "did", "gap_text", "hero_text",
    "holds", "intro", "learnt", "line", "note", "remit", "search_description", "summary", "text", "ward_text",
    "why_it_matters",
})  # fmt: skip


@dataclass(frozen=True)
class PageFile:
    """One page: where it is served, the file it comes from and what the file says."""

    path: str
    file: Path
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """Give the file's name as a reader of a failing test wants it."""
        return str(self.file.relative_to(FIXTURES))


@cache
def load(name: str) -> Any:
    """Parse one file of the set, once. Nobody changes what it gives."""
    return yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8"))


def address(file: Path) -> str:
    """Give the address a page file is served at."""
    parts = list(file.relative_to(FIXTURES / "pages").with_suffix("").parts)
    if parts[-1] == "index":
        parts.pop()
    return "/" + "".join(f"{part}/" for part in parts)


@cache
def pages() -> list[PageFile]:
    """Parse every page of the set, once. Nobody changes what it gives."""
    return [
        PageFile(address(file), file, yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted((FIXTURES / "pages").rglob("*.yaml"))
    ]


def walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Give every mapping entry below a value, at any depth, as key and value; list items carry their list's key."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield name, item
            yield from walk(item, name)
    elif isinstance(value, list):
        for item in value:
            if not isinstance(item, dict | list):
                yield key, item
            yield from walk(item, key)


def prose(value: Any) -> list[str]:
    """Give the texts that a reader reads as sentences; quotations are other people's words and are left out."""
    if isinstance(value, list):
        return [text for item in value for text in prose(item)]
    if not isinstance(value, dict):
        return []
    found: list[str] = []
    for key, item in value.items():
        if key == "quote":
            continue
        if key in PROSE_KEYS and isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict | list):
            found.extend(prose(item))
    return found
