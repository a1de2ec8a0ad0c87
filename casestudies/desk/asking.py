"""The questions of one page with what they were answered, and what came back from a page. Validates nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from casestudies.actions.writing import kept
from casestudies.desk.choosing import options
from casestudies.models import Remark, Submission
from casestudies.template import Clash, Group, Kind, Question
from casestudies.template.differences import as_text
from casestudies.template.questions import MOST_OUTCOMES, OUTCOME_PARTS, stored

#: what a writer may do with two answers that were given at once
MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Choice:
    """One thing to choose, and whether it is chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Part:
    """One box of an outcome."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Meeting:
    """Two answers that were given at once: the one that is stored, and the one that is not, as text and as it was sent."""

    theirs: str
    mine: str
    sent: str
    can_join: bool


@dataclass(frozen=True)
class Asked:
    """One question on its page."""

    question: Question
    value: Any
    seen: int
    was: str = ""
    choices: tuple[Choice, ...] = ()
    rows: tuple[tuple[Part, ...], ...] = ()
    remarks: tuple[Remark, ...] = ()
    meeting: Meeting | None = None
    parts: tuple[tuple[str, str], ...] = field(default=tuple(OUTCOME_PARTS.items()))

    @property
    def id(self) -> str:
        """Give the id of its control, which other pages lead to."""
        return f"id_{self.question.name}"

    @property
    def is_group(self) -> bool:
        """Tell whether it has several controls."""
        return self.question.kind in {Kind.ONE, Kind.MANY, Kind.OUTCOMES}


def asked(
    group: Group,
    submission: Submission,
    *,
    offered: Mapping[str, Any] | None = None,
    seen: Mapping[str, int] | None = None,
    clashes: Iterable[Clash] = (),
    remarks: Iterable[Remark] = (),
) -> list[Asked]:
    """Give the questions of a page. What was typed and is not stored, `offered`, stands before what is."""
    met = {clash.name: clash for clash in clashes}
    said = list(remarks)
    found = []
    for question in stored(group.questions):
        name = question.name
        value = (offered or {}).get(name, submission.answers.get(name))
        chosen = value if isinstance(value, list) else [value]
        version = submission.versions.get(name, 0)
        found.append(
            Asked(
                question,
                value,
                version if name in met else (seen or {}).get(name, version),
                "" if name in (offered or {}) else sign_of(question, value),
                tuple(Choice(word, label, word in chosen) for word, label in options(question).items()),
                _rows(name, value) if question.kind is Kind.OUTCOMES else (),
                tuple(remark for remark in said if remark.field == name),
                _meeting(question, met[name]) if name in met else None,
            )
        )
    return found


def answers_in(data: QueryDict, group: Group, submission: Submission) -> tuple[dict[str, Any], dict[str, int]]:
    """Read what a page sent: the answers that are not as the page showed them, and how often each had changed then."""
    answers: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for question in stored(group.questions):
        name = question.name
        if f"seen-{name}" not in data:
            continue
        seen[name] = number(data[f"seen-{name}"])
        if f"mine-{name}" in data:
            decided = _decided(question, data, submission.answers.get(name))
            if decided is not None:
                answers[name] = decided
        elif data.get(f"was-{name}") != sign_of(question, answer := _answer(question, data)):
            answers[name] = answer
    return answers, seen


def undecided(data: QueryDict, group: Group, submission: Submission) -> list[Clash]:
    """Give the clashes that a page showed and nobody decided, so that they are shown again."""
    return [
        Clash(question.name, submission.answers.get(question.name), _sent(data[f"mine-{question.name}"]))
        for question in stored(group.questions)
        if f"mine-{question.name}" in data and data.get(f"clash-{question.name}") not in {MINE, THEIRS, BOTH}
    ]


def sign_of(question: Question, answer: Any) -> str:
    """Give a short sign by which an answer that nobody touched is known again, so that it never meets what others wrote."""
    words = json.dumps(kept(question, answer), sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def number(text: Any) -> int:
    """Read how often an answer had changed; whatever is no number is never."""
    shown = str(text)
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else 0


def joined(question: Question, theirs: Any, mine: Any) -> Any:
    """Put two answers one after the other."""
    if isinstance(theirs, list) and isinstance(mine, list):
        return [*theirs, *(one for one in mine if one not in theirs)]
    gap = "\n\n" if question.kind is Kind.TEXT else " / "
    return gap.join(text for text in (str(theirs or ""), str(mine or "")) if text)


def _answer(question: Question, data: QueryDict) -> Any:
    name = question.name
    if question.kind is Kind.MANY:
        return data.getlist(name)
    if question.kind is Kind.OUTCOMES:
        return [
            {part: data.get(f"{name}-{row}-{part}", "") for part in OUTCOME_PARTS} for row in range(MOST_OUTCOMES + 1)
        ]
    return data.get(name, "")


def _decided(question: Question, data: QueryDict, theirs: Any) -> Any:
    """Give the answer that was decided on; None where what is stored stays, or nothing was decided."""
    mine = _sent(data[f"mine-{question.name}"])
    choice = data.get(f"clash-{question.name}")
    if choice == MINE:
        return mine
    return joined(question, theirs, mine) if choice == BOTH else None


def _sent(text: Any) -> Any:
    try:
        return json.loads(str(text))
    except ValueError:
        return text


def _meeting(question: Question, clash: Clash) -> Meeting:
    can_join = question.kind is not Kind.ONE
    words = dict(options(question))
    return Meeting(_shown(clash.stored, words), _shown(clash.offered, words), json.dumps(clash.offered), can_join)


def _shown(answer: Any, words: Mapping[str, str]) -> str:
    if isinstance(answer, list) and words:
        return "\n".join(words.get(str(value), str(value)) for value in answer)
    return words.get(answer, answer) if isinstance(answer, str) else as_text(answer)


def _rows(name: str, value: Any) -> tuple[tuple[Part, ...], ...]:
    """Give the outcomes there are, and an empty one where there is room."""
    rows = [row for row in value or () if isinstance(row, Mapping) and any(row.values())]
    if len(rows) < MOST_OUTCOMES:
        rows.append({})
    return tuple(
        tuple(Part(f"{name}-{at}-{part}", label, str(row.get(part) or "")) for part, label in OUTCOME_PARTS.items())
        for at, row in enumerate(rows)
    )
