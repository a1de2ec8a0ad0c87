"""How one indicator's numbers are written."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.formatting import MINUS, number_text, range_text


@dataclass(frozen=True)
class Measure:
    """What has to be known of an indicator to put its numbers into words."""

    unit: str
    decimals: int
    is_percentage: bool
    is_in_years: bool = False

    def number(self, value: float | None) -> str:
        """Give a number with its percent sign, if it has one."""
        return number_text(value, decimals=self.decimals, sign="%" if self.is_percentage else "")

    def amount(self, value: float | None) -> str:
        """Give a number with its unit in full: “64.0% of children”, “78.6 years”."""
        unit = self.unit.removeprefix("%") if self.is_percentage else f" {self.unit}"
        return f"{self.number(value)}{unit}".rstrip()

    def limits(self, lower: float, upper: float) -> str:
        """Give two limits: “51.5 to 60.0”."""
        return range_text(lower, upper, decimals=self.decimals)

    def difference(self, value: float) -> str:
        """Give the size of a difference: “4.3 percentage points”, “1.1 years”, “1.3”."""
        size = number_text(abs(value), decimals=self.decimals)
        unit = " percentage points" if self.is_percentage else " years" if self.is_in_years else ""
        return f"{size}{unit}"

    @property
    def gap_unit(self) -> str:
        """Name the unit of a difference: “percentage points”, “years”, else the measure's own."""
        return "percentage points" if self.is_percentage else "years" if self.is_in_years else self.unit

    def signed(self, value: float) -> str:
        """Give a difference with a minus where it is below zero."""
        return f"{MINUS if value < 0 else ''}{self.difference(value)}"

    def looks_equal(self, one: float, other: float) -> bool:
        """Tell whether two values are the same to the decimals shown."""
        return self.number(one) == self.number(other)
