"""Drawings of the home page."""

from __future__ import annotations

import pytest

from het_site.home.templatetags.home_tags import block_bar


@pytest.mark.parametrize(
    ("number", "longest", "count", "full", "cut"),
    [
        ("10.0", "10.4", 11, 10, 0),
        ("6.8", "10.4", 11, 6, 22.4),
        ("10.4", "10.4", 11, 10, 11.2),
        ("0", "3", 3, 0, 0),
        ("unknown", "3", 3, 0, 0),
        ("nan", "inf", 1, 0, 0),
        ("-4", "2", 2, 0, 0),
        ("1000", "1000", 20, 20, 0),
    ],
)
def test_a_bar_has_one_block_for_each_unit(number: str, longest: str, count: int, full: int, cut: float) -> None:
    blocks = block_bar(number, longest)["blocks"]
    assert len(blocks) == count
    assert [block["width"] for block in blocks].count(28) == full
    assert sum(block["width"] for block in blocks if block["width"] < 28) == pytest.approx(cut)
