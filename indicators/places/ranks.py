"""Says where one place's figure stands among others. Plain values in, words out."""

from __future__ import annotations

from collections.abc import Sequence

WORDS = {1: "", 2: "second ", 3: "third "}
MEANINGS = {
    "high_is_good": "Higher is better.",
    "low_is_good": "Lower is better.",
    "no_judgement": "Neither high nor low is better.",
}


def rank_words(value: float, others: Sequence[float], *, total: int) -> str:
    """Say the rank of a value among itself and others: “second highest of 20 wards”; counts from the nearer end.

    `total` is how many wards there are: where some have no figure, the words say so.
    """
    known = len(others) + 1
    if not others:
        return "the only ward with a figure"
    above, below = sum(other > value for other in others), sum(other < value for other in others)
    ties = known - 1 - above - below
    among = f"of {known} wards" if known == total else f"of the {known} wards with a figure"
    if ties == known - 1:
        return f"the same as the other wards, {among}" if known > 2 else "the same in both wards"
    rank, end = (above + 1, "highest") if above <= below else (below + 1, "lowest")
    return f"{'joint ' if ties else ''}{_ordinal(rank)}{end} {among}"


def _ordinal(rank: int) -> str:
    """Give “second ” or “4th ”; nothing for the first."""
    if rank in WORDS:
        return WORDS[rank]
    return f"{rank}{'th' if rank % 100 in {11, 12, 13} else {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th')} "


def meaning_of(polarity: str) -> str:
    """Say which way is better."""
    return MEANINGS.get(polarity, "")
