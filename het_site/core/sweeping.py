"""Finds files that no row holds, as a process leaves them that dies between a file and its row, and deletes them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.utils import timezone

logger = logging.getLogger(__name__)

#: what is being stored right now has no row yet
SPARED = timedelta(days=1)


def old_enough(now: datetime | None = None) -> datetime:
    """Give the moment before which a file must have been stored to be deleted."""
    return (now or timezone.now()) - SPARED


def sweep_files(storage: Storage, names: Iterable[str], held: Iterable[str], before: datetime) -> int:
    """Delete those files of some that are not held and are older than a moment; gives how many."""
    known, gone = set(held), 0
    for name in names:
        if name in known:
            continue
        with suppress(FileNotFoundError):
            if storage.get_modified_time(name) < before:
                storage.delete(name)
                gone += 1
    if gone:
        logger.warning("Files that nothing pointed to are deleted: %s.", gone)
    return gone


def files_below(storage: Storage, folder: str) -> Iterator[str]:
    """Name the files of every folder in a folder; one that is empty goes."""
    for inner in _folders(storage, folder):
        names = list(files_in(storage, f"{folder}/{inner}"))
        if not names:
            with suppress(OSError):  # filled meanwhile
                storage.delete(f"{folder}/{inner}")
        yield from names


def _folders(storage: Storage, folder: str) -> list[str]:
    with suppress(FileNotFoundError):
        return list(storage.listdir(folder)[0])
    return []


def files_in(storage: Storage, folder: str) -> Iterator[str]:
    """Name the files of a folder."""
    with suppress(FileNotFoundError):
        yield from [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
