"""Measures the Flesch–Kincaid reading grade of Markdown prose. Names do not count: a reader knows the town's names."""

from __future__ import annotations

import re
from collections.abc import Iterable

LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"[*_`#>|]|^\s*(?:[-+]|\d+\.)\s+", re.MULTILINE)
BULLET = re.compile(r"\n(?=\s*(?:[-*+]|\d+\.)\s)")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n{2,}")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|\d[\d,.]*")
VOWELS = re.compile(r"[aeiouy]+")
#: an e that is written and not spoken: make, makes, walked, safely
SILENT = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouyscxz](?<!ch)(?<!sh)(?<!g)es$|[^aeiouy]e(?=(?:ly|less|ment|ments|times|ful)$)"
)
#: two vowels that are spoken apart: radio, doing, employer, actual, science, trial, racism
SPLIT = re.compile(
    r"io(?!us|n)|ia(?!l)|(?<=r)ial|eo(?!u)|iou(?<=[^ctgx]iou)|ua|uou|ie(?=nce)|[aeiouy]ing$|[ao]ye|ione|sm$"
)
IRREGULAR = {
    "area": 3, "areas": 3, "being": 2, "create": 2, "created": 3, "creates": 2, "idea": 3, "ideas": 3, "people": 2,
    "quiet": 2, "real": 1, "science": 2, "trial": 2, "diet": 2, "poem": 2, "going": 2, "something": 2, "everyone": 3,
    "someone": 2, "every": 2, "everything": 3, "homes": 1, "business": 2, "businesses": 3, "somewhere": 2, "whose": 1,
}  # fmt: skip


def syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels: within one of the truth for nearly every word."""
    word = word.lower().replace("’", "'").removesuffix("'s").strip("'")
    if not word or word[0].isdigit():
        return 1
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    if word in IRREGULAR:
        return IRREGULAR[word]
    word = word.replace("qu", "q")
    count = len(VOWELS.findall(word)) - len(SILENT.findall(word)) + len(SPLIT.findall(word))
    return max(count, 1)


def plain(text: str, names: Iterable[str] = ()) -> str:
    """Strip Markdown, and put a one-syllable word in the place of every name, longest first."""
    text = LINK.sub(r"\1", text)
    text = BULLET.sub("\n\n", text)
    text = MARKS.sub(" ", text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}(?:’s)?(?!\w)", "Ann", text)
    return text


def grade(texts: Iterable[str], names: Iterable[str] = ()) -> float:
    """Give the Flesch–Kincaid grade of texts read one after the other; 0 when there is nothing to read."""
    words = sentences = beats = 0
    name_list = list(names)
    for text in texts:
        for part in SENTENCE_END.split(plain(text, name_list)):
            found = WORD.findall(part)
            if found:
                sentences += 1
                words += len(found)
                beats += sum(syllables(word) for word in found)
    if not words:
        return 0.0
    return 0.39 * words / sentences + 11.8 * beats / words - 15.59
