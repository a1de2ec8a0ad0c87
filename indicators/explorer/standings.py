"""How an indicator stands in lists: beside the country, over time, by which places and groups. Words and order."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.figures import DEPRIVATION, SEX

BETTER, SIMILAR, WORSE, UNTESTED, NODATA = "better", "similar", "worse", "untested", "nodata"
#: verdicts, worst first: an indicator with a figure for women and one for men is as bad as the worse of them
VERDICTS = (WORSE, SIMILAR, BETTER)
#: every status, in the order of “worst first”
STATUSES = {
    WORSE: "Worse than {country}",
    SIMILAR: "Similar to {country}",
    BETTER: "Better than {country}",
    UNTESTED: "Not tested",
    NODATA: "No figure yet",
}

#: which way it goes, by what a stored trend allows to say
DIRECTIONS = {
    BETTER: "Getting better",
    WORSE: "Getting worse",
    "changed": "Rising or falling, neither is better",
    "flat": "No clear change",
    "direction": "Up or down, but not tested",
    "unknown": "Cannot say",
}
#: options that are offered only where an indicator has them
RARE = {"changed", "other"}

FIGURE, PROXY, NONE = "figure", "stand-in", "none"
KINDS = {FIGURE: "A figure", PROXY: "A stand-in’s figure", NONE: "No published figure"}

WARDS, NEIGHBOURHOODS, GAP = "wards", "neighbourhoods", "gap"
#: what there is below the figure of the town
REACHES = {
    WARDS: "Wards",
    NEIGHBOURHOODS: "Neighbourhoods",
    "deprivation": "Groups by deprivation",
    "ethnicity": "Ethnic groups",
    "sex": "Women and men",
    "other": "Other groups",
    GAP: "A gap inside {town}",
}


def status_of(outcomes: Iterable[str], *, is_proxy: bool) -> str:
    """Give an indicator's status from the outcomes that are stored of its figures; without a figure there are none.

    A stand-in measures something near the title, so it is never counted as the title's verdict.
    """
    found = set(outcomes)
    if not found:
        return NODATA
    return UNTESTED if is_proxy else next((verdict for verdict in VERDICTS if verdict in found), UNTESTED)


def direction_of(kind: str, trend: str, judgement: str) -> str:
    """Give the key of `DIRECTIONS` for a stored trend."""
    if kind == "tested":
        return judgement or ("flat" if trend == "no_change" else "changed")
    return "direction" if kind else "unknown"


def reaches_of(splits: Iterable[str]) -> frozenset[str]:
    """Give the keys of `REACHES` for what the town's figures are split by, as publishers name it."""
    return frozenset(map(_reach, splits))


def _reach(split: str) -> str:
    if split == SEX:
        return "sex"
    if split.startswith(DEPRIVATION):
        return "deprivation"
    return "ethnicity" if "ethnic" in split.casefold() else "other"
