"""Drawings that only the home page has."""

from __future__ import annotations

import math
from typing import Any

from django import template

register = template.Library()

STEP, WIDTH, HEIGHT = 31, 28, 20


@register.inclusion_tag("home/block_bar.html")
def block_bar(number: str, longest: str) -> dict[str, Any]:
    """Draw a figure as a row of blocks, one for each unit, the last one cut; for the eye only, the words say the same."""
    value, most = _number(number), _number(longest)
    count = max(1, min(20, math.ceil(max(value, most))))
    blocks = [
        {"x": index * STEP, "off_x": index * STEP + 0.75, "width": round(WIDTH * min(1.0, max(0.0, value - index)), 2)}
        for index in range(count)
    ]
    return {"blocks": blocks, "width": count * STEP - (STEP - WIDTH), "height": HEIGHT}


def _number(text: str) -> float:
    """Give the number that a fact shows; 0 where it is not one, so that nothing is drawn for it."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
