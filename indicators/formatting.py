"""Writes numbers for readers, in one way everywhere. A missing number is words, never a zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MISSING = "no figure"
MINUS = "\N{MINUS SIGN}"


def number_text(value: float | None, *, decimals: int = 1, sign: str = "") -> str:
    """Give a number with its decimals, thousands separated, halves rounded up, `sign` (such as “%”) after it.

    The publisher's own digits are rounded, not their nearest binary fraction: 2.675 is 2.68. A number that is not
    zero is never written as zero.
    """
    if value is None:
        return MISSING
    exact = Decimal(repr(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if exact and not rounded:
        smallest = Decimal(1).scaleb(-decimals)
        return f"{'less than ' if exact > 0 else f'above {MINUS}'}{smallest:,f}{sign}"
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,f}{sign}"


def range_text(lower: float, upper: float, *, decimals: int = 1) -> str:
    """Give two limits as “51.5 to 60.0”."""
    return f"{number_text(lower, decimals=decimals)} to {number_text(upper, decimals=decimals)}"
