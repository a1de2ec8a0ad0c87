"""What a file is checked against and what it may cost: plain values that the caller reads from the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class IndicatorRules:
    """What the figures of one indicator have to keep to, and what fills cells that a file leaves empty."""

    slug: str
    title: str = ""
    fingertips_id: str = ""
    #: None where nobody has said so yet
    is_percentage: bool | None = False
    #: the count is a part of the denominator
    is_part_of_whole: bool = False
    multiplier: int = 1
    #: what a period such as 2022/23 is: `financial_year` or `academic_year`
    year_kind: str = "financial_year"
    source: str = ""
    licence: str = ""


@dataclass(frozen=True)
class AreaRules:
    """One area and the days on which its boundary was in use."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Known:
    """Everything a file is checked against; `country` is the code of the area that others are compared with."""

    indicators: Sequence[IndicatorRules]
    areas: Sequence[AreaRules]
    country: str
    today: date


@dataclass(frozen=True)
class Limits:
    """How large a file may be. A workbook is unpacked in memory, so what it unpacks to counts too."""

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 400_000_000
    cells: int = 3_000_000


@dataclass(frozen=True)
class Unlisted:
    """An indicator that a file names and the portal does not have; what could be guessed of it, else empty."""

    slug: str
    title: str
    fingertips_id: str = ""
    value_type: str = ""
    unit: str = ""
    multiplier: int = 1
