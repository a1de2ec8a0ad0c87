"""Targets and the baseline beside the town's figures, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.profiles.evidence import Evidence
from indicators.targets import Goal, aim_text, baseline_sentence, progress_sentence


@dataclass(frozen=True)
class Reached:
    """A target, what it is in words, and how far the figures are from it."""

    goal: Goal
    text: str
    progress: str


def reached(evidence: Evidence) -> Iterable[Reached]:
    """Set each target beside the town's figures of the people it is for."""
    measure, aims, town = evidence.measure, evidence.aims, evidence.setting.town
    for goal in aims.goals:
        series = evidence.series(town, goal.aim.sex)
        progress = progress_sentence(
            measure, goal.aim, series, place=town.name, polarity=aims.polarity, today=aims.today
        )
        yield Reached(goal, aim_text(measure, goal.aim), progress)


def since_baseline(evidence: Evidence) -> Iterable[str]:
    """Say the change since the baseline for everyone, or for women and for men where nothing counts both together."""
    town = evidence.setting.town
    for sex in evidence.sexes if evidence.aims.baseline else ():
        assert evidence.aims.baseline is not None  # noqa: S101  (asked above)
        yield baseline_sentence(evidence.measure, evidence.aims.baseline, evidence.series(town, sex), place=town.name)
