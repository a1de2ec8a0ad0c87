"""What is said of figures, in plain words. Plain values in, a sentence out; says nothing that the limits do not allow."""

from indicators.sentences.comparisons import certainty_sentence, comparison_sentence, missing_sentence
from indicators.sentences.gap_changes import (
    GapEnd,
    GapWords,
    gap_change_sentence,
    gap_limits_words,
    gap_standing_sentence,
)
from indicators.sentences.gaps import groups_gap_sentence, published_gap_sentence, slope_sentence
from indicators.sentences.levels import interval_sentence, level_sentence
from indicators.sentences.measures import Measure
from indicators.sentences.trends import direction_sentence, no_trend_sentence, trend_sentence

__all__ = [
    "GapEnd",
    "GapWords",
    "Measure",
    "certainty_sentence",
    "comparison_sentence",
    "direction_sentence",
    "gap_change_sentence",
    "gap_limits_words",
    "gap_standing_sentence",
    "groups_gap_sentence",
    "interval_sentence",
    "level_sentence",
    "missing_sentence",
    "no_trend_sentence",
    "published_gap_sentence",
    "slope_sentence",
    "trend_sentence",
]
