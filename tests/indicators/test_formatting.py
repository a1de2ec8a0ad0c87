"""Numbers as readers see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formatting import MISSING, number_text, range_text


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "text"),
    [
        (64.0, 1, "%", "64.0%"),
        (2.675, 2, "", "2.68"),
        (0.05, 1, "", "0.1"),
        (1234567.0, 0, "", "1,234,567"),
        (80760.0, 1, "", "80,760.0"),
        (-1.25, 1, "", "\N{MINUS SIGN}1.3"),
        (0.0, 1, "%", "0.0%"),
        (-0.0, 1, "", "0.0"),
        (0.04, 1, "%", "less than 0.1%"),
        (-0.04, 1, "", "above \N{MINUS SIGN}0.1"),
        (1e-7, 0, "", "less than 1"),
        (None, 1, "%", "no figure"),
    ],
)
def test_numbers(value: float | None, decimals: int, sign: str, text: str) -> None:
    assert number_text(value, decimals=decimals, sign=sign) == text


def test_limits() -> None:
    assert range_text(51.5, 60, decimals=1) == "51.5 to 60.0"


@given(st.floats(-1e12, 1e12, allow_nan=False), st.integers(0, 4))
def test_nothing_but_zero_is_written_as_zero_and_missing_never_is(value: float, decimals: int) -> None:
    text = number_text(value, decimals=decimals)
    assert (text.strip("0.,") == "") == (value == 0)
    assert "0" not in MISSING
