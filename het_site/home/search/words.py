"""Cleaning what readers type and pages say: plain text in, plain text out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY = 200
LONGEST_WORD = 40
MARK_START, MARK_END = "\x02", "\x03"

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LETTERS = re.compile(rf"[^\W\d_]{{3,{LONGEST_WORD}}}")


def without_controls(text: str) -> str:
    """Give the text on one line without control, invisible and unassigned characters, spaces run together."""
    return " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())


def without_accents(text: str) -> str:
    """Give the text in small letters without accents, as the index compares it."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def vocabulary(text: str) -> set[str]:
    """List the words of a text that a misspelt one may be compared with: letters only, three or more."""
    return set(LETTERS.findall(without_accents(text)))


@dataclass(frozen=True)
class Typed:
    """What a reader asked for, cleaned; `was_cut` tells that it was longer than we read."""

    text: str
    was_cut: bool = False

    @property
    def words(self) -> list[str]:
        """List the words in it without accents, once each, without the search operators “or” and “-”."""
        words = (without_accents(word) for word in WORD.findall(self.text))
        return list(dict.fromkeys(word for word in words if word != "or"))


def typed(raw: str) -> Typed:
    """Clean what a reader typed: at most 200 characters of it, cut at a word's end where there is one."""
    text = without_controls(unicodedata.normalize("NFC", raw))
    if len(text) <= LONGEST_QUERY:
        return Typed(text)
    cut = text[: LONGEST_QUERY + 1]
    return Typed((cut.rsplit(" ", 1)[0] if " " in cut else cut)[:LONGEST_QUERY].strip(), was_cut=True)
