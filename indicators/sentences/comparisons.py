"""Says how a figure lies beside another place's, and how sure that is."""

from __future__ import annotations

from indicators.figures import Figure
from indicators.sentences.measures import Measure

#: verdicts that chance alone is unlikely to explain, with the word that joins the other place
JUDGED = {"better": "better than in", "worse": "worse than in"}
PUBLISHERS = {"similar": "similar to"}


def comparison_sentence(
    measure: Measure, figure: Figure, other: Figure | None, *, other_place: str, outcome: str = ""
) -> str:
    """Say how far a figure lies from another place's of the same period; empty where there is nothing to set it beside.

    `outcome` is the verdict of a test of our own; without one, nothing is called better or worse.
    """
    if figure.value is None or other is None or other.value is None:
        return ""
    gap, theirs = figure.value - other.value, measure.number(other.value)
    way = "higher" if gap > 0 else "lower"
    is_equal = measure.looks_equal(figure.value, other.value)
    if outcome in JUDGED:
        size = f"{way} by less than the decimals shown" if is_equal else f"{measure.difference(gap)} {way}"
        return f"That is {JUDGED[outcome]} {other_place} ({theirs}): {size}."
    if is_equal:
        return f"That is the same as in {other_place}, to the decimals shown."
    return f"That is {measure.difference(gap)} {way} than in {other_place} ({theirs})."


def certainty_sentence(
    measure: Measure, figure: Figure, other: Figure | None, *, basis: str, place: str, other_place: str, note: str = ""
) -> str:
    """Say what the limits, or else the publisher, let us conclude; where there is no test, that there is none and why.

    `basis` is “limits”, “counts”, “publisher” or empty; `note` is the reason why no comparison is made.
    """
    if figure.value is None or other is None or other.value is None:
        return ""
    if basis in {"limits", "counts"} and figure.lower is not None and figure.upper is not None:
        interval = f"95% interval ({measure.limits(figure.lower, figure.upper)}"
        interval += ", worked out from the published counts)" if basis == "counts" else ")"
        if figure.lower <= other.value <= figure.upper:
            return f"{other_place}’s figure lies inside {place}’s {interval}, so we cannot say that the two differ."
        return (
            f"{other_place}’s figure lies outside {place}’s {interval}, "
            "so chance alone is unlikely to explain the difference."
        )
    if basis == "publisher":
        word = PUBLISHERS.get(figure.published_comparison, f"{figure.published_comparison} than")
        return f"The publisher calls this {word} {other_place}. We hold no limits to test it ourselves."
    return f"We have not tested whether the difference could be chance. {note}".rstrip()


def missing_sentence(other: Figure | None, latest: Figure | None, measure: Measure, *, other_place: str) -> str:
    """Say that another place has no figure of the period, and which it last had; empty where it has one."""
    if other is not None and other.value is not None:
        return ""
    if latest is None or latest.value is None:
        return f"We hold no figure for {other_place}."
    return (
        f"We hold no figure for {other_place} for this period; "
        f"the latest is {measure.number(latest.value)} ({latest.label})."
    )
