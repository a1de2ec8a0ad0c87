"""Says which way figures go. A tested trend and a mere direction are told apart; without either, why there is none."""

from __future__ import annotations

from indicators.figures import Figure
from indicators.sentences.measures import Measure

MOVED = {"increasing": "risen", "decreasing": "fallen"}


def trend_sentence(first: Figure, last: Figure, *, trend: str, judgement: str, reason: str = "", note: str = "") -> str:
    """Say the verdict of the test over five years; `judgement` is “better”, “worse” or empty, `note` what to mind."""
    years = f"Over the five years from {first.label} to {last.label}"
    if trend not in MOVED:
        return f"{years} there is no significant change: {reason}. {note}".rstrip()
    better = f", and is getting {judgement}" if judgement else ""
    return f"{years} it has {MOVED[trend]}{better}. Chance alone is unlikely to explain that. {note}".rstrip()


def direction_sentence(measure: Measure, first: Figure, last: Figure, *, reason: str, note: str = "") -> str:
    """Say where a series was and is, without a verdict: the definition's `note` tells why, or else the `reason`."""
    assert first.value is not None  # noqa: S101  (a direction has two ends)
    assert last.value is not None  # noqa: S101
    if measure.looks_equal(first.value, last.value):
        moved = f"is the same in {last.label} as in {first.label}, to the decimals shown"
    else:
        word = "up" if last.value > first.value else "down"
        moved = f"went {word} from {measure.number(first.value)} ({first.label})"
        moved += f" to {measure.number(last.value)} ({last.label})"
    why = f". {note}" if note else f": {reason}."
    return f"The figure {moved}. That is a direction, not a tested trend{why}"


def no_trend_sentence(reason: str) -> str:
    """Say that no trend is given and why; `reason` is a sentence of its own."""
    return f"We give no trend. {reason}".rstrip()
