"""What the questions with choices are chosen from, in the order in which people read them, and the words for what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casestudies.template import Kind, Question
from casestudies.template.choices import CHOICES
from casestudies.template.questions import OUTCOME_PARTS
from het_site.core.models import Theme
from indicators.models import IndicatorSettings
from indicators.places.wards import wards_of_town
from priorities.models import PriorityPage


def _wards() -> dict[str, str]:
    """Give the town's wards of today."""
    town = IndicatorSettings.objects.values_list("town_id", flat=True).first()
    return {ward.code: ward.name for ward in wards_of_town(town).in_use}


def _themes() -> dict[str, str]:
    return dict(Theme.objects.values_list("slug", "title"))


def _priorities() -> dict[str, str]:
    pages = PriorityPage.objects.live().public().order_by("title")
    return dict(pages.values_list("slug", "title"))


FROM_CONTENT: Mapping[str, Callable[[], dict[str, str]]] = {
    "wards": _wards,
    "themes": _themes,
    "priorities": _priorities,
}


def options(question: Question) -> Mapping[str, str]:
    """Give the choices of a question: what is stored, with what people read."""
    if not question.choices:
        return {}
    found = FROM_CONTENT.get(question.choices)
    return found() if found else CHOICES[question.choices]


def told(question: Question, answer: Any) -> list[str]:
    """Write an answer as people read it, a text for each paragraph or choice; nothing where there is none."""
    if question.kind is Kind.OUTCOMES:
        return [_outcome(row) for row in answer or () if isinstance(row, Mapping)]
    if question.kind in {Kind.MANY, Kind.ONE}:
        words = options(question)
        chosen = answer if isinstance(answer, list) else [answer] if answer else []
        return [words.get(value, value) for value in chosen]
    text = answer.strip() if isinstance(answer, str) else ""
    return [text] if text else []


def _outcome(row: Mapping[str, Any]) -> str:
    return "\n".join(f"{label}: {row[part]}" for part, label in OUTCOME_PARTS.items() if row.get(part))
