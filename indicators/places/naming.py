"""Finds wards by what a reader types: whole names, parts of them, and names spelt nearly right. Plain values in and out.

As the site's search does, a misspelt name is met by how many of its three-letter pieces it shares with a real one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indicators.places.wards import Ward, Wards

LONGEST = 80
#: how alike two names have to be, from 0 to 1: PostgreSQL's own measure, and a little stricter than its own limit
ALIKE = 0.34
#: words that people add to a ward's name
EXTRA = {"ward", "the"}
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Hits:
    """What was found: wards in use, and former wards whose names none of those has."""

    now: tuple[Ward, ...] = ()
    former: tuple[Ward, ...] = ()
    is_exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.now or self.former)


def cleaned(text: str) -> str:
    """Give what was typed on one line, without control characters, and not too long to be a name."""
    parts = ("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)).split()
    return " ".join(parts)[:LONGEST].strip()


def plain(text: str) -> str:
    """Give a name as it is compared: small letters, no accents or marks, “St” for “Saint”, “and” for “&”."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    letters = "".join(c for c in letters if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    words = ("st" if word == "saint" else word for word in WORD.findall(letters))
    return " ".join(words)


def found_by_name(text: str, wards: Wards) -> Hits:
    """Find wards whose name is what was typed; failing that begins with it, holds it, or is nearly it."""
    wanted = plain(text)
    short = " ".join(word for word in wanted.split() if word not in EXTRA) or wanted
    if not wanted:
        return Hits()
    for matches, is_exact in (
        (lambda name: name in {wanted, short}, True),
        (lambda name: name.startswith(short), False),
        (lambda name: short in name or all(word in name.split() for word in short.split()), False),
    ):
        hits = _matching(wards, matches, is_exact=is_exact)
        if hits:
            return hits
    scores = {ward.code: likeness(short, plain(ward.name)) for ward in (*wards.in_use, *wards.earlier)}
    best = max(scores.values(), default=0.0)
    near = {code for code, score in scores.items() if score >= max(ALIKE, best * 0.75)}
    return _sorted(wards, [ward for ward in (*wards.in_use, *wards.earlier) if ward.code in near], scores)


def _matching(wards: Wards, matches: Callable[[str], bool], *, is_exact: bool) -> Hits:
    now = tuple(ward for ward in wards.in_use if matches(plain(ward.name)))
    return Hits(now, _only_former(wards, (w for w in wards.earlier if matches(plain(w.name)))), is_exact)


def _sorted(wards: Wards, near: Sequence[Ward], scores: dict[str, float]) -> Hits:
    in_order = sorted(near, key=lambda ward: -scores[ward.code])
    now = tuple(ward for ward in in_order if ward in wards.in_use)
    return Hits(now, _only_former(wards, (ward for ward in in_order if ward not in wards.in_use)))


def _only_former(wards: Wards, found: Iterable[Ward]) -> tuple[Ward, ...]:
    """Leave out former wards whose name a ward has today: its page tells of them."""
    taken = {plain(ward.name) for ward in wards.in_use}
    return tuple(ward for ward in found if plain(ward.name) not in taken)


def likeness(one: str, other: str) -> float:
    """Give how alike two names are, from 0 to 1: the share of three-letter pieces that both have, of the best word too."""
    whole = _shared(_pieces(one), _pieces(other))
    words = [_shared(_pieces(one), _pieces(word)) for word in other.split()]
    return max([whole, *words])


def _pieces(text: str) -> set[str]:
    return {f"  {word} "[at : at + 3] for word in text.split() for at in range(len(word) + 1)}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
