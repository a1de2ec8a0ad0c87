"""How postcodes are written: in capitals without spaces where they are kept, with one space where they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: area and district, then sector and unit
WHOLE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])")
#: longer than any postcode however it is spaced
LONGEST = 12


@dataclass(frozen=True)
class Typed:
    """What a reader typed: a whole postcode, or the beginnings that a part of one may be (district, then sector)."""

    whole: str = ""
    parts: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.parts)


def normal(text: str) -> str:
    """Give a whole postcode as it is kept; nothing where the text is none."""
    letters = re.sub(r"[\s\-.]+", "", text).upper()
    if not letters.isascii():
        return ""
    if len(letters) > 4 and letters[-3] == "O":  # a letter where a nought belongs
        letters = f"{letters[:-3]}0{letters[-2:]}"
    return letters if WHOLE.fullmatch(letters) else ""


def shown(postcode: str) -> str:
    """Give a kept postcode as people write it."""
    return f"{postcode[:-3]} {postcode[-3:]}"


def typed_postcode(text: str) -> Typed:
    """Read what was typed: any case, any spaces; nothing where it is no postcode and no part of one.

    A part is told as how it begins and how long the postcodes are that it is part of: a district in two letters and
    one number must not find those of two numbers.
    """
    if len(text.strip()) > LONGEST:
        return Typed()
    whole = normal(text)
    if whole:
        return Typed(whole)
    letters = re.sub(r"[\s\-.]+", "", text).upper()
    if not letters.isascii():
        return Typed()
    has_space = len(text.split()) > 1
    parts = [(letters, len(letters) + 3)] if DISTRICT.fullmatch(letters) and not has_space else []
    if (sector := SECTOR.fullmatch(letters)) is not None:
        parts.append((letters, len(sector[1]) + 3))
    if not parts and re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]", letters):
        parts.append((letters, len(letters) + 1))
    return Typed(parts=tuple(parts))
