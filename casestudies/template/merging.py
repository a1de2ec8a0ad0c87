"""How what one person saves meets what somebody else saved meanwhile. Nothing is overwritten that its writer had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """An answer that two people changed at once: the one that is stored, and the one that is not."""

    name: str
    stored: Any
    offered: Any


@dataclass(frozen=True)
class Merged:
    """What is to be stored, the names of what changed by it, and what somebody has to decide."""

    answers: dict[str, Any]
    changed: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merge(stored: Answers, offered: Answers, *, versions: Mapping[str, int], seen: Mapping[str, int]) -> Merged:
    """Put what somebody offers to what is stored.

    `versions` counts how often each stored answer has changed, `seen` is what it was when this person last saw it; an
    answer that is not in `seen` counts as never changed. Only the answers that are offered are looked at. An answer
    that somebody else changed meanwhile is left as it is and told as a clash, unless both say the same.
    """
    answers, changed, clashes = dict(stored), [], []
    for name, answer in offered.items():
        if answer == stored.get(name, type(answer)()):
            continue
        if versions.get(name, 0) > seen.get(name, 0):
            clashes.append(Clash(name, stored.get(name), answer))
            continue
        answers[name] = answer
        changed.append(name)
    return Merged(answers, tuple(changed), tuple(clashes))
