"""What people and publishers write in a cell, beside plain digits and the portal's own words, and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: what people write for whom it counts, in small letters
SEX_WORDS = {
    **dict.fromkeys(("p", "person", "all", "all people", "people", "both", "both sexes", "total", "t"), "persons"),
    **dict.fromkeys(("not applicable", "n/a", "all persons", "everyone"), "persons"),
    **dict.fromkeys(("f", "females", "women", "woman", "girls"), "female"),
    **dict.fromkeys(("m", "males", "men", "man", "boys"), "male"),
}
YES_WORDS = {**dict.fromkeys(("y", "true", "1", "x"), "yes"), **dict.fromkeys(("n", "false", "0"), "no")}
REASON_WORDS = {
    **dict.fromkeys(("c", "[c]", "confidential", "*"), "suppressed"),
    **dict.fromkeys(("u", "[u]", "low reliability", "unreliable"), "low_reliability"),
    **dict.fromkeys(("x", "[x]", "not available", "missing"), "not_available"),
    **dict.fromkeys(("z", "[z]", "not applicable", "n/a"), "not_applicable"),
}

#: digits with a point; both engines of patterns read it alike
NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?$"
#: as large as the database takes
LARGEST = 1e300

#: a longer cell is no number
_LONGEST = 60
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_MARKED = re.compile(r"(?P<number>[^\[\]]*?)\s*(?P<marks>(\[[a-z]+\]\s*)+)", re.IGNORECASE)

#: the government's shorthand for why there is no figure: reason and note
SHORTHAND = {
    "c": ("suppressed", ""),
    "u": ("low_reliability", ""),
    "x": ("not_available", ""),
    "z": ("not_applicable", ""),
    "w": ("not_available", "None recorded in the survey"),
    "low": ("not_available", "Too small to show: it rounds to zero"),
}
#: the government's shorthand beside a figure: column of a flag, and note
MARKS = {
    "p": ("is_provisional", ""),
    "r": ("is_revised", ""),
    "b": ("break_before", ""),
    "e": ("", "Estimated"),
    "f": ("", "Forecast"),
    "u": ("", "Not very reliable"),
}
#: what tables of others put where a figure is missing; only the star says why
SIGNS = {"*": "suppressed", **dict.fromkeys(("-", "–", "—", "..", "…", ":", "n/a", "na"), "")}


@dataclass(frozen=True)
class Read:
    """What a cell says that is more than digits."""

    number: float | None = None
    is_percent: bool = False
    reason: str = ""
    note: str = ""
    flags: frozenset[str] = frozenset()


def read_cell(text: str, signs: Mapping[str, str]) -> Read | None:
    """Read a cell that is not just digits: 1,234 or 12.5% or 12.5 [p] or [c]; None where it cannot be read."""
    if len(text) > _LONGEST:
        return None
    if text.casefold() in signs:
        return Read(reason=signs[text.casefold()])
    marked = _MARKED.fullmatch(text)
    if marked is None:
        return _plain(text)
    marks = re.findall(r"\[([a-z]+)\]", marked["marks"].casefold())
    if not marked["number"]:
        if len(marks) != 1 or marks[0] not in SHORTHAND:
            return None
        reason, note = SHORTHAND[marks[0]]
        return Read(reason=reason, note=note)
    plain = _plain(marked["number"])
    if plain is None or not set(marks) <= set(MARKS):
        return None
    flags = frozenset(MARKS[mark][0] for mark in marks if MARKS[mark][0])
    return Read(
        plain.number, plain.is_percent, note="; ".join(MARKS[mark][1] for mark in marks if MARKS[mark][1]), flags=flags
    )


def _plain(text: str) -> Read | None:
    digits = text.removesuffix("%").rstrip()
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    elif digits.startswith("−"):
        digits = digits.replace("−", "-", 1)
    return Read(float(digits), is_percent=text.endswith("%")) if re.match(NUMBER, digits) else None
