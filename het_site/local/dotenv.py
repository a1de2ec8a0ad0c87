"""Reads the optional .env file beside manage.py. The environment always wins; production never reads the file."""

from __future__ import annotations

import os
import re
from pathlib import Path

from het_site.local.folders import ROOT


def parse(text: str) -> dict[str, str]:
    """Return the settings in a .env file: NAME=value lines; quotes around a value and # comments are dropped."""
    settings = {}
    for line in text.splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not equals or name.startswith("#"):
            continue
        quoted = re.match(r"""\s*(['"])(.*?)\1""", value)
        settings[name.strip()] = quoted[2] if quoted else value.split(" #")[0].strip()
    return settings


def apply(path: Path = ROOT / ".env") -> None:
    """Put the file's settings into our environment where it says nothing; an empty value says nothing."""
    if path.exists():
        for name, value in parse(path.read_text(encoding="utf-8")).items():
            if value:
                os.environ.setdefault(name, value)
