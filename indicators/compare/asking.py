"""What an address asks to compare, and the one address that equal questions share. Plain values: looks nothing up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from indicators.figures import SEX_ORDER

#: more than anybody ticks; the rest of a longer address is not read
MOST_NAMES = 200
LONGEST_AGE = 60
LONGEST_SEARCH = 100
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
#: an official code, or the name of a set of places: all wards of one boundary, all places of a group
AREA = re.compile(r"[A-Z]\d{8}|[a-z]+-[-a-zA-Z0-9_]{1,120}")
YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)

UNKNOWN_INDICATOR, UNKNOWN_AREA, TOO_MANY_NAMES = "indicator", "area", "names"
NO_YEAR, NO_SEX, NO_AGE, REVERSED = "year", "sex", "age", "reversed"


@dataclass(frozen=True)
class Asked:
    """Indicators by slug, places by code or set, the years in which periods end, and for whom; empty means any.

    `faults` names what the address holds and nobody can mean. It is no part of the question.
    """

    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    sex: str = ""
    age: str = ""
    search: str = ""
    is_choosing: bool = False
    faults: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def is_whole(self) -> bool:
        """Tell whether there is something to compare."""
        return bool(self.indicators and self.areas)

    @property
    def address(self) -> str:
        """Give the question as an address's parameters: the same for equal questions, however they were put."""
        said: list[tuple[str, object]] = [
            *(("indicator", slug) for slug in sorted(set(self.indicators))),
            *(("area", code) for code in sorted(set(self.areas))),
        ]
        if self.first is not None:
            said.append(("from", self.first))
        if self.last is not None:
            said.append(("to", self.last))
        said += [(name, value) for name, value in (("sex", self.sex), ("age", self.age)) if value]
        return urlencode(said)

    def but(self, **changes: object) -> Asked:
        """Give the same question with some parts changed, and nothing being chosen."""
        changed = {"search": "", "is_choosing": False, "faults": frozenset(), **changes}
        return replace(self, **changed)  # type: ignore[arg-type]  # each named part has its own type


def asked(query: QueryDict) -> Asked:
    """Read an address's parameters; what nobody can mean is left out and named among the faults."""
    faults: set[str] = set()
    indicators = _names(query.getlist("indicator"), SLUG, UNKNOWN_INDICATOR, faults)
    areas = _names(query.getlist("area"), AREA, UNKNOWN_AREA, faults)
    first, last = (_year(query.get(name, ""), faults) for name in ("from", "to"))
    if first is not None and last is not None and first > last:
        first, last = last, first
        faults.add(REVERSED)
    sex = query.get("sex", "").strip()
    if sex and sex not in SEX_ORDER:
        faults.add(NO_SEX)
        sex = ""
    age = " ".join(query.get("age", "").split())
    if len(age) > LONGEST_AGE:
        faults.add(NO_AGE)
        age = ""
    return Asked(
        indicators=indicators,
        areas=areas,
        first=first,
        last=last,
        sex=sex,
        age=age,
        search=" ".join(query.get("q", "").split())[:LONGEST_SEARCH] if "choose" in query else "",
        is_choosing="choose" in query,
        faults=frozenset(faults),
    )


def _names(given: Iterable[str], form: re.Pattern[str], fault: str, faults: set[str]) -> tuple[str, ...]:
    """Keep each name of the right form once, in order."""
    found = list(dict.fromkeys(name for value in given if (name := value.strip())))
    if len(found) > MOST_NAMES:
        faults.add(TOO_MANY_NAMES)
        found = found[:MOST_NAMES]
    right = [name for name in found if form.fullmatch(name)]
    if len(right) < len(found):
        faults.add(fault)
    return tuple(sorted(right))


def _year(text: str, faults: set[str]) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not YEAR.fullmatch(text):
        faults.add(NO_YEAR)
        return None
    return int(text)
