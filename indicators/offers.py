"""What other apps offer as open data: files, their columns, lists of the API. Each app names its own by path.

An app to the left says in its configuration `open_data = "app.module.OFFER"`; so this app need not know who offers what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from indicators.downloads.dictionary import Column


class OfferedState(Protocol):
    """How what is offered stands: a mark that no two states share, and when it last changed."""

    @property
    def mark(self) -> str: ...

    @property
    def changed_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class OfferedFile:
    """A file below /data/: its name, what it is called, what is in it, and its bytes as they are made."""

    name: str
    title: str
    holds: str
    make: Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Offer:
    """What one app offers. `slug` names it in addresses; `lists` are lists of the API with what may be asked of each."""

    slug: str
    title: str
    intro: str
    files: tuple[OfferedFile, ...]
    columns: tuple[Column, ...]
    required: frozenset[str]
    lists: tuple[tuple[str, str, Any], ...]
    examples: Mapping[str, str]
    state: Callable[[], OfferedState]


@cache
def offers() -> tuple[Offer, ...]:
    """List what is offered, in the order of the apps."""
    paths = [getattr(app, "open_data", "") for app in apps.get_app_configs()]
    return tuple(import_string(path) for path in paths if path)


def list_names() -> list[str]:
    """Name the lists of the API that others offer."""
    return [name for offer in offers() for name, _, _ in offer.lists]
