"""Reads a content set's files. Knows their places and that they are YAML; not what the values mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from het_site.core.faults import Fault, FaultyFilesError


@dataclass(frozen=True)
class PageFile:
    """One page's file: its address in the tree ("/about/partners/"), the file's name for messages, its values."""

    path: str
    file: str
    values: dict[str, Any]

    @property
    def slug(self) -> str:
        """Give the last part of the address; "home" for the root."""
        return self.path.rstrip("/").rsplit("/", 1)[-1] or "home"

    @property
    def parent(self) -> str:
        """Give the address of the page above."""
        return self.path.rstrip("/").rsplit("/", 1)[0] + "/"


def read_yaml(path: Path, *, name: str) -> Any:
    """Give a YAML file's value; raises `FaultyFilesError` naming the line where it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: no text at all, or a date that does not exist
        mark = getattr(error, "problem_mark", None)
        reason = f"This is not YAML: {getattr(error, 'problem', None) or error}."
        raise FaultyFilesError([Fault(name, reason, mark.line + 1 if mark else None)]) from error


def read_mapping(folder: Path, name: str) -> dict[str, Any]:
    """Give the mapping in a file of the set; an absent file is an empty one."""
    path = folder / name
    value = read_yaml(path, name=name) if path.exists() else {}
    if not isinstance(value, dict):
        raise FaultyFilesError([Fault(name, "The file must hold names with values.")])
    return value


def read_list(folder: Path, name: str) -> list[dict[str, Any]]:
    """Give the list of mappings in a file of the set; an absent file is an empty one."""
    path = folder / name
    value = (read_yaml(path, name=name) if path.exists() else []) or []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise FaultyFilesError([Fault(name, "The file must hold a list of entries.")])
    return value


def read_pages(folder: Path) -> list[PageFile]:
    """Give the page files, every parent before its children and siblings in their `order`."""
    root = folder / "pages"
    pages: dict[str, PageFile] = {}
    for file in sorted(root.rglob("*.yaml")):
        relative = file.relative_to(root)
        parts = relative.parent.parts if file.stem == "index" else (*relative.parent.parts, file.stem)
        path = "/" + "".join(f"{part}/" for part in parts)
        name = f"pages/{relative.as_posix()}"
        values = read_yaml(file, name=name)
        if not isinstance(values, dict):
            raise FaultyFilesError([Fault(name, "The file must hold names with values.")])
        if path in pages:
            raise FaultyFilesError([Fault(name, f"{pages[path].file} has the same address.")])
        pages[path] = PageFile(path, name, values)
    faults = [
        Fault(page.file, f"There is no page above it: {page.parent} has no file.")
        for page in pages.values()
        if page.path != "/" and page.parent not in pages
    ]
    if "/" not in pages:
        faults.append(Fault("pages/index.yaml", "There is no home page."))
    if faults:
        raise FaultyFilesError(faults)
    return sorted(
        pages.values(), key=lambda page: (page.path.count("/"), page.parent, page.values.get("order", 1000), page.path)
    )
