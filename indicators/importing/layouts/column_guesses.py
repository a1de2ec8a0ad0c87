"""Guesses which column of a sheet made by hand is what, from its name and its cells. A person confirms it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from indicators.importing.columns.periods import read_period
from indicators.importing.columns.words import NUMBER, SEX_WORDS, SIGNS, read_cell
from indicators.importing.layouts.formats import trimmed
from indicators.importing.layouts.matching import unique_names
from indicators.importing.vocabulary import SEXES

_CODE = re.compile(r"[A-Z]\d{8}")
#: words of a column's name, the first that fits wins
_WORDS = (
    (r"\b(?:gss|ons|area|ward|la|lad|utla|msoa|lsoa)\w*[ _]?(?:code|cd)\b|^code$", "area_code"),
    (r"99\.8.*(?:lower|lcl|lci)|(?:lower|lcl|lci).*99\.8", "lower_998"),
    (r"99\.8.*(?:upper|ucl|uci)|(?:upper|ucl|uci).*99\.8", "upper_998"),
    (r"\b(?:lower|lcl|lci|low)\b", "lower_95"),
    (r"\b(?:upper|ucl|uci|high)\b", "upper_95"),
    (r"\b(?:sex|gender)\b", "sex"),
    (r"\b(?:age|age group)\b", "age"),
    (r"\b(?:denominator|population|out of|base|total)\b", "denominator"),
    (r"\b(?:count|number|numerator|cases|events|n)\b", "count"),
    (r"\b(?:note|notes|comment|comments|caveat|footnote)\b", "note"),
    (r"\bsource\b", "source"),
    (r"\blicen[cs]e\b", "licence"),
    (r"\b(?:ethnic|ethnicity|tenure|category|group|quintile|decile|fifth|breakdown)\b", "category"),
    (r"\b(?:period|year|years|date|quarter|month|time)\b", "period_label"),
    (r"\b(?:ward|area|place|neighbourhood|district|authority|town|region|name|geography)\b", "area_name"),
    (r"%|\b(?:value|rate|percent|pct|percentage|proportion|figure|per|score|average|share|ratio)\b", "value"),
)
_NUMERIC = {"value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator"}
_SEX = {word: word for word in SEXES} | {
    word: sex for word, sex in SEX_WORDS.items() if len(word) > 1 and word != "n/a"
}


def header_line(records: Sequence[Sequence[str]]) -> int:
    """Find the row that names the columns: the one with the most names we understand, above rows with figures."""
    best, best_score = 1, 0.0
    for number, record in enumerate(records[:-1] or records, start=1):
        filled = [cell for cell in trimmed(record) if cell]
        if len(filled) < 2:
            continue
        understood = sum(guess_column(cell, []) != "" for cell in filled)
        names = sum(not re.match(NUMBER, cell) for cell in filled)
        score = understood * 10 + min(names, 9) - number * 0.01
        if score > best_score:
            best, best_score = number, score
    return best


def guess_matching(records: Sequence[Sequence[str]], line: int) -> dict[str, Any]:
    """Propose which column is what; a column that nothing is known of is left out."""
    header = unique_names(records[line - 1])
    rows = [record for record in records[line:] if sum(map(bool, record)) > 1]
    columns: dict[str, Any] = {}
    taken: set[str] = set()
    for place, name in enumerate(header):
        cells = [record[place].strip() for record in rows if len(record) > place and record[place].strip()]
        found = guess_column(name, cells)
        key = repr(found)
        columns[name] = "" if key in taken else found
        taken.add(key)
    return {"header_line": line, "columns": columns, "fixed": {}}


def guess_column(name: str, cells: Sequence[str]) -> str | Mapping[str, str]:
    """Guess what one column is; empty where nothing tells."""
    if cells and all(_CODE.fullmatch(cell) for cell in cells):
        return "area_code"
    if cells and all(cell.casefold() in _SEX for cell in cells):
        return "sex"
    own, rest = _own(name[:200])
    field = _field(rest)
    has_numbers = not cells or _share_of_numbers(cells) > 0.5
    if own and has_numbers and field in {*_NUMERIC, ""}:
        return {"field": field or "value", **own}
    if cells and field in {"", "period_label"} and all(_is_period(cell) for cell in cells):
        return "period_label"
    if cells and field in _NUMERIC and not has_numbers:
        return ""
    return field


def _own(name: str) -> tuple[dict[str, str], str]:
    """Split a column's name into the period and sex that it is about, and the rest."""
    own: dict[str, str] = {}
    words = name.replace("_", " ").strip()
    for sex in sorted(_SEX, key=len, reverse=True):
        pattern = rf"(?i)(?<![a-z]){re.escape(sex)}(?![a-z])"
        if sex not in {"total", "all", "people"} and re.search(pattern, words):
            own["sex"] = _SEX[sex]
            words = re.sub(pattern, " ", words, count=1)
            break
    for match in re.finditer(
        r"(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?(?:\s*(?:-|–|to)\s*(?:19|20)?\d\d(?:/\d\d)?)?(?: Q\d)?", words
    ):
        if _is_period(match[0]):
            own["period_label"] = match[0]
            words = words.replace(match[0], " ", 1)
            break
    if not own and _is_period(words):
        return {"period_label": words}, ""
    return own, re.sub(r"[^\w%.]+", " ", words).strip()


def _field(words: str) -> str:
    plain = words.casefold()
    return next((field for pattern, field in _WORDS if re.search(pattern, plain)), "")


def _is_period(text: str) -> bool:
    try:
        read_period(text, years=1)
    except ValueError:
        return False
    return True


def _share_of_numbers(cells: Sequence[str]) -> float:
    """Tell how many cells are numbers, or stand for one that is missing or whose formula failed."""
    return sum(cell.startswith("#") or _is_number(cell) for cell in cells) / len(cells)


def _is_number(cell: str) -> bool:
    return bool(re.match(NUMBER, cell)) or read_cell(cell, SIGNS) is not None
