"""Colour arithmetic: contrast as WCAG 2 defines it, and lightening until words can be read. Plain values in and out."""

from __future__ import annotations

import re

HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")


def parse_hex(colour: str) -> tuple[int, int, int]:
    """Give red, green and blue, 0 to 255, of a colour such as #0b4f5c; raises ValueError for anything else."""
    match = HEX.fullmatch(colour)
    if not match:
        raise ValueError(f"{colour!r} is not a colour such as #0b4f5c")
    red, green, blue = (int(part, 16) for part in match.groups())
    return red, green, blue


def relative_luminance(colour: str) -> float:
    """Give the relative luminance, 0 (black) to 1 (white), by WCAG 2.2's definition."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in parse_hex(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(first: str, second: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21, by WCAG 2.2's definition; the order does not matter."""
    lighter, darker = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """Give the colour with `share` (0 to 1) of another mixed in."""
    pairs = zip(parse_hex(colour), parse_hex(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable_on(colour: str, ground: str, *, ratio: float, towards: str) -> str:
    """Give the first of twenty-one steps from `colour` towards another colour that reaches the ratio on the ground.

    Gives `towards` itself when no step reaches it.
    """
    for step in range(21):
        candidate = mix(colour, towards, step / 20)
        if contrast_ratio(candidate, ground) >= ratio:
            return candidate
    return towards
