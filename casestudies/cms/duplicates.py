"""Finds titles that are likely the same: by their words, and by the threes of letters that they share. Plain values only."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

#: the share of threes of letters that two titles have in common, from which they are told as alike
ALIKE = 0.6
NOT_WORDS = re.compile(r"[^\w]+")


def normalised(title: str) -> str:
    """Give the words of a title without case, accents, punctuation and the spaces between."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    return NOT_WORDS.sub(" ", "".join(char for char in plain if not unicodedata.combining(char))).strip()


def threes(title: str) -> frozenset[str]:
    """Give the threes of letters of a title, word by word, as PostgreSQL's pg_trgm does."""
    found = set()
    for word in normalised(title).split():
        padded = f"  {word} "
        found |= {padded[at : at + 3] for at in range(len(padded) - 2)}
    return frozenset(found)


def similarity(one: str, other: str) -> float:
    """Give the share of threes that two titles have in common, from 0 to 1."""
    a, b = threes(one), threes(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def alike(asked: Mapping[Key, str], among: Iterable[tuple[Key, str]]) -> dict[Key, list[Key]]:
    """Give for each title that is asked about the keys of others that are likely the same, the most alike first."""
    wanted = {key: threes(title) for key, title in asked.items()}
    holders: dict[str, list[Key]] = defaultdict(list)
    for key, letters in wanted.items():
        for three in letters:
            holders[three].append(key)
    found: dict[Key, list[tuple[float, Key]]] = {key: [] for key in asked}
    for other, title in among:
        letters = threes(title)
        shared = Counter(key for three in letters for key in holders.get(three, ()))
        for key, number in shared.items():
            share = number / (len(wanted[key]) + len(letters) - number)
            if key != other and share >= ALIKE:
                found[key].append((share, other))
    return {key: [other for _, other in sorted(rows, key=lambda row: -row[0])] for key, rows in found.items()}
