"""Puts together what one indicator's page shows. Plain values in and out: `queries` finds the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.charts import Chart
from indicators.models import Observation
from indicators.profiles.aims import Reached, reached, since_baseline
from indicators.profiles.evidence import (
    SEXES,
    AreaName,
    Evidence,
    GapHistory,
    GapInPeriod,
    Inside,
    Said,
    Setting,
)
from indicators.profiles.gap_history import TO_COUNTRY, Answer, Question, questions
from indicators.profiles.gradients import slope_words
from indicators.profiles.groups import gaps, groups
from indicators.profiles.headlines import Headline, chart_lines, headlines
from indicators.profiles.parts import Part
from indicators.profiles.places import alike, parts_inside
from indicators.profiles.related import parts_apart

__all__ = [
    "SEXES",
    "AreaName",
    "Evidence",
    "GapHistory",
    "GapInPeriod",
    "Headline",
    "Inside",
    "Part",
    "Profile",
    "Said",
    "Setting",
    "chart_lines",
    "profile",
]


@dataclass(frozen=True)
class Profile:
    """Everything the figures of one indicator have to say; parts without figures are empty."""

    headlines: tuple[Headline, ...]
    gap_texts: tuple[str, ...]
    gaps: tuple[Part, ...]
    groups: tuple[Part, ...]
    inside: tuple[Part, ...]
    alike: Chart | None
    related: tuple[Part, ...]
    sources: tuple[tuple[str, str], ...]
    loaded_at: datetime | None
    targets: tuple[Reached, ...]
    since_baseline: tuple[str, ...]
    slope_texts: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Give every chart of the page in its order; files and live figures are made of these. No two share a name."""
        parts = (*self.groups, *self.gaps)
        inside = [part.chart for part in self.inside]
        found = [
            *(headline.chart for headline in self.headlines),
            *(part.chart for part in parts),
            *(answer.chart for question in self.questions for answer in question.answers),
            *inside,
            self.alike,
        ]
        return tuple(chart for chart in found if chart is not None)

    @property
    def first_answers(self) -> tuple[tuple[Headline, str, Answer | None], ...]:
        """Give each headline with the question of its gap to the country and the answer to it."""
        asked = next((one for one in self.questions if one.anchor == TO_COUNTRY), None)
        answers = {answer.sex: answer for answer in asked.answers} if asked else {}
        return tuple((one, asked.short if asked else "", answers.get(one.id)) for one in self.headlines)


def profile(evidence: Evidence) -> Profile:
    """Give the whole profile."""
    return Profile(
        headlines=tuple(headlines(evidence)),
        gap_texts=tuple(said.gap for said in evidence.findings.values() if said.gap),
        gaps=tuple(gaps(evidence)),
        groups=tuple(groups(evidence)),
        inside=tuple(parts_inside(evidence, evidence.measure)),
        alike=alike(evidence),
        related=tuple(parts_apart(evidence, Observation.RELATED_MEASURE)),
        sources=tuple(sorted({(figure.source, figure.licence) for figure in evidence.shown})),
        loaded_at=evidence.loaded_at,
        targets=tuple(reached(evidence)),
        since_baseline=tuple(since_baseline(evidence)),
        slope_texts=tuple(slope_words(evidence)),
        questions=tuple(questions(evidence)),
    )
