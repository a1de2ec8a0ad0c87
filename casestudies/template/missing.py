"""What still has to be there before a story can be sent. Told on the check page, never while somebody writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casestudies.template.questions import OUTCOME_PARTS, Kind, groups_for


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: the group that asks for it, the question, and what to do, in a sentence."""

    group: str
    name: str
    words: str


@dataclass(frozen=True)
class PictureState:
    """What has to be known of a picture to say what it lacks; `label` is what people know it by."""

    label: str
    has_alt: bool
    has_consent: bool


def missing(answers: Mapping[str, Any], speed: str, pictures: Sequence[PictureState] = ()) -> list[Missing]:
    """List what is missing from a story told at a speed, in the order of the template."""
    found = []
    for group in groups_for(speed):
        for question in group.questions:
            answer = answers.get(question.name)
            if question.kind is Kind.PICTURES:
                found += [Missing(group.slug, question.name, words) for words in _of_pictures(pictures)]
            elif speed in question.needed_in and not has_answer(answer):
                found.append(Missing(group.slug, question.name, f"Answer “{question.label}”"))
            elif question.kind is Kind.OUTCOMES:
                found += [Missing(group.slug, question.name, words) for words in _of_outcomes(answer or ())]
    if answers.get("contact_is_shown") == "yes" and not has_answer(answers.get("contact")):
        found.append(Missing("contact", "contact", "Say how readers can contact you, or choose that they may not"))
    return found


def has_answer(answer: Any) -> bool:
    """Tell whether there is an answer; blanks are none."""
    return bool(answer.strip() if isinstance(answer, str) else answer)


def _of_pictures(pictures: Sequence[PictureState]) -> list[str]:
    found = []
    for picture in pictures:
        if not picture.has_alt:
            found.append(f"Describe {picture.label} for people who cannot see it")
        if not picture.has_consent:
            found.append(f"Say who is shown in {picture.label} and who agreed")
    return found


def _of_outcomes(outcomes: Sequence[Mapping[str, str]]) -> list[str]:
    found = []
    for number, outcome in enumerate(outcomes, 1):
        told = [part for part in OUTCOME_PARTS if has_answer(outcome.get(part))]
        if told and "measure" not in told:
            found.append(f"Say what was measured in outcome {number}")
        if {"before", "after"} & set(told) and "source" not in told:
            found.append(f"Say where the figures of outcome {number} are from")
    return found
