"""What differs between two versions of a story: by question, and within a text by words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from casestudies.template.questions import OUTCOME_PARTS, QUESTIONS, Question

Way = Literal["same", "gone", "new"]
#: texts beyond this are shown whole: comparing them by words would take seconds
MOST_WORDS = 6_000


@dataclass(frozen=True)
class Difference:
    """One answer that is not what it was, as text; `before` and `after` are its words with what became of them."""

    question: Question
    before: tuple[tuple[Way, str], ...]
    after: tuple[tuple[Way, str], ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """List the answers that differ, in the order of the template; answers to questions that are gone are left out."""
    found = []
    for name, question in QUESTIONS.items():
        one, other = as_text(before.get(name)), as_text(after.get(name))
        if one != other:
            found.append(Difference(question, *word_changes(one, other)))
    return found


def word_changes(before: str, after: str) -> tuple[tuple[tuple[Way, str], ...], tuple[tuple[Way, str], ...]]:
    """Cut two texts into pieces that are the same, gone or new; the pieces of each side give its text again."""
    one, other = _words(before), _words(after)
    if max(len(one), len(other)) > MOST_WORDS:
        return _whole("gone", before), _whole("new", after)
    left: list[tuple[Way, str]] = []
    right: list[tuple[Way, str]] = []
    for what, a, b, c, d in SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes():
        is_same = what == "equal"
        if b > a:
            left.append(("same" if is_same else "gone", "".join(one[a:b])))
        if d > c:
            right.append(("same" if is_same else "new", "".join(other[c:d])))
    return tuple(left), tuple(right)


def as_text(answer: Any) -> str:
    """Write any answer as text, a line for each of several."""
    if isinstance(answer, str):
        return answer
    if not answer:
        return ""
    return "\n".join(_outcome(one) if isinstance(one, Mapping) else str(one) for one in answer)


def _outcome(outcome: Mapping[str, Any]) -> str:
    return "; ".join(f"{label}: {outcome[part]}" for part, label in OUTCOME_PARTS.items() if outcome.get(part))


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _whole(way: Way, text: str) -> tuple[tuple[Way, str], ...]:
    return ((way, text),) if text else ()
