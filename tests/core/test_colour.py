"""Colour arithmetic against values published by WCAG and computed by hand."""

from __future__ import annotations

import pytest

from het_site.core.colour import contrast_ratio, mix, parse_hex, readable_on


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#777777", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0b4f5c", "#fffdf9", 9.04),
        ("#F2A33A", "#fffdf9", 2.05),
    ],
)
def test_contrast_ratio(first: str, second: str, ratio: float) -> None:
    assert contrast_ratio(first, second) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("colour", ["", "0b4f5c", "#0b4f5", "#0b4f5cc", "#0b4f5g", "red", "#0b4f5c\n", "rgb(0,0,0)"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        parse_hex(colour)


@pytest.mark.parametrize(("share", "mixed"), [(0.0, "#000000"), (0.5, "#808080"), (1.0, "#ffffff")])
def test_mix(share: float, mixed: str) -> None:
    assert mix("#000000", "#ffffff", share) == mixed


def test_readable_on_keeps_a_colour_that_can_be_read() -> None:
    assert readable_on("#0b4f5c", "#ffffff", ratio=4.5, towards="#000000") == "#0b4f5c"


def test_readable_on_lightens_until_it_can_be_read() -> None:
    lighter = readable_on("#0b4f5c", "#10171a", ratio=7, towards="#ffffff")
    assert contrast_ratio(lighter, "#10171a") >= 7


def test_readable_on_gives_the_far_colour_when_nothing_can_be_read() -> None:
    assert readable_on("#808080", "#808080", ratio=21, towards="#ffffff") == "#ffffff"
