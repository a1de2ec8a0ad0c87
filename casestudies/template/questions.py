"""The questions of the template, in the groups in which they are asked: one group is one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: the two speeds at which a story can be told
QUICK, FULL = "quick", "full"


class Kind(StrEnum):
    """What an answer is. Its stored value: a string, for `MANY` a list of strings, for `OUTCOMES` a list of mappings."""

    LINE = "line"
    TEXT = "text"
    ONE = "one"
    MANY = "many"
    OUTCOMES = "outcomes"
    PICTURES = "pictures"
    DOCUMENTS = "documents"


@dataclass(frozen=True)
class Question:
    """One question. `needed_in` names the speeds at which a story cannot be sent without an answer.

    `words` is about how long a good answer is; nobody is stopped by it. `most` is the longest answer that is kept, in
    characters, for `MANY` the most choices. `choices` names where the choices of `ONE` and `MANY` come from.
    """

    name: str
    label: str
    hint: str = ""
    kind: Kind = Kind.TEXT
    needed_in: frozenset[str] = frozenset()
    example: str = ""
    words: int = 0
    most: int = 20_000
    choices: str = ""

    @property
    def is_stored(self) -> bool:
        """Tell whether its answer is among the answers; pictures and documents have records of their own."""
        return self.kind not in {Kind.PICTURES, Kind.DOCUMENTS}


@dataclass(frozen=True)
class Group:
    """The questions of one page. `asked_in` names the speeds at which it is asked."""

    slug: str
    title: str
    intro: str
    questions: tuple[Question, ...]
    asked_in: frozenset[str] = frozenset({FULL})


BOTH = frozenset({QUICK, FULL})
ALWAYS_NEEDED = {"needed_in": BOTH}
#: the parts of one outcome, in the order in which they are asked
OUTCOME_PARTS = {
    "measure": "What was measured",
    "before": "Before",
    "after": "After",
    "period": "Between when and when",
    "source": "Where the figures are from",
}
MOST_OUTCOMES = 8

GROUPS: tuple[Group, ...] = (
    Group(
        "story",
        "Your story",
        "A title, and what happened in your own words.",
        (
            Question(
                "title",
                "What is the story called?",
                "Say what changed, rather than the name of the project.",
                Kind.LINE,
                BOTH,
                most=120,
            ),
            Question(
                "summary",
                "What happened?",
                "Two or three sentences that somebody could read to a neighbour.",
                needed_in=BOTH,
                words=60,
                most=2_000,
            ),
        ),
        BOTH,
    ),
    Group(
        "people",
        "Who is telling it",
        "Readers see the organisation, and the authors only if you name them.",
        (
            Question(
                "organisation",
                "Which organisation is it from?",
                "Its full name, as it should stand on the page.",
                Kind.LINE,
                BOTH,
                most=200,
            ),
            Question(
                "authors",
                "Who wrote it?",
                "As they want to be named, with a comma between them. Leave empty to name the organisation only.",
                Kind.LINE,
                most=240,
            ),
        ),
        BOTH,
    ),
    Group(
        "about",
        "About the project",
        "What it is and why it was needed.",
        (
            Question(
                "about",
                "What is the project, and why was it needed?",
                "Who is it for, what was the problem, and how did you know?",
                needed_in=frozenset({FULL}),
                words=200,
            ),
            Question(
                "period",
                "When did it happen?",
                "For example, August to December 2026.",
                Kind.LINE,
                most=80,
            ),
            Question("audience", "Who was it for?", "Choose all that fit.", Kind.MANY, most=20, choices="audiences"),
            Question(
                "wards",
                "Where did it happen?",
                "Choose no ward if it was for the whole town.",
                Kind.MANY,
                most=40,
                choices="wards",
            ),
        ),
    ),
    Group(
        "did",
        "What you did",
        "The steps, so that somebody else could do the same.",
        (
            Question(
                "did",
                "What did you do?",
                "The steps in order: who did what, and where. What did it cost, in money or time?",
                needed_in=frozenset({FULL}),
                words=250,
            ),
        ),
    ),
    Group(
        "achieved",
        "What you achieved",
        "What changed, and for whom. Numbers help, and so does saying that you have none yet.",
        (
            Question(
                "achieved",
                "What changed, and for whom?",
                "Say what you know, and how you know it.",
                needed_in=frozenset({FULL}),
                words=200,
            ),
            Question(
                "outcomes",
                "What did you measure?",
                "A figure before and after, with its source. Leave empty if nothing was measured.",
                Kind.OUTCOMES,
                most=MOST_OUTCOMES,
            ),
        ),
    ),
    Group(
        "learnt",
        "What you learnt",
        "What worked, what did not, and what you would do differently.",
        (
            Question(
                "learnt",
                "What did you learn?",
                "What surprised you? What would you tell somebody who starts tomorrow?",
                needed_in=frozenset({FULL}),
                words=200,
            ),
            Question(
                "acknowledgements", "Who do you want to thank?", "People only if they agree to be named.", most=2_000
            ),
        ),
    ),
    Group(
        "pictures",
        "Pictures and documents",
        "One good picture is enough. Everybody who can be recognised has to agree.",
        (
            Question("pictures", "Pictures", kind=Kind.PICTURES),
            Question("documents", "Documents", "Reports or leaflets that readers may download.", Kind.DOCUMENTS),
        ),
        BOTH,
    ),
    Group(
        "links",
        "Where it belongs",
        "So that readers find it beside what it is about.",
        (
            Question("themes", "Which principles does it serve?", kind=Kind.MANY, most=20, choices="themes"),
            Question("priorities", "Which priority areas?", kind=Kind.MANY, most=20, choices="priorities"),
        ),
    ),
    Group(
        "contact",
        "Contact",
        "We write to the address you signed in with. Readers see none of it unless you say so.",
        (
            Question(
                "contact_is_shown",
                "May readers contact you?",
                "If so, what you write below is shown on the page.",
                Kind.ONE,
                BOTH,
                choices="yes_no",
                most=3,
            ),
            Question("contact", "How can readers contact you?", "A name, an address or a page.", Kind.LINE, most=200),
            Question(
                "licence",
                "May others use the text?",
                "Readers are told which.",
                Kind.ONE,
                choices="licences",
                most=20,
            ),
        ),
        BOTH,
    ),
)
#: every question by its name
QUESTIONS = {question.name: question for group in GROUPS for question in group.questions}


def groups_for(speed: str) -> tuple[Group, ...]:
    """Give the groups that are asked at a speed, in their order."""
    return tuple(group for group in GROUPS if speed in group.asked_in)


def stored(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Keep the questions whose answers are among the answers."""
    return tuple(question for question in questions if question.is_stored)
