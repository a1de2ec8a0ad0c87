"""Tells whether a step's inputs have changed since it was last done, by what files hold and not by when they changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(inputs: Iterable[Path], *also: str) -> str:
    """Return a short text that changes when any file changes, comes or goes; a folder stands for all files in it."""
    digest = hashlib.sha256(repr(also).encode())
    for place in inputs:
        found = (
            sorted(path for path in place.rglob("*") if path.is_file() and path.suffix != ".pyc")
            if place.is_dir()
            else [place]
        )
        for path in found:
            digest.update(f"{path.relative_to(place.parent)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest() if path.exists() else b"absent")
    return digest.hexdigest()[:32]


def is_done(stamp: Path, wanted: str) -> bool:
    """Tell whether the step left this very fingerprint when it was last done to its end."""
    return stamp.exists() and stamp.read_text().strip() == wanted


def mark_done(stamp: Path, done: str) -> None:
    """Leave the fingerprint; the last thing a step does."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(f"{done}\n")
